"""Section 8, what stands on a page: counts above a list, and parts."""

from typing import Annotated, Literal

from pydantic import Field as Key

from apps.plans.blueprint.shapes import Id, Number, Shape, Text, Texts

Size = Literal["small", "wide", "tall", "full"]
Grain = Literal["day", "week", "month", "quarter", "year"]
ChartShape = Literal["bar", "line", "area", "donut"]
Comparison = Literal["none", "day", "week", "month", "quarter", "year"]


class PageCount(Shape):
    """A number above the list; pressing it filters."""

    id: Id
    name: Text = ""
    where: Text = ""
    measure: Text = "count()"
    opens: bool = False


class Stat(Shape):
    """One number, or how far one is of another."""

    kind: Literal["stat", "progress"]
    id: Id
    name: Text = ""
    entity: Id
    scope: Text = ""
    measure: Text = "count()"
    of: Text = ""
    x: Text = ""
    compare: Comparison = "none"
    size: Size = "small"


class Chart(Shape):
    """Measures along an axis."""

    kind: Literal["chart"]
    id: Id
    name: Text = ""
    entity: Id
    shape: ChartShape = "bar"
    x: Text
    grain: Grain = "month"
    measures: Annotated[Texts, Key(min_length=1)] = ("count()",)
    split_by: Text = ""
    stacked: bool = False
    scope: Text = ""
    last: Number = 0
    top: Number = 0
    size: Size = "small"


class ListPart(Shape):
    """A few rows; a checklist ticks the entity's first boolean."""

    kind: Literal["list", "checklist"]
    id: Id
    name: Text = ""
    entity: Id
    scope: Text = ""
    columns: Texts = ()
    sort: Texts = ()
    limit: Number = 0
    size: Size = "small"


class TextPart(Shape):
    """Words."""

    kind: Literal["text"]
    id: Id
    name: Text = ""
    body: Text
    size: Size = "small"


AnyPart = Stat | Chart | ListPart | TextPart
Part = Annotated[AnyPart, Key(discriminator="kind")]
