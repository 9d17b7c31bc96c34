"""Section 8, pages: what people see. Pages never widen a right."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as Key

from apps.plans.blueprint.flat import FlatShape, kinds
from apps.plans.blueprint.parts import Grain, PageCount, Part
from apps.plans.blueprint.shapes import (
    Assignments,
    Expression,
    Filters,
    Id,
    Ids,
    Measure,
    Measures,
    Number,
    Path,
    Paths,
    Shape,
    Sorts,
    Template,
    Text,
)

RowPageKind = Literal[
    "table", "cards", "queue", "report", "leaderboard", "board", "calendar", "timeline", "matrix"
]

NOT_MATRIX = kinds(
    "table", "cards", "queue", "report", "leaderboard", "board", "calendar", "timeline"
)
LISTS = kinds("table", "queue", "report", "leaderboard")
TIMED = kinds("calendar", "timeline")


class RowPage(FlatShape):
    """A page of the rows of one entity."""

    kind: RowPageKind
    id: Id
    name: Text = ""
    description: Text = ""
    entity: Id
    home_for: Ids = ()
    scope: Expression = ""
    columns: Paths = ()
    counts: tuple[PageCount, ...] = ()
    rows: Path = ""
    across: Path = ""
    grain: Grain = "day"
    cell: Measure = ""
    start: Path = ""
    end: Path = ""
    lanes: Path = ""
    colour_by: Path = ""
    filters: Filters = ()
    search: Paths = ()
    sort: Sorts = ()
    actions: Ids = ()
    parts: tuple[Part, ...] = ()
    group_by: Paths = ()
    totals: Measures = ()
    between: Path = ""
    limit: Number = 0
    inline_edit: bool = False
    open_to: Ids = ()

    goes_with: ClassVar[Mapping[str, frozenset[str]]] = {
        "columns": NOT_MATRIX,
        "counts": NOT_MATRIX,
        "actions": NOT_MATRIX,
        "parts": NOT_MATRIX,
        "group_by": LISTS | {"board", "cards"},
        "totals": kinds("table", "report", "board", "leaderboard"),
        "between": kinds("table", "report"),
        "limit": LISTS,
        "inline_edit": kinds("table", "matrix"),
        "start": TIMED,
        "end": TIMED,
        "lanes": TIMED,
        "colour_by": TIMED,
        "rows": kinds("matrix"),
        "across": kinds("matrix"),
        "grain": kinds("matrix"),
        "cell": kinds("matrix"),
    }
    needs_keys: ClassVar[Mapping[str, frozenset[str]]] = {
        "group_by": kinds("board"),
        "start": TIMED,
        "rows": kinds("matrix"),
        "across": kinds("matrix"),
    }

    @classmethod
    def misfits(cls, given: Mapping[str, Any]) -> Iterator[str]:
        """Besides the tables: a leaderboard has to be told what ranks."""
        yield from super().misfits(given)
        ranked = given.get("sort") or (given.get("group_by") and given.get("totals"))
        if given.get("kind") == "leaderboard" and not ranked:
            yield "a leaderboard needs “sort”, or “group_by” with “totals”"


class DetailPage(Shape):
    """A page of one row."""

    kind: Literal["detail"]
    id: Id
    name: Text = ""
    description: Text = ""
    entity: Id
    home_for: Ids = ()
    columns: Paths = ()
    children: Ids = ()
    actions: Ids = ()
    parts: tuple[Part, ...] = ()
    panel: bool = False
    open_to: Ids = ()


class FormStep(Shape):
    """One page of a wizard."""

    name: Text
    fields: Annotated[Ids, Key(min_length=1)]


class FormPage(Shape):
    """A page that makes a row; with `public`, the only door for outsiders."""

    kind: Literal["form"]
    id: Id
    name: Text = ""
    description: Text = ""
    entity: Id
    home_for: Ids = ()
    public: bool = False
    fields: Ids = ()
    steps: tuple[FormStep, ...] = ()
    set: Assignments = ()
    after: Template = ""
    reply: Paths = ()
    open_to: Ids = ()


class DashboardPage(Shape):
    """A grid of parts."""

    kind: Literal["dashboard"]
    id: Id
    name: Text = ""
    description: Text = ""
    home_for: Ids = ()
    open_to: Ids = ()
    parts: Annotated[tuple[Part, ...], Key(min_length=1)]


class TextPage(Shape):
    """Words that admins edit in the tool."""

    kind: Literal["text"]
    id: Id
    name: Text = ""
    description: Text = ""
    home_for: Ids = ()
    open_to: Ids = ()
    body: Text = ""


class ExtensionPage(Shape):
    """A page drawn by an extension."""

    kind: Literal["extension"]
    id: Id
    name: Text = ""
    description: Text = ""
    home_for: Ids = ()
    open_to: Ids = ()
    hook: Id


AnyPage = RowPage | DetailPage | FormPage | DashboardPage | TextPage | ExtensionPage
Page = Annotated[AnyPage, Key(discriminator="kind")]
