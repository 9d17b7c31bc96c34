"""The colour of a value that says `auto`: by what its word means, else by its place in the list."""

from collections.abc import Iterator, Mapping, Sequence

from apps.plans.blueprint.fields import Colour, Value

MEANINGS: Mapping[Colour, tuple[str, ...]] = {
    "red": (
        "rejected", "declined", "refused", "blocked", "failed", "overdue", "expired", "critical",
        "urgent", "high", "exception", "missed", "broken", "lost", "error",
    ),
    "amber": (
        "waiting", "pending", "review", "flagged", "hold", "paused", "medium", "returned", "due",
        "late", "warning", "requested", "asked",
    ),
    "green": (
        "done", "approved", "accepted", "confirmed", "completed", "complete", "matched", "paid",
        "granted", "verified", "resolved", "active", "live", "ready", "ok", "signed", "shipped",
        "available", "passed", "held", "closed",
    ),
    "blue": (
        "progress", "doing", "started", "underway", "assigned", "sent", "submitted", "planned",
    ),
    "grey": (
        "new", "open", "draft", "todo", "backlog", "low", "normal", "none", "archived", "cancelled",
        "canceled", "withdrawn", "retired", "inactive", "other", "unmatched",
    ),
}  # fmt: skip
BY_POSITION: tuple[Colour, ...] = ("blue", "teal", "purple", "amber", "pink", "green", "grey")


def colours_of(values: Sequence[Value]) -> Iterator[Colour]:
    """A colour for each value; never `auto`."""
    for position, value in enumerate(values):
        if value.colour != "auto":
            yield value.colour
        else:
            yield _meant(value.id) or BY_POSITION[position % len(BY_POSITION)]


def _meant(called: str) -> Colour | None:
    words = set(called.split("_"))
    return next((colour for colour, meant in MEANINGS.items() if words & set(meant)), None)
