"""The flow: each step queues the next after commit, and a lost queue loses nothing."""

import contextlib
from typing import Any

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from apps.access.queries import mode_of
from apps.builds.actions import fail_build, start_build
from apps.builds.errors import BuildError
from apps.builds.models import Build
from apps.deployments.actions import deploy
from apps.environment.actions import set_value
from apps.pipeline import commands, flow, tasks
from apps.plans.errors import PlanRefused
from apps.plans.models import Plan
from apps.prompts.actions import ask
from apps.prompts.models import Message
from apps.reviews.actions import ask_for_review, reject
from apps.sites.models import Site
from apps.workspaces.actions import add_member
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan, a_site, a_version
from tests.unit.apps.pipeline.conftest import approved_version


def test_a_prompt_is_planned_by_a_worker_once_it_is_kept(
    acme: Workspace, cast: Cast, queued: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = ask(by=cast.bea, text="Track keys")
        assert queued == []
    assert queued == [("plan", Plan.objects.get(message=message).pk)]


def test_a_queue_that_is_down_is_no_error_of_the_asker(
    acme: Workspace,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def down(key: int) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.plan, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        message = ask(by=cast.bea, text="Track keys")
    assert Plan.objects.get(message=message).state == Plan.State.THINKING


def test_the_reconciler_finds_what_has_a_row_and_no_worker(
    acme: Workspace, cast: Cast, queued: list[Any]
) -> None:
    plan = Plan.objects.get(message=ask(by=cast.bea, text="Track keys"))
    build = Build.objects.create(
        plan=a_ready_plan(cast.bea), site=a_site(cast.bea), asked_by=cast.bea
    )
    tasks.reconcile()
    assert {("plan", plan.pk), ("build", build.pk)} <= set(queued)


def told(site: Site) -> list[str]:
    """What the platform said in a tool's conversation."""
    said = Message.objects.filter(site=site, author=None).order_by("pk")
    return list(said.values_list("text", flat=True))


def test_a_command_does_nothing_until_it_is_confirmed_and_then_once(
    a_command: Any, cast: Cast
) -> None:
    plan = a_command("access", "everyone in my workspace")
    assert "Change that to: Workspace" in commands.what_it_will_do(plan)
    assert mode_of(plan.site) == "private"
    commands.confirm(by=cast.bea, plan=plan)
    assert mode_of(plan.site) == "workspace"
    with pytest.raises(PlanRefused, match="confirmed already"):
        commands.confirm(by=cast.bea, plan=plan)


def test_the_conversation_says_what_the_database_holds(site: Site, cast: Cast) -> None:
    version = a_version(cast.bea, site)
    review = ask_for_review(by=cast.bea, version=version)
    reject(by=cast.omar, review=review, reason="The tax is missing.")
    assert told(site) == [
        "Version 1 waits for a second person to review it.",
        "Omar Haddad rejected version 1: The tax is missing.",
    ]


def test_a_build_is_queued_when_it_is_kept_and_its_end_is_told(
    acme: Workspace, cast: Cast, queued: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    plan = a_ready_plan(cast.bea)
    with django_capture_on_commit_callbacks(execute=True):
        build = start_build(by=cast.bea, plan=plan)
        assert queued == []
    assert queued == [("build", build.pk)]
    fail_build(build_id=build.pk, fence=build.fence, error=BuildError("Two fields have one name."))
    assert told(plan.site) == ["The build did not succeed. Two fields have one name."]


def test_a_deployment_is_queued_when_it_is_kept(
    site: Site, cast: Cast, queued: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    version = approved_version(cast, site)
    with django_capture_on_commit_callbacks(execute=True):
        deployment = deploy(by=cast.bea, version=version)
        assert queued == []
    assert queued == [("deploy", deployment.pk)]


def test_what_is_rolled_back_was_never_queued(
    site: Site, cast: Cast, queued: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    plan = a_ready_plan(cast.bea)
    with (
        django_capture_on_commit_callbacks(execute=True),
        contextlib.suppress(ZeroDivisionError),
        transaction.atomic(),
    ):
        start_build(by=cast.bea, plan=plan)
        raise ZeroDivisionError
    assert queued == []
    assert not Build.objects.exists()


def test_new_values_reach_a_tool_by_a_new_process(
    site: Site,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    retired: list[Site] = []
    monkeypatch.setattr(flow.client, "retire_site", retired.append)
    with django_capture_on_commit_callbacks(execute=True):
        set_value(by=cast.bea, site=site, key="LIMIT", kind="env", text="5")
        assert retired == []
    assert retired == [site]


def test_a_new_member_is_brought_to_the_tools(
    acme: Workspace, cast: Cast, queued: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as first:
        add_member(by=cast.omar, workspace=acme, user=cast.otto, role="member")
    with django_capture_on_commit_callbacks(execute=True):
        for callback in first:
            callback()
    assert queued == [("sync_people", acme.pk)]


def test_listening_twice_says_nothing_twice(site: Site, cast: Cast) -> None:
    flow.connect()
    ask_for_review(by=cast.bea, version=a_version(cast.bea, site))
    assert told(site) == ["Version 1 waits for a second person to review it."]


def test_every_signal_of_the_flow_has_somebody_who_listens() -> None:
    for signal, then in flow.FLOW:
        uids = [key[0] for key, *_ in signal.receivers]
        assert uids.count(f"flow.{then.__name__}") == 1, then.__name__


def test_a_queue_that_is_down_is_written_to_the_log(
    acme: Workspace,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def down(key: int) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.build, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        build = start_build(by=cast.bea, plan=a_ready_plan(cast.bea))
    assert f"pipeline.build {build.pk} could not be queued" in caplog.text
    assert build.state == Build.State.QUEUED
