"""True, false and empty: every condition reads the same in a list, in a count and in hand."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

import site_kit as kit
from site_kit.asker import acting
from site_kit.reading import NotReadable, all_true, any_true, compare, holds, passes, value_of
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import Measure, Project, Task

pytestmark = pytest.mark.django_db

FULL: dict[str, Any] = {
    "whole": 5,
    "other": 3,
    "exact": Decimal("1.500"),
    "flag": True,
    "text": "Ab c",
    "mood": "good",
    "tags": ["good"],
    "day": date(2026, 3, 11),
    "until": date(2026, 4, 1),
    "at": timezone.make_aware(datetime(2026, 3, 11, 10, 0)),
    "clock": time(14, 30),
}

CONDITIONS: list[tuple[Q, bool, bool]] = [
    # the condition · of a full row · of an empty one
    (Q(whole=5), True, False),
    (Q(whole=4), False, False),
    (~Q(whole=5), False, True),
    (~Q(whole=4), True, True),
    (Q(whole__gt=4), True, False),
    (Q(whole__gte=5), True, False),
    (Q(whole__lt=5), False, False),
    (Q(whole__lte=5), True, False),
    (~Q(whole__gt=4), False, True),
    (Q(whole__in=[1, 5]), True, False),
    (~Q(whole__in=[1, 5]), False, True),
    (Q(whole__in=[]), False, False),
    (~Q(whole__in=[]), True, True),
    (Q(whole__range=(5, 9)), True, False),
    (Q(whole__isnull=True), False, True),
    (Q(whole__isnull=False), True, False),
    (~Q(whole__isnull=True), True, False),
    (Q(whole=None), False, True),
    (~Q(whole=None), True, False),
    (Q(whole__gt=F("other")), True, False),
    (~Q(whole__gt=F("other")), False, True),
    (Q(whole=F("other") + 2), True, False),
    (Q(exact=Decimal("1.5")), True, False),
    (Q(exact__gt=1), True, False),
    (Q(flag=True), True, False),
    (Q(flag=False), False, False),
    (~Q(flag=True), False, True),
    (Q(text="Ab c"), True, False),
    (Q(text=""), False, True),
    (~Q(text=""), True, False),
    (Q(text__iexact="ab C"), True, False),
    (Q(text__contains="b "), True, False),
    (Q(text__icontains="AB"), True, False),
    (Q(text__startswith="A"), True, False),
    (Q(text__istartswith="a"), True, False),
    (Q(text__length=4), True, False),
    (Q(text__lower="ab c"), True, False),
    (Q(mood="good"), True, False),
    (Q(mood__closed=True), False, False),
    (Q(mood__closed=False), True, True),
    (Q(tags=[]), False, True),
    (~Q(tags=[]), True, False),
    (Q(tags__contains="good"), True, False),
    (~Q(tags__contains="good"), False, True),
    (Q(day="2026-03-11"), True, False),
    (Q(day__lt=F("until")), True, False),
    (Q(day__year=2026), True, False),
    (Q(day__month=3, day__day=11), True, False),
    (Q(day__iso_week_day=3), True, False),
    (Q(day__quarter=1), True, False),
    (Q(day__lt=kit.Today()), False, False),
    (Q(day__lte=kit.Today()), True, False),
    (Q(day=kit.Day("at")), True, False),
    (Q(at__date="2026-03-11"), True, False),
    (Q(at__lte=kit.Now()), True, False),
    (Q(clock__gt=time(12, 0)), True, False),
    (Q(owner=kit.Me()), True, False),
    (~Q(owner=kit.Me()), False, True),
    (Q(owner__name__startswith="Mara"), True, False),
    (Q(owner__department="Operations"), True, False),
    (~Q(owner__department="Operations"), False, True),
    (Q(twin__text="twin"), True, False),
    (~Q(twin__text="twin"), False, True),
    (Q(twin__twin__isnull=True), True, True),
    (Q(helpers=kit.Me()), True, False),
    (~Q(helpers=kit.Me()), False, True),
    (Q(helpers__name__startswith="Jon"), True, False),
    (Q(half__gt=2), True, False),
    (~Q(half__gt=2), False, True),
    (Q(label="ab c"), True, False),
    (Q(kit.HasRole("member")), True, True),
    (Q(kit.HasRole("planner")), False, False),
    (Q(kit.InGroup("Operations")), True, True),
    (~Q(kit.InGroup("Operations")), False, False),
    (Q(kit.InGroup("Operations", "owner")), True, False),
    (Q(whole=5) & Q(flag=True), True, False),
    (Q(whole=5) | Q(text=""), True, True),
    (~(Q(whole=5) & Q(flag=True)), False, True),
    (~(Q(whole=4) | Q(flag=False)), True, True),
    (~~Q(whole=5), True, False),
    (Q(), True, True),
    (Q(whole=5) & ~Q(Q(flag=False) | Q(mood="bad")), True, False),
    (Q(models.lookups.GreaterThan(F("whole"), F("other"))), True, False),
    (Q(models.lookups.Exact(kit.Divide("whole", "other"), Value(Decimal(2)))), False, False),
]


@pytest.fixture
def rows(cast: Cast, make: Any) -> tuple[Any, Any]:
    """A row with everything, and one with nothing."""
    twin = make(Measure, text="twin")
    full = make(Measure, **FULL, owner_id=cast.mara.id, twin=twin)
    full.helpers.set([cast.mara.id, cast.jon.id])
    empty = make(Measure)
    return full, empty


def named(one: object) -> str:
    """A condition as the name of its case, the same in each process: without places in memory."""
    return re.sub(r"<site_kit\.expressions\.(\w+) object at \w+>", r"\1", str(one))


@pytest.mark.parametrize(("condition", "of_full", "of_empty"), CONDITIONS, ids=named)
def test_a_condition_is_read_alike_everywhere(
    cast: Cast, rows: tuple[Any, Any], condition: Q, of_full: bool, of_empty: bool
) -> None:
    full, empty = rows
    with acting(cast.mara):
        assert holds(condition, full) is of_full
        assert holds(condition, empty) is of_empty
        found = set(
            Measure.objects.filter(condition, pk__in=[full.pk, empty.pk]).values_list(
                "pk", flat=True
            )
        )
    expected = {row.pk for row, held in ((full, of_full), (empty, of_empty)) if held}
    assert found == expected


@pytest.mark.parametrize(("condition", "of_full", "of_empty"), CONDITIONS[:40], ids=named)
def test_what_is_left_out_is_the_rest(
    cast: Cast, rows: tuple[Any, Any], condition: Q, of_full: bool, of_empty: bool
) -> None:
    """`exclude` leaves exactly the rows of which it is not true: none is in both, none in none."""
    with acting(cast.mara):
        inside = set(Measure.objects.filter(condition))
        outside = set(Measure.objects.exclude(condition))
        assert inside | outside == set(Measure.objects.all())
        assert not inside & outside


# Three values


@pytest.mark.parametrize(
    ("values", "every", "some"),
    [
        ([], True, True),
        ([True], True, True),
        ([False], False, False),
        ([None], None, None),
        ([True, None], None, True),
        ([False, None], False, None),
        ([True, False], False, True),
        ([True, False, None], False, True),
    ],
)
def test_and_and_or(values: list[bool | None], every: bool | None, some: bool | None) -> None:
    assert all_true(values) is every
    assert any_true(values) is some


def test_a_check_passes_where_nothing_can_be_said() -> None:
    row = Measure()
    assert value_of(Q(whole__gt=1), row) is None
    assert passes(Q(whole__gt=1), row)
    assert not holds(Q(whole__gt=1), row)
    assert not passes(Q(whole__gt=1), Measure(whole=0))


@pytest.mark.parametrize(
    ("name", "left", "right", "found"),
    [
        ("exact", 1, 1, True),
        ("exact", None, 1, None),
        ("exact", 1, None, None),
        ("isnull", None, True, True),
        ("isnull", 0, True, False),
        ("isnull", [], True, True),
        ("in", 1, [1, 2], True),
        ("in", 3, [], False),
        ("range", 2, (1, 3), True),
        ("range", 3, (1, 3), True),
        ("range", 4, (1, 3), False),
        ("contains", ["a", "b"], "a", True),
        ("contains", "abc", "bc", True),
        ("icontains", "ABC", "bc", True),
        ("startswith", "abc", "ab", True),
        ("startswith", "Abc", "ab", False),
        ("istartswith", "Abc", "ab", True),
        ("gt", [1, 5], 4, True),
        ("gt", [], 4, False),
    ],
)
def test_a_comparison_in_hand(name: str, left: Any, right: Any, found: bool | None) -> None:
    assert compare(name, left, right) is found


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Q(text__regex="a"), "'regex'"),
        (Q(text__search="a"), "'search'"),
        (Q(day__week_day=2), "'week_day'"),
        (Q(text__upper="A"), "'upper'"),
    ],
)
def test_what_only_the_database_reads_is_named(condition: Q, said: str) -> None:
    with pytest.raises(NotReadable, match=said):
        value_of(condition, Measure(text="a", day=date(2026, 3, 11)))


def test_a_roll_up_in_a_condition_counts_all_rows(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans")
    make(Task, project=project, name="a", done=True)
    make(Task, project=project, name="b")
    with acting(cast.mara):
        for condition, held in (
            (Q(open_tasks=1), True),
            (Q(open_tasks__gt=1), False),
            (~Q(open_tasks__gt=1), True),
            (Q(done_share=50), True),
            (Q(last_task="c"), False),
        ):
            assert holds(condition, project) is held
            assert Project.objects.filter(condition).exists() is held
