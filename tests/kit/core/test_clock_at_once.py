"""Two who ask in the same moment for what is due, on real connections: it is done once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

import site_kit as kit
from site_kit.asker import TOOL, acting, clock_stands_at
from site_kit.clock import Done, run_due
from site_kit.records import Outgoing, Run
from site_kit.registry import only_here
from tests.kit.core.conftest import NOW
from tests.kit.core.test_concurrency import at_once
from tests.kit.lab.models import LogLine, Measure

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def timed(transactional_db: None) -> Iterator[None]:
    with only_here():

        class MarkMeasure(kit.Automation):
            model = Measure
            when = kit.OnDate("day")
            do = (
                kit.Make(LogLine, {"text": kit.Of("row", "text")}),
                kit.Digest(["admin"], "{count} today."),
            )

        class WeeklyMeasure(kit.Automation):
            model = Measure
            when = kit.Every("week", on="wednesday")
            do = (kit.Make(LogLine, {"text": "weekly"}),)

        yield


def test_of_two_who_call_at_once_each_cause_is_done_by_one() -> None:
    with clock_stands_at(NOW - timedelta(days=7)):
        run_due()
    with acting(TOOL):
        for number in range(6):
            Measure.everything.create(text=f"m{number}", day=NOW.date())
    found: list[Done] = []

    def call() -> None:
        with clock_stands_at(NOW):
            found.append(run_due())

    assert at_once(call, call, call) == ["done"] * 3
    assert sum(one.done for one in found) == 12
    assert not sum(one.failed for one in found)
    lines = sorted(LogLine.everything.values_list("text", flat=True))
    assert lines == [*(f"m{number}" for number in range(6)), *["weekly"] * 6]
    assert [one.text.splitlines()[0] for one in Outgoing.objects.all()] == ["6 today."]
    assert Run.objects.filter(record__gt=0).count() == 12
