"""The two readers of an expression agree: the database, and memory, on random rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models import functions as dj
from django.db.models.expressions import OuterRef
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import site_kit as kit
from site_kit.actions import as_column
from site_kit.asker import Asker, acting
from site_kit.dates import months_between
from site_kit.directory.models import Person, PersonGroup
from site_kit.reading import value_of
from site_kit.records import HistoryLine
from tests.kit.lab.models import Measure, Salary

pytestmark = pytest.mark.django_db

EDGES = [
    date(2024, 2, 29),
    date(2026, 2, 28),
    date(2026, 1, 31),
    date(2026, 3, 30),
    date(2026, 3, 31),
]
DAYS = st.sampled_from(EDGES) | st.dates(date(2019, 1, 1), date(2027, 12, 31))
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
TIMES = st.times().map(lambda t: t.replace(microsecond=0))
PEOPLE = (1, 2, 3)
ELSEWHERE = ("helpers", "twin", "links", "came", "pay")
"""What is not kept in a row's own columns."""

ROWS = st.fixed_dictionaries(
    {
        "whole": st.none() | st.integers(-50, 50),
        "other": st.none() | st.integers(-3, 3),
        "exact": st.none() | st.decimals(-999, 999, places=3),
        "flag": st.none() | st.booleans(),
        "text": st.sampled_from(["", "a", "B", "ab", "Éa", "100%", "a_b"]),
        "mood": st.sampled_from(["", "good", "bad"]),
        "stage": st.sampled_from(["good", "bad"]),
        "tags": st.lists(st.sampled_from(["good", "bad"]), unique=True),
        "day": st.none() | DAYS,
        "until": st.none() | DAYS,
        "at": st.none() | MOMENTS,
        "then": st.none() | MOMENTS,
        "clock": st.none() | TIMES,
        "till": st.none() | TIMES,
        "owner_id": st.none() | st.sampled_from(PEOPLE),
        "helpers": st.lists(st.sampled_from(PEOPLE), unique=True),
        "twin": st.booleans(),
        "links": st.booleans(),
        "papers": st.sampled_from(["", "a.pdf", "a.pdf\nb.pdf"]),
        "came": st.lists(st.tuples(st.sampled_from(["good", "bad"]), MOMENTS), max_size=2),
        "pay": st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 50)), max_size=1),
    }
)

