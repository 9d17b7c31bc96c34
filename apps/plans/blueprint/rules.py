"""Section 5, the rules of an entity: what holds on every way in, for everybody."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.shapes import (
    Assignment,
    Assignments,
    Expression,
    Expressions,
    Id,
    Ids,
    Measure,
    Number,
    OptionalId,
    Shape,
    Text,
    Texts,
    WhoList,
)


class Validation(Shape):
    """Must be true; passes while a field it compares is empty."""

    kind: Literal["validation"]
    id: OptionalId = ""
    description: Text = ""
    expr: Expression
    message: Text = ""


class Conditional(Shape):
    """A field that has to be filled, or left empty, while something holds."""

    kind: Literal["required_if", "empty_if"]
    id: OptionalId = ""
    description: Text = ""
    field: Id
    when: Expression
    message: Text = ""


class Unique(Shape):
    """No two rows with the same values."""

    kind: Literal["unique"]
    id: OptionalId = ""
    description: Text = ""
    fields: Annotated[Ids, Key(min_length=1)]
    where: Expression = ""
    message: Text = ""


class NoOverlap(Shape):
    """No two rows with the same `per` at the same time."""

    kind: Literal["no_overlap"]
    id: OptionalId = ""
    description: Text = ""
    start: Id
    end: Id
    per: Expressions = ()
    where: Expression = ""
    message: Text = ""


class Limit(Shape):
    """Among rows with the same `per`, `of` is at most `max`."""

    kind: Literal["limit"]
    id: OptionalId = ""
    description: Text = ""
    of: Measure = "count()"
    per: Expressions = ()
    where: Expression = ""
    max: Expression
    overflow: Assignment = ""
    promote: Assignment = ""
    message: Text = ""


class Lock(Shape):
    """While it holds, the row and its lines (or only some fields) are not edited by hand."""

    kind: Literal["lock"]
    id: OptionalId = ""
    description: Text = ""
    when: Expression
    fields: Ids = ()
    unless_by: WhoList = ()
    message: Text = ""


class Stock(Shape):
    """The entity is the ledger of an item, with or without locations."""

    kind: Literal["stock"]
    id: OptionalId = ""
    description: Text = ""
    item: Id
    quantity: Expression
    from_: OptionalId = Key("", alias="from")
    to: OptionalId = ""
    min: Expression = "0"
    message: Text = ""


class Creates(Shape):
    """Rows that are made in the same transaction as their cause."""

    kind: Literal["creates"]
    id: OptionalId = ""
    description: Text = ""
    on: Id = "created"
    entity: Id
    each: OptionalId = ""
    where: Expression = ""
    set: Assignments = ()
    columns: Ids = ()
    rows: tuple[Texts, ...] = ()
    message: Text = ""


class ApprovalStep(Shape):
    """Who decides at one place of the chain."""

    id: Id
    by: Annotated[WhoList, Key(min_length=1)]
    when: Expression = ""
    order: Number = 0
    days: Number = 0


class Approval(Shape):
    """A chain of decisions over a status."""

    kind: Literal["approval"]
    id: OptionalId = ""
    description: Text = ""
    field: OptionalId = ""
    pending: Id
    approved: Id
    rejected: Id
    steps: Annotated[tuple[ApprovalStep, ...], Key(min_length=1)]
    not_by: WhoList = ()
    different: bool = True
    message: Text = ""


AnyRule = Validation | Conditional | Unique | NoOverlap | Limit | Lock | Stock | Creates | Approval
Rule = Annotated[AnyRule, Key(discriminator="kind")]
