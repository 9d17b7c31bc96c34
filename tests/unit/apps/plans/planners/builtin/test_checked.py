"""Plans are handed on only when they hold."""

import pytest

from apps.plans.planners.builtin.checked import CannotHold, checked
from tests.unit.apps.plans.planners.said import REQUESTS, plan_of


def test_what_does_not_hold_is_taken_out_and_said() -> None:
    plan = plan_of(REQUESTS)
    plan["pages"][0]["filters"].append("flurb")
    whole, notes = checked(plan, REQUESTS)
    assert "flurb" not in whole["pages"][0]["filters"]
    assert "flurb" in notes[0]


def test_a_broken_rule_goes_without_its_entity() -> None:
    plan = plan_of(REQUESTS)
    plan["entities"][0].setdefault("rules", []).append(
        {"kind": "validation", "id": "odd", "expr": "due > title"}
    )
    whole, notes = checked(plan, REQUESTS)
    assert "rules" not in whole["entities"][0]
    assert len(notes) == 1


def test_what_cannot_be_mended_is_an_error() -> None:
    with pytest.raises(CannotHold):
        checked({"name": "x", "entities": []}, "")
