"""What people see: a class a page, in the order of the navigation. Declarations, no flow.

The keys are those of the blueprint as class attributes. `site_kit.web` serves them; a kind or a key
that it does not serve is refused when the tool starts, by a check that says what to write instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core import checks
from django.db.models import Model, Q

from site_kit import registry
from site_kit.parts import ROWS, PageCount, Part
from site_kit.words import in_words, snake


class Page:
    """A place in the navigation. The docstring of a page is its line under the heading."""

    kind: ClassVar[str] = ""
    served: ClassVar[bool] = False
    id: ClassVar[str] = ""
    name: ClassVar[str] = ""
    home_for: ClassVar[tuple[str, ...]] = ()
    open_to: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.__module__ == __name__:
            return
        cls.id = cls.__dict__.get("id") or snake(cls.__name__.removesuffix("Page") or cls.__name__)
        cls.name = cls.__dict__.get("name") or in_words(cls.id)
        registry.add_page(cls)

    @classmethod
    def about(cls) -> str:
        """The page's own sentence, or nothing where it only says the page's name again."""
        own = " ".join((cls.__dict__.get("__doc__") or "").split())
        return "" if own.rstrip(".").casefold() == str(cls.name).casefold() else own


class ModelPage(Page):
    """A page about one entity."""

    model: ClassVar[type[Model]]


class RowsPage(ModelPage):
    """A page of many rows. The person cannot leave its `scope`, except by a count that `opens`."""

    scope: ClassVar[Q | None] = None
    columns: ClassVar[tuple[str, ...]] = ()
    counts: ClassVar[tuple[PageCount, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    sort: ClassVar[tuple[str, ...]] = ()
    actions: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[tuple[Part, ...]] = ()
    group_by: ClassVar[str | tuple[str, ...]] = ()
    totals: ClassVar[tuple[Any, ...]] = ()
    between: ClassVar[str] = ""
    limit: ClassVar[int] = 0
    inline_edit: ClassVar[bool] = False


class Table(RowsPage):
    """Rows under headings; with `group_by` under the heads of one or two levels of groups. `totals`
    are of each group and of all, over the rows that the person may see. `between` is a date whose
    from-to begins with this month. With `inline_edit` cells are edited in place."""

    kind = "table"
    served = True


class Board(RowsPage):
    """Rows as cards in lanes; moving a card changes `group_by`."""

    kind = "board"
    served = True
    group_by: ClassVar[str | tuple[str, ...]] = ""


class Cards(RowsPage):
    """Rows as cards in a grid: a number right behind the name stands large, a status beside the
    name, long text below it. With `group_by` the cards of a value stand under its name."""

    kind = "cards"
    served = True


class Queue(RowsPage):
    """Rows one after the other, each whole with its buttons: who decides goes on to the next. With
    a `limit` only so many wait at a time: for each that leaves, another comes."""

    kind = "queue"
    served = True


class Report(RowsPage):
    """Groups of rows with their totals, and the totals of all, without the rows. A total is sorted
    by as `"-totals[0]"`, the first of them."""

    kind = "report"
    served = True
    totals: ClassVar[tuple[Any, ...]] = (ROWS,)


class Leaderboard(RowsPage):
    """Groups ranked by the first of `totals`, or rows by `sort`; equal ones share a rank, and the
    asker's own line is marked."""

    kind = "leaderboard"
    served = True
    totals: ClassVar[tuple[Any, ...]] = (ROWS,)


class Calendar(RowsPage):
    """Rows on the days of a month, from `start` to `end`, both counted; a row without an end is on
    its first day alone. `lanes` gives each value its own line through a week, `colour_by` a
    colour. Rows without a date stand beside it."""

    kind = "calendar"
    served = True
    start: ClassVar[str] = ""
    end: ClassVar[str] = ""
    lanes: ClassVar[str] = ""
    colour_by: ClassVar[str] = ""


class Timeline(Calendar):
    """Rows as bars along a month, a quarter or a year, a lane for each value of `lanes`."""

    kind = "timeline"


class Matrix(RowsPage):
    """A value for each pair of two paths: a measure, or the field `cell` of the rows there, which
    `inline_edit` lets people change in place. A relation or a closed list shows all its values; a
    date goes by `grain`, in a window that one can move."""

    kind = "matrix"
    served = True
    rows: ClassVar[str] = ""
    across: ClassVar[str] = ""
    grain: ClassVar[str] = "day"
    cell: ClassVar[Any] = None


class Detail(ModelPage):
    """One row with all that belongs to it. Every entity has one; this class narrows it.

    With `panel` the lists of the entity open it beside themselves."""

    kind = "detail"
    served = True
    columns: ClassVar[tuple[str, ...]] = ()
    children: ClassVar[tuple[str, ...] | None] = None
    actions: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[tuple[Part, ...]] = ()
    panel: ClassVar[bool] = False


class Form(ModelPage):
    """A page that asks for one new row."""

    kind = "form"
    served = True
    fields: ClassVar[tuple[str, ...]] = ()
    steps: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    sets: ClassVar[dict[str, Any]] = {}
    public: ClassVar[bool] = False
    after: ClassVar[str] = ""
    reply: ClassVar[tuple[str, ...]] = ()


class Dashboard(Page):
    """A grid of parts."""

    kind = "dashboard"
    served = True
    parts: ClassVar[tuple[Part, ...]] = ()


class TextPage(Page):
    """Words, in markdown."""

    kind = "text"
    served = True
    body: ClassVar[str] = ""


class ExtensionPage(Page):
    """A page of the tool's own code: what `show(request)` of `extensions/<hook>.py` gives, a dict.

    It has `text` (markdown), `figures` (pairs of words and a value), `columns` and `rows`, `links`
    (pairs of words and a row or an address of this tool); or `parts`, a list of such dicts, each
    with a `heading`. A row in a cell is a link to its page. It sees what whoever looks may see, and
    changes nothing.
    """

    kind = "extension"
    served = True
    hook: ClassVar[str] = ""


@checks.register("site_kit")
def check_pages(**_options: Any) -> Sequence[checks.CheckMessage]:
    """What the declared pages say that cannot be served, each with the way out."""
    from site_kit.web.checks import problems_of

    return [problem for page in registry.declared.pages for problem in problems_of(page)]
