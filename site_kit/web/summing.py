"""What the templates of reports and leaderboards are given, besides what every list has."""

from __future__ import annotations

from typing import Any

from site_kit.web.buttons import buttons_of
from site_kit.web.leaders import MOST_RANKED, RankedGroups, RankedRows
from site_kit.web.listing import Listing, RowsFound
from site_kit.web.reports import Report

MORE = "Only the first {} groups are shown. Filter, or take the file."


def report(listing: Listing) -> dict[str, Any]:
    """The groups and the totals of all."""
    found = Report(listing)
    groups = found.groups()
    return {
        "heads": found.heads(),
        "body": found.body(groups) if groups else "",
        "foot": found.foot(),
        "summed": bool(groups) or not found.levels,
        "more": MORE.format(len(groups)) if found.more else "",
    }


def leaderboard(listing: Listing) -> dict[str, Any]:
    """The ranked groups; without groups the ranked rows."""
    if not listing.page.group_by:
        return _rows(listing)
    found = RankedGroups(listing)
    ranked = found.ranked()
    return {
        "heads": found.heads(),
        "body": found.ranked_body(ranked),
        "summed": bool(ranked),
    }


def _rows(listing: Listing) -> dict[str, Any]:
    rows = listing.first(listing.page.limit or MOST_RANKED)
    buttons = buttons_of(listing.model, listing.page.actions)
    may = [one for one in buttons if any(row[f"may_{one.id}"] for row in rows)]
    table = RankedRows(listing, may, ticks=False)
    table.place(rows)
    return {
        "heads": table.heads(),
        "body": table.body(RowsFound(rows, 0), table.figure_line()),
        "summed": bool(rows),
    }
