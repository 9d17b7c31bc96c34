"""How far a build has come: all steps, those to come too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.builds.models import Build, BuildStep
from apps.plans.models import Plan
from apps.workbench.drawing.progress import STEPS, progress_of
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.shop import BLUEPRINT, BRIEF, a_build, a_plan


@pytest.fixture
def plan(acme: Workspace, cast: Cast) -> Plan:
    return a_plan(cast.bea, BRIEF, blueprint=BLUEPRINT)


def states(build: Build) -> list[str]:
    return [step.state for step in progress_of(build, timezone.now()).steps]


def test_a_build_that_waits_has_everything_before_it(cast: Cast, plan: Plan) -> None:
    build = Build.objects.create(plan=plan, site=plan.site, asked_by=cast.bea)
    progress = progress_of(build, timezone.now())
    assert {step.state for step in progress.steps} == {"todo"}
    assert (progress.done, progress.all) == (0, len(STEPS))


def test_steps_are_done_running_and_to_come_in_their_order(cast: Cast, plan: Plan) -> None:
    assert states(a_build(cast.bea, plan)) == ["done", "running", "todo", "todo", "todo"]


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_step_that_was_cut_off_has_stopped(cast: Cast, plan: Plan, state: str) -> None:
    build = a_build(cast.bea, plan, state)
    assert states(build)[:2] == ["done", "stopped"]
    assert progress_of(build, timezone.now()).steps[1].seconds is None


def test_a_step_that_failed_says_so_with_its_own_words(cast: Cast, plan: Plan) -> None:
    build = a_build(cast.bea, plan, "failed")
    build.steps.filter(name="migrations").update(
        state=BuildStep.State.FAILED, detail="The models do not fit.", finished_at=timezone.now()
    )
    step = progress_of(build, timezone.now()).steps[1]
    assert (step.state, step.below) == ("failed", "The models do not fit.")


def test_seconds_are_counted_until_it_is_over_and_no_further(cast: Cast, plan: Plan) -> None:
    build = a_build(cast.bea, plan)
    begun = build.started_at
    assert begun is not None
    assert progress_of(build, begun + timedelta(seconds=9)).seconds == pytest.approx(9)
    build.finished_at = begun + timedelta(seconds=4)
    assert progress_of(build, begun + timedelta(seconds=9)).seconds == pytest.approx(4)


def test_before_it_begins_seconds_are_counted_from_the_asking(cast: Cast, plan: Plan) -> None:
    build = Build.objects.create(plan=plan, site=plan.site, asked_by=cast.bea)
    later = build.created_at + timedelta(seconds=3)
    assert progress_of(build, later).seconds == pytest.approx(3)
