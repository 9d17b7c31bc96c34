"""What a language model answered to a task of `kit.Agent`, written as the tool or refused whole.

Nobody looks at an answer before it is written, and whoever wrote the row may have told the model
what to say. So an answer is data: of the fields and actions in `may`, of the row that was asked
about, of the kind that each field has; what is more than that is a sentence in the `Run`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Model

from site_kit import asker, write
from site_kit.actions import Action, action_named
from site_kit.asker import TOOL
from site_kit.automations import Agent, Automation
from site_kit.chains import going_on_at
from site_kit.draft import Draft, stored_field
from site_kit.errors import Invalid, NotThere, Refused, Stale
from site_kit.fields import ChoicesField, ReferenceField
from site_kit.happenings import apart
from site_kit.history import STAMPS
from site_kit.models import entity_id
from site_kit.paths import has_name, walk
from site_kit.records import Outgoing, Run
from site_kit.registry import declared

LONGEST_TEXT = 10_000
SHOWN = 40
FORM = frozenset({"set", "run", "why"})
OTHER_FORM = "The answer has another form than was asked for."
GONE = "The tool does not ask this any more."
KINDS: tuple[tuple[type[models.Field[Any, Any]], tuple[type, ...]], ...] = (
    (models.BooleanField, (bool,)),
    (models.IntegerField, (int,)),
    (models.DecimalField, (int, float, str)),
    (models.DateField, (str,)),
    (models.TimeField, (str,)),
    (ChoicesField, (list,)),
    (models.CharField, (str,)),
    (models.TextField, (str,)),
)
"""What an answer has for a field, by the field's class."""


def answer(number: int, said: Any, may: Sequence[str]) -> str:
    """Write `{"set": {field: value}, "run": action, "why": …}`, the answer to a row of the outbox.

    `may` is how the answer calls what the step's `may` names, in the same order. Gives why nothing
    of it was written, or "". Raises `NotThere` without such a task, `Stale` where it is answered.
    """
    return write.whole(TOOL, lambda: _answered(number, said, may))


def is_plain(field: Any) -> bool:
    """Whether a model may write it: a value of its own, no row, person or file, no running number.

    Stamps are the kit's.
    """
    known = isinstance(field, tuple(kind for kind, _ in KINDS))
    ours = field.primary_key or field.name in STAMPS or isinstance(field, ReferenceField)
    return known and not ours


def _answered(number: int, said: Any, may: Sequence[str]) -> str:
    tasks = Outgoing.objects.select_for_update().filter(to__has_key="task")
    task = tasks.filter(pk=number).first()
    if task is None:
        raise NotThere("There is no such task.")
    if "answered" in task.to:
        raise Stale("This task is answered already.")
    error = _attempt(task.to, said, may)
    Run.objects.create(
        automation=task.to["task"],
        entity=task.to["entity"],
        record=task.to["record"],
        at=asker.moment(),
        ok=not error,
        error=error,
    )
    task.to |= {"answered": asker.moment().isoformat()}
    task.save(update_fields=["to"])
    return error


def _attempt(task: Mapping[str, Any], said: Any, may: Sequence[str]) -> str:
    """All of it, or nothing and why."""
    automation, step = _asked_by(task)
    if automation is None or step is None or len(may) != len(step.may):
        return GONE
    names = dict(zip(may, step.may, strict=True))
    with going_on_at(task["depth"]):
        return apart(automation, lambda: _write(automation, task["record"], said, names))[1]


def _write(automation: Automation, record: int, said: Any, names: Mapping[str, str]) -> None:
    row = automation.model._base_manager.filter(pk=record).first()
    if row is None:
        raise NotThere("The row is not there any more.")
    given, action = _allowed(said, names, type(row))
    parsed = _parsed(row, given)
    asked = _asked_for(action, type(row)) & parsed.keys()
    if parsed.keys() - asked:
        values = {name: value for name, value in parsed.items() if name not in asked}
        row = write.change_as_tool(row, values, automation.id)
    if action is not None:
        values = {name: parsed[name] for name in asked}
        write.run(action, row, values, by=TOOL, way_in=automation.id)


def _asked_for(action: Action | None, model: type[Model]) -> set[str]:
    """The fields that go with the action, since its small form asks for them."""
    if action is None or action.makes_rows:
        return set()
    return {stored_field(model, name).name for name in (*action.needs, *action.asks)}


def _asked_by(task: Mapping[str, Any]) -> tuple[Automation | None, Agent | None]:
    """The automation and the step that ask this, as they are declared now."""
    for model, several in declared.automations.items():
        for one in several:
            is_it = one.id == task["task"] and model and entity_id(model) == task["entity"]
            step = one.do[task["step"]] if is_it and 0 <= task["step"] < len(one.do) else None
            if isinstance(step, Agent):
                return one, step
    return None, None


def _allowed(
    said: Any, names: Mapping[str, str], model: type[Model]
) -> tuple[dict[str, Any], Action | None]:
    """The values by the names of their fields, and the action; `Refused` for whatever is more."""
    if not isinstance(said, dict) or said.keys() - FORM:
        raise Refused(OTHER_FORM)
    given, run = said.get("set") or {}, said.get("run") or ""
    if not isinstance(given, dict) or not isinstance(run, str):
        raise Refused(OTHER_FORM)
    for called in given:
        if called not in names or not has_name(model, names[called]):
            raise Refused(f"The model may not write “{called[:SHOWN]}”.")
    action = action_named(model, names.get(run, ""))
    if run and action is None:
        raise Refused(f"The model may not run “{run[:SHOWN]}”.")
    values = {names[one]: value for one, value in given.items() if value is not None}
    return {stored_field(model, name).name: value for name, value in values.items()}, action


def _parsed(row: Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the fields keep them."""
    draft = Draft(row)
    for name, value in given.items():
        field = walk(type(row), name).field
        if not is_plain(field) or not _fits(field, value):
            raise Refused(f"{_label(row, name)}: this is no value of its kind.")
    draft.take(given)
    if draft.errors:
        wrong = {name: [f"{_label(row, name)}: {one}" for one in said] for name, said in
                 draft.errors.items()}  # fmt: skip
        raise Invalid(wrong)
    return {name: getattr(draft.row, name) for name in given}


def _fits(field: Any, value: Any) -> bool:
    """Whether JSON has it as the field's kind; no text is longer than people would read."""
    kinds = next(kinds for kind, kinds in KINDS if isinstance(field, kind))
    if isinstance(value, list):
        return list in kinds and all(isinstance(one, str) for one in value)
    return type(value) in kinds and len(str(value)) <= LONGEST_TEXT


def _label(row: Model, name: str) -> str:
    label = str(stored_field(type(row), name).verbose_name)
    return f"{label[:1].upper()}{label[1:]}"
