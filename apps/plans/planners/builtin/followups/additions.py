"""What no reader of changes knows is read like a brief and added to the present blueprint."""

import re

from apps.plans.planners.builtin.abilities import Abilities
from apps.plans.planners.builtin.compose import (
    actions,
    charge,
    charts,
    counts,
    entities,
    extras,
    filters,
    flags,
    messages,
    moves,
    pages,
    rules,
    statuses,
)
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.requirements import without_building
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict
from apps.plans.planners.builtin.followups.drafts import draft_of, edits_of
from apps.plans.planners.builtin.followups.present import know_things
from apps.plans.planners.builtin.followups.requests import Change, NoChange, Request
from apps.plans.planners.builtin.followups.rights import change_right
from apps.plans.planners.builtin.grammar.reading import Reading, read
from apps.plans.planners.builtin.grammar.wishes import (
    Acted,
    Allowed,
    Assigned,
    Background,
    Beyond,
    Charted,
    Counted,
    Extra,
    Filtered,
    Flagged,
    HasFields,
    HasValues,
    Kept,
    Ordered,
    Purpose,
    Related,
    Ruled,
    Shown,
    StatusChanged,
    Told,
    Wish,
)
from apps.plans.planners.builtin.language.source import Source
from apps.plans.planners.builtin.lexicon import Lexicon

_MOVES = re.compile(r"^(?:move|put|place|bring|shift|swap)\b")
_ORDER = (
    HasFields,
    Related,
    HasValues,
    Assigned,
    Flagged,
    Acted,
    StatusChanged,
    Allowed,
    Ruled,
    Extra,
    Shown,
    Counted,
    Filtered,
    Ordered,
    Charted,
    Told,
)


def add(request: Request, lexicon: Lexicon, abilities: Abilities) -> Change | NoChange | None:
    """Edits for what a clause asks for beyond what is there; None where nothing was read."""
    before = request.present.data
    reading = read(Source(request.text), lexicon, lambda things: know_things(before, things))
    wishes = [wish for wish in reading.wishes if not isinstance(wish, (Purpose, Kept, Background))]
    if any(isinstance(wish, Charted) for wish in wishes) and _MOVES.match(request.text):
        return NoChange("Which chart is meant, and where it should stand, was not understood.")
    if not wishes:
        return None
    draft = draft_of(request)
    verdicts = _built(draft, wishes, abilities)
    moves.finish_moves(draft)
    _show_new(draft, before)
    return _change(request, draft, verdicts, reading)


def _show_new(draft: Draft, before: Data) -> None:
    """New pages get their columns; new short fields come into the first list of their entity."""
    known = {page["id"] for page in before.get("pages", [])}
    fresh = [page for page in draft.list_of("pages") if page["id"] not in known]
    pages.settle_columns(draft, [], only=fresh)
    had = {
        entity["id"]: {field["id"] for field in entity["fields"]} for entity in before["entities"]
    }
    for key, fields in had.items():
        page = next(
            (
                page
                for page in draft.pages_of(key)
                if page["kind"] == "table" and page.get("columns")
            ),
            None,
        )
        added = [
            field["id"]
            for field in draft.fields(key)
            if field["id"] not in fields
            and field["kind"] not in pages.LONG
            and not field.get("readonly")
        ]
        if page is not None and added:
            draft.add_text(page, "columns", added)


def _built(draft: Draft, wishes: list[Wish], abilities: Abilities) -> list[Verdict]:
    entities.begin(draft)
    verdicts = _structure(draft, wishes, abilities)
    status_wishes = [wish for wish in wishes if isinstance(wish, (StatusChanged, Acted))]
    if status_wishes:
        statuses.settle(draft, status_wishes, usual=False)
    statuses.fill_empty(draft)
    for sort in _ORDER[2:]:
        for wish in wishes:
            if isinstance(wish, sort):
                verdicts.append(_one(draft, wish, abilities))
    verdicts += [
        verdict
        for wish in wishes
        if isinstance(wish, Beyond) and (verdict := without_building(wish)) is not None
    ]
    return verdicts


def _structure(draft: Draft, wishes: list[Wish], abilities: Abilities) -> list[Verdict]:
    """Fields and relations first; entities that come with them get what every entity needs."""
    known = {entity["id"] for entity in draft.data["entities"]}
    verdicts = [
        _one(draft, wish, abilities)
        for sort in _ORDER[:2]
        for wish in wishes
        if isinstance(wish, sort)
    ]
    entities.complete(draft, only={thing.key for thing in draft.things} - known)
    pages.begin(draft)
    return verdicts


def _one(draft: Draft, wish: Wish, abilities: Abilities) -> Verdict:
    """One wish, by the composer of its sort."""
    match wish:
        case HasFields():
            return entities.add_named(draft, wish)
        case Related():
            return entities.relate(draft, wish)
        case HasValues():
            return statuses.give_values(draft, wish)
        case Assigned():
            return charge.assign(draft, wish)
        case Flagged():
            return flags.flag(draft, wish)
        case Acted():
            return actions.act(draft, wish)
        case StatusChanged():
            return charge.change_status(draft, wish)
        case Allowed():
            return change_right(draft, wish)
        case Ruled():
            return rules.rule(draft, wish)
        case Extra():
            return extras.provide(draft, wish, abilities)
        case _:
            return _seen(draft, wish, abilities)


def _seen(draft: Draft, wish: Wish, abilities: Abilities) -> Verdict:
    """Wishes about pages and messages."""
    draft.opens_plain = True
    match wish:
        case Shown():
            return pages.show(draft, wish)
        case Counted():
            return counts.count(draft, wish)
        case Filtered():
            return filters.filters(draft, wish)
        case Ordered():
            return filters.order(draft, wish)
        case Charted():
            return charts.chart(draft, wish)
        case Told():
            return messages.tell(draft, wish, abilities)
        case _:
            return NotBuilt("")


def _change(
    request: Request, draft: Draft, verdicts: list[Verdict], reading: Reading
) -> Change | NoChange | None:
    built = [verdict for verdict in verdicts if isinstance(verdict, Built)]
    missing = [
        verdict.reason for verdict in verdicts if isinstance(verdict, NotBuilt) and verdict.reason
    ]
    if not built:
        return NoChange(" ".join(dict.fromkeys(missing))) if missing else None
    edits = edits_of(request, draft)
    provides = tuple(dict.fromkeys(address for verdict in built for address in verdict.provides))
    unread = [reading.source.quote(span) for span in reading.unread]
    partly = " ".join(
        dict.fromkeys(
            [
                *(verdict.partly for verdict in built if verdict.partly),
                *missing,
                *(f"Not understood: “{text}”." for text in unread),
            ]
        )
    )
    meaning = "; ".join(dict.fromkeys(verdict.meaning for verdict in built))
    if not edits and all(address.startswith("platform.") for address in provides):
        return Change((), provides, meaning, partly, ("Every tool has that already.",))
    return Change(edits, provides, meaning, partly, () if edits else ("That is there already.",))
