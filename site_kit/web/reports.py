"""A report: the groups of a list with their totals, and no rows; sorted by a group or by a total.

Two queries for two levels of groups and one for the whole. A total is named by its place in the
page's `totals`: `-totals[0]` in a sort is the first, the largest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.utils.html import escape

from site_kit.web import figures
from site_kit.web.figures import Figure
from site_kit.web.html import icon, safe
from site_kit.web.levels import Level, are
from site_kit.web.listing import Listing

MOST_GROUPS = 200
TOTAL = re.compile(r"totals\[(\d+)\]")


@dataclass
class Group:
    """One group with its figures; `inside` are the groups of the inner level."""

    found: Mapping[str, Any]
    inside: list[Mapping[str, Any]] = field(default_factory=list)


class Report:
    """The groups of one listing."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.levels = listing.groups
        self.figures = listing.figures
        asked = listing.address.one("sort")
        known = self._sorts(asked)
        self.sort: Sequence[str] = [asked] if known else listing.page.sort
        self.more = False

    def _sorts(self, path: str) -> bool:
        """Whether an address may sort by this: a total that is shown, or a level."""
        bare = path.removeprefix("-")
        return total_of(bare, self.figures) is not None or bare in {
            level.path for level in self.levels
        }

    def groups(self, at_most: int = MOST_GROUPS) -> list[Group]:
        """The groups in their order, at most so many of the outer level."""
        if not self.levels:
            return []
        at_most = self.listing.page.limit or at_most
        outer = list(self.rows(1)[: at_most + 1])
        self.more = len(outer) > at_most and not self.listing.page.limit
        found = {self._key(one): Group(one) for one in outer[:at_most]}
        if len(self.levels) > 1 and found:
            for one in self.rows(2, within=list(found)):
                found[self._key(one)].inside.append(one)
        return list(found.values())

    def _key(self, row: Mapping[str, Any]) -> Any:
        return row[self.levels[0].key_name]

    def rows(self, depth: int, within: Sequence[Any] | None = None) -> Any:
        """The groups of a depth, as a query; `within` are the outer groups that are wanted."""
        listing, levels = self.listing, self.levels[:depth]
        rows = listing.grouped(listing.chosen())
        if within is not None:
            wanted = Q(pk__in=())
            for key in within:
                wanted |= are([levels[0].key_name], [key])
            rows = rows.filter(wanted)
        names = dict.fromkeys(name for level in levels for name in level.names)
        asked = rows.order_by().values(*names).annotate(**figures.asked(self.figures))
        return asked.order_by(*self._order(levels))

    def _order(self, levels: Sequence[Level]) -> Iterator[OrderBy]:
        for path in self.sort:
            figure = total_of(path.removeprefix("-"), self.figures)
            if figure is not None:
                yield OrderBy(F(figure.name), descending=path.startswith("-"), nulls_last=True)
        for level in levels:
            yield from (key.order(False) for key in self._sorted(level))

    def _sorted(self, level: Level) -> list[Any]:
        return level.turned(f"-{level.path}" in self.sort).sorts()

    # Drawn

    def heads(self) -> str:
        """The headings: the groups, then the totals; each sorts."""
        named = " and ".join(
            label if not place else label[:1].lower() + label[1:]
            for place, label in enumerate(level.column.label for level in self.levels)
        )
        first = self._head(self.levels[0].path, named or "All", number=False) if named else ""
        drawn = first or '<th scope="col">All</th>'
        for one in self.figures:
            drawn += self._head(f"totals[{place_of(one)}]", one.label, number=True)
        return safe(drawn)

    def _head(self, path: str, label: str, *, number: bool) -> str:
        now = next((one for one in self.sort[:1] if one.removeprefix("-") == path), None)
        down = now is not None and now.startswith("-")
        mark = "" if now is None else icon("sort", "" if down else "flip")
        first_way = f"-{path}" if number else path
        to = first_way if now is None else path if down else f"-{path}"
        attributes = ' class="num"' if number else ""
        if now is not None:
            attributes += f' aria-sort="{"descending" if down else "ascending"}"'
        href = escape(self.listing.address.with_({"sort": to}))
        link = f'<a href="{href}">{escape(label)}{mark}</a>'
        return f'<th scope="col"{attributes} data-col="{path}">{link}</th>'

    def body(self, groups: Sequence[Group]) -> str:
        """The groups; those of two levels as a body each, under the outer one."""
        if len(self.levels) < 2:
            rows = "".join(self._line(one.found, self.levels[0], "") for one in groups)
            return safe(f"<tbody>{rows}</tbody>")
        drawn = ""
        for one in groups:
            inside = "".join(self._line(row, self.levels[1], "in") for row in one.inside)
            drawn += f"<tbody>{self._line(one.found, self.levels[0], 'group')}{inside}</tbody>"
        return safe(drawn)

    def _line(self, found: Mapping[str, Any], level: Level, css: str) -> str:
        attributes = f' class="{css}"' if css else ""
        scope = "rowgroup" if css == "group" else "row"
        name = f'<th scope="{scope}" class="a"><b data-name>{level.shown(found)}</b></th>'
        return f"<tr{attributes} data-group>{name}{self.cells(found)}</tr>"

    def cells(self, found: Mapping[str, Any]) -> str:
        """The figures of one line."""
        return "".join(
            f'<td class="num" data-l="{escape(one.label)}" data-total="{one.id}">'
            f"{escape(one.of(found))}</td>"
            for one in self.figures
        )

    def foot(self) -> str:
        """The figures of all rows."""
        cells = self.cells(self.listing.totals())
        return safe(f'<tfoot><tr><th scope="row">Total</th>{cells}</tr></tfoot>')

    # As a file

    def lines(self) -> Iterator[list[tuple[str, bool]]]:
        """The file, line by line: each cell, and whether it is exact as it stands."""
        heads = [level.column.label for level in self.levels]
        yield [(one, False) for one in [*heads, *(one.label for one in self.figures)]]
        for row in self.rows(len(self.levels)) if self.levels else [self.listing.totals()]:
            named = [(level.plain(row), False) for level in self.levels]
            yield [*named, *((one.plain(row), True) for one in self.figures)]


def total_of(path: str, several: Sequence[Figure]) -> Figure | None:
    """The total that `totals[0]` names, where the person may see it."""
    named = TOTAL.fullmatch(path)
    if named is None:
        return None
    return next((one for one in several if place_of(one) == int(named[1])), None)


def place_of(figure: Figure) -> int:
    """Which of the page's totals it is."""
    return int(figure.name.rsplit("_", 1)[1])
