"""A list as programs ask for it: filters, search and sort as on pages, one page by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model, Q
from django.http import QueryDict

from site_kit import asker
from site_kit.api.said import NotUnderstood
from site_kit.api.values import Entity, Told
from site_kit.errors import Refused
from site_kit.pages import RowsPage
from site_kit.parts import PageCount
from site_kit.web import keyset
from site_kit.web.address import Address
from site_kit.web.columns import column_of, field_id
from site_kit.web.filters import Filter
from site_kit.web.frame import open_pages
from site_kit.web.inputs import key_from
from site_kit.web.kinds import LONG, SEVERAL
from site_kit.web.listing import Listing

ROWS_AT_ONCE, MOST_AT_ONCE = 50, 200
OWN = ("q", "sort", "after", "limit", "page", "count")
OF_ROW = "row."
"""Before the id of a field that is called like one of them. No field is called `row`."""

ENDS = (".from", ".to")


@dataclass(frozen=True, slots=True)
class AllRows:
    """In place of a page: all rows of an entity, or those of one of its pages (`page`)."""

    model: type[Model]
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    scope: Q | None = None
    sort: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    counts: tuple[PageCount, ...] = ()
    group_by: tuple[str, ...] = ()
    between: str = ""
    limit: int = 0


def listed(entity: Entity, asked: QueryDict) -> dict[str, Any]:
    """One page of rows: `{"rows": […], "next": "…"}`, `next` being the `after` of the next page.

    Raises `Refused` where nothing of the entity is open, `NotUnderstood` for what is no filter.
    """
    may = entity.rights.allowed("view", None, asker.current())
    if not may:
        raise Refused(may.reason)
    listing = _listing(entity, asked)
    limit = _limit(asked)
    after = listing.address.one("after")
    place = keyset.read(after, listing.keys) if after else None
    if after and place is None:
        raise _no("after", "This is no `next` of this list.")
    rows = entity.selected(listing.keyed(listing.chosen()))
    rows = rows.order_by(*(key.order(False) for key in listing.keys))
    if place is not None:
        rows = rows.filter(keyset.beyond(listing.keys, place, backwards=False))
    keys = [key.name for key in listing.keys]
    found = list(rows.values(*dict.fromkeys([*entity.names, *keys]))[: limit + 1])
    more = len(found) > limit
    last = keyset.token([found[limit - 1][key] for key in keys]) if more else None
    return {"rows": [entity.json(row) for row in found[:limit]], "next": last}


def filters_for(entity: Entity) -> dict[str, Told]:
    """The fields by which this person may filter, by what the filter is called."""
    return {
        filter_of(one.id): one
        for one in entity.told
        if one.id != "id"
        and (column := column_of(entity.model, one.name, entity.fields)) is not None
        and (column.order is not None or column.kind in SEVERAL)
        and column.kind not in LONG
    }


def filter_of(field_id: str) -> str:
    """What the filter by a field is called: like it, but for the list's own words."""
    return f"{OF_ROW}{field_id}" if field_id in OWN else field_id


def sorts_for(entity: Entity) -> list[str]:
    """The ids by which this person may sort."""
    return [
        one.id
        for one in entity.told
        if (column := column_of(entity.model, one.name, entity.fields)) is not None
        and column.order is not None
    ]


def _listing(entity: Entity, asked: QueryDict) -> Listing:
    page = _page(entity, asked.get("page", ""))
    by_hand = filters_for(entity)
    declared = [text.partition("=")[0].strip() for text in page.filters] if page else []
    known = {*by_hand, *(path for path in declared if "." in path)}
    _refuse_unknown(asked, known)
    rows = AllRows(
        model=entity.model,
        columns=tuple(entity.by_id[one].name for one in sorts_for(entity)),
        filters=tuple(by_hand[one].name if one in by_hand else one for one in sorted(known)),
        scope=page.scope if page else None,
        sort=page.sort if page else (),
        search=page.search if page else (),
        counts=page.counts if page else (),
    )
    listing = Listing(rows, Address("", _own(asked, entity)))  # type: ignore[arg-type]
    # A filter may be called like a word of the list, so that both are read apart.
    listing.filters = replace(listing, address=Address("", _by_name(asked, by_hand))).filters
    _refuse_unread(listing, asked)
    return listing


