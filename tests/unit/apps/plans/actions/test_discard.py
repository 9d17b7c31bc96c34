"""Putting a plan away: by whom, when, and what is there afterwards."""

import pytest

from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.plans.actions import discard, think
from apps.plans.errors import PlanRefused
from apps.plans.models import Plan
from apps.plans.queries import waiting_plan
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_ready_plan, a_site
from tests.unit.apps.plans.conftest import Answering, Asked
from tests.unit.apps.plans.thinkers import PLANNED, named


def test_a_discarded_plan_stays_readable(acme: Workspace, cast: Cast) -> None:
    plan = discard(by=cast.bea, plan=a_ready_plan(cast.bea))
    assert (plan.state, plan.blueprint) == (Plan.State.DISCARDED, BLUEPRINT)
    assert plan.message.text == "Who has which key?"


def test_it_leaves_a_line_in_the_log(acme: Workspace, cast: Cast) -> None:
    discard(by=cast.bea, plan=a_ready_plan(cast.bea))
    assert Line.objects.filter(verb="discard_plan", person_id=cast.bea.pk).count() == 1


@pytest.mark.parametrize("name", ["omar", "ada"])
def test_admins_and_owners_of_the_workspace_may_do_it(
    acme: Workspace, cast: Cast, name: str
) -> None:
    assert discard(by=getattr(cast, name), plan=a_ready_plan(cast.bea)).state == "discarded"


@pytest.mark.parametrize("name", ["mara", "jon", "nora", "otto"])
def test_others_may_not(acme: Workspace, cast: Cast, name: str) -> None:
    plan = a_ready_plan(cast.bea)
    with pytest.raises(NotAllowed):
        discard(by=getattr(cast, name), plan=plan)
    plan.refresh_from_db()
    assert plan.state == Plan.State.READY


def test_a_builder_does_not_put_away_what_is_somebody_elses(acme: Workspace, cast: Cast) -> None:
    plan = a_ready_plan(cast.omar, a_site(cast.omar))
    with pytest.raises(NotAllowed, match="Only the owner"):
        discard(by=cast.bea, plan=plan)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Plan.State.BUILT, "its version stays"),
        (Plan.State.THINKING, "still being understood"),
        (Plan.State.DISCARDED, "put away already"),
    ],
)
def test_some_states_may_not_change(acme: Workspace, cast: Cast, state: str, said: str) -> None:
    plan = a_ready_plan(cast.bea)
    Plan.objects.filter(pk=plan.pk).update(state=state)
    with pytest.raises(PlanRefused, match=said):
        discard(by=cast.bea, plan=plan)
    plan.refresh_from_db()
    assert plan.state == state


@pytest.mark.parametrize(
    "state",
    [
        Plan.State.ASKING,
        Plan.State.REFUSED,
        Plan.State.COMMAND,
        Plan.State.FAILED,
        Plan.State.SUPERSEDED,
    ],
    ids=str,
)
def test_the_others_may(acme: Workspace, cast: Cast, state: str) -> None:
    plan = a_ready_plan(cast.bea)
    Plan.objects.filter(pk=plan.pk).update(state=state)
    assert discard(by=cast.bea, plan=plan).state == Plan.State.DISCARDED


def test_the_plan_that_it_had_replaced_waits_again(
    plan: Plan, answering: Answering, asked: Asked, cast: Cast
) -> None:
    answering(PLANNED)
    first = think(plan_id=plan.pk)
    answering({"outcome": "plan", "blueprint": named("Keys and cards")})
    second = think(plan_id=asked(plan.site, "Call it Keys and cards").pk)
    discard(by=cast.bea, plan=second)
    assert waiting_plan(plan.site) == first


def test_putting_away_one_after_the_other_goes_back_step_by_step(
    plan: Plan, answering: Answering, asked: Asked, cast: Cast
) -> None:
    answering(PLANNED)
    plans = [think(plan_id=plan.pk)]
    plans += [think(plan_id=asked(plan.site, text).pk) for text in ("Add a", "Add b")]
    for number in (2, 1):
        discard(by=cast.bea, plan=plans[number])
        assert waiting_plan(plan.site) == plans[number - 1]
    discard(by=cast.bea, plan=plans[0])
    assert waiting_plan(plan.site) is None


def test_what_was_replaced_before_a_version_was_built_does_not_come_back(
    plan: Plan, answering: Answering, asked: Asked, cast: Cast
) -> None:
    answering(PLANNED)
    think(plan_id=plan.pk)
    built = think(plan_id=asked(plan.site, "Add a").pk)
    Plan.objects.filter(pk=built.pk).update(state=Plan.State.BUILT)
    third = think(plan_id=asked(plan.site, "Add b").pk)
    discard(by=cast.bea, plan=third)
    assert waiting_plan(plan.site) is None


def test_putting_away_an_old_plan_brings_nothing_back(
    plan: Plan, answering: Answering, asked: Asked, cast: Cast
) -> None:
    answering(PLANNED)
    first = think(plan_id=plan.pk)
    second = think(plan_id=asked(plan.site, "Add a").pk)
    third = think(plan_id=asked(plan.site, "Add b").pk)
    discard(by=cast.bea, plan=second)
    first.refresh_from_db()
    assert (waiting_plan(plan.site), first.state) == (third, Plan.State.SUPERSEDED)
