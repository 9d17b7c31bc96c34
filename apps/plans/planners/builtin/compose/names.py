"""Ids and names: from phrases of a brief to ids by the blueprint's pattern and names that read
well.
"""

import re

from apps.plans.planners.builtin.language.words import identifier
from apps.plans.planners.builtin.language.words import sentence_case as sentence_case

# Names that every row or expression has already (section 3 of the language).
RESERVED_FIELDS = {
    "id": "number", "created_at": "created_on", "created_by": "author",
    "updated_at": "updated_on", "updated_by": "editor", "link": "web_link", "comment": "remark",
    "awaiting": "waiting_for", "on_hand": "quantity_on_hand", "me": "myself",
    "my_roles": "roles", "today": "day", "now": "moment", "row": "row_no", "it": "item",
    "each": "every_one", "before": "earlier", "empty": "is_empty", "and": "and_field",
    "or": "or_field", "not": "not_field", "in": "into", "is": "is_field", "if": "condition",
    "else": "otherwise",
}  # fmt: skip
_ARTICLES = re.compile(r"^(?:(?:a|an|the|each|every|their|its|my|our|your|his|her|this|these) )+")
_ACRONYMS = {
    word: word.upper()
    for word in (
        *("po", "id", "vat", "sku", "cv", "url", "hr", "it", "pdf", "nda", "isbn", "ip", "gps"),
        *("iban", "qa", "ap", "vip", "faq", "okr", "kpi", "sop", "rma", "vin", "crm", "usb"),
    )
}

_IT = re.compile(
    r"\bIT(?= (?:is|was|has|goes|takes|lasts|costs|came|left|went|began|got|broke|[a-z]+ed)\b)"
)


def name_of(phrase: str) -> str:
    """A phrase as people read it: first letter large, known abbreviations in capitals."""
    words = [_ACRONYMS.get(word, word) for word in phrase.split()]
    return sentence_case(_IT.sub(lambda found: found[0].lower(), " ".join(words)))


def in_sentence(name: str) -> str:
    """A name in the middle of a sentence: abbreviations keep their capitals."""
    first = name.split()[0] if name.split() else ""
    return name if first.isupper() or not first else name[:1].lower() + name[1:]


def with_article(name: str) -> str:
    """`an invoice`, `a loan`."""
    plain = in_sentence(name)
    return f"{'an' if plain[:1].lower() in 'aeiou' else 'a'} {plain}"


def words_of(identity: str) -> str:
    """An id in words, as the language shows it where no name is given."""
    return sentence_case(identity.replace("_", " "))


def field_id(phrase: str, entity_words: set[str]) -> str:
    """The id of a field: its words, without those of its entity in front (`invoice number` ->
    `number`).
    """
    plain = (
        " ".join(word.removesuffix("'s").rstrip("'") for word in _ARTICLES.sub("", phrase).split())
        or phrase
    )
    for words in sorted(entity_words, key=len, reverse=True):
        rest = plain.removeprefix(f"{words} ")
        if (rest != plain and rest not in {"type", "name", "date", "kind", "of"}) or rest in {
            "name"
        }:
            plain = rest
            break
    identity = identifier(plain, "field")
    return RESERVED_FIELDS.get(identity, identity)


def free(identity: str, taken: set[str]) -> str:
    """The id, or the next one with a number."""
    if identity not in taken:
        return identity
    number = 2
    while f"{identity}_{number}" in taken:
        number += 1
    return f"{identity}_{number}"


def value_id(phrase: str) -> str:
    """The id of a value of a closed list."""
    return identifier(phrase, "value")


def quoted(value: str) -> str:
    """A value as a literal of the expression language."""
    return "'" + re.sub(r"[^a-z0-9_]", "", value) + "'"
