"""Noun phrases: where they end, what is left of them without articles, and the words between."""

import re

from apps.plans.planners.builtin.language.words import singular, singular_phrase
from apps.plans.planners.builtin.lexicon import Lexicon

POINTING = frozenset(
    (
        *("a", "all", "an", "any", "each", "every", "her", "his", "its", "more", "multiple"),
        *("my", "new", "only", "our", "own", "several", "some", "the", "their", "these", "this"),
        *("those", "what", "which", "your"),
    )
)
"""Words that point at a noun, wherever they stand."""

DETERMINERS = POINTING | frozenset(
    (
        *("another", "basic", "both", "complete", "current", "different", "entire", "existing"),
        *("few", "full", "individual", "internal", "many", "no", "other", "personal", "same"),
        *("simple", "single", "such", "upcoming", "various", "whole"),
    )
)
_END = re.compile(
    r"[,.;:()\[\]/!?\"]|(?<![\w-])(?:with|that|which|who|whom|whose|where|when|for|by|in|on|at|"
    r"from|to|"
    r"and|or|so|if|per|as|is|are|was|were|be|has|have|can|could|should|must|will|may|might|"
    r"including|sorted|"
    r"grouped|into|between|after|before|until|via|about|without|because|while|than|then|but|not|"
    r"cannot|can't|of|through|across|within|during|using|over|under|showing|only|based|they|we|"
    r"it|he|she|i|you|"
    r"has been|whether|needs?|please|instead|such|like|plus|also|currently|along|belonging|"
    r"against|(?:who|what|how)ever)(?![\w-])|(?<=\s)-(?=\s)|>"
)
_SOME_OF = re.compile(r"(?:all|each|any|some|most|both|one) of (?=\w)")
_POSSESSIVE = re.compile(r"'s?$")


def up_to_end(text: str) -> str:
    """The noun phrase at the beginning of `text`: up to a preposition, a joining word, a verb to be
    or a mark.
    """
    stripped = text.lstrip()
    lead = len(text) - len(stripped)
    start = lead
    if some := _SOME_OF.match(text, start):
        start = some.end()
    while found := re.compile(r"[\w'-]+\s+").match(text, start):
        if found[0].strip() not in DETERMINERS:
            break
        start = found.end()
    end = _END.search(text, start)
    return text[lead : end.start() if end else len(text)].strip()


def bare(phrase: str) -> str:
    """Without articles, possessives and counting words at the front: `all of our open requests` ->
    `open requests`.
    """
    words = (
        [word for word in phrase.split() if word != "of"]
        if phrase.startswith(("all of ", "each of ", "any of ", "some of ", "list of "))
        else phrase.split()
    )
    while words and words[0] in DETERMINERS:
        words.pop(0)
    return " ".join(words)


def content(phrase: str, lexicon: Lexicon) -> list[str]:
    """The words that say something."""
    found = re.findall(r"[^\W_][\w'&+-]*", phrase)
    return [word for word in found if word not in lexicon.glue]


def key_of(phrase: str) -> str:
    """A phrase in the form in which things and fields are compared: bare, singular, no
    possessive.
    """
    words = [_POSSESSIVE.sub("", word) for word in bare(phrase).split()]
    return singular_phrase(" ".join(word for word in words if word))


def head_of(phrase: str) -> str:
    """The last word, singular."""
    words = bare(phrase).split()
    return singular(_POSSESSIVE.sub("", words[-1])) if words else ""
