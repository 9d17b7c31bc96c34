""" "Undo that", asked in the conversation, with the built-in planner."""

from apps.plans.actions import discard, think
from apps.plans.models import Plan
from tests.cast import Cast
from tests.unit.apps.plans.conftest import Asked


def test_undo_goes_back_and_says_what_changes(plan: Plan, asked: Asked) -> None:
    first = think(plan_id=plan.pk)
    second = think(plan_id=asked(plan.site, "Add a budget field").pk)
    third = think(plan_id=asked(plan.site, "Undo that").pk)
    assert second.blueprint != first.blueprint == third.blueprint
    assert third.changes
    assert all("Budget" in change["text"] for change in third.changes)


def test_undo_of_an_undo_does_it_again(plan: Plan, asked: Asked) -> None:
    think(plan_id=plan.pk)
    second = think(plan_id=asked(plan.site, "Add a budget field").pk)
    think(plan_id=asked(plan.site, "Undo that").pk)
    assert think(plan_id=asked(plan.site, "Undo that").pk).blueprint == second.blueprint


def test_undo_on_the_first_plan_is_asked_back(plan: Plan, asked: Asked) -> None:
    think(plan_id=plan.pk)
    undone = think(plan_id=asked(plan.site, "Undo that").pk)
    assert undone.state == Plan.State.ASKING
    assert undone.outcome["notes"] == ["There is no earlier plan to go back to."]


def test_what_was_put_away_is_not_gone_back_to(plan: Plan, asked: Asked, cast: Cast) -> None:
    first = think(plan_id=plan.pk)
    away = think(plan_id=asked(plan.site, "Add a budget field").pk)
    discard(by=cast.bea, plan=away)
    think(plan_id=asked(plan.site, "Add a location field").pk)
    assert think(plan_id=asked(plan.site, "Undo that").pk).blueprint == first.blueprint
