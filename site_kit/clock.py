"""What the tool does by the calendar: `run_due` does all that is due at this moment.

Called again in the same moment it does nothing more: what it has done for a cause (a row's date, a
stroke of the clock) is a `Run`, which the database holds once. What was due before an automation
was there is not caught up with; what nobody called for is, a date's for `LONGEST_DELAY`, of the
strokes of a clock the last.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from site_kit import asker, happenings, messages
from site_kit.asker import TOOL, acting
from site_kit.automations import Automation, Digest, Every, Extend, OnDate
from site_kit.calendars import (
    day_start,
    earliest_value,
    last_start,
    last_strike,
    latest_value,
    next_strike,
)
from site_kit.chains import one_deeper
from site_kit.models import Row, RowQuerySet, entity_id
from site_kit.paths import walk
from site_kit.records import Run, Watch
from site_kit.registry import declared
from site_kit.turns import approval_of

LONGEST_DELAY = timedelta(days=31)
SOON = timedelta(minutes=5)
MOST_TRIES = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: runs that were done, runs that failed."""

    done: int = 0
    failed: int = 0

    def __add__(self, other: Done) -> Done:
        return Done(self.done + other.done, self.failed + other.failed)


def run_due() -> Done:
    """Do what is due at this moment, as the tool; each automation is a transaction of its own.

    What breaks in its steps is a failed run. One that breaks in the database, where that may pass,
    is left as it was and tried again by the next call.
    """
    found = Done()
    with acting(TOOL):
        for automation in timed():
            try:
                with transaction.atomic():
                    found += _run(automation, asker.moment())
            except DatabaseError:
                log.exception("%s broke off.", automation.label)
                found += Done(failed=1)
    return found


def next_look(*, again: bool) -> datetime | None:
    """When something may be due that is not now, as far as declarations tell; None for never.

    A row's date may be written at any moment, and a round may begin: of these it is soon. `again`
    says that something failed, which is tried soon too.
    """
    now = asker.moment()
    triggers = [automation.when for automation in timed()]
    moments = [next_strike(when, now) for when in triggers if isinstance(when, Every)]
    if again or any(isinstance(when, OnDate) for when in triggers) or _has_rounds():
        moments.append(now + SOON)
    return min(moments, default=None)


def _has_rounds() -> bool:
    return any(approval_of(model) is not None for model in list(declared.rules))


def timed() -> list[Automation]:
    """The automations that wait for a date or the clock."""
    several = (one for of_one in declared.automations.values() for one in of_one)
    return [one for one in several if isinstance(one.when, OnDate | Every)]


def _run(automation: Automation, now: datetime) -> Done:
    if any(isinstance(step, Extend) for step in automation.do):
        return _run_together(automation, now)
    found, told = Done(), []
    steps = [step for step in automation.do if not isinstance(step, Digest)]
    for row, due in _causes(automation, now):
        run = _begun(automation, row, due)
        if run is None:
            continue
        with one_deeper():
            run.error = happenings.attempt(automation, row, None, steps)
        run.ok, run.tries, run.at = not run.error, run.tries + 1, now
        run.save()
        found += Done(int(run.ok), int(not run.ok))
        if run.ok and row is not None:
            row.refresh_from_db()
            told.append(row)
    for step in automation.do:
        if isinstance(step, Digest):
            messages.digest(step, told)
    return found


def _run_together(automation: Automation, now: datetime) -> Done:
    """With code of the tool's own among the steps: all rows of the run in one, all or nothing."""
    begun = [(row, _begun(automation, row, due)) for row, due in _causes(automation, now)]
    due_now = [(row, run) for row, run in begun if run is not None]
    if not due_now:
        return Done()
    with one_deeper():
        error = happenings.attempt_together(automation, [row for row, _ in due_now])
    for _, run in due_now:
        run.error, run.ok, run.tries, run.at = error, not error, run.tries + 1, now
        run.save()
    return Done(0, len(due_now)) if error else Done(len(due_now), 0)


