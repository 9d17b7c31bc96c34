"""Which kind of field a phrase names, by its words."""

import re

from apps.plans.planners.builtin.language.words import last_word, singular_phrase
from apps.plans.planners.builtin.lexicon.load import Lexicon

_STATUS = ("status", "stage", "phase", "state", "progress state", "workflow state")
_ON = re.compile(
    r"^(?:\w+ed|sent|built|bought|lent|held|paid|taken|begun|happened|left|arrived|needed) (?:on|"
    r"date)$|^(?:needed|required) by(?: date)?$"
)
_SINCE = re.compile(
    r"^(?:valid|effective|active|available|open|closed|employed|member) "
    r"(?:from|until|since|till|to)$"
)
_LAST = re.compile(r"^(?:last|next|first) (?:\w+ed|\w+en|sent|held|paid|made)$")
_AT = re.compile(r"^(?:\w+ed|sent|taken|left|starts?|ends?|begins?) at$")
_BY = re.compile(r"^\w+(?:ed|en|n|t|ld|id|de|ne) by$")


def kind_of(phrase: str, lexicon: Lexicon) -> str:
    """The kind for a field's words; `text` where they say nothing."""
    return _known_kind(phrase, lexicon) or "text"


def is_known_field(phrase: str, lexicon: Lexicon) -> bool:
    """Whether the words are those of a field."""
    return bool(_known_kind(phrase, lexicon)) or singular_phrase(phrase) in lexicon.field_kinds


def _known_kind(phrase: str, lexicon: Lexicon) -> str:
    phrase = phrase.strip()
    if phrase in lexicon.fields["choices"]:
        return "choice"
    if last_word(phrase) in _STATUS:
        return "status"
    if phrase.endswith("?"):
        return "boolean"
    if _BY.match(phrase) and not phrase.startswith("needed"):
        return "person"
    for whole in (phrase, singular_phrase(phrase)):
        if whole in lexicon.field_kinds:
            return lexicon.field_kinds[whole]
    if _ON.match(phrase) or _SINCE.match(phrase) or _LAST.match(phrase):
        return "date"
    if _AT.match(phrase):
        return "datetime"
    return _by_edges(phrase, lexicon)


def _by_edges(phrase: str, lexicon: Lexicon) -> str:
    """By the first words (`number of …`), then by the last (`… date`)."""
    for kind, starts in lexicon.fields["first"].items():
        if any(phrase.startswith(f"{start} ") for start in starts):
            return str(kind)
    last = singular_phrase(phrase).split()[-1:]
    for kind, ends in lexicon.fields["last"].items():
        if last and (last[0] in ends or (phrase.endswith("?") and "?" in ends)) and " " in phrase:
            return str(kind)
    last_word = last[0] if last else ""
    known = lexicon.field_kinds.get(last_word, "")
    return (
        known
        if " " in phrase
        and known
        in {"email", "phone", "url", "file", "image", "long_text", "text", "money", "integer"}
        else ""
    )
