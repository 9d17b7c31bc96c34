"""What the small form of an action asks for, where somebody may not see what stands there.

They may type a new value, and are never told the stored one: their form begins empty, what they
leave empty stays as it is, and what the action needs they type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from site_kit.actions import Action
from site_kit.asker import current
from site_kit.draft import stored_field
from site_kit.permissions import rights_for

BY_HAND = ("form", "bulk")
"""The ways in where a box that is not ticked says nothing."""


def unseen(row: Model, names: Mapping[str, Any] | list[str]) -> list[str]:
    """Which of these fields of a stored row are hidden from whoever acts, by name."""
    seen = rights_for(type(row)).fields_for(current()).seen_on(row) if row.pk else None
    stored = [stored_field(type(row), name).name for name in names]
    return [name for name in stored if seen is not None and name not in seen]


def told(action: Action, row: Model, asked: Mapping[str, Any], way_in: str) -> dict[str, Any]:
    """What somebody said, without the hidden fields that they left empty."""
    hidden = set(unseen(row, [*action.needs, *action.asks, *asked]))
    needed = {stored_field(type(row), name).name for name in action.needs}
    found = dict.fromkeys(sorted(hidden & needed))
    for said, value in asked.items():
        name = stored_field(type(row), said).name
        if name not in hidden or name in needed or not _is_empty(value, way_in):
            found[name] = value
    return found


def _is_empty(value: Any, way_in: str) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value in (None, []) or (value is False and way_in in BY_HAND)
