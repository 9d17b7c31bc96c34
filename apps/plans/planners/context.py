"""What a planner may know about the workspace besides the words: no rows, no secrets, no other tool."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """Defaults of the workspace, the names of its groups, and its house rules in its own words."""

    language: str = "en"
    timezone: str = "UTC"
    currency: str = "EUR"
    workspace: str = ""
    groups: tuple[str, ...] = ()
    house_rules: str = ""
