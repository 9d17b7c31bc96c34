"""A worker is killed, or sleeps too long, in the middle of a build: real workers, a real queue."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from apps.accounts.models import User
from apps.builds import leases, leftovers
from apps.builds.actions import start_build
from apps.builds.models import Build, BuildStep
from apps.plans.models import Plan
from apps.prompts.models import Message
from apps.runners.local import private_runner
from apps.runners.names import database_of
from apps.runners.server import connected, exists
from apps.versions.models import Version
from apps.workbench.drawing.progress import progress_of
from apps.workspaces.models import Workspace
from tests.flow.workers import (
    Worker,
    beat_once,
    committed_workspace,
    empty_the_queues,
    start_worker,
    wait_until,
)
from tests.made import a_ready_plan

pytestmark = pytest.mark.slow
Start = Callable[[str], Worker]
FINISHED = ("source", "migrations", "inspection")


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a transaction around each test: workers are to see what it holds."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def workshop(db: None) -> Iterator[Workspace]:
    with committed_workspace("workshop", "bea@acme.example") as workspace:
        yield workspace


@pytest.fixture(scope="module")
def runner() -> Iterator[Path]:
    with private_runner() as path:
        yield path


@pytest.fixture
def worker(runner: Path, tmp_path: Path) -> Iterator[Start]:
    """`worker("first")`: another worker; none outlives its test."""
    started: list[Worker] = []

    def start(name: str) -> Worker:
        started.append(start_worker(tmp_path / name, runner))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()


@pytest.fixture
def build(workshop: Workspace) -> Build:
    """A build of Bea's, alone in the queue."""
    empty_the_queues()
    with workshop:
        bea = User.objects.get(email="bea@acme.example")
        return start_build(by=bea, plan=a_ready_plan(bea))


def in_trial(build: Build) -> bool:
    """The first worker tries the tool out, in a schema of its own."""
    return schema_is_there(build, fence=1) and step_of(build, "trial").finished_at is None


def schema_is_there(build: Build, fence: int) -> bool:
    workspace = Workspace.objects.get(slug="workshop")
    with connected() as server:
        if not exists(server, "database", database_of(workspace.pk)):
            return False
    with connected(database_of(workspace.pk)) as server:
        return exists(server, "schema", leftovers.schema_of(build.pk, fence))


def step_of(build: Build, name: str) -> BuildStep:
    return build.steps.get(name=name)


def states(build: Build) -> list[str]:
    """What the progress page draws, step by step."""
    build = Build.objects.get(pk=build.pk)
    return [step.state for step in progress_of(build, timezone.now()).steps]


def is_over(build: Build) -> bool:
    return Build.objects.get(pk=build.pk).state not in Build.OPEN


def an_orphan(build: Build) -> bool:
    return build.pk in leases.without_worker()


def when_done(build: Build) -> list[tuple[str, Any, Any]]:
    return list(build.steps.filter(name__in=FINISHED).values_list("name", "started_at", "output"))


def test_another_worker_ends_what_a_killed_one_began(
    workshop: Workspace, build: Build, worker: Start
) -> None:
    first = worker("first")
    wait_until(lambda: in_trial(build), "the first worker tries the tool out", first)
    first.kill()
    before = when_done(build)
    assert [name for name, _, _ in before] == list(FINISHED)
    assert states(build) == ["done", "done", "done", "running", "todo"]

    second = worker("second")
    wait_until(lambda: an_orphan(build), "its lease is over", second)
    assert not is_over(build)
    beat_once()
    workshop.activate()
    wait_until(lambda: is_over(build), "the second worker is done", second)

    build.refresh_from_db()
    assert (build.state, build.attempts, build.fence) == (Build.State.SUCCEEDED, 2, 2), build.error
    assert [version.pk for version in Version.objects.filter(site=build.site)] == [build.version_id]
    assert when_done(build) == before
    assert states(build) == ["done"] * 5
    said = Message.objects.filter(site=build.site, text__startswith="Version 1 is saved.")
    assert said.count() == 1
    assert Plan.objects.get(pk=build.plan_id).state == Plan.State.BUILT

    assert schema_is_there(build, fence=1)
    beat_once()
    workshop.activate()
    wait_until(
        lambda: not schema_is_there(build, fence=1), "what the first left is cleared away", second
    )
    folders = settings.SITEWRIGHT.data_dir / "builds"
    wait_until(
        lambda: not list(folders.glob(f"*{workshop.pk}-{build.pk}-*")),
        "and its folder, which goes last",
        second,
    )


def test_a_worker_that_wakes_up_late_writes_nothing(
    workshop: Workspace, build: Build, worker: Start
) -> None:
    first = worker("first")
    wait_until(lambda: in_trial(build), "the first worker tries the tool out", first)
    first.signal(signal.SIGSTOP)
    second = worker("second")
    wait_until(lambda: an_orphan(build), "its lease is over", second)
    beat_once()
    workshop.activate()
    wait_until(lambda: is_over(build), "the second worker is done", second)
    before = Build.objects.filter(pk=build.pk).values().get(), list(build.steps.values())

    first.signal(signal.SIGCONT)
    first.finish()

    assert (Build.objects.filter(pk=build.pk).values().get(), list(build.steps.values())) == before
    assert before[0]["state"] == Build.State.SUCCEEDED, before[0]["error"]
    assert Version.objects.filter(site=build.site).count() == 1
