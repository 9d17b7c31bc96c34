"""Filters of a list, read from the address: each value parsed by its field's kind.

What cannot be read is as if it were not there; nothing from the address becomes a lookup's name.
A value is `status=blocked` (again for several), `owner=me`, `due.from=2026-11-01`, `due.to=…`,
`overdue=yes`, `team=pack`. An empty value takes a declared start value away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import CharField, F, IntegerField, Model, Q, Value
from django.db.models.functions import Cast
from django.db.models.lookups import IContains
from django.utils import timezone
from django.utils.dateparse import parse_date

from site_kit import asker
from site_kit.directory.models import Person
from site_kit.paths import has_name, walk
from site_kit.permissions import Fields
from site_kit.titles import seen_through, seen_title
from site_kit.web import formats
from site_kit.web.address import Address
from site_kit.web.columns import TITLE, Column, column_of, django_path
from site_kit.web.inputs import Unreadable, key_from, number_from
from site_kit.web.kinds import CHOICES, DATES, NUMBERS, SEVERAL
from site_kit.web.starts import start_of

ME, NONE = "me", "none"
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
MOST_CHOICES = 200
ENDS = ("", ".from", ".to")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a filter or a form offers."""

    value: str
    label: str
    chosen: bool = False


@dataclass(slots=True)
class Filter:
    """One filter of a page, with what the address says of it."""

    model: type[Model]
    path: str
    lookup: str
    column: Column
    values: list[str]
    since: str = ""
    until: str = ""
    starts: bool = False

    @property
    def label(self) -> str:
        """What people see on it."""
        return self.column.label

    @property
    def kind(self) -> str:
        """The kind of its field."""
        return self.column.kind

    @property
    def control(self) -> str:
        """Which control it is: `several`, `select`, `between` or `contains`."""
        if self.kind in CHOICES or self.kind == "choices":
            return "several"
        if self.kind in {"relation", "relations", "person", "people", "boolean"}:
            return "select"
        return "between" if self.kind in DATES | NUMBERS else "contains"

    @property
    def is_title(self) -> bool:
        """Whether it looks into what rows are called, where no field has that name."""
        return self.path == TITLE and not has_name(self.model, TITLE)

    @property
    def active(self) -> bool:
        """Whether it narrows the list."""
        return bool(self.values or self.since or self.until)

    @property
    def asks_database(self) -> bool:
        """Whether its values are rows that have to be fetched."""
        return self.control == "select" and self.kind != "boolean"

    @property
    def target(self) -> type[Model]:
        """Whose rows it offers, for a relation or a person."""
        return self.column.field.related_model  # type: ignore[no-any-return]

    @property
    def ends(self) -> str:
        """What its two ends are typed in as: `date`, or plain figures."""
        return "date" if self.kind in DATES else ""

    @property
    def names(self) -> list[str]:
        """The parameters it reads: by its path, and by the id of a field whose name Django keeps
        for itself."""
        called = dict.fromkeys([self.path, self.called])
        return [f"{name}{end}" for name in called for end in ENDS]

    @property
    def called(self) -> str:
        """Its path with the id of its field, as it is called outside."""
        above, dot, name = self.path.rpartition(".")
        return f"{above}{dot}{self.column.field.db_column or name}"

    def condition(self) -> Q | None:
        """Which rows it leaves; None for all. Through a row that is hidden nothing is found."""
        found = self._of_address() if self.active else None
        if self.is_title:
            return found
        through = seen_through(self.model, walk(self.model, self.path).hops)
        return found & through if found is not None and isinstance(through, Q) else found

    def _of_address(self) -> Q | None:
        if self.control == "several":
            return self._of_values()
        if self.control == "select":
            return self._of_row()
        if self.control == "between":
            return self._between()
        if self.is_title:
            return Q(IContains(self.column.select, self.values[0]))
        return Q(**{f"{self.lookup}__icontains": self.values[0]})

    def choices(self) -> list[Choice]:
        """The values it offers without asking the database."""
        if self.kind == "boolean":
            said = self.values[:1] and self.values[0].lower()
            return [Choice("yes", "Yes", said in YES), Choice("no", "No", said in NO)]
        return [
            Choice(str(value), str(label), str(value) in self.values)
            for value, label in self.column.field.values.choices
        ]

    def in_words(self) -> str:
        """What it is set to: `Blocked, New`."""
        if self.control == "several":
            return ", ".join(choice.label for choice in self.choices() if choice.chosen)
        if self.control == "between":
            return self._range_in_words()
        return self.values[0] if self.values else ""

    def _of_values(self) -> Q:
        known = {str(value) for value, _ in self.column.field.values.choices}
        chosen = [value for value in self.values if value in known]
        if self.kind != "choices":
            return Q(**{f"{self.lookup}__in": chosen})
        found = Q(pk__in=())
        for value in chosen:
            found |= Q(**{f"{self.lookup}__contains": value})
        return found

    def _of_row(self) -> Q | None:
        value = self.values[0].lower()
        if self.kind == "boolean":
            return Q(**{self.lookup: value in YES}) if value in YES + NO else None
        if value == NONE:
            return Q(**{f"{self.lookup}__isnull": True})
        if value == ME and self.kind in {"person", "people"}:
            return Q(**{self.lookup: asker.current().id})
        key = key_from(value)
        return Q(**{self.lookup: key}) if key is not None else None

    def _between(self) -> Q | None:
        read: Callable[[str], Any] = day_of if self.kind in DATES else _number
        exact = read(self.values[0]) if self.values else None
        since = exact if exact is not None else read(self.since)
        until = exact if exact is not None else read(self.until)
        if since is None and until is None:
            return None
        found = Q()
        if since is not None:
            found &= Q(**{f"{self.lookup}__gte": self._edge(since)})
        if until is not None and self.kind == "datetime":
            found &= Q(**{f"{self.lookup}__lt": self._edge(until + timedelta(days=1))})
        elif until is not None:
            found &= Q(**{f"{self.lookup}__lte": until})
        return found

    def _edge(self, value: Any) -> Any:
        if self.kind != "datetime":
            return value
        return timezone.make_aware(datetime.combine(value, time.min))

    def _range_in_words(self) -> str:
        def word(text: str) -> str:
            day = day_of(text) if self.kind in DATES else None
            return formats.day(day) if day else text

        if self.values:
            return word(self.values[0])
        since, until = word(self.since), word(self.until)
        if since and until:
            return f"{since} to {until}"
        return f"from {since}" if since else f"to {until}" if until else ""


