"""What stands on a page beside its rows: counts, figures, charts, short lists, text.

Declarations only: a part says what is measured, `site_kit.web.parts` asks the database and draws.
Measures are Django's aggregates (`models.Sum("amount")`), over the rows that the person may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, Model, Q

from site_kit.words import in_words

ROWS = Count("pk")
"""How many rows: the measure where none is named."""

GRAINS = ("day", "week", "month", "quarter", "year")
SHAPES = ("bar", "line", "area", "donut")
SIZES = ("small", "wide", "tall", "full")


@dataclass(frozen=True, eq=False)
class PageCount:
    """A number above the list. Pressing it filters by `where`; `opens` looks beyond the scope."""

    id: str
    where: Q | None = None
    name: str = ""
    measure: Any = None
    opens: bool = False

    @property
    def label(self) -> str:
        """What people see under the number."""
        return self.name or in_words(self.id)


@dataclass(frozen=True, eq=False, kw_only=True)
class PartOptions:
    """What every part may say: its name and how much room it takes."""

    kind: ClassVar[str] = ""
    name: str = ""
    size: str = ""


@dataclass(frozen=True, eq=False)
class Part(PartOptions):
    """A thing on a page with an id of its own."""

    id: str

    @property
    def label(self) -> str:
        """The part's heading."""
        return self.name or in_words(self.id)


@dataclass(frozen=True, eq=False, kw_only=True)
class RowsPart(Part):
    """A part about the rows of one entity, or those of its `scope`."""

    model: type[Model]
    scope: Q | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Stat(RowsPart):
    """One figure. `compare` sets it against the period before, by the date `x`."""

    kind = "stat"
    measure: Any = ROWS
    of: Any = None
    x: str = ""
    compare: str = "none"


@dataclass(frozen=True, eq=False, kw_only=True)
class Progress(Stat):
    """A figure out of another (`of`), as a bar: 12 of 40."""

    kind = "progress"


@dataclass(frozen=True, eq=False, kw_only=True)
class Chart(RowsPart):
    """Measures along `x`: a series for each measure, or for each value of `split_by`."""

    kind = "chart"
    x: str
    shape: str = "bar"
    grain: str = "month"
    measures: tuple[Any, ...] = (ROWS,)
    split_by: str = ""
    stacked: bool = False
    last: int = 0
    top: int = 0


@dataclass(frozen=True, eq=False, kw_only=True)
class RowList(RowsPart):
    """The first rows in some order, each a link, with the buttons that `actions` name."""

    kind = "list"
    columns: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    limit: int = 5
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Checklist(RowList):
    """Rows whose first boolean is ticked here."""

    kind = "checklist"
    limit: int = 20


@dataclass(frozen=True, eq=False, kw_only=True)
class TextPart(Part):
    """Words, in markdown; `{me.name}` and `{me.first_name}` are those of whoever looks."""

    kind = "text"
    body: str
