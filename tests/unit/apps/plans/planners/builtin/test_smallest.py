"""The last resort: a plain list, everything else said to be left out."""

import logging
from typing import Any

import pytest

from apps.plans.blueprint.loading import load
from apps.plans.planners.builtin import planner
from apps.plans.planners.builtin.smallest import smallest
from tests.unit.apps.plans.planners.said import REQUESTS, answer_to, reading_of


def test_the_smallest_plan_holds() -> None:
    assert load(smallest(reading_of(REQUESTS)), REQUESTS).warnings == ()


def test_it_keeps_the_main_thing_and_leaves_every_clause_out() -> None:
    reading = reading_of("Track loans with item. Remind borrowers.")
    plan = smallest(reading)
    assert [one["id"] for one in plan["entities"]] == ["loan"]
    assert [one["quote"] for one in plan["left_out"]] == [
        "Track loans with item",
        "Remind borrowers",
    ]


def test_without_a_thing_there_is_still_a_list() -> None:
    assert smallest(reading_of("hello"))["entities"][0]["id"] == "entry"


def test_a_fault_of_ours_ends_in_the_smallest_plan(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> dict[str, Any]:
        raise KeyError("ours")

    monkeypatch.setattr(planner, "compose", broken)
    with caplog.at_level(logging.ERROR):
        answer = answer_to("Track loans with item. Remind borrowers.")
    assert answer.outcome == "plan"
    assert answer.blueprint is not None
    assert len(answer.blueprint["left_out"]) == 2
    assert "could not be composed" in caplog.text


def test_a_plan_that_cannot_hold_ends_in_the_smallest_plan(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(planner, "compose", lambda *_: {"name": "x", "entities": []})
    with caplog.at_level(logging.ERROR):
        answer = answer_to("Track loans with item.")
    assert answer.outcome == "plan"
    assert "did not hold" in caplog.text
