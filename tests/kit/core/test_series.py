"""A series of rows like one: its days, its values, and what is refused of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from site_kit import write
from site_kit.actions import action_named
from site_kit.asker import Asker
from site_kit.errors import Invalid, Refused
from site_kit.series import MOST, Every, PartlyRefused, Series
from tests.kit.core.conftest import Cast
from tests.kit.lab.deeds import Trip

WEDNESDAY = date(2026, 3, 11)


def run(name: str, row: Any, by: Asker, **asked: Any) -> Any:
    action = action_named(type(row), name)
    assert action is not None
    return write.run(action, row, asked, by=by)


@pytest.fixture
def trip(cast: Cast, make: Any) -> Trip:
    made: Trip = make(
        Trip,
        name="North face",
        state="over",
        day=WEDNESDAY,
        until=WEDNESDAY + timedelta(days=2),
        guide_id=cast.jon.id,
        created_by_id=cast.ines.id,
    )
    return made


def days_of(**asked: Any) -> list[str]:
    plain: dict[str, Any] = {
        "weekdays": frozenset(),
        "until": None,
        "times": None,
        "each": {},
        "rest": False,
    }
    series = Series(**{**plain, **asked})
    return [f"{day:%a %d.%m.}" for day in series.days(WEDNESDAY)]


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"every": Every.DAY, "times": 2}, ["Thu 12.03.", "Fri 13.03."]),
        ({"every": Every.WORKDAY, "times": 3}, ["Thu 12.03.", "Fri 13.03.", "Mon 16.03."]),
        (
            {"every": Every.WEEKDAYS, "weekdays": frozenset({2, 7}), "times": 3},
            ["Sun 15.03.", "Tue 17.03.", "Sun 22.03."],
        ),
        ({"every": Every.WEEK, "until": date(2026, 3, 25)}, ["Wed 18.03.", "Wed 25.03."]),
        ({"every": Every.WEEK, "until": date(2026, 3, 24), "times": 9}, ["Wed 18.03."]),
        ({"every": Every.MONTH, "times": 2}, ["Sat 11.04.", "Mon 11.05."]),
        ({"every": Every.ONCE, "times": 2}, []),
        ({"every": Every.WEEK, "until": date(2026, 3, 11)}, []),
    ],
)
def test_the_days_after_the_first(asked: dict[str, Any], days: list[str]) -> None:
    assert days_of(**asked) == days


def test_the_last_of_a_month_stays_the_last() -> None:
    series = Series(Every.MONTH, frozenset(), None, 3, {}, False)
    found = list(series.days(date(2026, 1, 31)))
    assert found == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_rows_like_this_one_with_their_end_as_far_behind(cast: Cast, trip: Trip) -> None:
    found = run("repeat", trip, cast.ines, every="week", times=2)
    assert [(row.day, row.until) for row in found.made] == [
        (WEDNESDAY + timedelta(days=days), WEDNESDAY + timedelta(days=days + 2)) for days in (7, 14)
    ]
    assert {(row.name, row.state, row.guide_id) for row in found.made} == {
        ("North face", "planned", cast.jon.id)
    }
    assert Trip.everything.count() == 3


def test_the_clock_says_the_same_after_it_is_put_forward(cast: Cast, make: Any) -> None:
    nine = timezone.make_aware(datetime(2026, 3, 27, 9, 0))
    row = make(Trip, name="Early", begins=nine)
    (made,) = run("begin", row, cast.ines, every="week", times=1).made
    assert timezone.localtime(made.begins).strftime("%d.%m. %H:%M") == "03.04. 09:00"
    assert made.begins - nine == timedelta(days=7, hours=-1)


def test_for_each_value_that_is_ticked_there_is_a_row(cast: Cast, trip: Trip) -> None:
    guides = [cast.jon.id, cast.mara.id]
    found = run("repeat", trip, cast.ines, every="day", times=1, guide=guides)
    assert [(row.day, row.guide_id) for row in found.made] == [
        (WEDNESDAY, cast.mara.id),
        (WEDNESDAY + timedelta(days=1), cast.jon.id),
        (WEDNESDAY + timedelta(days=1), cast.mara.id),
    ]


def test_also_of_several_fields_and_only_on_the_same_day(cast: Cast, trip: Trip) -> None:
    asked: dict[str, Any] = {"guide": [cast.ada.id], "meal": ["bread", "soup"]}
    asked |= {"party": [cast.mara.id]}
    with pytest.raises(PartlyRefused):
        run("repeat", trip, cast.ines, every="once", **asked)
    found = run("repeat", trip, cast.ines, every="once", **asked, rest=True)
    (made,) = found.made
    assert (made.meal, list(made.party.values_list("pk", flat=True))) == ("bread", [cast.mara.id])


def test_what_is_refused_is_named_and_the_rest_is_made_when_asked(
    cast: Cast, trip: Trip, make: Any
) -> None:
    make(Trip, name="Taken", day=WEDNESDAY + timedelta(days=7), guide_id=cast.jon.id)
    with pytest.raises(PartlyRefused) as refused:
        run("repeat", trip, cast.ines, every="week", times=3)
    sentence = "2026-03-18: This guide is out on that day."
    assert (refused.value.errors, refused.value.possible) == ({"": [sentence]}, 2)
    assert Trip.everything.count() == 2
    found = run("repeat", trip, cast.ines, every="week", times=3, rest=True)
    assert ([row.day.day for row in found.made], found.refused) == ([25, 1], [sentence])


def test_where_nothing_can_be_made_nothing_is_even_if_the_rest_is_wanted(
    cast: Cast, trip: Trip, make: Any
) -> None:
    make(Trip, name="Taken", day=WEDNESDAY + timedelta(days=7), guide_id=cast.jon.id)
    with pytest.raises(PartlyRefused):
        run("repeat", trip, cast.ines, every="week", times=1, rest=True)


def test_a_value_that_is_not_offered_is_refused_for_its_rows(cast: Cast, trip: Trip) -> None:
    with pytest.raises(PartlyRefused, match="2026-03-11, #999: This cannot be chosen here"):
        run("repeat", trip, cast.ines, every="once", guide=[999])
    with pytest.raises(PartlyRefused, match="2026-03-11, cake: "):
        run("repeat", trip, cast.ines, every="once", meal=["cake"])


def test_whoever_may_not_make_one_makes_no_series(cast: Cast, trip: Trip) -> None:
    with pytest.raises(Refused):
        run("repeat", trip, cast.mara, every="week", times=1)


@pytest.mark.parametrize(
    ("asked", "beside"),
    [
        ({"every": "year", "times": 1}, "every"),
        ({"times": 1}, "every"),
        ({"every": "week"}, "until"),
        ({"every": "week", "until": "soon"}, "until"),
        ({"every": "week", "until": "9999-01-01"}, "until"),
        ({"every": "week", "until": "2026-03-12"}, "until"),
        ({"every": "day", "until": "2029-01-01"}, "until"),
        ({"every": "week", "times": 0}, "times"),
        ({"every": "week", "times": MOST + 1}, "times"),
        ({"every": "week", "times": "many"}, "times"),
        ({"every": "weekdays", "times": 1}, "weekdays"),
        ({"every": "weekdays", "times": 1, "weekdays": [8]}, "weekdays"),
        ({"every": "week", "times": 1, "code": "x"}, "code"),
    ],
)
def test_what_cannot_be_read_is_said_beside_it(
    cast: Cast, trip: Trip, asked: dict[str, Any], beside: str
) -> None:
    with pytest.raises(Invalid) as refused:
        run("repeat", trip, cast.ines, **asked)
    assert list(refused.value.errors) == [beside]
    assert Trip.everything.count() == 1


def test_a_row_without_its_date_has_no_series(cast: Cast, make: Any) -> None:
    row = make(Trip, name="Some day")
    with pytest.raises(Invalid, match="Some day has no day to begin from"):
        run("repeat", row, cast.ines, every="week", times=1)