def day_of(text: str) -> date | None:
    """A day as an address writes it; None where it is none."""
    if text == "today":
        return asker.day()
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and date.min.year < found.year < date.max.year else None


def _number(text: str) -> Decimal | None:
    try:
        return number_from(text) if text else None
    except Unreadable:
        return None


def filters_of(
    model: type[Model], declared: Iterable[str], fields: Fields, address: Address
) -> list[Filter]:
    """The filters of a page that this person may use, as the address sets them."""
    found = []
    for text in declared:
        path, _, start = text.partition("=")
        column = column_of(model, path.strip(), fields)
        if column is None or (column.order is None and column.kind not in SEVERAL):
            continue
        found.append(_read(model, column, start.strip(), address))
    return found


def _read(model: type[Model], column: Column, start: str, address: Address) -> Filter:
    path = column.path
    made = Filter(model, path, django_path(path), column, [], starts=bool(start))
    if start and not any(name in address for name in made.names):
        made.values = start_of(start)
        return made
    path = path if any(f"{path}{end}" in address for end in ENDS) else made.called
    made.values = address.all(path)
    made.since, made.until = address.one(f"{path}.from"), address.one(f"{path}.to")
    return made


def month_of_today(window: Filter, address: Address) -> Filter:
    """A from-to that begins with this month, unless the address says otherwise."""
    if not any(name in address for name in window.names):
        first = asker.day().replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        window.since, window.until = first.isoformat(), last.isoformat()
    window.starts = True
    return window


def choices_from_database(filters: Iterable[Filter]) -> dict[str, list[Choice]]:
    """The people and rows that the dropdowns offer, in one query for all of them."""
    asked = [one for one in filters if one.asks_database]
    parts = [_offered(one, place) for place, one in enumerate(asked)]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: dict[str, list[Choice]] = {one.path: _fixed(one) for one in asked}
    for place, pk, title in rows:
        one = asked[place]
        found[one.path].append(Choice(str(pk), str(title), str(pk) in one.values))
    return found


def _fixed(one: Filter) -> list[Choice]:
    mine = [Choice(ME, "Me", ME in one.values)] if one.kind in {"person", "people"} else []
    if getattr(one.column.field, "null", False):
        return [*mine, Choice(NONE, "Nobody" if mine else "None", NONE in one.values)]
    return mine


def _offered(one: Filter, place: int) -> Any:
    title: Any
    if one.target is Person:
        rows, title = Person.objects.filter(active=True), F("name")
    else:
        rows, title = one.target.objects.all(), seen_title(one.target)  # type: ignore[attr-defined]
    return rows.order_by(title, "pk").values_list(
        Value(place, IntegerField()), "pk", Cast(title, CharField())
    )[:MOST_CHOICES]
