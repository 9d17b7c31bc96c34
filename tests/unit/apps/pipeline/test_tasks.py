"""Celery's side: each way in which a task can end leaves its row with a sentence, and what was lost
is found again.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.utils import timezone

from apps.builds.actions import start_build
from apps.builds.errors import BuildError, LostLease, PlanNotBuildable, RunnerMissing
from apps.builds.models import Build
from apps.deployments.actions import deploy
from apps.deployments.models import Preview
from apps.pipeline import tasks
from apps.plans import leases as plans
from apps.plans.models import Plan
from apps.prompts.actions import ask
from apps.prompts.models import Message
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast
from tests.made import a_ready_plan, a_version
from tests.unit.apps.pipeline.conftest import approved_version

Queued = list[tuple[str, int]]
ABuild = Callable[..., Build]


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def ended(build: Build, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Build:
    """The build after a worker for whom it went wrong in this way."""
    monkeypatch.setattr(tasks.director, "run", raising(error))
    tasks.build(build.pk)
    build.refresh_from_db()
    return build


@pytest.mark.parametrize(
    ("error", "error_id", "says"),
    [
        (PlanNotBuildable("The plan asks for fax."), "builds:person:plan", "asks for fax"),
        (BuildError(), "builds:operator:unknown", "Something went wrong on our side."),
        (SoftTimeLimitExceeded(), "builds:operator:unknown", "took too long and was stopped"),
        (ZeroDivisionError("x / 0"), "builds:operator:unknown", "nothing is lost"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_build_that_goes_wrong_says_so_in_words(
    a_build: ABuild,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    error_id: str,
    says: str,
) -> None:
    build = ended(a_build(), monkeypatch, error)
    assert (build.state, build.error_id) == (Build.State.FAILED, error_id)
    assert says in build.error
    assert "x / 0" not in build.error, "what a programmer reads is for the log"


def test_an_error_of_ours_names_the_build_for_the_admin(
    a_build: ABuild, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    build = ended(a_build(), monkeypatch, ZeroDivisionError("x / 0"))
    assert f"build {build.pk}" in build.error
    assert "ZeroDivisionError" in caplog.text


def test_a_worker_that_lost_its_lease_leaves_the_build_to_the_other(
    a_build: ABuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = ended(a_build(), monkeypatch, LostLease("taken"))
    assert (build.state, build.error) == (Build.State.RUNNING, "")


def test_without_a_runner_the_build_is_free_for_the_next_worker_at_once(
    a_build: ABuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = ended(a_build(), monkeypatch, RunnerMissing("It does not answer."))
    assert (build.state, build.lease_until, build.attempts) == (Build.State.RUNNING, None, 1)


def test_without_a_runner_the_third_worker_gives_up(
    a_build: ABuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = a_build(attempts=2)
    build = ended(build, monkeypatch, RunnerMissing("It does not answer."))
    assert (build.state, build.error) == (Build.State.FAILED, "It does not answer.")


def test_a_runner_that_is_missed_by_an_older_worker_frees_nothing(
    a_build: ABuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = a_build()
    until = timezone.now() + timedelta(minutes=3)

    def overtaken(taken: Build) -> None:
        Build.objects.filter(pk=taken.pk).update(fence=taken.fence + 1, lease_until=until)
        raise RunnerMissing("It does not answer.")

    monkeypatch.setattr(tasks.director, "run", overtaken)
    tasks.build(build.pk)
    build.refresh_from_db()
    assert build.lease_until == until


@pytest.mark.parametrize(
    "given",
    [
        {"state": Build.State.CANCELLED},
        {"state": Build.State.SUCCEEDED},
        {"state": Build.State.RUNNING, "lease_until": timezone.now() + timedelta(hours=1)},
        {"state": Build.State.RUNNING, "attempts": 3},
    ],
    ids=["cancelled", "done", "held", "given up"],
)
def test_a_build_that_is_not_to_be_had_is_not_begun(
    a_build: ABuild, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]
) -> None:
    begun: list[Build] = []
    monkeypatch.setattr(tasks.director, "run", begun.append)
    tasks.build(a_build(**given).pk)
    assert begun == []


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (SoftTimeLimitExceeded(), "This took too long and was stopped. Your text is kept"),
        (KeyError("entities"), "Something went wrong on our side, and nothing is lost."),
    ],
    ids=["too slow", "our error"],
)
def test_a_plan_that_goes_wrong_keeps_the_text_and_says_so(
    acme: Workspace,
    cast: Cast,
    queued: Queued,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    says: str,
) -> None:
    plan = Plan.objects.get(message=ask(by=cast.bea, text="Track keys"))
    monkeypatch.setattr(tasks, "think", raising(error))
    tasks.plan(plan.pk)
    plan.refresh_from_db()
    assert plan.state == Plan.State.FAILED
    assert says in plan.error
    assert plan.message.text == "Track keys"
    told = Message.objects.filter(site=plan.site, author=None).last()
    assert told is not None
    assert told.text == plan.error


def test_people_are_brought_into_step_in_their_own_workspace(
    acme: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Workspace] = []
    monkeypatch.setattr(tasks, "sync_directory", synced.append)
    tasks.sync_people(acme.pk)
    assert synced == [acme]


def test_the_reconciler_leaves_alone_what_is_held_or_over(
    a_build: ABuild, cast: Cast, queued: Queued
) -> None:
    plan = Plan.objects.get(message=ask(by=cast.bea, text="Track keys"))
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.FAILED)
    held = a_build(state=Build.State.RUNNING, lease_until=timezone.now() + timedelta(hours=1))
    over = a_build(state=Build.State.FAILED)
    tasks.reconcile()
    assert not {("plan", plan.pk), ("build", held.pk), ("build", over.pk)} & set(queued)


def test_the_reconciler_finds_a_build_whose_worker_died(a_build: ABuild, queued: Queued) -> None:
    dead = a_build(
        state=Build.State.RUNNING, attempts=1, lease_until=timezone.now() - timedelta(seconds=1)
    )
    tasks.reconcile()
    assert ("build", dead.pk) in queued


def test_the_reconciler_ends_a_build_that_three_workers_died_of(
    a_build: ABuild, queued: Queued
) -> None:
    dead = a_build(
        state=Build.State.RUNNING, attempts=3, lease_until=timezone.now() - timedelta(seconds=1)
    )
    tasks.reconcile()
    dead.refresh_from_db()
    assert (dead.state, dead.error_id) == (Build.State.FAILED, "builds:operator:workers")
    assert ("build", dead.pk) not in queued


def test_the_reconciler_finds_a_deployment_that_nobody_carries_out(
    site: Site, cast: Cast, queued: Queued
) -> None:
    lost = deploy(by=cast.bea, version=approved_version(cast, site))
    tasks.reconcile()
    assert ("deploy", lost.pk) in queued


def test_the_reconciler_closes_previews_that_are_over(
    site: Site, cast: Cast, queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.runners import databases

    dropped: list[str] = []
    monkeypatch.setattr(databases, "drop_schema", lambda key, schema: dropped.append(schema))
    version, now = a_version(cast.bea, site), timezone.now()
    for label, minutes in (("pv-over", -1), ("pv-open", 1)):
        Preview.objects.create(
            label=label,
            version=version,
            opened_by=cast.bea,
            schema=label.replace("-", "_"),
            expires_at=now + timedelta(minutes=minutes),
        )
    tasks.reconcile()
    assert dropped == ["pv_over"]
    assert [preview.label for preview in Preview.objects.all()] == ["pv-open"]


def test_the_reconciler_goes_through_every_workspace_and_not_the_template(
    acme: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    seen: list[str] = []
    monkeypatch.setattr(tasks, "_reconcile_one", lambda: seen.append(connection.schema_name))
    tasks.reconcile()
    assert sorted(seen) == ["ws_acme", "ws_northwind"]


def test_a_workspace_that_cannot_be_looked_through_keeps_no_other_waiting(
    acme: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from django.db import connection

    seen: list[str] = []

    def look() -> None:
        seen.append(connection.schema_name)
        raise OperationalError("its database is away")

    monkeypatch.setattr(tasks, "_reconcile_one", look)
    tasks.reconcile()
    assert sorted(seen) == ["ws_acme", "ws_northwind"]
    assert caplog.text.count("its database is away") >= 2
    assert connection.schema_name == "ws_acme"


@pytest.mark.parametrize("kind", ["build", "plan"])
def test_two_workers_who_get_the_same_message_do_the_work_once(
    shared_acme: Workspace, shared_cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    done: list[int] = []

    def work(row: Any, *_: Any, **__: Any) -> None:
        done.append(row.pk)

    if kind == "build":
        monkeypatch.setattr(tasks.director, "run", work)
        plan = a_ready_plan(shared_cast.bea)
        key = start_build(by=shared_cast.bea, plan=plan).pk
        several = [lambda: tasks.build(key)] * 4
    else:
        plan = Plan.objects.get(message=ask(by=shared_cast.bea, text="Track keys"))
        several = [lambda: note(plans.take(plan.pk, seconds=10), work)] * 4
    assert errors(at_once(shared_acme, *several)) == []
    assert len(done) == 1


def note(taken: Plan | None, work: Callable[..., None]) -> None:
    if taken is not None:
        work(taken)
