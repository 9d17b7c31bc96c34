"""What the compiler can make of a blueprint today. The grammar reads more; what is not here goes to
`left_out`, with its reason.

When the compiler learns something, its name is added here and briefs get it.
"""

from dataclasses import dataclass, field

_FIRST = {
    "rule": frozenset({"unique", "required_if", "empty_if", "lock", "validation", "no_overlap"})
    | {"limit", "stock"},
    "page": frozenset(
        {"table", "board", "calendar", "timeline", "matrix", "dashboard", "form", "detail"}
    ),
    "action": frozenset(
        {"transition", "update", "create", "toggle", "duplicate", "repeat", "print"}
    ),
    "part": frozenset({"chart", "stat", "list", "text"}),
    "trigger": frozenset({"created", "changed", "action", "date", "schedule"}),
    "step": frozenset({"decide", "update", "notify", "digest", "webhook"}),
    "whole": frozenset({"theme", "comments"}),
}


@dataclass(frozen=True, slots=True)
class Abilities:
    """Names of the language's kinds that can be compiled, by their sort."""

    known: dict[str, frozenset[str]] = field(default_factory=lambda: dict(_FIRST))

    def can(self, sort: str, name: str) -> bool:
        """Whether a kind can be compiled: `can("rule", "no_overlap")`."""
        return name in self.known.get(sort, frozenset())
