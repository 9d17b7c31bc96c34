"""The flow: each step queues the next after commit, and a lost queue loses nothing."""

from typing import Any

import pytest
from kombu.exceptions import OperationalError

from apps.access.queries import mode_of
from apps.builds.models import Build
from apps.pipeline import commands, tasks
from apps.plans.errors import PlanRefused
from apps.plans.models import Plan
from apps.prompts.actions import ask
from apps.prompts.models import Message
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan, a_site, a_version


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    sent: list[tuple[str, int]] = []
    for name in ("plan", "build", "deploy", "sync_people"):
        monkeypatch.setattr(
            getattr(tasks, name), "delay", lambda key, name=name: sent.append((name, key))
        )
    return sent


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


def a_command(cast: Cast, name: str, target: str = "") -> Plan:
    site = a_site(cast.bea)
    a_version(cast.bea, site)
    plan = Plan.objects.get(message=ask(by=cast.bea, text="Do it, please", site=site))
    plan.state, plan.outcome = Plan.State.COMMAND, {"command": {"name": name, "target": target}}
    plan.save()
    return plan


def test_a_command_does_nothing_until_it_is_confirmed_and_then_once(
    acme: Workspace, cast: Cast
) -> None:
    plan = a_command(cast, "access", "everyone in my workspace")
    assert "Change that to: Workspace" in commands.what_it_will_do(plan)
    assert mode_of(plan.site) == "private"
    commands.confirm(by=cast.bea, plan=plan)
    assert mode_of(plan.site) == "workspace"
    with pytest.raises(PlanRefused, match="confirmed already"):
        commands.confirm(by=cast.bea, plan=plan)


def test_an_audience_that_is_not_clear_is_private(acme: Workspace, cast: Cast) -> None:
    assert "Private" in commands.what_it_will_do(a_command(cast, "access", "some folks"))


def test_saving_asks_for_a_review_of_the_newest_version(acme: Workspace, cast: Cast) -> None:
    plan = a_command(cast, "save")
    assert commands.confirm(by=cast.bea, plan=plan) == "Version 1 waits for a review."


def test_the_conversation_says_what_the_database_holds(acme: Workspace, cast: Cast) -> None:
    plan = a_command(cast, "save")
    commands.confirm(by=cast.bea, plan=plan)
    said = list(Message.objects.filter(author=None).values_list("text", flat=True))
    assert "Version 1 waits for a second person to review it." in said
