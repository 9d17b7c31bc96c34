"""An action on many rows at once: each row by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from site_kit import write
from site_kit.actions import Action
from site_kit.asker import Asker
from site_kit.errors import KitError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row of many: `error` is empty when it was done, `done` what it gave."""

    row: Model
    error: str = ""
    done: Any = None


def run_on_all(
    action: Action, rows: Iterable[Model], asked: Mapping[str, Any], *, by: Asker
) -> list[Outcome]:
    """Run an action on each row by itself: what is refused is named, the rest is done."""
    outcomes = []
    for row in rows:
        try:
            done = write.run(action, row, asked, by=by, way_in="bulk")
        except KitError as error:
            outcomes.append(Outcome(row, error.sentence))
        else:
            outcomes.append(Outcome(row, done=done))
    return outcomes