VALUES: dict[str, tuple[Any, Any]] = {
    "sum": (F("whole") + F("other") * 2, models.IntegerField()),
    "mixed": (F("exact") - F("whole"), kit.PercentField()),
    "divide": (kit.Divide("exact", "other"), kit.PercentField()),
    "divide of integers": (kit.Divide(F("whole"), 3), kit.PercentField()),
    "remainder": (kit.Remainder("whole", "other"), kit.PercentField()),
    "hours": (kit.Hours("at", "then"), kit.PercentField()),
    "hours of times": (kit.Hours("clock", "till"), kit.PercentField()),
    "hours of days": (kit.Hours("day", "then"), kit.PercentField()),
    "days": (kit.Days("day", "until"), kit.PercentField()),
    "days of moments": (kit.Days("at", "then"), kit.PercentField()),
    "days of both": (kit.Days("day", "then"), kit.PercentField()),
    "months": (kit.Months("day", "until"), models.IntegerField()),
    "years": (kit.Years("day", "then"), models.IntegerField()),
    "workdays": (kit.Workdays("day", kit.Later("day", days=F("other") * 5)), models.IntegerField()),
    "day": (kit.Day("at"), models.DateField()),
    "clock": (kit.Clock("at"), models.TimeField()),
    "week_start": (kit.WeekStart("day"), models.DateField()),
    "month_start": (kit.MonthStart("at"), models.DateField()),
    "quarter_start": (kit.QuarterStart("day"), models.DateField()),
    "year_start": (kit.YearStart("at"), models.DateField()),
    "year": (kit.Year("at"), models.IntegerField()),
    "quarter": (kit.Quarter("day"), models.IntegerField()),
    "month": (kit.Month("day"), models.IntegerField()),
    "week": (kit.Week("day"), models.IntegerField()),
    "day of month": (kit.DayOfMonth("at"), models.IntegerField()),
    "weekday": (kit.Weekday("day"), models.IntegerField()),
    "later": (kit.Later("day", months=F("other"), days=1), models.DateField()),
    "later years": (kit.Later("day", years=1, weeks=-1), models.DateField()),
    "later hours": (kit.Later("at", hours=F("other")), models.DateTimeField()),
    "later times": (kit.Later("clock", hours=F("other")), models.TimeField()),
    "later today": (kit.Later(kit.Today(), days=F("other")), models.DateField()),
    "abs": (dj.Abs(F("exact")), kit.PercentField()),
    "round": (dj.Round(F("exact"), 1), kit.PercentField()),
    "coalesce": (dj.Coalesce(F("whole"), F("other"), Value(7)), models.IntegerField()),
    "greatest": (dj.Greatest(F("whole"), F("other")), models.IntegerField()),
    "least": (dj.Least(F("whole"), F("other")), models.IntegerField()),
    "lower": (dj.Lower(F("text")), models.CharField()),
    "case": (
        Case(When(Q(whole__gt=F("other")), then=Value("more")), default=Value("less")),
        models.CharField(),
    ),
    "text": (kit.Text("text", "mood", "day", "owner", "exact", "flag"), models.TextField()),
    "format": (kit.Format("{text}: {mood} {at} {clock} {twin}"), models.TextField()),
    "text in a text": (kit.Text("text", kit.Text("mood", "day"), 3), models.TextField()),
    "lower text": (dj.Lower(kit.Text("text", "mood")), models.TextField()),
    "mixed texts": (dj.Coalesce(F("owner__name"), kit.Text("text")), models.TextField()),
    "mixed numbers": (dj.Coalesce(F("whole"), F("exact")), kit.PercentField()),
    "size": (kit.SizeOf("helpers") + kit.SizeOf("tags"), models.IntegerField()),
    "computed": (F("half"), kit.PercentField()),
    "of no row at all": (-kit.FirstOf("Measure.exact", where=Q(pk__in=[])), kit.PercentField()),
    "sum of no row at all": (
        1 + kit.SumOf("Measure.whole", where=Q(pk__in=[])),
        models.IntegerField(),
    ),
    "computed of another": (F("twin__half"), kit.PercentField()),
    "through": (F("twin__owner__name"), models.CharField()),
    "count": (
        kit.CountOf("Measure", where=Q(mood=OuterRef("mood")) & ~Q(owner=OuterRef("owner"))),
        models.IntegerField(),
    ),
    "count via": (kit.CountOf("Measure", via="twin"), models.IntegerField()),
    "total": (kit.SumOf("Measure.whole", where=Q(flag=True)), models.IntegerField()),
    "average": (kit.AvgOf("Measure.exact"), kit.PercentField()),
    "smallest": (kit.MinOf("Measure.day", where=Q(day__gt=OuterRef("day"))), models.DateField()),
    "largest": (kit.MaxOf("Measure.half"), kit.PercentField()),
    "first": (kit.FirstOf("Measure.text", order="whole"), models.CharField()),
    "last": (kit.LastOf("Measure.text", order=("whole", "day")), models.CharField()),
}

CONDITIONS: dict[str, Q] = {
    "equal": Q(whole=F("other")),
    "not equal": ~Q(whole=F("other")),
    "not a value": ~Q(whole=1),
    "less": Q(day__lt=kit.Today()),
    "not less": ~Q(day__lt=kit.Today()),
    "or": Q(whole__gt=0) | Q(exact__lte=5),
    "not or": ~(Q(whole__gt=0) | Q(exact__lte=5)),
    "not and": ~(Q(whole__gt=0) & Q(half__lt=5)),
    "not not": ~~Q(whole__gt=0),
    "empty": Q(whole=None),
    "not empty": ~Q(owner=None),
    "no text": Q(text=""),
    "closed": Q(mood__closed=True),
    "not closed": Q(mood__closed=False),
    "in": Q(mood__in=["good", "bad"]),
    "not in": ~Q(whole__in=[1, 2, 3]),
    "not in values of the row": ~Q(whole__in=[1, F("other")]),
    "mine": Q(owner=kit.Me()),
    "not mine": ~Q(owner=kit.Me()),
    "helping": Q(helpers=kit.Me()),
    "not helping": ~Q(helpers=kit.Me()),
    "helping or mine": Q(helpers=kit.Me()) | Q(owner=kit.Me()),
    "tag": Q(tags__contains="good"),
    "not tag": ~Q(tags__contains="good"),
    "contains": Q(text__icontains="A"),
    "percent sign": Q(text__contains="0%"),
    "transform": Q(exact__abs__lte=F("whole")),
    "transform of computed": Q(half__abs__lte=F("other")),
    "not transform": ~Q(half__abs__lte=F("other")),
    "year": Q(at__year=2024),
    "date of moment": Q(at__date__gte=F("day")),
    "lookup class": Q(GreaterThan(F("whole") + F("other"), F("exact"))),
    "not lookup class": ~Q(GreaterThan(F("whole") + F("other"), F("exact"))),
    "of functions": Q(LessThanOrEqual(kit.Later("day", days=7), F("until"))),
    "through": Q(twin__owner=kit.Me()),
    "through, if there is one": Q(at__lte=dj.Coalesce(F("at"), F("twin__at"))),
    "not through": ~Q(twin__mood="good"),
    "computed through": Q(twin__half__gt=0),
    "not computed through": ~Q(twin__half__gt=0),
    "label": Q(label="a"),
    "role": Q(kit.HasRole("hr")),
    "not role": ~Q(kit.HasRole("boss")),
    "group": Q(kit.InGroup("Finance", "owner")) | Q(whole=1),
    "not group": ~Q(kit.InGroup("Finance", "owner")),
    "my group": Q(kit.InGroup("Finance")),
    "exists": Q(kit.ExistsOf("Measure", via="twin", where=Q(whole__gt=0))),
    "not exists": ~Q(kit.ExistsOf("Measure", where=Q(whole=OuterRef("other")))),
    "flag": Q(flag=True),
    "not flag": ~Q(flag=True),
}

