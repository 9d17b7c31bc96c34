"""Builds: one at a time, in steps that are done once, by one worker at a time, whatever happens to
it.
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.access.errors import NotAllowed
from apps.builds import director, leases, steps
from apps.builds.actions import cancel_build, fail_build, start_build
from apps.builds.errors import BuildError, BuildRefused, LostLease, TrialFailed
from apps.builds.models import Build, BuildStep
from apps.plans.models import Plan
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan, a_version


@pytest.fixture
def plan(acme: Workspace, cast: Cast) -> Plan:
    return a_ready_plan(cast.bea)


@pytest.fixture
def build(plan: Plan, cast: Cast) -> Build:
    return start_build(by=cast.bea, plan=plan)


class Story:
    """Steps that only write down that they ran; `break_at` makes one of them fail as a killed
    worker would.
    """

    def __init__(self, break_at: str = "") -> None:
        self.ran: list[str] = []
        self.break_at = break_at

    def step(self, name: str) -> Any:
        def run(build: Build, so_far: dict[str, Any]) -> dict[str, Any]:
            self.ran.append(name)
            if name == self.break_at:
                raise KeyboardInterrupt
            return {name: len(self.ran)}

        return run


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Story:
    told = Story()
    names = ("source", "migrations", "inspection", "trial")
    monkeypatch.setattr(director, "STORY", tuple((n, n.title(), told.step(n)) for n in names))

    def save(build: Build, so_far: dict[str, Any]) -> Version:
        assert set(so_far) == set(names)
        return a_version(build.asked_by, build.site)

    monkeypatch.setattr(steps, "save", save)
    return told


def taken(build: Build) -> Build:
    held = leases.take(build.pk)
    assert held is not None
    return held


def test_a_build_waits_in_the_queue(build: Build) -> None:
    assert build.state == Build.State.QUEUED


def test_a_tool_is_built_once_at_a_time(build: Build, plan: Plan, cast: Cast) -> None:
    with pytest.raises(BuildRefused, match="being built already"):
        start_build(by=cast.bea, plan=plan)


@pytest.mark.parametrize("state", [Plan.State.REFUSED, Plan.State.SUPERSEDED, Plan.State.THINKING])
def test_only_a_ready_plan_is_built(plan: Plan, cast: Cast, state: str) -> None:
    Plan.objects.update(state=state)
    with pytest.raises(BuildRefused, match="cannot be built"):
        start_build(by=cast.bea, plan=plan)


def test_the_plan_built_last_can_be_built_again(plan: Plan, cast: Cast) -> None:
    Plan.objects.update(state=Plan.State.BUILT)
    assert start_build(by=cast.bea, plan=plan).state == Build.State.QUEUED


def test_an_earlier_plan_cannot(plan: Plan, cast: Cast) -> None:
    a_ready_plan(cast.bea, site=plan.site)
    Plan.objects.update(state=Plan.State.BUILT)
    with pytest.raises(BuildRefused, match="cannot be built: it is built"):
        start_build(by=cast.bea, plan=plan)


@pytest.mark.parametrize("who", ["mara", "nora", "otto"])
def test_others_build_nothing(plan: Plan, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        start_build(by=getattr(cast, who), plan=plan)


def test_the_story_ends_with_a_version(build: Build, story: Story) -> None:
    version = director.run(taken(build))
    build.refresh_from_db()
    assert (build.state, build.version) == (Build.State.SUCCEEDED, version)
    assert [s.name for s in build.steps.all()] == [*story.ran, "version"]
    assert all(s.state == BuildStep.State.DONE and s.seconds is not None for s in build.steps.all())


def test_a_second_worker_does_again_only_what_was_not_done(build: Build, story: Story) -> None:
    story.break_at = "inspection"
    with pytest.raises(KeyboardInterrupt):
        director.run(taken(build))
    story.break_at, story.ran = "", []
    Build.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    director.run(taken(build))
    assert story.ran == ["inspection", "trial"]


def test_a_held_build_is_not_taken_twice(build: Build) -> None:
    taken(build)
    assert leases.take(build.pk) is None


def test_a_build_is_free_when_its_lease_is_over(build: Build) -> None:
    taken(build)
    assert leases.without_worker() == []
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert leases.without_worker() == [build.pk]
        assert leases.take(build.pk) is not None


def test_an_older_worker_can_write_nothing_more(build: Build, story: Story) -> None:
    older = taken(build)
    Build.objects.update(lease_until=None)
    taken(build)
    with pytest.raises(LostLease):
        director.run(older)
    assert not Version.objects.exists()


def test_a_build_is_given_up_after_three_workers(build: Build) -> None:
    for _ in range(3):
        taken(build)
        Build.objects.update(lease_until=None)
    assert leases.take(build.pk) is None


def test_a_cancelled_build_stops_its_worker_and_keeps_the_plan(
    build: Build, plan: Plan, story: Story, cast: Cast
) -> None:
    held = taken(build)
    cancel_build(by=cast.bea, build=build)
    with pytest.raises(LostLease):
        director.run(held)
    plan.refresh_from_db()
    assert plan.state == Plan.State.READY
    assert start_build(by=cast.bea, plan=plan).state == Build.State.QUEUED


def test_what_is_over_cannot_be_cancelled(build: Build, story: Story, cast: Cast) -> None:
    director.run(taken(build))
    with pytest.raises(BuildRefused, match="over already"):
        cancel_build(by=cast.bea, build=build)


def test_a_failed_build_says_whose_turn_it_is(build: Build) -> None:
    held = taken(build)
    fail_build(build_id=build.pk, fence=held.fence, error=TrialFailed("2 of 9 checks do not hold."))
    build.refresh_from_db()
    assert (build.state, build.error_id) == (Build.State.FAILED, "builds:person:trial")
    assert build.error == "2 of 9 checks do not hold."


def test_an_older_worker_cannot_fail_a_build_either(build: Build) -> None:
    held = taken(build)
    fail_build(build_id=build.pk, fence=held.fence - 1, error=BuildError("late"))
    build.refresh_from_db()
    assert build.state == Build.State.RUNNING
