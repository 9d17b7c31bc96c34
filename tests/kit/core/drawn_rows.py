"""Rows of the lab's `Measure` that Hypothesis draws, with what other tables say of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from site_kit.asker import Asker
from site_kit.records import HistoryLine
from tests.kit.lab.models import Measure, Salary

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

ME = Asker(1, "Ada", "ada@acme.example", frozenset({"member", "hr"}))


def keep(drawn: list[dict[str, Any]]) -> list[Measure]:
    """The rows in the place of all that were there; the first is the twin of some."""
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
