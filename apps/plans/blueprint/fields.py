"""Section 3, the fields of an entity: what is kept, and what is computed from it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as Key

from apps.plans.blueprint.flat import FlatShape, kinds
from apps.plans.blueprint.limits import MAX_CHOICES
from apps.plans.blueprint.shapes import (
    Default,
    Expression,
    Id,
    Number,
    OptionalId,
    Paths,
    Shape,
    Text,
    Texts,
    WhoList,
)

Colour = Literal["auto", "grey", "blue", "teal", "green", "amber", "red", "purple", "pink"]

FieldKind = Literal[
    "text", "long_text", "integer", "decimal", "money", "percent", "rating", "duration", "boolean",
    "date", "datetime", "time", "week", "month", "status", "choice", "choices", "person", "people",
    "relation", "relations", "file", "image", "email", "phone", "url", "reference",
]  # fmt: skip

NUMBERS = kinds("integer", "decimal", "money", "percent", "rating", "duration")
DATES = kinds("date", "datetime", "week", "month")
CLOSED_LISTS = kinds("status", "choice", "choices")
RELATIONS = kinds("relation", "relations")
PERSONS = kinds("person", "people")
FILES = kinds("file", "image")
TEXTS = kinds("text", "long_text", "email", "phone", "url", "reference")
NEVER_COMPUTED = FILES | {"reference"}
STORED_KEYS = ("required", "unique", "default", "readonly", "show_if", "edited_by", "managed")


class Value(Shape):
    """One value of a status, choice or choices field."""

    id: Id
    name: Text = ""
    colour: Colour = "auto"
    closed: bool = False


class Field(FlatShape):
    """A field of any kind. With `expr` it is computed: no column, never typed in."""

    kind: FieldKind
    id: Id
    name: Text = ""
    help: Text = ""
    to: OptionalId = ""
    pattern: Text = ""
    required: bool = False
    unique: bool = False
    default: Default = ""
    readonly: bool = False
    min: Expression = ""
    max: Expression = ""
    unit: Text = ""
    currency: Text = ""
    expr: Expression = ""
    show_if: Expression = ""
    seen_by: WhoList = ()
    edited_by: WhoList = ()
    values: Annotated[tuple[Value, ...], Key(max_length=MAX_CHOICES)] = ()
    managed: bool = False
    pick: Expression = ""
    shows: Paths = ()
    many: bool = False
    types: Texts = ()
    max_mb: Number = 0
    colour: Colour = "auto"

    goes_with: ClassVar[Mapping[str, frozenset[str]]] = {
        "values": CLOSED_LISTS,
        "managed": kinds("choice", "choices"),
        "min": NUMBERS,
        "max": NUMBERS,
        "unit": NUMBERS,
        "currency": kinds("money"),
        "to": RELATIONS,
        "pick": RELATIONS | PERSONS,
        "shows": RELATIONS,
        "many": FILES,
        "types": FILES,
        "max_mb": FILES,
        "pattern": kinds("reference"),
        "colour": kinds("boolean"),
    }
    needs_keys: ClassVar[Mapping[str, frozenset[str]]] = {
        "values": CLOSED_LISTS,
        "to": RELATIONS,
        "pattern": kinds("reference"),
    }

    @classmethod
    def misfits(cls, given: Mapping[str, Any]) -> Iterator[str]:
        """Besides the tables: a computed field has no key of a stored one."""
        yield from super().misfits(given)
        if not given.get("expr"):
            return
        for key in STORED_KEYS:
            if given.get(key):
                yield f"a computed field (with “expr”) has no “{key}”"
        if given.get("kind") in NEVER_COMPUTED:
            yield f"a {given.get('kind')} cannot be computed"

    @property
    def is_computed(self) -> bool:
        """Whether the value is worked out instead of kept."""
        return bool(self.expr)
