"""A `Repeat`: a series of rows like this one, on other days and for other values.

Every row of it is a copy on its day, with its end as far behind as here. What is refused is named
and nothing is kept, until whoever asks wants the rest by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Model
from django.utils import timezone

from site_kit import write
from site_kit.actions import Repeat
from site_kit.asker import Asker
from site_kit.copies import copied, refuse_unless_made
from site_kit.dates import months_later
from site_kit.draft import LAST_YEAR, Draft, stored_field
from site_kit.errors import Invalid, KitError
from site_kit.locks import refuse_parent
from site_kit.texts import text_of
from site_kit.titles import called, seen_title_at

MOST = 500
NAMED = 12
WORDS = ("every", "weekdays", "until", "times", "rest")


class Every(models.TextChoices):
    """How the days of a series follow each other."""

    ONCE = "once", "Only the same day"
    DAY = "day", "Every day"
    WORKDAY = "workday", "Every day from Monday to Friday"
    WEEKDAYS = "weekdays", "On the weekdays ticked below"
    WEEK = "week", "Every week"
    MONTH = "month", "Every month"


class Weekday(models.TextChoices):
    """Days of a week, by the number that the language gives them."""

    MONDAY = "1", "Monday"
    TUESDAY = "2", "Tuesday"
    WEDNESDAY = "3", "Wednesday"
    THURSDAY = "4", "Thursday"
    FRIDAY = "5", "Friday"
    SATURDAY = "6", "Saturday"
    SUNDAY = "7", "Sunday"


class PartlyRefused(Invalid):
    """Some rows of a series are refused; `possible` is how many would be made."""

    def __init__(self, errors: Mapping[str, Sequence[str]], possible: int) -> None:
        super().__init__(errors)
        self.possible = possible


@dataclass(frozen=True, slots=True)
class Series:
    """What was asked: how often, until a day or so many times, for which values of which fields."""

    every: Every
    weekdays: frozenset[int]
    until: date | None
    times: int | None
    each: Mapping[str, Sequence[Any]]
    rest: bool

    def days(self, first: date) -> Iterator[date]:
        """The days after the first, at most one more than a series may have."""
        last = self.until or date(LAST_YEAR, 1, 1)
        found = itertools.takewhile(lambda day: day <= last, self._all(first))
        return itertools.islice(found, MOST + 1 if self.times is None else self.times)

    def _all(self, first: date) -> Iterator[date]:
        if self.every == Every.ONCE:
            return
        for step in itertools.count(1):
            if self.every == Every.MONTH:
                yield months_later(first, step)
                continue
            day = first + timedelta(days=7 * step if self.every == Every.WEEK else step)
            if self._is_meant(day):
                yield day

    def _is_meant(self, day: date) -> bool:
        if self.every == Every.WORKDAY:
            return day.isoweekday() <= 5
        return self.every != Every.WEEKDAYS or day.isoweekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Repeated:
    """What came of it: the rows, and what was refused, each with its sentence."""

    made: Sequence[Model]
    refused: Sequence[str]


def repeat(action: Repeat, row: Model, asked: Mapping[str, Any], by: Asker, cause: str) -> Repeated:
    """Make the series. Raises `PartlyRefused` or `Invalid`; with `rest`, makes what can be made."""
    series = read(action, asked)
    wanted = list(itertools.islice(_wanted(action, row, series, by), MOST + 1))
    if not wanted or len(wanted) > MOST:
        sentence = f"At most {MOST} at once: say an earlier day." if wanted else "This makes none."
        raise Invalid({"until": [sentence]})
    made: list[Model] = []
    refused: list[str] = []
    for values, typed in wanted:
        try:
            with transaction.atomic():
                made.append(_make(action, row, values, typed, by, cause))
        except KitError as error:
            refused.append(f"{_named(action, row, values, typed)}: {error.sentence}")
    if refused and not (series.rest and made):
        raise PartlyRefused({"": _said(refused)}, len(made))
    write.acted_on(row, {}, action.id, cause)
    return Repeated(made, refused)


def _said(refused: list[str]) -> list[str]:
    more = len(refused) - NAMED
    return refused[:NAMED] + ([f"And {more} more."] if more > 0 else [])


def _wanted(
    action: Repeat, row: Model, series: Series, by: Asker
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each row of the series: the values that are copied, and those that were ticked."""
    first, kept = getattr(row, action.date), copied(row, by)
    names = [name for name, several in series.each.items() if several]
    start = timezone.localtime(first).date() if isinstance(first, datetime) else first
    if start is None:
        field: Any = type(row)._meta.get_field(action.date)
        raise Invalid({"": [f"{called(row)} has no {field.verbose_name} to begin from."]})
    for day in itertools.chain([start] if names else [], series.days(start)):
        values = {**kept, **_moved(action, row, day - start)}
        for ticked in itertools.product(*(series.each[name] for name in names)):
            typed = dict(zip(names, ticked, strict=True))
            if day != start or not _is_own(row, typed):
                yield values, typed


