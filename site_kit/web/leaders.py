"""A leaderboard: groups ranked by a total, or rows ranked by their order; equal ones share a rank.

The asker's own line is marked, and stands at the end where it is not among the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from site_kit.permissions import seen_rows
from site_kit.web import formats
from site_kit.web.buttons import Button
from site_kit.web.figures import Figure
from site_kit.web.html import safe
from site_kit.web.listing import Listing
from site_kit.web.reports import TOTAL, Report, total_of
from site_kit.web.rows_html import TableRows

MOST_RANKED = 50
YOU = ' <span class="tag" data-you>You</span>'
RANK_HEAD = '<th scope="col" class="num rank" data-rank-head>Rank</th>'


def ranks(values: Sequence[Any]) -> list[int]:
    """The rank of each of these, which stand in their order: 1, 2, 2, 4."""
    found: list[int] = []
    for place, value in enumerate(values):
        same = place > 0 and value == values[place - 1]
        found.append(found[-1] if same else place + 1)
    return found


def _rank_cell(rank: int) -> str:
    return f'<td class="num rank" data-l="Rank" data-rank="{rank}">{formats.number(rank)}</td>'


class RankedGroups(Report):
    """Groups ranked by the first total, or by the total that the page is sorted by."""

    def __init__(self, listing: Listing) -> None:
        super().__init__(listing)
        totals = [path for path in listing.page.sort if TOTAL.fullmatch(path.removeprefix("-"))]
        self.sort = totals or ("-totals[0]",)
        self.at_most = listing.page.limit or MOST_RANKED

    def rows(self, depth: int, within: Sequence[Any] | None = None) -> Any:
        """The groups as a query; what is in no group has no rank."""
        named = {f"{level.key_name}__isnull": False for level in self.levels[:depth]}
        return super().rows(depth, within).filter(**named)

    @property
    def figure(self) -> Figure | None:
        """What they are ranked by; None where it is hidden."""
        return total_of(self.sort[0].removeprefix("-"), self.figures)

    def ranked(self) -> list[tuple[int, Mapping[str, Any]]]:
        """The first so many, each with its rank, and the asker's own group where it is not
        among them."""
        figure = self.figure
        if figure is None or not self.levels:
            return []
        rows = list(self.rows(len(self.levels))[: self.at_most])
        found = list(zip(ranks([row[figure.name] for row in rows]), rows, strict=True))
        if len(rows) < self.at_most or any(self.is_mine(row) for row in rows):
            return found
        return [*found, *self._own(figure)]

    def is_mine(self, row: Mapping[str, Any]) -> bool:
        """Whether a group is the asker."""
        me = self.listing.person.id
        people = (level for level in self.levels if level.column.kind == "person")
        return any(row[level.key_name] == me for level in people)

    def _own(self, figure: Figure) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The asker's group behind the first so many: two queries."""
        if len(self.levels) > 1 or self.levels[0].column.kind != "person":
            return
        rows = self.rows(1)
        mine = rows.filter(**{self.levels[0].key_name: self.listing.person.id}).first()
        if mine is None:
            return
        value, down = mine[figure.name], self.sort[0].startswith("-")
        if value is None:
            before = Q(**{f"{figure.name}__isnull": False})
        else:
            before = Q(**{f"{figure.name}__{'gt' if down else 'lt'}": value})
        yield rows.filter(before).count() + 1, mine

    def heads(self) -> str:
        """The headings; the order is what the page is about, so nothing sorts."""
        named = [level.column.label for level in self.levels]
        label = " and ".join([*named[:1], *(one[:1].lower() + one[1:] for one in named[1:])])
        drawn = f'{RANK_HEAD}<th scope="col">{label}</th>'
        for one in self.figures:
            drawn += f'<th scope="col" class="num" data-col="{one.id}">{one.label}</th>'
        return safe(drawn)

    def ranked_body(self, ranked: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
        """A line for each."""
        drawn = ""
        for rank, row in ranked:
            name = " · ".join(level.shown(row) for level in self.levels)
            mine = self.is_mine(row)
            css = ' class="mine"' if mine else ""
            lead = f'<th scope="row" class="a"><b data-name>{name}</b>{YOU if mine else ""}</th>'
            drawn += f"<tr{css} data-group>{_rank_cell(rank)}{lead}{self.cells(row)}</tr>"
        return safe(f"<tbody>{drawn}</tbody>") if drawn else ""

    def lines(self) -> Iterator[list[tuple[str, bool]]]:
        """The file: the rank first."""
        first, *_ = lines = list(super().lines())
        yield [("Rank", False), *first]
        figure = self.figure
        if figure is None:
            return
        rows = list(self.rows(len(self.levels))[: self.listing.page.limit or None])
        placed = ranks([row[figure.name] for row in rows])
        for rank, line in zip(placed, lines[1:], strict=False):
            yield [(str(rank), True), *line]


class RankedRows(TableRows):
    """Rows ranked by the page's order; equal in all of it are equal in rank."""

    def __init__(self, listing: Listing, buttons: Sequence[Button], ticks: bool) -> None:
        super().__init__(listing, buttons, ticks)
        self.placed: dict[Any, int] = {}
        self.mine: set[Any] = set()

    def place(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Give these rows, which are the first of all, their ranks."""
        keys = [key.name for key in self.listing.keys if key.name != "pk"]
        values = [tuple(row[key] for key in keys) for row in rows]
        self.placed = dict(zip((row["pk"] for row in rows), ranks(values), strict=True))
        self.mine = set(self._own())

    def _own(self) -> Iterator[Any]:
        """Those of these rows in which a person column says the asker."""
        people = [c.path for c in self.columns if c.kind == "person" and "." not in c.path]
        if people and self.placed:
            mine = Q(pk__in=())
            for path in people:
                mine |= Q(**{path: self.listing.person.id})
            rows = seen_rows(self.listing.model)
            yield from rows.filter(mine, pk__in=list(self.placed)).values_list("pk", flat=True)

    def first_head(self) -> str:
        """The heading of the ranks."""
        return RANK_HEAD

    def first_cell(self, row: Mapping[str, Any]) -> str:
        """The rank of a row."""
        return _rank_cell(self.placed[row["pk"]])

    def beside_lead(self, row: Mapping[str, Any]) -> str:
        """That it is the asker's own."""
        return YOU if row["pk"] in self.mine else ""
