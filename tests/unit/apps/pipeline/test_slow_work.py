"""A step that takes as long as a task may is done by one worker; a worker that is gone is replaced,
and writes nothing should it come back. Between them stands the lease, which outlasts every task.
"""

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from apps.builds import director, steps
from apps.builds.models import Build
from apps.deployments.actions import deploy
from apps.deployments.models import Deployment
from apps.pipeline import tasks
from apps.plans.planners.model import planner as model
from apps.sites.models import Site
from apps.versions.models import Version
from portal.config import Config
from tests.cast import Cast
from tests.made import a_version
from tests.unit.apps.pipeline.conftest import approved_version

carried = import_module("apps.deployments.actions.carry_out")
Queued = list[tuple[str, int]]
Happens = Callable[[int], None]


@pytest.fixture(autouse=True)
def _as_installed(settings: Any) -> None:
    """The lease that an installation has, whatever the environment of the tests says."""
    lease = Config.model_fields["build_lease_seconds"].default
    settings.SITEWRIGHT = settings.SITEWRIGHT.model_copy(update={"build_lease_seconds": lease})


def building(monkeypatch: pytest.MonkeyPatch, then: Happens) -> list[int]:
    """Builds have one step, in which `then` happens; the fences of the workers that did it."""
    fences: list[int] = []

    def step(build: Build, so_far: dict[str, Any]) -> dict[str, Any]:
        fences.append(build.fence)
        then(build.pk)
        return {"by": build.fence}

    monkeypatch.setattr(director, "STORY", (("trial", "Trying it out", step),))
    monkeypatch.setattr(steps, "save", lambda b, _: a_version(b.asked_by, b.site))
    return fences


def going_live(monkeypatch: pytest.MonkeyPatch, then: Happens) -> list[int]:
    """The same for the database change of a deployment."""
    fences: list[int] = []

    def migrate(deployment: Deployment) -> list[str]:
        fences.append(deployment.fence)
        then(deployment.pk)
        return [f"-- by {deployment.fence}"]

    monkeypatch.setattr(carried, "_migrate", migrate)
    return fences


def test_a_job_ends_before_its_task_and_a_task_before_its_lease() -> None:
    lease = Config.model_fields["build_lease_seconds"].default
    assert model.SECONDS < tasks.SOFT_LIMIT < settings.CELERY_TASK_TIME_LIMIT < lease
    asked = re.findall(r"timeout=(\d+)", inspect.getsource(steps) + inspect.getsource(carried))
    assert len(asked) == 2
    assert all(int(seconds) < tasks.SOFT_LIMIT for seconds in asked)


def test_a_step_as_slow_as_a_task_may_be_is_done_once(
    a_build: Callable[..., Build], queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = a_build()
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def then(key: int) -> None:
            clock.shift(settings.CELERY_TASK_TIME_LIMIT)
            tasks.reconcile()
            tasks.build(key)

        fences = building(monkeypatch, then)
        tasks.build(build.pk)
    build.refresh_from_db()
    assert (build.state, fences) == (Build.State.SUCCEEDED, [1])
    assert ("build", build.pk) not in queued


def test_the_step_of_a_worker_that_is_gone_is_done_by_the_next_and_kept_from_it_alone(
    a_build: Callable[..., Build], queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = a_build()
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def then(key: int) -> None:
            if len(fences) == 1:
                clock.shift(settings.SITEWRIGHT.build_lease_seconds + 1)
                tasks.reconcile()
                assert ("build", key) in queued
                tasks.build(key)

        fences = building(monkeypatch, then)
        tasks.build(build.pk)
    build.refresh_from_db()
    assert (build.state, build.fence, fences) == (Build.State.SUCCEEDED, 2, [1, 2])
    assert build.steps.get(name="trial").output == {"by": 2}
    assert Version.objects.filter(site=build.site).count() == 1


@pytest.mark.parametrize("gone", [False, True], ids=["slow", "gone"])
def test_a_database_change_is_made_by_a_second_worker_only_when_the_first_is_gone(
    site: Site, cast: Cast, queued: Queued, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    waiting = deploy(by=cast.bea, version=approved_version(cast, site))
    away = settings.SITEWRIGHT.build_lease_seconds + 1 if gone else settings.CELERY_TASK_TIME_LIMIT
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def then(key: int) -> None:
            if len(fences) == 1:
                clock.shift(away)
                tasks.reconcile()
                tasks.deploy(key)

        fences = going_live(monkeypatch, then)
        tasks.deploy(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == Deployment.State.LIVE
    assert fences == ([1, 2] if gone else [1])
    assert waiting.statements == [f"-- by {fences[-1]}"]
