"""Messages in which nothing is asked: empty, one sign, no word of any language, the same sign again
and again.
"""

import re
from typing import Any

_WORD = re.compile(r"[^\W\d_]{2,}")
_VOWEL = re.compile(
    r"[aeiouyàâäáãåæéèêëíìîïóòôöõøœúùûüýа-яёіїєα-ωά-ώ\u3040-\u30ff\u4e00-\u9fff\u0600-\u06ff\u059"
    r"0-\u05ff\uac00-\ud7af]",
    re.I,
)
_MENTION = re.compile(r"@sites\b[,:]?", re.I)
_OPTIONS = (
    "A request dashboard with owner, status and filters",
    "A list of equipment that people borrow and return",
    "A log of visitors with arrival and host",
)
_CHANGES = ("Add a filter", "Add a field", "Change a chart")
WHAT_ELSE = "What should be different?"
_ANSWERED = re.compile(
    rf"\n\s*\n(?:[^\n]* not understood\. )?{re.escape(WHAT_ELSE)} (?P<answer>[^\n]+)\s*$"
)


def question_for_nothing(text: str, *, follow_up: bool) -> dict[str, Any] | None:
    """The question to ask back, or None where something is asked."""
    if has_words(text):
        return None
    options = _CHANGES if follow_up else _OPTIONS
    asked = WHAT_ELSE if follow_up else "What should the tool do? One sentence is enough."
    return {"id": "what", "text": asked, "options": list(options), "default": options[0]}


def question_for_unread(quotes: list[str], options: list[str]) -> dict[str, Any]:
    """The question to ask back where words were read and none was understood: it quotes them, and
    its options are wishes that fit the tool.
    """
    said = " and ".join(f"“{' '.join(quote.split())}”" for quote in quotes[:3])
    lead = f"{said} {'was' if len(quotes) == 1 else 'were'} not understood. " if quotes else ""
    text = f"{lead}{WHAT_ELSE}"
    return {"id": "what", "text": text, "options": list(options), "default": options[0]}


def answered(text: str) -> str:
    """Of an answer to our question the answer alone: what came before it is said anew by it."""
    found = _ANSWERED.search(text)
    return found["answer"].strip() if found else text


def has_words(text: str) -> bool:
    """Whether a text has at least two words that could be words, or one that could be a wish."""
    plain = _MENTION.sub(" ", text)
    words = [word for word in _WORD.findall(plain) if _pronounceable(word)]
    return len({word.lower() for word in words}) >= 2 or (len(words) == 1 and len(words[0]) >= 4)


def _pronounceable(word: str) -> bool:
    """`equipment`, `QR`, but not `asdfghjkl`, `xxxxx`, `zzkkqq`."""
    if len(word) <= 4:
        return len(set(word.lower())) > 1
    vowels = len(_VOWEL.findall(word))
    longest = max((len(run) for run in re.split(_VOWEL, word)), default=0)
    return len(set(word.lower())) > 2 and vowels / len(word) >= 0.15 and longest <= 5
