"""The tree of an expression: small, frozen, typed; made by the reader, used by the compiler.

Every node has `type`. A path knows the field of each of its hops.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal

from apps.plans.blueprint.expressions.types import ANY, EMPTY, Type
from apps.plans.blueprint.world import KnownField

Root = Literal["", "row", "it", "each", "before", "me"]
Constant = str | bool | int | Decimal | datetime.date | datetime.datetime | datetime.time
Arithmetic = Literal["+", "-", "*", "/", "%"]
Relation = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Unit = Literal["hours", "days", "weeks", "months", "years"]
AggregateName = Literal["count", "sum", "avg", "min", "max", "exists", "first", "last"]
MeasureName = Literal["count", "sum", "avg", "min", "max"]


@dataclass(frozen=True, slots=True)
class Value:
    """A constant: a text, number, truth value; with type `choice`, the id of a value."""

    type: Type
    value: Constant


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing."""

    type: Type = EMPTY


@dataclass(frozen=True, slots=True)
class Name:
    """What the moment gives: the asker, the asker's roles, the day, the instant."""

    type: Type
    name: Literal["me", "my_roles", "today", "now"]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path.

    `field` is the field stepped through. With `sort` `closed` it is the status whose end states are
    meant; with `children`, the field of `to` that points back here.
    """

    id: str
    field: KnownField
    sort: Literal["field", "closed", "children"] = "field"
    to: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """Field ids from the row at hand (root empty) or from another one in play; no hop: that row."""

    type: Type
    root: Root
    entity: str
    hops: tuple[Hop, ...]

    @property
    def text(self) -> str:
        """As it is written."""
        return ".".join(part for part in (self.root, *(hop.id for hop in self.hops)) if part)

    @property
    def field(self) -> KnownField | None:
        """The last field, where there is one."""
        return self.hops[-1].field if self.hops else None


UNKNOWN = Path(ANY, "", "", ())
"""Stands where a fault was found, so that no second fault follows from it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Arithmetic; one side may be a span where the other is a date."""

    type: Type
    operator: Arithmetic
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus."""

    type: Type
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison; `in` has a list or a field of several values on its right."""

    type: Type
    operator: Relation
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All hold."""

    type: Type
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One holds."""

    type: Type
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Does not hold; true for what is empty."""

    type: Type
    item: "Node"


@dataclass(frozen=True, slots=True)
class Choose:
    """`then if condition else otherwise`."""

    type: Type
    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list that is written out."""

    type: Type
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A plain function: round, abs, lower, year …"""

    type: Type
    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, to be added to a date."""

    type: Type
    unit: Unit
    amount: "Node"


@dataclass(frozen=True, slots=True)
class Between:
    """How much time lies between two; of workdays, without the dates of `without`."""

    type: Type
    unit: Literal["hours", "days", "months", "years", "workdays"]
    start: "Node"
    end: "Node"
    without: "Path | None" = None


@dataclass(frozen=True, slots=True)
class Format:
    """A text with paths in it."""

    type: Type
    parts: tuple["str | Path", ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Over the rows of another entity.

    `via` is the field of those rows that points to the row at hand; none: all rows of the entity.
    `path` starts at such a row, and `where` and `order` speak of it by bare names.
    """

    type: Type
    function: AggregateName
    entity: str
    via: KnownField | None
    path: Path | None = None
    where: "Node | None" = None
    order: Path | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """How many values a field holds."""

    type: Type
    path: Path


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregate over the rows at hand."""

    type: Type
    function: MeasureName
    argument: "Node | None" = None
    where: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Entered:
    """When the row last came to this value."""

    type: Type
    path: Path
    value: str


@dataclass(frozen=True, slots=True)
class Hook:
    """The value of an extension."""

    type: Type
    id: str


Node = (
    Value | Empty | Name | Path | Operation | Negative | Comparison | And | Or | Not | Choose
    | ListOf | Call | Span | Between | Format | Aggregate | Size | Measure | Entered | Hook
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assignment:
    """`target = value`: what is written, and what is worked out for it."""

    target: Path
    value: Node


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for field in fields(node):
        held = getattr(node, field.name)
        for below in held if isinstance(held, tuple) else (held,):
            if isinstance(below, Node):
                yield from walk(below)
