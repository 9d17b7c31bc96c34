"""Thinking about a prompt: once, in turn, from what is there, and never in the way of the next."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.plans.actions import give_up, think
from apps.plans.leases import MOST_ATTEMPTS
from apps.plans.models import Plan
from apps.plans.planners.errors import PlanningFailed
from apps.plans.queries import waiting_plan
from apps.plans.signals import plan_opened
from apps.prompts.models import Message
from apps.sites.models import Site
from apps.workspaces.models import Group
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version
from tests.unit.apps.plans.conftest import Answering, Asked
from tests.unit.apps.plans.thinkers import ASKED, COMMANDED, PLANNED, REFUSED, named

READ_ON = {
    "a plan": (PLANNED, Plan.State.READY, "The plan for Office keys is ready."),
    "questions": (ASKED, Plan.State.ASKING, "Who may see it?"),
    "a no": (REFUSED, Plan.State.REFUSED, "It keeps cards. Bills."),
    "a command": (COMMANDED, Plan.State.COMMAND, "This is a command."),
}


def test_a_prompt_opens_a_plan(plan: Plan) -> None:
    assert (plan.number, plan.state, plan.attempts) == (1, Plan.State.THINKING, 0)


@pytest.mark.parametrize(("answer", "state", "said"), READ_ON.values(), ids=READ_ON)
def test_each_outcome_has_its_state_and_is_said_once(
    plan: Plan, answering: Answering, answer: dict[str, Any], state: str, said: str
) -> None:
    answering(answer)
    thought = think(plan_id=plan.pk)
    assert (thought.state, thought.planner) == (state, "A planner for tests")
    assert thought.finished_at is not None
    (told,) = Message.objects.filter(author=None)
    assert told.text.startswith(said)


def test_the_outcome_is_kept_without_what_has_a_place_of_its_own(
    plan: Plan, answering: Answering
) -> None:
    answering({**PLANNED, "notes": ["Read so."], "edits": [], "receipt": {"calls": 2}})
    thought = think(plan_id=plan.pk)
    assert thought.outcome == {"outcome": "plan", "notes": ["Read so."], "edits": []}
    assert (thought.blueprint, thought.receipt) == (BLUEPRINT, {"calls": 2})


def test_a_first_brief_starts_from_nothing_and_changes_nothing(
    plan: Plan, answering: Answering
) -> None:
    thinker = answering(PLANNED)
    assert think(plan_id=plan.pk).changes == []
    assert (thinker.texts, thinker.blueprints) == (["Who has which key?"], [None])


def test_the_planner_knows_the_workspaces_defaults_and_the_names_of_its_groups(
    plan: Plan, answering: Answering
) -> None:
    thinker = answering(PLANNED)
    think(plan_id=plan.pk)
    (context,) = thinker.contexts
    assert context.workspace == "Acme Foods"
    names = Group.objects.filter(workspace__slug="acme").values_list("name", flat=True)
    assert "Finance" in context.groups
    assert context.groups == tuple(sorted(names))
    assert context.earlier == ()


def test_thinking_twice_asks_the_planner_once(plan: Plan, answering: Answering) -> None:
    thinker = answering(PLANNED)
    think(plan_id=plan.pk)
    think(plan_id=plan.pk)
    assert len(thinker.texts) == 1


def test_a_second_worker_leaves_a_plan_alone_that_is_thought_about(
    plan: Plan, answering: Answering
) -> None:
    states: list[str] = []
    thinker = answering(PLANNED, meanwhile=lambda: states.append(think(plan_id=plan.pk).state))
    think(plan_id=plan.pk)
    assert (len(thinker.texts), states) == (1, [Plan.State.THINKING])


def test_a_plan_whose_worker_died_is_thought_about_again_when_its_time_is_over(
    plan: Plan, answering: Answering
) -> None:
    thinker = answering(PLANNED)
    held = timezone.now() + timedelta(seconds=1)
    Plan.objects.filter(pk=plan.pk).update(lease_until=held, attempts=1)
    assert think(plan_id=plan.pk).state == Plan.State.THINKING
    Plan.objects.filter(pk=plan.pk).update(lease_until=timezone.now())
    assert think(plan_id=plan.pk).state == Plan.State.READY
    assert len(thinker.texts) == 1


def test_a_plan_that_workers_keep_dying_of_is_given_up_for_an_admin(
    plan: Plan, answering: Answering
) -> None:
    thinker = answering(PLANNED)
    Plan.objects.filter(pk=plan.pk).update(attempts=MOST_ATTEMPTS)
    failed = think(plan_id=plan.pk)
    assert (failed.state, failed.outcome) == (Plan.State.FAILED, {"turn": "admin"})
    assert "begun 3 times" in failed.error
    assert "tell your admin: plan 1" in failed.error
    assert thinker.texts == []


def test_an_answer_that_comes_after_the_plan_was_given_up_is_dropped(
    plan: Plan, answering: Answering
) -> None:
    answering(PLANNED, meanwhile=lambda: give_up(plan_id=plan.pk, error="This took too long."))
    late = think(plan_id=plan.pk)
    assert (late.state, late.blueprint, late.error) == (
        Plan.State.FAILED,
        None,
        "This took too long.",
    )
    assert Message.objects.filter(author=None).count() == 1


def test_a_second_prompt_waits_for_the_first_and_then_starts_from_its_plan(
    plan: Plan, answering: Answering, asked: Asked
) -> None:
    thinker = answering(PLANNED)
    second = asked(plan.site, "Add a filter")
    assert think(plan_id=second.pk).state == Plan.State.THINKING
    assert thinker.texts == []
    think(plan_id=plan.pk)
    think(plan_id=second.pk)
    assert thinker.blueprints == [None, BLUEPRINT]


def test_the_prompt_that_waited_is_queued_when_the_first_has_its_outcome(
    plan: Plan, answering: Answering, asked: Asked
) -> None:
    answering(ASKED)
    second = asked(plan.site, "Add a filter")
    queued: list[int] = []

    def heard(plan: Plan, **rest: Any) -> None:
        queued.append(plan.pk)

    plan_opened.connect(heard)
    try:
        think(plan_id=plan.pk)
    finally:
        plan_opened.disconnect(heard)
    assert queued == [second.pk]


def test_two_tools_do_not_wait_for_each_other(
    plan: Plan, answering: Answering, asked: Asked, cast: Cast
) -> None:
    answering(PLANNED)
    other = asked(a_site(cast.bea, "Parcels"), "Track parcels")
    assert think(plan_id=other.pk).state == Plan.State.READY


def test_a_draft_goes_by_the_name_in_its_plan(plan: Plan, answering: Answering) -> None:
    answering(PLANNED)
    think(plan_id=plan.pk)
    site = Site.objects.get(pk=plan.site_id)
    assert (site.name, site.named) == ("Office keys", False)


def test_a_tool_with_an_address_keeps_its_name(
    answering: Answering, asked: Asked, plan: Plan, cast: Cast
) -> None:
    site = a_site(cast.bea, "Parcels")
    answering(PLANNED)
    think(plan_id=asked(site, "Call it something else").pk)
    site.refresh_from_db()
    assert site.name == "Parcels"


def test_a_later_plan_replaces_one_that_waits_and_starts_from_it(
    plan: Plan, answering: Answering, asked: Asked
) -> None:
    thinker = answering(PLANNED)
    think(plan_id=plan.pk)
    second = think(plan_id=asked(plan.site, "Add a filter").pk)
    plan.refresh_from_db()
    assert (plan.state, second.number) == (Plan.State.SUPERSEDED, 2)
    assert waiting_plan(plan.site) == second
    assert (thinker.texts[1], thinker.blueprints[1]) == ("Add a filter", BLUEPRINT)


@pytest.mark.parametrize("answer", [ASKED, REFUSED, COMMANDED], ids=["asks", "no", "command"])
def test_what_is_no_plan_leaves_the_one_that_waits(
    plan: Plan, answering: Answering, asked: Asked, answer: dict[str, Any]
) -> None:
    answering(PLANNED)
    think(plan_id=plan.pk)
    answering(answer)
    think(plan_id=asked(plan.site, "Hm?").pk)
    assert waiting_plan(plan.site) == plan


def test_an_answered_question_is_replaced_by_its_plan(
    plan: Plan, answering: Answering, asked: Asked
) -> None:
    answering(ASKED)
    think(plan_id=plan.pk)
    answering(PLANNED)
    think(plan_id=asked(plan.site, "Who has which key? Some.").pk)
    plan.refresh_from_db()
    assert plan.state == Plan.State.SUPERSEDED


def test_a_follow_up_says_in_words_what_changes_against_the_version(
    answering: Answering, asked: Asked, plan: Plan, cast: Cast
) -> None:
    site = a_site(cast.bea)
    version = a_version(cast.bea, site)
    answering({"outcome": "plan", "blueprint": named("Keys and cards")})
    thought = think(plan_id=asked(site, "Call it Keys and cards").pk)
    assert thought.base_version == version
    assert ["Keys and cards" in change["text"] for change in thought.changes] == [True]


def test_what_changes_is_told_against_the_version_though_an_unbuilt_plan_lies_between(
    answering: Answering, asked: Asked, plan: Plan, cast: Cast
) -> None:
    site = a_site(cast.bea)
    a_version(cast.bea, site)
    renamed = named("Keys and cards")
    for text, blueprint in (
        ("Call it Keys and cards", renamed),
        ("Say what it is for", renamed | {"summary": "Who has which."}),
    ):
        answering({"outcome": "plan", "blueprint": blueprint})
        thought = think(plan_id=asked(site, text).pk)
    assert any("Keys and cards" in change["text"] for change in thought.changes)


@pytest.mark.parametrize("turn", ["asker", "admin", "later"])
def test_a_models_failure_is_said_to_the_asker_with_whose_turn_it_is_and_what_it_cost(
    plan: Plan, answering: Answering, turn: Any
) -> None:
    receipt = {"model": "m-1", "input_tokens": 900, "calls": 3}
    answering(PlanningFailed("It was cut off.", called="x", turn=turn, receipt=receipt))
    failed = think(plan_id=plan.pk)
    assert (failed.state, failed.error) == (Plan.State.FAILED, "It was cut off.")
    assert (failed.outcome, failed.receipt) == ({"turn": turn}, receipt)
    assert failed.planner == "A planner for tests"
    assert failed.message.text == "Who has which key?"
    assert Message.objects.filter(author=None).get().text == "It was cut off."


def test_after_a_failure_the_same_text_can_be_sent_again(
    plan: Plan, answering: Answering, asked: Asked
) -> None:
    answering(PlanningFailed("Busy.", called="model-busy", turn="later"))
    think(plan_id=plan.pk)
    answering(PLANNED)
    again = think(plan_id=asked(plan.site, plan.message.text).pk)
    plan.refresh_from_db()
    assert (again.state, plan.state) == (Plan.State.READY, Plan.State.FAILED)


def test_a_failed_follow_up_leaves_the_plan_that_waits(
    plan: Plan, answering: Answering, asked: Asked
) -> None:
    answering(PLANNED)
    think(plan_id=plan.pk)
    answering(PlanningFailed("Busy.", called="model-busy", turn="later"))
    think(plan_id=asked(plan.site, "Add a filter").pk)
    assert waiting_plan(plan.site) == plan


def test_a_fault_that_an_admin_has_to_mend_is_in_the_log(
    plan: Plan, answering: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    answering(PlanningFailed("No key.", called="model-misconfigured", turn="admin"))
    think(plan_id=plan.pk)
    assert "(model-misconfigured): No key." in caplog.text
