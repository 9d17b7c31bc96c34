"""What this tool has declared. Filled by the declaring classes themselves, when they are written.

One process serves one tool, so this is one list of each. Nothing is looked up by a name that came
from a request without being found here first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

    from site_kit.actions import Action
    from site_kit.automations import Automation
    from site_kit.permissions import Permissions
    from site_kit.rules import Rules


@dataclass(slots=True)
class Registry:
    """Everything declared, in the order of its writing."""

    permissions: dict[type[Model], type[Permissions]] = field(default_factory=dict)
    rules: dict[type[Model], type[Rules]] = field(default_factory=dict)
    actions: dict[type[Model], list[Action]] = field(default_factory=dict)
    automations: dict[type[Model], list[Automation]] = field(default_factory=dict)
    pages: list[type[Any]] = field(default_factory=list)
    worked_out: dict[Any, Any] = field(default_factory=dict)


declared = Registry()


def add_page(page: type[Any]) -> None:
    """Put a page class at the end of the navigation. Pages of the kit itself are left out."""
    declared.pages.append(page)


@contextmanager
def only_here() -> Iterator[Registry]:
    """For tests: what is declared inside is forgotten afterwards."""
    kept = {part.name: copy(getattr(declared, part.name)) for part in fields(declared)}
    kept["actions"] = {model: list(several) for model, several in declared.actions.items()}
    kept["automations"] = {model: list(several) for model, several in declared.automations.items()}
    declared.worked_out.clear()
    try:
        yield declared
    finally:
        for name, value in kept.items():
            setattr(declared, name, value)
        declared.worked_out.clear()
