"""The types of expressions: a few families, each with what the compiler needs to know besides."""

from dataclasses import dataclass, replace
from typing import Literal

from apps.plans.blueprint.fields import DATES, FILES, NUMBERS, PERSONS, RELATIONS, TEXTS
from apps.plans.blueprint.words import PERSON
from apps.plans.blueprint.world import KnownField

Family = Literal[
    "text", "number", "boolean", "date", "datetime", "time", "choice", "row", "file", "span",
    "empty", "any",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Type:
    """What an expression gives.

    `field` is the field kind that would hold it (`money`, `week`), `entity` that of a row, `values`
    the ids of a closed list and `of` the entity and field that own it. `many`: several at once.
    """

    family: Family
    field: str = ""
    entity: str = ""
    many: bool = False
    values: tuple[str, ...] = ()
    of: tuple[str, str] = ("", "")

    @property
    def one(self) -> "Type":
        """The type of one of several."""
        return replace(self, many=False) if self.many else self

    @property
    def several(self) -> "Type":
        """The type of several of it."""
        return self if self.many else replace(self, many=True)

    def __str__(self) -> str:
        return _in_words(self)


ANY = Type("any")
EMPTY = Type("empty")
TEXT = Type("text", "text")
BOOLEAN = Type("boolean", "boolean")
INTEGER = Type("number", "integer")
DECIMAL = Type("number", "decimal")
DATE = Type("date", "date")
DATETIME = Type("datetime", "datetime")
TIME = Type("time", "time")
SPAN = Type("span")
PERSON_TYPE = Type("row", "person", PERSON)

ORDERED = frozenset({"number", "date", "datetime", "time"})


def type_of(field: KnownField) -> Type:
    """What a path gives that ends in this field."""
    kind = field.kind
    if kind in RELATIONS or kind in PERSONS:
        return Type("row", kind, field.to, field.is_many)
    if kind in ("status", "choice", "choices"):
        return Type("choice", kind, "", field.is_many, field.values, (field.entity, field.id))
    return Type(_family(kind), kind, many=field.is_many)


def row_of(entity: str) -> Type:
    """A row of an entity; a person, of the directory."""
    return PERSON_TYPE if entity == PERSON else Type("row", "relation", entity)


def _family(kind: str) -> Family:
    if kind in TEXTS or kind == "texts":
        return "text"
    if kind in NUMBERS:
        return "number"
    if kind == "datetime" or kind == "time" or kind == "boolean":
        return "datetime" if kind == "datetime" else "time" if kind == "time" else "boolean"
    if kind in DATES:
        return "date"
    return "file" if kind in FILES else "any"


def _in_words(type_: Type) -> str:
    if type_.family == "row":
        noun = "people" if type_.entity == PERSON and type_.many else type_.entity
        return noun if noun == "people" else f"rows of {noun}" if type_.many else f"a {noun}"
    if type_.family == "choice":
        return f"{'values' if type_.many else 'a value'} of {type_.of[1]}"
    if type_.family == "text" and type_.many:
        return "a list of texts"
    words = {
        "boolean": "yes or no",
        "span": "a span of time",
        "datetime": "a moment",
        "empty": "empty",
        "any": "anything",
    }
    return words.get(type_.family, f"a {type_.family}")
