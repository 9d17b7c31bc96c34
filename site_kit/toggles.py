"""A `Toggle` pressed: my one row of another entity that points here, made or taken back.

A click says what it wants (`on`), so that pressing twice in the same moment is pressing once;
without it the state turns. That there is one row at most is held by the entity's unique constraint:
whoever comes second finds the row there, which is what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from site_kit import write
from site_kit.actions import Toggle
from site_kit.asker import Asker
from site_kit.errors import Invalid, Refused, Stale

ON = "on"


def switch(action: Toggle, row: Model, asked: Mapping[str, Any], by: Asker, way_in: str) -> bool:
    """Make or take back; says whether the row is there now. Needs no right on `action.entity`.

    Raises `Invalid`, `Refused` for who is no person, and `Stale` where what was made stays.
    """
    if by.id is None:
        raise Refused(f"{action.label} is for people, each for themselves.")
    mine = action.mine(by).filter(**{action.link: row.pk})
    there = mine.first()
    wanted = _wanted(action, asked, there is None)
    if wanted is (there is not None):
        return wanted
    if there is None:
        _make(action, row, mine, way_in)
    elif action.stays:
        raise Stale(f"{action.label}: done already, and it stays.")
    else:
        write.gone(there, way_in)
    write.acted_on(row, {}, action.id, way_in)
    return wanted


def _wanted(action: Toggle, asked: Mapping[str, Any], turned: bool) -> bool:
    for name in asked:
        if name != ON:
            raise Invalid({name: [f"{action.label} does not ask for this."]})
    wanted = asked.get(ON, turned)
    if not isinstance(wanted, bool):
        raise Invalid({ON: ["This cannot be read."]})
    return wanted


def _make(action: Toggle, row: Model, mine: Any, way_in: str) -> None:
    try:
        write.make_by_rule(action.entity, {action.link: row.pk}, way_in)
    except Invalid:
        if not mine.exists():
            raise
