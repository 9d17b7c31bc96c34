"""Calendars, timelines and matrices: by which of its fields an entity is laid out."""

import re

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import plural_name
from apps.plans.planners.builtin.compose.names import in_sentence, name_of
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, page_address
from apps.plans.planners.builtin.grammar.wishes import Shown
from apps.plans.planners.builtin.language.words import identifier

SHAPES = ("calendar", "timeline")
DATES = ("date", "datetime")
BEGINS = ("start", "begin", "from", "opens", "departure", "pickup")
ENDS = ("end", "until", "to", "finish", "return", "closes", "arrival")
GRAINS = ("day", "week", "month", "quarter", "year")
_BETWEEN = re.compile(r"\s*(?:\band\b|\bper\b|\bby\b|,|/|×)\s*")
LANES = ("status", "choice", "relation", "person")


def in_time(draft: Draft, wish: Shown) -> Verdict:
    """The page, or why there is none: it takes a date."""
    dates = [field for field in draft.fields(wish.of) if field["kind"] in DATES]
    named = draft.field_named(wish.of, wish.by) if wish.by else None
    plural = in_sentence(plural_name(draft.entity(wish.of)))
    if not dates:
        return NotBuilt(f"A {wish.shape} needs a date, and {plural} have none.")
    start = named if named in dates else _first(dates, BEGINS) or dates[0]
    page: Data = {"kind": wish.shape, "entity": wish.of, "start": start["id"]}
    end = _first([one for one in dates if one["kind"] == start["kind"]], ENDS)
    if end is not None and end is not start and _is(start, BEGINS):
        page["end"] = end["id"]
    if named is not None and named not in dates and named["kind"] in LANES:
        page["lanes"] = named["id"]
    if (status := draft.status(wish.of)) is not None and status is not named:
        page["colour_by"] = status["id"]
    return Built([page_address(_added(draft, page))], _said(page, plural, start))


def crossed(draft: Draft, wish: Shown) -> Verdict:
    """A matrix of two fields that are named: “by guide and month”."""
    words = [one for one in _BETWEEN.split(wish.by) if one]
    grain = next((one for one in words if one in GRAINS), "")
    named = [draft.field_named(wish.of, one) for one in words if one not in GRAINS]
    fields = [one for one in named if one is not None and one["kind"] in (*LANES, *DATES)]
    dates = [one for one in draft.fields(wish.of) if one["kind"] in DATES]
    if grain and not any(one["kind"] in DATES for one in fields):
        fields += dates[:1]
    if len(fields) != 2:
        return NotBuilt("A matrix needs two fields: say by what and what, as by owner and status.")
    page: Data = {"kind": "matrix", "entity": wish.of}
    page |= {"rows": fields[0]["id"], "across": fields[1]["id"]}
    if grain not in ("", "day") and any(one["kind"] in DATES for one in fields):
        page["grain"] = grain
    names = " and ".join(is_named(one).lower() for one in fields)
    plural = in_sentence(plural_name(draft.entity(wish.of)))
    return Built([page_address(_added(draft, page))], f"A matrix of {plural} by {names}")


def _said(page: Data, plural: str, start: Data) -> str:
    return f"A {page['kind']} of {plural} by {is_named(start).lower()}"


def _added(draft: Draft, page: Data) -> str:
    """The id of the page; one that is like it is not made twice."""
    for one in draft.pages_of(page["entity"]):
        if {key: one.get(key) for key in page} == page:
            return str(one["id"])
    name = name_of(page["kind"])
    if any(one["id"] == identifier(name) for one in draft.list_of("pages")):
        name = name_of(
            f"{page['kind']} of {in_sentence(plural_name(draft.entity(page['entity'])))}"
        )
    draft.add(
        draft.data, "pages", {"kind": page["kind"], "id": identifier(name), "name": name} | page
    )
    return identifier(name)


def _first(fields: list[Data], words: tuple[str, ...]) -> Data | None:
    return next((field for field in fields if _is(field, words)), None)


def _is(field: Data, words: tuple[str, ...]) -> bool:
    """Whether a field's name has one of these words, also as `starts_at`."""
    said = str(field["id"]).split("_")
    return any(part in (word, f"{word}s") for part in said for word in words)
