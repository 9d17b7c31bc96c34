"""Connections that are kept for the next request: whose they are, and when they are let go."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from apps.serving import limits, pool
from apps.serving.pool import Connection, Pool
from apps.serving.targets import Target
from apps.versions.models import Version
from site_contract.frames import FrameSocket, Kind


class Runner:
    """Gives connections and keeps their far ends."""

    def __init__(self) -> None:
        self.far: list[FrameSocket] = []
        self.near: list[FrameSocket] = []

    def acquire(self, _config: object) -> tuple[FrameSocket, int]:
        ours, theirs = socket.socketpair()
        self.far.append(FrameSocket(theirs))
        self.near.append(FrameSocket(ours))
        return self.near[-1], len(self.far)


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    made = Runner()
    monkeypatch.setattr(pool.client, "acquire", made.acquire)
    monkeypatch.setattr(Target, "config", lambda _: None)
    yield made
    for end in (*made.far, *made.near):
        end.close()


@pytest.fixture
def kept(runner: Runner) -> Iterator[Pool]:
    made = Pool()
    yield made
    made.close()


def is_closed(connection: Connection) -> bool:
    return connection.frames.fileno() == -1


def test_the_last_one_used_is_the_next_one_taken(kept: Pool, target: Target) -> None:
    one, two = kept.take(target), kept.take(target)
    assert (one.pid, two.pid) == (1, 2)
    kept.give_back(target, one)
    kept.give_back(target, two)
    assert [kept.take(target), kept.take(target)] == [two, one]
    assert kept.take(target).pid == 3


def test_one_is_never_given_to_two_requests_at_once(kept: Pool, target: Target) -> None:
    kept.give_back(target, kept.take(target))
    assert kept.take(target) is not kept.take(target)


def others(target: Target) -> dict[str, Target]:
    return {
        "another version": replace(
            target, version=Version(site=target.version.site, number=2, digest="e" * 64)
        ),
        "a preview": replace(target, kind="preview"),
        "other rows": replace(target, schema="pv_1"),
        "another workspace": replace(
            target, workspace=type(target.workspace)(pk=8, slug="northwind")
        ),
    }


@pytest.mark.parametrize(
    "what", ["another version", "a preview", "other rows", "another workspace"]
)
def test_what_was_kept_for_one_is_not_used_for_another(
    kept: Pool, target: Target, what: str
) -> None:
    mine = kept.take(target)
    kept.give_back(target, mine)
    assert kept.take(others(target)[what]) is not mine


def test_one_whose_process_has_ended_is_not_taken(
    kept: Pool, target: Target, runner: Runner
) -> None:
    dead = kept.take(target)
    kept.give_back(target, dead)
    runner.far[0].close()
    assert kept.take(target).pid == 2
    assert is_closed(dead)


def test_one_on_which_something_waits_is_not_taken(
    kept: Pool, target: Target, runner: Runner
) -> None:
    """A process that says more than it was asked would answer the next person with it."""
    talkative = kept.take(target)
    kept.give_back(target, talkative)
    runner.far[0].send(Kind.END)
    assert kept.take(target).pid == 2
    assert is_closed(talkative)


def test_few_are_kept(kept: Pool, target: Target) -> None:
    taken = [kept.take(target) for _ in range(limits.IDLE_CONNECTIONS + 3)]
    for one in taken:
        kept.give_back(target, one)
    assert [is_closed(one) for one in taken] == [True] * 3 + [False] * limits.IDLE_CONNECTIONS


def test_one_that_nobody_asked_for_is_let_go(
    kept: Pool, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(pool, "time", SimpleNamespace(monotonic=lambda: now))
    other = others(target)["another version"]
    old = kept.take(target)
    kept.give_back(target, old)
    now += limits.IDLE_CONNECTION_SECONDS - 1
    kept.give_back(other, kept.take(other))
    assert not is_closed(old)
    now += 2
    kept.give_back(other, kept.take(other))
    assert is_closed(old)


def test_closing_hangs_up_everywhere(kept: Pool, target: Target) -> None:
    one, two = kept.take(target), kept.take(others(target)["a preview"])
    kept.give_back(target, one)
    kept.give_back(others(target)["a preview"], two)
    kept.close()
    assert is_closed(one)
    assert is_closed(two)
    assert kept.take(target).pid == 3
