"""Giving a prompt up: a sentence, the text kept, and the next prompt's turn."""

from typing import Any

import pytest

from apps.plans.actions import give_up
from apps.plans.models import Plan
from apps.plans.signals import plan_opened
from apps.prompts.models import Message
from tests.cast import Cast
from tests.made import a_ready_plan
from tests.unit.apps.plans.conftest import Asked


def test_a_plan_that_failed_keeps_the_prompt_and_says_so(plan: Plan) -> None:
    failed = give_up(plan_id=plan.pk, error="This took too long.")
    assert (failed.state, failed.error) == (Plan.State.FAILED, "This took too long.")
    assert (failed.outcome, failed.receipt) == ({"turn": "later"}, {})
    assert failed.message.text == "Who has which key?"
    assert Message.objects.filter(author=None).get().text == "This took too long."


@pytest.mark.parametrize(
    "state", [state for state in Plan.State if state != Plan.State.THINKING], ids=str
)
def test_only_what_is_thought_about_is_given_up(plan: Plan, state: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=state)
    left = give_up(plan_id=plan.pk, error="late")
    assert (left.state, left.error) == (state, "")
    assert not Message.objects.filter(author=None).exists()


def test_giving_up_twice_says_it_once(plan: Plan) -> None:
    give_up(plan_id=plan.pk, error="This took too long.")
    assert give_up(plan_id=plan.pk, error="Again.").error == "This took too long."
    assert Message.objects.filter(author=None).count() == 1


def test_the_prompt_that_waited_has_its_turn(plan: Plan, asked: Asked) -> None:
    second, third = asked(plan.site, "Add a filter"), asked(plan.site, "Add a chart")
    queued: list[int] = []

    def heard(plan: Plan, **rest: Any) -> None:
        queued.append(plan.pk)

    plan_opened.connect(heard)
    try:
        give_up(plan_id=plan.pk, error="This took too long.")
    finally:
        plan_opened.disconnect(heard)
    assert queued == [second.pk]
    assert third.number == 3


def test_a_plan_of_another_tool_stays_as_it_is(plan: Plan, cast: Cast) -> None:
    other = a_ready_plan(cast.bea)
    give_up(plan_id=plan.pk, error="This took too long.")
    other.refresh_from_db()
    assert other.state == Plan.State.READY