def _moved(action: Repeat, row: Model, by: timedelta) -> dict[str, Any]:
    """The dates of a row so many days later; the clock says the same there as here."""
    found: dict[str, Any] = {}
    for name in filter(None, (action.date, action.end)):
        value = getattr(row, name)
        if isinstance(value, datetime):
            local = timezone.localtime(value).replace(tzinfo=None) + by
            found[name] = timezone.make_aware(local)
        else:
            found[name] = value + by if value is not None else None
    return found


def _is_own(row: Model, typed: Mapping[str, Any]) -> bool:
    """Whether the row itself has just these values."""
    return all(_stands(row, name) == [str(value)] for name, value in typed.items())


def _stands(row: Model, name: str) -> list[str]:
    field = stored_field(type(row), name)
    if field.many_to_many:
        return [str(pk) for pk in getattr(row, name).values_list("pk", flat=True)]
    value = getattr(row, field.attname)
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def _make(
    action: Repeat,
    row: Model,
    values: Mapping[str, Any],
    typed: Mapping[str, Any],
    by: Asker,
    cause: str,
) -> Model:
    draft = Draft(type(row)(), new=True)
    draft.put(values)
    draft.take({name: _as_typed(type(row), name, value) for name, value in typed.items()})
    if draft.errors:
        raise Invalid(draft.errors)
    refuse_parent(draft.row, by)
    made: Model = write.kept_by_rule(draft, cause)
    refuse_unless_made(action, made, by)
    return made


def _as_typed(model: type[Model], name: str, value: Any) -> Any:
    field = stored_field(model, name)
    return [value] if field.many_to_many or isinstance(field, models.JSONField) else value


def _named(action: Repeat, row: Model, values: Mapping[str, Any], typed: Mapping[str, Any]) -> str:
    """A row that is not there, by its day and what was ticked for it."""
    names = [text_of(values[action.date])]
    for name, value in typed.items():
        field = stored_field(type(row), name)
        if field.is_relation:
            names.append(seen_title_at(field.related_model, value))
        else:
            shown = getattr(field, "values", None)
            names.append(str(dict(shown.choices).get(value, value)) if shown else str(value))
    return ", ".join(names)


def read(action: Repeat, asked: Mapping[str, Any]) -> Series:
    """What was asked, as a page or a program says it; what cannot be read is `Invalid`."""
    errors: dict[str, list[str]] = {
        name: [f"{action.label} does not ask for this."]
        for name in asked
        if name not in (*WORDS, *action.each)
    }
    every, days = asked.get("every"), asked.get("weekdays") or []
    if every not in Every.values:
        errors["every"] = ["Say how often."]
    until = _parsed(models.DateField(), asked.get("until"), "until", "Write a date.", errors)
    times = _parsed(models.IntegerField(), asked.get("times"), "times", "Write a number.", errors)
    if times is not None and not 1 <= times <= MOST:
        errors.setdefault("times", [f"Write a number from 1 to {MOST}."])
    weekdays = frozenset(int(day) for day in _listed(days) if str(day) in Weekday.values)
    if every == Every.WEEKDAYS and not weekdays:
        errors["weekdays"] = ["Tick at least one day."]
    if every != Every.ONCE and until is None and times is None and "times" not in errors:
        errors.setdefault("until", ["Say until when, or how many times."])
    if errors:
        raise Invalid(errors)
    each = {name: _listed(asked.get(name)) for name in action.each}
    return Series(Every(str(every)), weekdays, until, times, each, asked.get("rest") is True)


def _listed(value: Any) -> list[Any]:
    several = value if isinstance(value, (list, tuple)) else [value]
    return list(dict.fromkeys(one for one in several if isinstance(one, (str, int)) and one != ""))


def _parsed(field: Any, value: Any, name: str, sentence: str, errors: dict[str, list[str]]) -> Any:
    if value in (None, ""):
        return None
    try:
        found = field.to_python(value)
    except (ValidationError, ValueError, TypeError, OverflowError):
        errors[name] = [sentence]
        return None
    if isinstance(found, date) and not found.year < LAST_YEAR:
        errors[name] = [sentence]
    return found
