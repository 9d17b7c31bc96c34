"""A list as a CSV file: the same rows, columns and filters, without pages.

Rows stream by the list's own keys. A cell that a spreadsheet would run as a formula is made text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse

from site_kit import asker
from site_kit.asker import acting
from site_kit.web import keyset
from site_kit.web.kinds import DATES, NUMBERS
from site_kit.web.leaders import RankedGroups
from site_kit.web.listing import Listing
from site_kit.web.reports import Report

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
        columns = listing.columns
        shown = {column.path for column in columns}
        groups = [level for level in listing.groups if level.path not in shown]
    exact = [column.kind in NUMBERS | DATES for column in columns]
    heads = [level.column.label for level in groups] + [column.label for column in columns]
    yield BYTE_ORDER_MARK + _line([defused(head) for head in heads])
    place: list[Any] | None = None
    while True:
        with acting(listing.person):
            rows = _next(listing, place)
            lines = []
            for row in rows:
                texts = [column.plain(row[f"c{at}"]) for at, column in enumerate(columns)]
                safe = [text if exact[at] else defused(text) for at, text in enumerate(texts)]
                lines.append(_line([*(defused(one.plain(row)) for one in groups), *safe]))
        yield "".join(lines)
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
    if not listing.page.group_by and listing.page.kind == "leaderboard":
        yield from written(listing)
        return
    with acting(listing.person):
        report = RankedGroups(listing) if listing.page.kind == "leaderboard" else Report(listing)
        lines = [
            _line([text if exact else defused(text) for text, exact in line])
            for line in report.lines()
        ]
    yield BYTE_ORDER_MARK + "".join(lines)


SUMMED = {"report": summed, "leaderboard": summed}


def _line(texts: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(texts)
    return out.getvalue()


def answer(listing: Listing) -> StreamingHttpResponse:
    """The file as a download."""
    name = f"{listing.page.id}-{asker.day().isoformat()}.csv"
    text = (SUMMED.get(listing.page.kind) or written)(listing)
    response = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
