"""Leases and fences: who may take a build, and who may still write."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.builds import leases
from apps.builds.actions import give_up_builds, start_build
from apps.builds.errors import LostLease
from apps.builds.models import Build, BuildStep
from apps.plans.models import Plan
from apps.prompts.models import Message
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan

State = Build.State
PAST, FUTURE = timedelta(seconds=-1), timedelta(minutes=1)


@pytest.fixture
def plan(acme: Workspace, cast: Cast) -> Plan:
    return a_ready_plan(cast.bea)


@pytest.fixture
def build(plan: Plan, cast: Cast) -> Build:
    return start_build(by=cast.bea, plan=plan)


def put(build: Build, **values: object) -> Build:
    """The row as another worker, or time, has left it."""
    Build.objects.filter(pk=build.pk).update(**values)
    build.refresh_from_db()
    return build


def taken(build: Build) -> Build:
    held = leases.take(build.pk)
    assert held is not None
    return held


TAKES = {
    "waiting in the queue": (State.QUEUED, None, 0, True),
    "put back by a worker": (State.RUNNING, None, 1, True),
    "its worker died": (State.RUNNING, PAST, 2, True),
    "held by a worker": (State.RUNNING, FUTURE, 1, False),
    "lost three workers": (State.RUNNING, PAST, 3, False),
    "built": (State.SUCCEEDED, None, 1, False),
    "failed": (State.FAILED, PAST, 1, False),
    "cancelled": (State.CANCELLED, None, 0, False),
}


@pytest.mark.parametrize("name", TAKES)
def test_a_build_is_taken_when_it_is_open_and_free(build: Build, name: str) -> None:
    state, lease, attempts, is_free = TAKES[name]
    until = timezone.now() + lease if lease else None
    put(build, state=state, lease_until=until, attempts=attempts)

    assert (leases.take(build.pk) is not None) is is_free


@pytest.mark.parametrize("name", TAKES)
def test_the_reconciler_queues_again_just_what_a_worker_could_take(build: Build, name: str) -> None:
    state, lease, attempts, is_free = TAKES[name]
    until = timezone.now() + lease if lease else None
    put(build, state=state, lease_until=until, attempts=attempts)

    assert (build.pk in leases.without_worker()) is is_free


def test_taking_counts_and_raises_the_fence(build: Build) -> None:
    first = taken(build)
    put(build, lease_until=None)
    second = taken(build)

    assert (first.attempts, first.fence) == (1, 1)
    assert (second.attempts, second.fence) == (2, 2)
    assert second.lease_until is not None
    assert second.lease_until > timezone.now()


def test_a_build_that_is_not_there_is_not_to_be_had(acme: Workspace) -> None:
    assert leases.take(0) is None


def test_the_clock_of_a_build_starts_with_its_first_worker(build: Build) -> None:
    first = taken(build).started_at
    put(build, lease_until=None)

    assert first is not None
    assert taken(build).started_at == first


@pytest.mark.parametrize("kept", [leases.hold, leases.renew])
def test_holding_renews_the_lease(build: Build, kept: Callable[[Build], object]) -> None:
    held = taken(build)
    almost = put(build, lease_until=timezone.now() + timedelta(seconds=1)).lease_until

    kept(held)

    build.refresh_from_db()
    assert build.lease_until is not None
    assert almost is not None
    assert build.lease_until > almost + timedelta(seconds=1)


def test_who_was_late_but_is_not_replaced_goes_on(build: Build) -> None:
    held = taken(build)
    put(build, lease_until=timezone.now() + PAST)

    assert leases.hold(held).pk == build.pk


LOST = {
    "taken over": {"fence": 2},
    "cancelled": {"state": State.CANCELLED},
    "failed by somebody else": {"state": State.FAILED},
    "built by somebody else": {"state": State.SUCCEEDED},
}


@pytest.mark.parametrize("name", LOST)
def test_who_has_lost_a_build_is_told_so_and_changes_nothing(build: Build, name: str) -> None:
    held = taken(build)
    put(build, lease_until=None, **LOST[name])

    with pytest.raises(LostLease, match=f"Build {build.pk} is no longer ours"):
        leases.hold(held)
    leases.renew(held)

    build.refresh_from_db()
    assert build.lease_until is None


def orphaned(build: Build, attempts: int) -> Build:
    return put(
        build,
        state=State.RUNNING,
        attempts=attempts,
        fence=attempts,
        lease_until=timezone.now() + PAST,
    )


def step(build: Build, name: str, title: str, state: str = BuildStep.State.RUNNING) -> BuildStep:
    return BuildStep.objects.create(
        build=build, name=name, title=title, state=state, started_at=timezone.now()
    )


def test_a_build_that_lost_three_workers_fails_and_says_where(build: Build) -> None:
    orphaned(build, 3)
    step(build, "source", "Writing the source", BuildStep.State.DONE)
    step(build, "trial", "Trying it out as each role")

    give_up_builds()

    build.refresh_from_db()
    assert (build.state, build.error_id) == (State.FAILED, "builds:operator:workers")
    assert build.error == (
        "The worker stopped in the step “Trying it out as each role”, and so did the 2 before it. "
        "The plan is kept: build it again, and if it happens again, tell your admin: "
        f"build {build.pk}."
    )
    assert [one.state for one in build.steps.all()] == ["done", "failed"]


def test_without_a_step_it_says_no_step(build: Build) -> None:
    orphaned(build, 3)

    give_up_builds()

    build.refresh_from_db()
    assert build.error.startswith("The worker stopped, and so did the 2 before it.")


def test_the_conversation_hears_of_a_build_that_is_given_up_once(build: Build) -> None:
    orphaned(build, 3)

    give_up_builds()
    give_up_builds()

    said = Message.objects.filter(site=build.site, text__startswith="The build did not succeed.")
    assert said.count() == 1


def test_the_plan_of_a_build_that_is_given_up_can_be_built_again(
    build: Build, plan: Plan, cast: Cast
) -> None:
    orphaned(build, 3)

    give_up_builds()

    assert start_build(by=cast.bea, plan=plan).state == State.QUEUED


@pytest.mark.parametrize("attempts", [0, 1, 2])
def test_a_build_that_may_be_tried_again_is_not_given_up(build: Build, attempts: int) -> None:
    orphaned(build, attempts)

    give_up_builds()

    build.refresh_from_db()
    assert build.state == State.RUNNING


def test_a_build_in_its_third_try_is_left_to_its_worker(build: Build) -> None:
    put(orphaned(build, 3), lease_until=timezone.now() + FUTURE)

    give_up_builds()

    build.refresh_from_db()
    assert build.state == State.RUNNING
