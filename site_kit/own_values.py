"""Values that code of a tool's own works out for a row in hand."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db.models import F, Model

from site_kit.expressions import OfModel

IN_HAND_ONLY = "A value of the tool's own code is worked out for one row, never by the database."


class Hook(OfModel):
    """What `value(row)` of `extensions/<hook>.py` gives: `kit.Hook("distance")`.

    Only where the kit works a value out for a row in hand: right sides of `sets`, `kit.Fill`, the
    cases of `kit.Decide`. It is asked as whoever acts, and changes nothing.
    """

    def __init__(self, hook: str) -> None:
        self.hook = hook

    def built(self, model: type[Model]) -> NoReturn:
        """There is none. Raises `TypeError`."""
        raise TypeError(IN_HAND_ONLY)

    def of(self, row: Any) -> Any:
        """Its value for a row in hand."""
        from site_kit.hooks import run_value

        return run_value(self.hook, row)

    def get_source_expressions(self) -> list[Any]:
        """It depends on the whole row, so that nothing asks for it before there is one."""
        return [F("pk")]
