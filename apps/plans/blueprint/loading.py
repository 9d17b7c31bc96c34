"""The one way in for a blueprint, from wherever it comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from apps.plans.blueprint.arrival.guard import plain_data
from apps.plans.blueprint.arrival.near_misses import Mended
from apps.plans.blueprint.arrival.shape_errors import problems_of
from apps.plans.blueprint.checks import check
from apps.plans.blueprint.errors import BlueprintErrors, Problem
from apps.plans.blueprint.filling import with_ids
from apps.plans.blueprint.provided import without_empty_addresses
from apps.plans.blueprint.whole import Blueprint


@dataclass(frozen=True, slots=True)
class Loaded:
    """A blueprint that holds, what was read otherwise than written, and what to look at."""

    blueprint: Blueprint
    notes: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()


def load(arrived: Mapping[str, Any] | str | bytes, brief: str = "") -> Loaded:
    """Reads a blueprint; with the brief, its quotes are compared too.

    Raises `BlueprintErrors` with all problems at once: of the shape first, of the meaning when the
    shape holds.
    """
    mended = Mended()
    blueprint = shaped(mended.mend(plain_data(arrived), Blueprint))
    blueprint, dropped = without_empty_addresses(blueprint)
    problems = check(blueprint, brief)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise BlueprintErrors(errors)
    return Loaded(blueprint, (*mended.notes, *dropped), tuple(problems))


def shaped(data: Mapping[str, Any]) -> Blueprint:
    """Plain data in the language's own words as a blueprint with all ids; its names unchecked.

    So a blueprint that was kept is read: what is refused of new ones since may still be looked at.
    """
    try:
        return with_ids(Blueprint.model_validate(data))
    except ValidationError as error:
        raise BlueprintErrors(problems_of(error, data, Blueprint)) from None
