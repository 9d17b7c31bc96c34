"""A queue: the rows of a list one after the other, each whole, with its buttons.

A place in it is "after this row", as in any list: whoever decides goes on to the row that follows,
whether the decided one has left the queue or not.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from site_kit import write
from site_kit.errors import NotThere
from site_kit.models import entity_id
from site_kit.web import formats, keyset, record
from site_kit.web.columns import columns_of
from site_kit.web.html import safe
from site_kit.web.listing import Listing


def context(listing: Listing) -> dict[str, Any]:
    """The row that is next, where it stands, and the ways on and back."""
    found = listing.fetch()
    if not found.rows:
        return {"row": None, **_through(listing)}
    row = found.rows[0]
    here, values = listing.address, [row[key.name] for key in listing.keys]
    on = here.with_({"after": keyset.token(values)})
    groups = [level.shown(row) for level in listing.groups]
    return {
        **_place(listing, values),
        **_whole(listing, row["pk"], on),
        "group": safe(" · ".join(groups)),
        "next": on,
        "here": here.with_({name: here.one(name) for name in ("after", "before")}),
        "skip": on if found.later else "",
        "back": here.with_({"before": found.earlier}) if found.earlier else "",
    }


def _place(listing: Listing, values: list[Any]) -> dict[str, Any]:
    """`3 of 12`: one query."""
    before = keyset.beyond(listing.keys, values, backwards=True)
    rows = listing.keyed(listing.chosen()).order_by()
    counted = rows.aggregate(_all=Count("pk"), _before=Count("pk", filter=before))
    place, total = counted["_before"] + 1, counted["_all"]
    return {
        "place": place,
        "of": total,
        "place_in_words": f"{formats.number(place)} of {formats.number(total)}",
    }


def _whole(listing: Listing, pk: Any, on: str) -> dict[str, Any]:
    """The row with its fields and buttons, which come back to the one that follows."""
    model, person = listing.model, listing.person
    paths = listing.page.columns or record.paths_of(model, None)
    columns = columns_of(model, paths, listing.fields)
    try:
        row = record.fetched(model, pk, columns, person)
    except NotThere:
        return {"row": None}
    shown = record.Shown(row, columns, listing.fields)
    lock = write.lock_on(row, person)
    return {
        "row": {
            "pk": row.pk,
            "title": str(row.row_title or f"#{row.pk}"),
            "address": f"/{entity_id(model)}/{row.pk}/",
        },
        "made": record.made(row),
        **record.buttons(row, model, listing.page.actions, lock, back=on),
        "facts": shown.facts(),
        "texts": shown.texts(),
        "rest": shown.rest(),
        "files": shown.files(),
    }


def _through(listing: Listing) -> dict[str, Any]:
    """What is said at the end: how many are left before, and the way to the first of them."""
    moved = any(name in listing.address for name in ("after", "before"))
    left = listing.chosen().count() if moved else 0
    model = listing.model._meta
    counted = formats.counted(left, str(model.verbose_name), str(model.verbose_name_plural))
    return {"moved": moved, "left": counted if left else "", "again": listing.address.here()}
