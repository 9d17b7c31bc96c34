"""Rules about time: what ends after it starts, what is not taken twice."""

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict
from apps.plans.planners.builtin.grammar.wishes import Ruled

_PAIRS = (
    ("start_date", "end_date"),
    ("starts", "ends"),
    ("start", "end"),
    ("from", "until"),
    ("arrived", "left"),
    ("starts_at", "ends_at"),
    ("date_from", "date_to"),
    ("first_day", "last_day"),
    ("start_time", "end_time"),
    ("check_in", "check_out"),
    ("lent_on", "due"),
)


def after(draft: Draft, wish: Ruled) -> Verdict:
    """One date not before another."""
    later, earlier = (draft.field_named(wish.of, name) for name in wish.fields[:2])
    if later is None or earlier is None or later["id"] == earlier["id"]:
        return NotBuilt("Which two dates are compared was not understood.")
    added = _in_order(draft, wish.of, str(earlier["id"]), str(later["id"]))
    return Built(
        [f"entities.{wish.of}.rules.{added}"],
        f"{is_named(later)} not before {is_named(earlier).lower()}, held by the database",
    )


def _in_order(draft: Draft, key: str, earlier: str, later: str) -> str:
    entity = draft.entity(key)
    expr = f"{later} >= {earlier}"
    known = next((rule for rule in entity.get("rules", []) if rule.get("expr") == expr), None)
    first, last = (
        draft.field(key, earlier) or {"id": earlier},
        draft.field(key, later) or {"id": later},
    )
    message = f"{is_named(last)} lies before {is_named(first).lower()}."
    return str(
        (
            known
            or draft.add(
                entity,
                "rules",
                {"kind": "validation", "id": "in_order", "expr": expr, "message": message},
            )
        )["id"]
    )


def no_overlap(draft: Draft, wish: Ruled) -> Verdict:
    """No two rows of the same thing at the same time, cancelled ones aside."""
    pair, shared = _times(draft, wish.of), _taken(draft, wish)
    if pair is None:
        return NotBuilt("Nothing says when one begins and when it ends.")
    if shared is None:
        return NotBuilt("Nothing says what would be taken twice.")
    name = is_named(shared).lower()
    rule: Data = {
        "kind": "no_overlap",
        "id": "no_overlap",
        "start": pair[0],
        "end": pair[1],
        "per": [shared["id"]],
        "message": f"This {name} is taken at that time.",
    }
    if off := _called_off(draft, wish.of):
        rule["where"] = off
    known = draft.entity(wish.of).get("rules", [])
    there = next((one for one in known if one["kind"] == "no_overlap"), None)
    added = there or draft.add(draft.entity(wish.of), "rules", rule)
    return Built(
        [f"entities.{wish.of}.rules.{added['id']}"],
        f"No two at the same time with the same {name}, held by the database",
    )


def _times(draft: Draft, key: str) -> tuple[str, str] | None:
    pair = _pair(draft, key)
    kinds = {(draft.field(key, name) or {}).get("kind") for name in pair or ()}
    return pair if len(kinds) == 1 and kinds <= {"date", "datetime"} else None


def _taken(draft: Draft, wish: Ruled) -> Data | None:
    """What a row takes: what the words name, else what it points to, else whose it is."""
    fields = [field for field in draft.stored(wish.of) if field["kind"] in _TAKEN]
    named = [field for field in fields if is_named(field).lower() in wish.words.lower()]
    things = [field for field in fields if field["id"] in _THINGS]
    pointed = [one for kind in ("relation", "person") for one in fields if one["kind"] == kind]
    relations = [one for one in pointed if one["kind"] == "relation"]
    return next(iter([*named, *relations, *things, *pointed]), None)


def _called_off(draft: Draft, key: str) -> str:
    status = draft.status(key)
    values = [value["id"] for value in status["values"]] if status else []
    off = [value for value in values if value in _OFF]
    return f"{status['id']} not in {off}" if status and off else ""


_TAKEN = ("relation", "person", "choice", "text")
_THINGS = frozenset({"room", "desk", "table", "court", "boat", "car", "vehicle", "equipment"})
_OFF = frozenset({"cancelled", "canceled", "rejected", "declined", "refused", "withdrawn"})


def _pair(draft: Draft, key: str) -> tuple[str, str] | None:
    return next(
        (
            (first, last)
            for first, last in _PAIRS
            if draft.field(key, first) and draft.field(key, last)
        ),
        None,
    )


def add_usual(draft: Draft) -> None:
    """Ends lie after starts."""
    for entity in draft.data["entities"]:
        pair = _pair(draft, entity["id"])
        if pair and all(
            (draft.field(entity["id"], name) or {}).get("kind") in {"date", "datetime"}
            for name in pair
        ):
            kinds = {(draft.field(entity["id"], name) or {}).get("kind") for name in pair}
            if len(kinds) == 1:
                _in_order(draft, entity["id"], *pair)