ME = Asker(1, "Ada", "ada@acme.example", frozenset({"member", "hr"}))


@pytest.fixture
def directory() -> None:
    for number, name in zip(PEOPLE, ("Ada", "Bo", "Cy"), strict=True):
        Person.objects.create(id=number, name=name, email=f"{name}@acme.example")
    PersonGroup.objects.create(id=1, person_id=2, name="Finance")


def keep(drawn: list[dict[str, Any]]) -> list[Measure]:
    Measure.everything.all().delete()
    Salary.everything.all().delete()
    kept: list[Measure] = []
    for values in drawn:
        plain = {k: v for k, v in values.items() if k not in ELSEWHERE}
        row = Measure.everything.create(**plain, twin=kept[0] if values["twin"] and kept else None)
        row.helpers.set(values["helpers"])
        row.links.set(kept[:1] if values["links"] else ())
        for value, at in values["came"]:
            changes = {"stage": ["", value]}
            HistoryLine.objects.create(entity="measure", record=row.pk, at=at, changes=changes)
        for person, amount in values["pay"]:
            Salary.everything.create(person_id=person, amount=amount)
        kept.append(row)
    return kept


def near(left: Any, right: Any) -> bool:
    if isinstance(left, Decimal) and isinstance(right, (Decimal, int)):
        return abs(left - Decimal(right)) < Decimal("0.0000001")
    return bool(left == right)


def disagreements(rows: list[Measure]) -> list[str]:
    found = []
    columns = {
        f"v{n}": models.ExpressionWrapper(Bound(node), output_field=field)
        for n, (node, field) in enumerate(VALUES.values())
    }
    columns |= {f"c{n}": as_column(q) for n, q in enumerate(CONDITIONS.values())}
    by_database = Measure.everything.annotate(**columns).in_bulk()
    filtered = {
        name: set(Measure.everything.filter(q).values_list("pk", flat=True))
        for name, q in CONDITIONS.items()
    }
    for row in rows:
        row = Measure.everything.get(pk=row.pk)
        there = by_database[row.pk]
        for n, (name, (node, _)) in enumerate(VALUES.items()):
            said, here = getattr(there, f"v{n}"), value_of(node, row)
            if not near(said, here):
                found.append(f"{name}: database {said!r}, memory {here!r}")
        for n, (name, q) in enumerate(CONDITIONS.items()):
            truth, held = getattr(there, f"c{n}"), value_of(q, row) is True
            if truth != held:
                found.append(f"{name}: database {truth!r}, memory {held!r}")
            if truth != (row.pk in filtered[name]):
                found.append(f"{name}: a column is {truth!r}, the filter is not")
    return found


def test_months_between_the_ends_of_months_agree(directory: None) -> None:
    months_and_ends = ((1, 31), (2, 29), (3, 31), (4, 30))
    days = [date(2024, m, d) for m, end in months_and_ends for d in (1, 28, end - 1, end)]
    Measure.everything.bulk_create(Measure(day=a, until=b) for a in days for b in days)
    months = models.ExpressionWrapper(
        Bound(kit.Months("day", "until")), output_field=models.IntegerField()
    )
    wrong = [
        (row.day, row.until, row.n)
        for row in Measure.everything.annotate(n=months)
        if row.n != months_between(row.day, row.until)
    ]
    assert wrong == []


def Bound(node: Any) -> Any:
    from site_kit.bind import bind

    return bind(node, Measure)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=st.lists(ROWS, min_size=2, max_size=4))
def test_the_database_and_memory_read_every_expression_alike(
    directory: None, drawn: list[dict[str, Any]]
) -> None:
    with acting(ME):
        found = sorted(set(disagreements(keep(drawn))))
        assert not found, "\n".join(found)
