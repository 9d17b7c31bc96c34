"""A planner's raw answer, read to an outcome that holds: its keys, its blueprint, its edits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from apps.plans.blueprint.arrival.guard import plain_data
from apps.plans.blueprint.arrival.near_misses import Mended
from apps.plans.blueprint.arrival.shape_errors import problems_of
from apps.plans.blueprint.edits.applying import applied
from apps.plans.blueprint.errors import BlueprintErrors, Problem
from apps.plans.blueprint.loading import Loaded, load
from apps.plans.blueprint.outcome import Outcome
from apps.plans.blueprint.whole import Blueprint

KEYS_OF = {
    "plan": ("blueprint", "edits"),
    "clarify": ("questions",),
    "refuse": ("reason", "instead"),
    "command": ("command",),
}
ALWAYS = ("outcome", "notes")


@dataclass(frozen=True, slots=True)
class Read:
    """An outcome that holds, and what to look at in its blueprint."""

    outcome: Outcome
    warnings: tuple[Problem, ...] = ()


def read_outcome(
    arrived: Mapping[str, Any] | str | bytes,
    *,
    brief: str = "",
    blueprint: Blueprint | None = None,
    earlier: Sequence[Blueprint] = (),
) -> Read:
    """Reads an answer to a brief, or, with the current blueprint, to a follow-up.

    A plan's outcome has the complete blueprint. Raises `BlueprintErrors` with all problems at once.
    """
    data = plain_data(arrived)
    whole = data.pop("blueprint", None)
    mended = Mended()
    outcome = _shaped(mended.mend(data, Outcome))
    _check_keys(outcome, whole, follows=blueprint is not None)
    outcome = _only_its_keys(outcome, tuple(mended.notes))
    if outcome.outcome != "plan":
        return Read(outcome)
    loaded = _loaded(outcome, whole, brief, blueprint, earlier)
    notes = (*outcome.notes, *loaded.notes)
    update = {"blueprint": loaded.blueprint, "notes": notes}
    return Read(outcome.model_copy(update=update), loaded.warnings)


def _loaded(
    outcome: Outcome,
    whole: Mapping[str, Any] | None,
    brief: str,
    blueprint: Blueprint | None,
    earlier: Sequence[Blueprint],
) -> Loaded:
    if whole or blueprint is None:
        return load(whole or {}, brief)
    said = " ".join([brief, *(r.quote for r in blueprint.requirements)]) if brief else ""
    said = " ".join([said, *(left.quote for left in blueprint.left_out)]) if brief else ""
    return applied(blueprint, outcome.edits, brief=said, earlier=earlier)


def _shaped(data: Mapping[str, Any]) -> Outcome:
    try:
        return Outcome.model_validate(data)
    except ValidationError as error:
        raise BlueprintErrors(problems_of(error, data, Outcome)) from None


def _check_keys(outcome: Outcome, whole: object, *, follows: bool) -> None:
    """Complains where the outcome misses what its kind is about."""
    missing = {
        "plan": not whole and not outcome.edits,
        "clarify": not outcome.questions,
        "refuse": not outcome.reason,
        "command": outcome.command is None,
    }[outcome.outcome]
    if missing:
        words = {"plan": "edits or a blueprint" if follows else "a blueprint"}
        needed = words.get(outcome.outcome, KEYS_OF[outcome.outcome][0])
        raise _wrong("outcome", "missing", f"{outcome.outcome} needs {needed}")
    if outcome.edits and not follows and not whole:
        raise _wrong("edits", "missing", "there is nothing to edit yet: give the blueprint")
    if whole is not None and not isinstance(whole, Mapping):
        raise _wrong("blueprint", "model-type", "this has to be an object")
    for question in outcome.questions:
        if question.default and question.default not in question.options:
            where = f"questions.{question.id}.default"
            raise _wrong(where, "value", f"“{question.default}” is not one of the options")


def _only_its_keys(outcome: Outcome, notes: tuple[str, ...]) -> Outcome:
    """Without what belongs to other kinds: strict replies fill every key."""
    kept = {key: getattr(outcome, key) for key in (*ALWAYS, *KEYS_OF[outcome.outcome])}
    kept["notes"] = (*outcome.notes, *notes)
    return Outcome.model_construct(**(_empty() | kept))


def _empty() -> dict[str, Any]:
    return {
        name: info.default for name, info in Outcome.model_fields.items() if not info.is_required()
    }


def _wrong(where: str, problem: str, message: str) -> BlueprintErrors:
    return BlueprintErrors([Problem(where, problem, message)])
