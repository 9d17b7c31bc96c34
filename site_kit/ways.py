"""Actions that do more than write fields of their row: what runs each, in the place of `write`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from site_kit.actions import Action, Duplicate, Repeat, RunExtension, Toggle
from site_kit.asker import Asker

Way = Callable[[Any, Model, Mapping[str, Any], Asker, str], Any]
"""The action, the row, what was asked, by whom, by which way in -> what `write.run` gives."""


def way_of(action: Action) -> Way | None:
    """What runs this action; None for one that writes its row."""
    return next((way for kind, way in WAYS if isinstance(action, kind)), None)


def _toggle(action: Toggle, row: Model, asked: Mapping[str, Any], by: Asker, way_in: str) -> Model:
    from site_kit.toggles import switch

    switch(action, row, asked, by, way_in)
    return row


def _duplicate(*given: Any) -> Any:
    from site_kit.copies import duplicate

    return duplicate(*given)


def _repeat(*given: Any) -> Any:
    from site_kit.series import repeat

    return repeat(*given)


def _extension(*given: Any) -> Any:
    from site_kit.hooks import run_action

    return run_action(*given)


WAYS: tuple[tuple[type[Action], Way], ...] = (
    (Toggle, _toggle),
    (Duplicate, _duplicate),
    (Repeat, _repeat),
    (RunExtension, _extension),
)
