"""A look at a tool: one job, by one worker; what it says of itself is believed within reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.automations.actions import look
from apps.automations.models import Clock
from apps.notices.models import Notice
from apps.runners import client
from apps.runners.errors import RunnerUnavailable
from apps.sites.actions import suspend_site
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from site_contract.jobs import JobResult
from tests.at_once import at_once
from tests.cast import Cast
from tests.unit.apps.automations.conftest import REMIND, Live, put_live


class Runner:
    """Stands where the runner stands: answers what it is given, and counts."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, str]] = []
        self.answer: JobResult | Exception = JobResult(True, {"done": 2, "failed": 1})

    def run_job(self, kind: str, config: Any, payload: Any, timeout: float) -> JobResult:
        self.jobs.append((kind, config.site))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def says(self, **data: Any) -> None:
        self.answer = JobResult(True, data)


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Runner:
    made = Runner()
    monkeypatch.setattr(client, "run_job", made.run_job)
    return made


@pytest.fixture
def reminding(live: Live) -> Site:
    return live(automations=[REMIND])


def again(site: Site) -> Clock | None:
    """A look at the next moment at which it is due."""
    Clock.objects.filter(site=site).update(next_at=timezone.now())
    return look(site_id=site.pk)


def test_what_is_due_is_done_by_a_job_in_the_tools_own_process(
    reminding: Site, runner: Runner
) -> None:
    clock = look(site_id=reminding.pk)
    assert clock is not None
    assert runner.jobs == [("run_due", f"acme/{reminding.slug}")]
    assert (clock.done, clock.failed, clock.faults, clock.lease_until) == (2, 1, 0, None)
    assert clock.version == reminding.live_version


def test_it_is_not_asked_again_before_its_moment(reminding: Site, runner: Runner) -> None:
    look(site_id=reminding.pk)
    assert look(site_id=reminding.pk) is None
    assert again(reminding) is not None
    assert len(runner.jobs) == 2


def test_no_process_is_started_for_a_tool_that_waits_for_no_clock_or_is_stopped(
    live: Live, reminding: Site, runner: Runner, cast: Cast
) -> None:
    suspend_site(by=cast.bea, site=reminding, reason="Wrong texts")
    assert look(site_id=reminding.pk) is None
    assert look(site_id=live().pk) is None
    assert look(site_id=0) is None
    assert runner.jobs == []


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ({"next": (3, "minutes")}, 3),
        ({"next": (300, "days")}, 24 * 60),
        ({"next": (-300, "days")}, 1),
        ({"next": None}, 24 * 60),
        ({"next": "soon"}, 24 * 60),
        ({"next": "2026-01-01T00:00:00"}, 24 * 60),
        ({"next": ["2026"]}, 24 * 60),
        ({}, 24 * 60),
    ],
)
def test_the_next_look_is_when_the_tool_says_within_reason(
    reminding: Site, runner: Runner, said: dict[str, Any], minutes: int
) -> None:
    now = timezone.now()
    if isinstance(said.get("next"), tuple):
        number, unit = said["next"]
        said = {"next": (now + timedelta(**{unit: number})).isoformat()}
    runner.says(**said)
    clock = look(site_id=reminding.pk)
    assert clock is not None
    assert clock.next_at is not None
    wait = clock.next_at - now - timedelta(minutes=minutes)
    assert timedelta(seconds=-1) < wait < timedelta(seconds=30)


@pytest.mark.parametrize("number", [-1, True, "9", 2**80, None, [1]])
def test_a_number_that_is_none_breaks_nothing(
    reminding: Site, runner: Runner, number: object
) -> None:
    runner.says(done=number, failed=0)
    clock = look(site_id=reminding.pk)
    assert clock is not None
    clock.refresh_from_db()
    assert 0 <= clock.done < 2**31


@pytest.mark.parametrize(
    "fault", [JobResult(False, {}, "It crashed."), RunnerUnavailable("It crashed.")]
)
def test_a_fault_is_waited_for_longer_each_time_and_the_owner_reads_of_it_once(
    reminding: Site, runner: Runner, cast: Cast, fault: JobResult | Exception
) -> None:
    runner.answer = fault
    waits = []
    for number in range(6):
        clock = again(reminding) if number else look(site_id=reminding.pk)
        assert clock is not None
        assert clock.next_at is not None
        assert clock.looked_at is not None
        waits.append(round((clock.next_at - clock.looked_at).total_seconds() / 60))
    assert waits == [5, 10, 20, 40, 60, 60]
    told = Notice.objects.get()
    assert told.person == cast.bea
    assert told.text == (
        "What is due in Office keys by the clock could not be done 3 times. It crashed."
    )
    runner.says(done=1)
    mended = again(reminding)
    assert mended is not None
    assert (mended.faults, mended.error) == (0, "")


def test_a_worker_that_died_is_followed_by_another_and_writes_nothing_any_more(
    reminding: Site, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*what: Any, **more: Any) -> JobResult:
        Clock.objects.update(lease_until=timezone.now())
        monkeypatch.setattr(client, "run_job", runner.run_job)
        look(site_id=reminding.pk)
        return JobResult(True, {"done": 77})

    monkeypatch.setattr(client, "run_job", slowly)
    look(site_id=reminding.pk)
    assert Clock.objects.get().done == 2
    assert Clock.objects.get().fence == 2


def test_of_two_workers_at_once_one_looks(
    shared_acme: Workspace, shared_cast: Cast, runner: Runner
) -> None:
    site = put_live(shared_cast.bea, automations=[REMIND])
    found = at_once(shared_acme, *[lambda: look(site_id=site.pk)] * 3)
    assert sum(isinstance(one, Clock) for one in found) == 1, found
    assert len(runner.jobs) == 1
