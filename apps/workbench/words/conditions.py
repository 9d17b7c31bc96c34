"""A condition of a blueprint, loosely in words: for reading along, never for deciding."""

import re

REPLACED = (
    (re.compile(r"\s*==\s*empty\b"), " is empty"),
    (re.compile(r"\s*!=\s*empty\b"), " is filled in"),
    (re.compile(r"\s*==\s*me\b"), " is you"),
    (re.compile(r"\bme\s*==\s*([\w.]+)"), r"\1 is you"),
    (re.compile(r"\bme in \[([^\],]*)\]"), r"\1 is you"),
    (re.compile(r"\bme in \[([^\]]*), ([^\]]*)\]"), r"\1 or \2 is you"),
    (re.compile(r"\bme in "), "you are in "),
    (re.compile(r"\bme\b"), "you"),
    (re.compile(r"\bnot ([\w.]+)\.closed\b"), r"\1 is open"),
    (re.compile(r"\b([\w.]+)\.closed\b"), r"\1 is closed"),
    (re.compile(r"\bnot (?!in\b)"), "not "),
    (re.compile(r"\s*==\s*"), " is "),
    (re.compile(r"\s*!=\s*"), " is not "),
    (re.compile(r"\s*>=\s*"), " is at least "),
    (re.compile(r"\s*<=\s*"), " is at most "),
    (re.compile(r"\s*>\s*"), " is over "),
    (re.compile(r"\s*<\s*"), " is under "),
)
NAME = re.compile(r"\b[a-z]\w*(?:\.\w+)+\b|\b[a-z]+(?:_[a-z0-9]+)+\b")
QUOTED = re.compile(r"'([^']*)'")


def condition_words(text: str) -> str:
    """“status is “new””, for `status == 'new'`."""
    for pattern, words in REPLACED:
        text = pattern.sub(words, text)
    text = QUOTED.sub(lambda found: f"“{found[1].replace('_', ' ')}”", text)
    return NAME.sub(lambda found: re.sub(r"[._]", " ", found[0]), text).strip()
