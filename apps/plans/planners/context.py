"""What a planner may know about the workspace besides the words: no rows, no secrets, no other
tool.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Context:
    """Defaults of the workspace, the names of its groups, its house rules in its own words;
    `earlier` are the blueprints
    before the present one, the latest first, for "undo that".
    """

    language: str = "en"
    timezone: str = "UTC"
    currency: str = "EUR"
    workspace: str = ""
    groups: tuple[str, ...] = ()
    house_rules: str = ""
    earlier: tuple[dict[str, Any], ...] = ()
