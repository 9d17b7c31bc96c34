"""Rules about time: what ends after it starts, what is not taken twice."""

from apps.plans.planners.builtin.compose.draft import Draft
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


def no_overlap() -> Verdict:
    """No two rows of the same thing at the same time: not held yet."""
    return NotBuilt(
        "Two at the same time are not refused yet; the list is sorted by time, so that they "
        "stand next to each other."
    )


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
