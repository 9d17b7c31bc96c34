"""Section 8, what stands on a page: counts above a list, and parts."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.shapes import (
    Expression,
    Id,
    Ids,
    Measure,
    Measures,
    Number,
    Path,
    Paths,
    Shape,
    Sorts,
    Text,
)

Size = Literal["small", "wide", "tall", "full"]
Grain = Literal["day", "week", "month", "quarter", "year"]
ChartShape = Literal["bar", "line", "area", "donut"]
Comparison = Literal["none", "day", "week", "month", "quarter", "year"]


class PageCount(Shape):
    """A number above the list; pressing it filters."""

    id: Id
    name: Text = ""
    where: Expression = ""
    measure: Measure = "count()"
    opens: bool = False


class Stat(Shape):
    """One number, or how far one is of another."""

    kind: Literal["stat", "progress"]
    id: Id
    name: Text = ""
    entity: Id
    scope: Expression = ""
    measure: Measure = "count()"
    of: Measure = ""
    x: Path = ""
    compare: Comparison = "none"
    size: Size = "small"


class Chart(Shape):
    """Measures along an axis."""

    kind: Literal["chart"]
    id: Id
    name: Text = ""
    entity: Id
    shape: ChartShape = "bar"
    x: Path
    grain: Grain = "month"
    measures: Annotated[Measures, Key(min_length=1)] = ("count()",)
    split_by: Path = ""
    stacked: bool = False
    scope: Expression = ""
    last: Number = 0
    top: Number = 0
    size: Size = "small"


class ListPart(Shape):
    """A few rows, with the buttons of `actions`; a checklist ticks the entity's first boolean."""

    kind: Literal["list", "checklist"]
    id: Id
    name: Text = ""
    entity: Id
    scope: Expression = ""
    columns: Paths = ()
    sort: Sorts = ()
    limit: Number = 0
    actions: Ids = ()
    size: Size = "small"


class TextPart(Shape):
    """Words. `{me.name}` and `{me.first_name}` are those of whoever looks."""

    kind: Literal["text"]
    id: Id
    name: Text = ""
    body: Text
    size: Size = "small"


AnyPart = Stat | Chart | ListPart | TextPart
Part = Annotated[AnyPart, Key(discriminator="kind")]
