"""What every page of rows is given: heading, counts, filters, parts, what may be added."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from site_kit.models import entity_id
from site_kit.permissions import rights_for
from site_kit.web import chart_svg, counting, measures, panel, parts
from site_kit.web.cells import tag
from site_kit.web.entry import noun
from site_kit.web.export import WRITTEN
from site_kit.web.filters import Choice, choices_from_database
from site_kit.web.html import safe
from site_kit.web.listing import ALL, Listing
from site_kit.web.tones import BY_COLOUR, PLAIN, Tone, tones_of


def list_context(listing: Listing, at_once: int = parts.AT_ONCE) -> dict[str, Any]:
    """What every page of rows has: heading, counts, filters, parts, what may be added."""
    page, model = listing.page, listing.model
    counted = listing.counted()
    at_once -= len(listing.groups)
    here = listing.address.here()
    drawn = parts.drawn(page.parts, narrowed=for_parts(listing), at_once=at_once, back=here)
    may_add = rights_for(model).allowed("create", None, listing.person)
    may_bring = rights_for(model).allowed("import", None, listing.person)
    plural = str(model._meta.verbose_name_plural)
    return {
        "page": {"id": page.id, "name": page.name, "about": page.about()},
        "noun": noun(model),
        "plural": plural,
        "entity": entity_id(model),
        "next": listing.address.here(),
        "export": {one: listing.address.under(f"export.{one}") for one in WRITTEN},
        "add": f"/{entity_id(model)}/new/" if may_add else "",
        "bring": f"/{entity_id(model)}/import/" if may_bring else "",
        "counts": _counts(listing, counted),
        "counted": counted,
        "filters": _filters(listing),
        "sought": listing.sought,
        "unsought": listing.address.without("q"),
        "kept": _kept(listing),
        "clear": _clear(listing),
        "narrowed": listing.is_narrowed,
        "above": parts.in_rows([one for one in drawn if one.above]),
        "below": parts.in_rows([one for one in drawn if not one.above]),
        "hatch": chart_svg.hatch(),
        "sort": listing.address.one("sort"),
        "panel": panel.opened_by(model),
    }


def for_parts(listing: Listing) -> Any:
    """The filtered rows that a page's parts are about: its filters, not its scope."""
    return listing.narrowed(beyond=True)


def _counts(listing: Listing, counted: dict[str, Any]) -> list[dict[str, Any]]:
    if not listing.counts:
        return []
    now = listing.pressed
    first = {
        "id": "",
        "name": listing.page.name if listing.page.scope is not None else "All",
        "value": counting.written(counted[ALL]),
        "href": listing.address.with_({"count": ""}),
        "current": now is None,
        "state": "",
        "icon": "table",
    }
    return [first, *(_count(listing, one, counted, one is now) for one in listing.counts)]


def _count(listing: Listing, count: Any, counted: dict[str, Any], pressed: bool) -> dict[str, Any]:
    write = measures.written(listing.model, count.measure) if count.measure else counting.written
    tone = tone_of_count(listing, count)
    return {
        "id": count.id,
        "name": count.label,
        "value": write(counted[f"count_{count.id}"]),
        "href": _href_of_count(listing, count, pressed),
        "current": pressed,
        "state": tone.state,
        "icon": tone.icon or "filter",
    }


def _href_of_count(listing: Listing, count: Any, pressed: bool) -> str:
    """Where pressing it leads: one that opens leaves the present filters behind."""
    if count.opens and not pressed:
        return f"{listing.address.path}?count={count.id}"
    return listing.address.with_({"count": "" if pressed else count.id})


def tone_of_count(listing: Listing, count: Any) -> Tone:
    """The state of what it counts, where it counts rows of one state."""
    for name, value in _said_plainly(count.where):
        column = next((one for one in listing.columns if one.path == name), None)
        if column is None:
            continue
        if column.kind == "boolean" and column.colour and value is True:
            return BY_COLOUR.get(column.colour, PLAIN)
        if column.kind in ("status", "choice") and isinstance(value, str):
            return tones_of(column.field).get(str(value), PLAIN)
    return PLAIN


def _said_plainly(where: Any) -> list[tuple[str, Any]]:
    """What a condition says of its rows without ifs and buts: `field is value`."""
    if where is None or where.negated or (where.connector != Q.AND and len(where.children) > 1):
        return []
    return [child for child in where.children if isinstance(child, tuple)]


def _filters(listing: Listing) -> list[dict[str, Any]]:
    rows = choices_from_database(listing.filters)
    drawn = []
    for one in listing.filters:
        choices = rows.get(one.path) if one.asks_database else None
        if choices is None:
            choices = one.choices() if one.control in ("several", "select") else []
        drawn.append(
            {
                "path": one.path,
                "label": one.label,
                "control": one.control,
                "active": one.active,
                "starts": one.starts,
                "said": _said(one, choices),
                "choices": _with_tags(one, choices),
                "text": one.values[0] if one.values and one.control == "contains" else "",
                "since": one.since or (one.values[0] if one.values else ""),
                "until": one.until or (one.values[0] if one.values else ""),
                "ends": one.ends,
                "without": listing.address.with_(dict.fromkeys(one.names, "")),
            }
        )
    return drawn


def _said(one: Any, choices: list[Choice]) -> str:
    if one.control == "select":
        return next((choice.label for choice in choices if choice.chosen), "")
    return str(one.in_words())


def _with_tags(one: Any, choices: list[Choice]) -> list[dict[str, Any]]:
    tones = tones_of(one.column.field) if one.control == "several" else {}
    return [
        {
            "value": choice.value,
            "label": choice.label,
            "chosen": choice.chosen,
            "shown": safe(tag(choice.label, tones.get(choice.value, PLAIN))) if tones else "",
        }
        for choice in choices
    ]


def _kept(listing: Listing) -> list[tuple[str, str]]:
    """What the filter form carries along: everything that is not a filter."""
    names = [name for one in listing.filters for name in one.names]
    return listing.address.pairs(without=names)


def _clear(listing: Listing) -> str:
    """The page without what narrows it; "" where nothing does."""
    if not (listing.sought or any(one.active for one in listing.filters)):
        return ""
    names = [name for one in listing.filters for name in one.names]
    return listing.address.without("q", *names)
