"""From a brief to a version through the real runner: what the planner understands can be made,
and what is made passes its own tests.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings

from apps.builds.actions import start_build
from apps.builds.models import Build
from apps.pipeline import tasks
from apps.plans.models import Plan
from apps.prompts.actions import ask
from apps.runners.local import private_runner
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from tests.cast import Cast

OTHERS = (
    "Keep a register of company cars with plate, driver, mileage and next inspection date.",
    "Let staff book desks for a day and see who sits where.",
    "Track job candidates with name, position, interview date, rating and stage.",
    "A simple expense claim form where people enter amount and receipt, and finance approves.",
    "Log every delivery with supplier, arrival time, number of pallets and any damage.",
    "A calendar of room bookings: title, room (Blue, Green or Attic), starts and ends. A room "
    "cannot be booked twice at the same time.",
    "Track repairs with title, cost and due date. We need a REST API, and an export to Excel.",
    "Build a bug tracker with severity, assignee and status, and a monthly chart of new bugs.",
)


@pytest.fixture(scope="module")
def socket() -> Iterator[object]:
    with private_runner() as path:
        yield path


@pytest.fixture(autouse=True)
def _runner(socket: object, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": socket})
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)


def built(cast: Cast, brief: str) -> Build:
    plan = Plan.objects.get(message=ask(by=cast.bea, text=brief))
    tasks.plan(plan.pk)
    plan.refresh_from_db()
    assert plan.state == Plan.State.READY, plan.error or plan.outcome
    build = start_build(by=cast.bea, plan=plan)
    tasks.build(build.pk)
    build.refresh_from_db()
    return build


@pytest.mark.parametrize("brief", OTHERS[1::2], ids=lambda brief: brief[:24])
def test_a_brief_becomes_a_version_whose_checks_all_hold(
    acme: Workspace, cast: Cast, brief: str
) -> None:
    build = built(cast, brief)
    assert build.version is not None, build.error
    assert all(check["ok"] for check in build.version.checks)
    assert {"app/models.py", "app/migrations/0001_initial.py"} <= set(build.version.manifest)


def test_the_same_brief_twice_has_the_same_digest(acme: Workspace, cast: Cast) -> None:
    for _ in range(2):
        assert built(cast, OTHERS[0]).version is not None
    first, second = Version.objects.order_by("pk").values_list("digest", flat=True)
    assert first == second


def test_without_a_runner_a_build_waits_and_is_given_up_at_the_third_try(
    acme: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    nowhere = settings.SITEWRIGHT.model_copy(update={"runner_socket": f"{tmp_path}/none.sock"})
    monkeypatch.setattr(settings, "SITEWRIGHT", nowhere)
    build = built(cast, OTHERS[0])
    assert build.state == Build.State.RUNNING
    for _ in range(2):
        tasks.build(build.pk)
    build.refresh_from_db()
    assert (build.state, build.error_id) == (Build.State.FAILED, "builds:operator:runner")