def _causes(automation: Automation, now: datetime) -> Iterator[tuple[Any, datetime]]:
    """Each row for which it starts, as it is when its turn comes, and the moment that it is for."""
    since = _watched_since(automation, now)
    if isinstance(automation.when, OnDate):
        for key, due in _dates_come(automation, automation.when, since, now):
            row = _rows(automation).filter(pk=key).first()
            if row is not None:
                yield row, due
    elif isinstance(automation.when, Every) and (due := last_strike(automation.when, now)) > since:
        if automation.model is None:
            yield None, due
        elif _run_of(automation, None, due, ok=True)[1]:
            for key in list(_rows(automation).order_by("pk").values_list("pk", flat=True)):
                row = _rows(automation).filter(pk=key).first()
                if row is not None:
                    yield row, due


def _dates_come(
    automation: Automation, when: OnDate, since: datetime, now: datetime
) -> Iterator[tuple[int, datetime]]:
    """The rows whose date has come, and was not dealt with. A day counts from its beginning, also
    the one on which the automation came to be there."""
    begins = max(day_start(timezone.localdate(since)), now - LONGEST_DELAY)
    several = _dated(automation, when, begins, now)
    dues = [(key, due) for key, day in several if (due := last_start(when, day, now))]
    dealt_with = _dealt_with(automation, begins)
    yield from (pair for pair in dues if pair[1] >= begins and pair not in dealt_with)


def _dated(automation: Automation, when: OnDate, begins: datetime, now: datetime) -> Any:
    """Rows whose date may have come, each with it, in their order."""
    path = walk(automation.model, when.field)
    is_moment = isinstance(path.field, models.DateTimeField)
    bound = day_start if is_moment else (lambda day: day)
    rows = _rows(automation).filter(**{f"{path.full}__lte": bound(latest_value(when, now))})
    if not when.again_days:
        rows = rows.filter(**{f"{path.full}__gte": bound(earliest_value(when, begins))})
    return rows.annotate(kit_date=F(path.full)).order_by("pk").values_list("pk", "kit_date")


def _dealt_with(automation: Automation, begins: datetime) -> set[tuple[int, datetime]]:
    runs = Run.objects.filter(Q(ok=True) | Q(tries__gte=MOST_TRIES), due__gte=begins)
    of_it = runs.filter(automation=automation.id, entity=_entity_of(automation))
    return set(of_it.values_list("record", "due"))


def _rows(automation: Automation) -> Any:
    """The rows that it goes over; of the directory, those that are still there."""
    model: Any = automation.model
    rows = model.everything.all() if issubclass(model, Row) else RowQuerySet(model)
    if not issubclass(model, Row):
        rows = rows.filter(active=True)
    return rows if automation.where is None else rows.filter(automation.where)


def _begun(automation: Automation, row: Any, due: datetime) -> Run | None:
    """The run for a cause, ours alone until the transaction ends; None where it was done.

    Another process that began it first is waited for.
    """
    run, _ = _run_of(automation, row, due, ok=False)
    run = Run.objects.select_for_update().get(pk=run.pk)
    return None if run.ok or run.tries >= MOST_TRIES else run


def _run_of(automation: Automation, row: Any, due: datetime, *, ok: bool) -> tuple[Run, bool]:
    return Run.objects.get_or_create(
        automation=automation.id,
        entity=_entity_of(automation),
        record=row.pk if row is not None else 0,
        due=due,
        defaults={"ok": ok},
    )


def _entity_of(automation: Automation) -> str:
    return entity_id(automation.model) if automation.model is not None else ""


def _watched_since(automation: Automation, now: datetime) -> datetime:
    """When the clock was first looked at for this automation, as it is declared now."""
    watch, _ = Watch.objects.get_or_create(
        automation=automation.id, trigger=repr(automation.when), defaults={"since": now}
    )
    return watch.since
