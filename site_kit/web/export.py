"""A list as a CSV file or a workbook: the same rows, columns and filters, without pages.

Rows stream by the list's own keys. A cell that a spreadsheet would run as a formula is made text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import StreamingHttpResponse

from site_kit import asker
from site_kit.asker import acting
from site_kit.web import keyset
from site_kit.web.kinds import DATES, NUMBERS
from site_kit.web.leaders import RankedGroups
from site_kit.web.levels import Level
from site_kit.web.listing import Listing
from site_kit.web.reports import Report
from site_kit.web.xlsx import CONTENT_TYPE, workbook

AT_ONCE = 1000
BYTE_ORDER_MARK = "\ufeff"
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a formula may begin, in a spreadsheet of any language."""


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RUN) else text


def written(listing: Listing) -> Iterator[str]:
    """The file, a piece at a time. Every piece acts as the person who asked. The groups of the
    rows stand first, where they are no columns."""
    with acting(listing.person):
        columns, groups = listing.columns, _groups_of(listing)
    exact = [column.kind in NUMBERS | DATES for column in columns]
    yield BYTE_ORDER_MARK + _line([defused(head) for head in _heads(listing)])
    for rows in _blocks(listing):
        lines = []
        for row in rows:
            texts = [column.plain(row[f"c{at}"]) for at, column in enumerate(columns)]
            safe = [text if exact[at] else defused(text) for at, text in enumerate(texts)]
            lines.append(_line([*(defused(one.plain(row)) for one in groups), *safe]))
        yield "".join(lines)


def typed(listing: Listing) -> Iterator[list[list[Any]]]:
    """The rows for a workbook: numbers, days and times as they are, everything else as text."""
    columns, groups = listing.columns, _groups_of(listing)
    as_it_is = [column.kind in NUMBERS | DATES | {"time"} for column in columns]
    for rows in _blocks(listing):
        yield [
            [
                *(one.plain(row) for one in groups),
                *(
                    row[f"c{at}"] if as_it_is[at] else column.plain(row[f"c{at}"])
                    for at, column in enumerate(columns)
                ),
            ]
            for row in rows
        ]


def _groups_of(listing: Listing) -> list[Level]:
    shown = {column.path for column in listing.columns}
    return [level for level in listing.groups if level.path not in shown]


def _heads(listing: Listing) -> list[str]:
    groups = [level.column.label for level in _groups_of(listing)]
    return [*groups, *(column.label for column in listing.columns)]


def _blocks(listing: Listing) -> Iterator[list[dict[str, Any]]]:
    """All rows, some at a time; each time is asked for as the person who asked."""
    place: list[Any] | None = None
    while True:
        with acting(listing.person):
            rows = _next(listing, place)
        yield rows
        if len(rows) < AT_ONCE:
            return
        place = [rows[-1][key.name] for key in listing.keys]


def _next(listing: Listing, place: list[Any] | None) -> list[dict[str, Any]]:
    rows = listing.valued(listing.chosen()).order_by(*(key.order(False) for key in listing.keys))
    if place is not None:
        rows = rows.filter(keyset.beyond(listing.keys, place, backwards=False))
    named = [f"c{at}" for at in range(len(listing.columns))]
    named += [name for level in listing.groups for name in level.names]
    named += [key.name for key in listing.keys]
    return list(rows.values(*dict.fromkeys(named))[:AT_ONCE])


def summed(listing: Listing) -> Iterator[str]:
    """The groups of a report or of a leaderboard with their totals."""
    lines = [
        _line([text if exact else defused(text) for text, exact in line])
        for line in _summed_lines(listing)
    ]
    yield BYTE_ORDER_MARK + "".join(lines)


def _summed_lines(listing: Listing) -> list[list[tuple[str, bool]]]:
    with acting(listing.person):
        ranked = listing.page.kind == "leaderboard"
        return list((RankedGroups(listing) if ranked else Report(listing)).lines())


def _is_summed(listing: Listing) -> bool:
    """Whether the page is of groups and not of rows."""
    page = listing.page
    return page.kind == "report" or (page.kind == "leaderboard" and bool(page.group_by))


def _line(texts: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(texts)
    return out.getvalue()


def as_csv(listing: Listing) -> Iterator[str]:
    """The page as a text file."""
    return summed(listing) if _is_summed(listing) else written(listing)


def as_xlsx(listing: Listing) -> Iterator[bytes]:
    """The page as a workbook."""
    with acting(listing.person):
        if not _is_summed(listing):
            heads, blocks = _heads(listing), typed(listing)
        else:
            first, *rest = _summed_lines(listing)
            heads = [text for text, _ in first]
            blocks = iter([[[_figure(*cell) for cell in line] for line in rest]])
    return workbook(listing.page.name, heads, blocks)


def _figure(text: str, exact: bool) -> Any:
    """A figure of a total as a number, where it is one."""
    try:
        return Decimal(text) if exact else text
    except InvalidOperation:
        return text


WRITTEN: dict[str, tuple[Callable[[Listing], Iterator[Any]], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, CONTENT_TYPE),
}
"""How each ending is written, and what it is sent as."""


def answer(listing: Listing, ending: str = "csv") -> StreamingHttpResponse:
    """The file as a download."""
    write, content_type = WRITTEN[ending]
    name = f"{listing.page.id}-{asker.day().isoformat()}.{ending}"
    response = StreamingHttpResponse(write(listing), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
