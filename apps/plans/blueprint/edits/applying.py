"""Applies edits in order, all or none, and checks the result as a whole."""

import copy
from collections.abc import Sequence
from typing import Any

from apps.plans.blueprint.addresses import NoSuchThing
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.edits.adding import add_entry, add_to_thing, add_to_whole
from apps.plans.blueprint.edits.changing import move, rename, set_key
from apps.plans.blueprint.edits.converting import convert
from apps.plans.blueprint.edits.failures import CannotEdit
from apps.plans.blueprint.edits.kinds import (
    AddEntry,
    AddToThing,
    AnyEdit,
    Convert,
    Move,
    Remove,
    Rename,
    SetKey,
    Undo,
)
from apps.plans.blueprint.edits.removing import remove
from apps.plans.blueprint.edits.samples import fill_samples
from apps.plans.blueprint.errors import BlueprintErrors, Problem
from apps.plans.blueprint.loading import Loaded, load
from apps.plans.blueprint.whole import Blueprint


def apply(
    blueprint: Blueprint, edits: Sequence[AnyEdit], *, earlier: Sequence[Blueprint] = ()
) -> Blueprint:
    """The blueprint after the edits; see `applied`."""
    return applied(blueprint, edits, earlier=earlier).blueprint


def applied(
    blueprint: Blueprint,
    edits: Sequence[AnyEdit],
    *,
    brief: str = "",
    earlier: Sequence[Blueprint] = (),
) -> Loaded:
    """The blueprint after the edits, with notes and warnings.

    `earlier` are the blueprints before this one, the latest first: what `undo` goes back to. Raises
    `BlueprintErrors`: with every edit that does not fit, else with all problems of the result.
    """
    data = canonical_data(blueprint)
    problems: list[Problem] = []
    for number, edit in enumerate(edits, 1):
        before = copy.deepcopy(data)
        try:
            data = _one(data, edit, earlier)
        except CannotEdit as failure:
            problems.append(Problem(failure.where, "edit", f"edit {number}: {failure.message}"))
            data = before
        except NoSuchThing as failure:
            problems.append(
                Problem(getattr(edit, "at", ""), "no-such-thing", f"edit {number}: {failure}")
            )
            data = before
    if problems:
        raise BlueprintErrors(problems)
    fill_samples(data)
    return load(data, brief)


def _one(data: dict[str, Any], edit: AnyEdit, earlier: Sequence[Blueprint]) -> dict[str, Any]:
    match edit:
        case Undo():
            return _undone(edit, earlier)
        case AddEntry():
            add_entry(data, edit)
        case SetKey():
            set_key(data, edit)
        case Rename():
            rename(data, edit)
        case Move():
            move(data, edit)
        case Remove():
            remove(data, edit)
        case Convert():
            convert(data, edit)
        case _ if isinstance(edit, AddToThing):
            add_to_thing(data, edit)
        case _:
            add_to_whole(data, edit)
    return data


def _undone(edit: Undo, earlier: Sequence[Blueprint]) -> dict[str, Any]:
    if len(earlier) < edit.steps:
        there = f"there are {len(earlier)}" if earlier else "there is none"
        raise CannotEdit("", f"undo needs {edit.steps} earlier blueprints, and {there}")
    return canonical_data(earlier[edit.steps - 1])