def _page(entity: Entity, wanted: str) -> type[RowsPage] | None:
    if not wanted:
        return None
    for one in open_pages(asker.current()):
        if one.id == wanted and issubclass(one, RowsPage) and one.model is entity.model:
            return one
    raise _no("page", "There is no such list of them.")


def _refuse_unknown(asked: QueryDict, known: set[str]) -> None:
    allowed = {*OWN, *known, *(f"{one}{end}" for one in known for end in ENDS)}
    for name in asked:
        if name not in allowed:
            raise _no(name, "There is no such filter here.")


def _own(asked: QueryDict, entity: Entity) -> QueryDict:
    """The list's own words, with the name of a field to sort by for its id."""
    found = QueryDict(mutable=True)
    for name in OWN:
        found.setlist(name, asked.getlist(name))
    sort = asked.get("sort", "")
    one = entity.by_id.get(sort.removeprefix("-"))
    if one is not None:
        found["sort"] = f"{'-' if sort.startswith('-') else ''}{one.name}"
    return found


def _by_name(asked: QueryDict, by_hand: Mapping[str, Told]) -> QueryDict:
    """The filters with the names of fields for their ids; people by e-mail become numbers."""
    found = QueryDict(mutable=True)
    for name, values in asked.lists():
        if name in OWN:
            continue
        bare = name.removesuffix(".from").removesuffix(".to")
        one = by_hand.get(bare)
        if one is None:
            found.setlist(name, values)
        elif one.kind in {"person", "people"}:
            found.setlist(one.name, [_key_of_person(value) for value in values])
        else:
            found.setlist(f"{one.name}{name[len(bare) :]}", values)
    return found


def _key_of_person(value: str) -> str:
    from site_kit.directory.models import Person

    if "@" not in value or "\x00" in value:
        return value
    people = Person.objects.filter(email__iexact=value.strip())
    return str(people.values_list("pk", flat=True).first() or 0)


def _refuse_unread(listing: Listing, asked: QueryDict) -> None:
    for one in listing.filters:
        for name, value in _given(one):
            if not _is_read(one, value):
                raise _no(name, "This value cannot be read.")
    wanted = asked.get("sort", "")
    if wanted and listing._sortable(listing.address.one("sort")) is None:
        raise _no("sort", "This cannot be sorted by.")
    if asked.get("count") and listing.pressed is None:
        raise _no("count", "There is no such count here.")


def _given(one: Filter) -> Iterator[tuple[str, str]]:
    name = filter_of(field_id(one.column.field)) if "." not in one.path else one.path
    yield from ((name, value) for value in one.values)
    yield from ((f"{name}{end}", value) for end, value in _ends(one) if value)


def _ends(one: Filter) -> Iterable[tuple[str, str]]:
    return zip(ENDS, (one.since, one.until), strict=True)


def _is_read(one: Filter, value: str) -> bool:
    """Whether a page would take it; what it would pass over is refused here."""
    if one.control == "several":
        return value in {str(known) for known, _ in one.column.field.values.choices}
    alone = Filter(one.model, one.path, one.lookup, one.column, [value])
    return alone.condition() is not None


def _limit(asked: QueryDict) -> int:
    said = asked.get("limit")
    if said is None:
        return ROWS_AT_ONCE
    limit = key_from(said)
    if limit is None or not 1 <= limit <= MOST_AT_ONCE:
        raise _no("limit", f"Write a number from 1 to {MOST_AT_ONCE}.")
    return limit


def _no(name: str, sentence: str) -> NotUnderstood:
    return NotUnderstood(sentence, {name: [sentence]})
