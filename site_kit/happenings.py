"""What follows a write by itself: the automations of the row's entity, as the tool.

Runs in the transaction of the cause. A step that cannot be done, whatever it stops with, undoes
that automation alone and leaves a `Run` with the sentence; the cause stands. What may be done when
the database is asked again (a deadlock, a lock held too long) goes up. Chains end at three.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Model

from site_kit import asker, messages
from site_kit.asker import TOOL, acting
from site_kit.automations import (
    Act,
    Acted,
    Agent,
    Automation,
    Changed,
    Created,
    Decide,
    Digest,
    Extend,
    Make,
    Notify,
    Saved,
    Set,
    StepOf,
    Trigger,
    Webhook,
)
from site_kit.chains import LONGEST_CHAIN, one_deeper
from site_kit.errors import KitError, Refused
from site_kit.models import entity_id
from site_kit.paths import walk
from site_kit.reading import holds, value_of
from site_kit.records import Run
from site_kit.registry import declared

BROKE_OFF = "It broke off, and nothing of it was kept. Tell whoever looks after this tool."

log = logging.getLogger(__name__)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: `kind` is created, changed or acted; `before` the row as JSON had it."""

    kind: str
    row: Model
    before: Mapping[str, Any]
    changed: frozenset[str]
    action: str = ""


def happened(event: Event) -> None:
    """Run what the tool does on this, in the order of its declaration."""
    due = [a for a in declared.automations.get(type(event.row), ()) if starts(a.when, event)]
    if not due:
        return
    cause = asker.current()
    with one_deeper() as depth, acting(TOOL):
        for automation in due:
            _run(automation, event, cause.id, too_deep=depth >= LONGEST_CHAIN)


def starts(trigger: Trigger, event: Event) -> bool:
    """Whether this is what the trigger waits for."""
    model = type(event.row)
    if isinstance(trigger, Created):
        return event.kind == "created"
    if isinstance(trigger, Acted):
        return event.action == trigger.action
    if isinstance(trigger, Saved):
        watched = {walk(model, name).name for name in trigger.fields}
        return event.kind == "created" or bool(event.changed & watched)
    if isinstance(trigger, Changed):
        field = walk(model, trigger.field)
        if event.kind == "created" or field.name not in event.changed:
            return False
        return trigger.to is None or getattr(event.row, field.name) == trigger.to
    return False


def _run(automation: Automation, event: Event, by: int | None, *, too_deep: bool) -> None:
    row: Any = type(event.row)._base_manager.get(pk=event.row.pk)
    before = _as_row(type(row), event.before)
    begins: bool | None = True
    error = ""
    if automation.where is not None:
        begins, error = apart(automation, lambda: holds(automation.where, row, before=before))
    if begins and too_deep:
        error = f"It would be the {LONGEST_CHAIN + 1}th in a chain."
    elif begins:
        error = attempt(automation, row, before, automation.do)
    elif not error:
        return
    Run.objects.create(
        automation=automation.id,
        entity=entity_id(type(row)),
        record=row.pk,
        at=asker.moment(),
        by_id=by,
        ok=not error,
        error=error,
    )


def attempt(automation: Automation, row: Any, before: Any, steps: Sequence[StepOf]) -> str:
    """Do these steps for a row (None where there is none), all or nothing; else why not."""

    def do() -> None:
        for number, step in enumerate(steps):
            if number and row is not None:
                row.refresh_from_db()
            _do(step, automation, row, before)

    return apart(automation, do)[1]


def attempt_together(automation: Automation, rows: Sequence[Any]) -> str:
    """Do the steps for all rows of a run, one step after the other, all or nothing; else why not.

    Without an entity the one row is None.
    """
    there = [row for row in rows if row is not None]

    def do() -> None:
        for step in automation.do:
            for row in there:
                row.refresh_from_db()
            if isinstance(step, Extend):
                _extend(step, there)
            elif isinstance(step, Digest):
                messages.digest(step, there)
            else:
                for row in rows:
                    _do(step, automation, row, None)

    return apart(automation, do)[1]


def apart(automation: Automation, do: Callable[[], Result]) -> tuple[Result | None, str]:
    """What it gives, or why nothing of it was kept; what follows from it stands and falls with it.

    Raises what the database may do if it is asked again: the whole write is tried once more.
    """
    try:
        with transaction.atomic():
            return do(), ""
    except KitError as refused:
        return None, refused.sentence
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # a tool's own code and values may break in any way
        log.exception("%s broke off.", automation.label)
        return None, BROKE_OFF


def _do(step: Any, automation: Automation, row: Any, before: Any) -> None:
    """One step. Each sees the row as the step before left it."""
    from site_kit import write

    cause = automation.id
    if isinstance(step, Decide):
        value = next(
            (v for when, v in step.cases if holds(when, row, before=before)), step.otherwise
        )
        if value is not None:
            write.change_as_tool(row, {step.field: value_of(value, row, before=before)}, cause)
    elif isinstance(step, Set):
        values = {name: value_of(v, row, before=before) for name, v in step.values.items()}
        write.change_as_tool(row, values, cause)
    elif isinstance(step, Make):
        values = {name: value_of(v, row, before=before) for name, v in step.values.items()}
        write.make_as_tool(step.model, values, cause)
    elif isinstance(step, Act):
        _act(step, row, cause)
    elif isinstance(step, Notify):
        messages.notify(step, row, before)
    elif isinstance(step, Digest):
        messages.digest(step, [row])
    elif isinstance(step, Webhook):
        messages.post(step, row, before)
    elif isinstance(step, Agent):
        messages.ask(step, place_of(step, automation), automation, row, before)
    elif isinstance(step, Extend):
        _extend(step, [row])


def place_of(step: StepOf, automation: Automation) -> int:
    """The place of a step among those of its automation, from 0."""
    return next(place for place, one in enumerate(automation.do) if one is step)


def _extend(step: Extend, rows: Sequence[Any]) -> None:
    from site_kit.hooks import run_job

    run_job(step.hook, rows)


def _act(step: Act, row: Any, cause: str) -> None:
    from site_kit import write
    from site_kit.actions import action_named

    action = action_named(type(row), step.action)
    if action is None:
        raise Refused(f"There is no action {step.action!r}.")
    write.run(action, row, {}, by=TOOL, way_in=cause)


def _as_row(model: type[Model], kept: Mapping[str, Any]) -> Any:
    """The row as it was, never saved, for `kit.Of("before", …)`."""
    row: Any = model()
    for field in model._meta.concrete_fields:
        if field.name in kept:
            value = kept[field.name]
            python = value if field.is_relation or value is None else field.to_python(value)
            setattr(row, field.attname, python)
    return row
