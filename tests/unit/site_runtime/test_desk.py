"""Which processes there are: begun when they are needed, let go when they are not, few at once."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from site_contract.config import Database
from site_runtime.runner import desk as desk_module
from site_runtime.runner.crashes import MANY, WINDOW
from site_runtime.runner.desk import CROWDED_IDLE, MOST_PROCESSES, Desk, Refused
from site_runtime.runner.processes import GRACE, NotTaken
from site_runtime.runner.starter import Started
from tests.isolation.tools import config_of

NOWHERE = Path("/nowhere")


class Program:
    """Stands for a process, that nobody has to start."""

    def __init__(self, pid: int) -> None:
        self.pid, self.killed, self.ended = pid, 0, False

    def poll(self) -> int | None:
        return 0 if self.ended else None

    def kill(self) -> None:
        self.killed += 1
        self.ended = True

    def wait(self) -> None:
        self.ended = True


class House:
    """A desk whose processes are only thought of."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.begun: list[Started] = []
        self.far: list[socket.socket] = []
        self.idle: dict[int, float] = {}
        clock = SimpleNamespace(monotonic=lambda: self.now)
        for module in ("desk", "processes", "crashes"):
            monkeypatch.setattr(f"site_runtime.runner.{module}.time", clock)
        monkeypatch.setattr(desk_module, "start", self._start)
        self.desk = Desk(folder, spares=1, idle_seconds=600, on_start=lambda _: None)
        monkeypatch.setattr(self.desk.idleness, "seconds", lambda pid: self.idle.get(pid, 0.0))

    def _start(self) -> Started:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        read, write = os.pipe()
        os.close(write)
        pidfd = os.open("/dev/null", os.O_RDONLY)
        program: Any = Program(5000 + len(self.begun))
        self.begun.append(Started(program, pidfd, ours, read))
        self.far.append(theirs)
        return self.begun[-1]

    def acquire(self, **given: Any) -> int:
        pid, connection = self.desk.acquire(config_of(NOWHERE, **given))
        connection.close()
        return pid

    def program(self, pid: int) -> Any:
        return next(one.process for one in self.begun if one.process.pid == pid)

    def dies(self, pid: int) -> None:
        """The loop tells the desk."""
        started = next(one for one in self.begun if one.process.pid == pid)
        self.program(pid).ended = True
        self.desk.forget(started)

    def close(self) -> None:
        self.desk.close()
        for far in self.far:
            far.close()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    made = House(tmp_path, monkeypatch)
    yield made
    made.close()


def test_a_version_has_one_process(house: House) -> None:
    assert house.acquire() == house.acquire()
    assert house.desk.began == 1


@pytest.mark.parametrize(
    "other",
    [
        {"digest": "e" * 64},
        {"site": "acme/other"},
        {"kind": "preview"},
        {"database": Database("127.0.0.1", 5432, "none", "nobody", "", "pv_1")},
    ],
)
def test_another_site_version_kind_or_schema_has_another(house: House, other: Any) -> None:
    assert house.acquire() != house.acquire(**other)


@pytest.mark.parametrize(
    "changed", [{"environment": {"A": "1"}}, {"timezone": "Europe/Berlin"}, {"visitor_key": "cd"}]
)
def test_a_change_of_what_it_is_told_replaces_it(house: House, changed: Any) -> None:
    before = house.acquire()
    after = house.acquire(**changed)
    assert before != after
    assert house.desk.processes[house.begun[0].pidfd].retired


def test_a_process_that_has_ended_is_replaced(house: House) -> None:
    before = house.acquire()
    house.program(before).ended = True
    assert house.acquire() != before


def test_a_process_that_takes_nothing_any_more_is_ended_and_replaced(house: House) -> None:
    before = house.acquire()
    house.far[0].close()
    assert house.acquire() != before
    assert house.program(before).killed == 1


def test_a_process_that_cannot_have_its_log_is_not_left_behind(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(desk_module, "SiteLog", full)
    with pytest.raises(OSError, match="No space"):
        house.acquire()
    assert house.program(5000).killed == 1
    house.dies(5000)
    assert house.desk.processes == {}


def test_a_process_that_serves_never_gets_the_role_that_changes_tables(house: House) -> None:
    owner = Database("127.0.0.1", 5432, "w", "w_owner", "canary", "s_1")
    with pytest.raises(Refused, match="never given the role that changes tables"):
        house.acquire(owner=owner)
    assert house.desk.began == 0


def test_a_job_has_a_process_of_its_own_and_its_time(house: House) -> None:
    serving = house.acquire()
    pid, connection = house.desk.begin_job(config_of(NOWHERE), 5)
    connection.close()
    assert pid != serving
    assert house.acquire() == serving
    house.now += 4.9
    house.desk.tick(idle=False)
    assert house.program(pid).killed == 0
    house.now += 0.2
    house.desk.tick(idle=False)
    assert (house.program(pid).killed, house.program(serving).killed) == (1, 0)


def test_letting_go_waits_a_while_and_then_ends(house: House) -> None:
    pid = house.acquire()
    assert house.desk.retire("acme/unruly") == 1
    assert house.desk.retire("acme/unruly") == 0
    house.now += GRACE - 0.1
    house.desk.tick(idle=False)
    assert house.program(pid).killed == 0
    house.now += 0.2
    house.desk.tick(idle=False)
    assert house.program(pid).killed == 1


def test_one_version_can_be_let_go_while_another_serves(house: House) -> None:
    old, new = house.acquire(), house.acquire(digest="e" * 64)
    assert house.desk.retire("acme/unruly", "d" * 64) == 1
    assert house.acquire(digest="e" * 64) == new
    assert house.acquire() != old


def test_letting_go_of_one_site_leaves_the_others(house: House) -> None:
    other = house.acquire(site="acme/unruly-too")
    house.acquire()
    assert house.desk.retire("acme/unruly") == 1
    assert house.acquire(site="acme/unruly-too") == other


def test_only_our_own_processes_can_be_ended(house: House) -> None:
    pid = house.acquire()
    for nobody in (os.getpid(), 1, 0, -1, None, "1", f"{pid}"):
        assert house.desk.kill(nobody) == 0
    assert house.desk.kill(pid) == 1
    assert house.program(pid).killed == 1
    assert house.acquire() != pid


def test_a_spare_is_kept_ready_when_there_is_nothing_else_to_do(house: House) -> None:
    house.now += 1
    house.desk.tick(idle=False)
    assert house.desk.spares == []
    house.desk.tick(idle=True)
    house.desk.tick(idle=True)
    assert len(house.desk.spares) == 1
    spare = house.desk.spares[0].process.pid
    assert house.acquire() == spare


def test_a_spare_that_dies_is_forgotten(house: House) -> None:
    house.now += 1
    house.desk.tick(idle=True)
    house.dies(house.begun[0].process.pid)
    assert house.desk.spares == []


def test_who_dies_often_is_left_alone_for_a_while_and_then_tried_again(house: House) -> None:
    for _ in range(MANY):
        house.dies(house.acquire())
    with pytest.raises(Refused, match=r"keeps crashing\. It is tried again in a few seconds"):
        house.acquire()
    assert house.acquire(site="acme/other"), "the neighbours do not pay for it"
    house.now += WINDOW
    assert house.acquire()


def test_an_end_that_was_asked_for_is_no_crash(house: House) -> None:
    for _ in range(MANY + 2):
        pid = house.acquire()
        house.desk.retire("acme/unruly")
        house.dies(pid)
    assert house.acquire()


def test_what_sleeps_is_let_go_and_what_works_stays(house: House, monkeypatch: Any) -> None:
    asleep, awake = house.acquire(), house.acquire(site="acme/other")
    house.idle = {asleep: 600.0, awake: 599.0}
    monkeypatch.setattr(house.desk.idleness, "is_due", lambda: True)
    house.desk.tick(idle=False)
    assert [one["pid"] for one in house.desk.status()["processes"] if one["serving"]] == [awake]


def test_a_full_house_says_so_and_makes_room(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr(desk_module, "MOST_PROCESSES", 2)
    first = house.acquire(site="acme/one")
    house.acquire(site="acme/two")
    house.idle = {first: CROWDED_IDLE}
    with pytest.raises(Refused, match=r"2 processes run already\. Try again in a moment"):
        house.acquire(site="acme/three")
    house.dies(first)
    assert house.acquire(site="acme/three")
    assert MOST_PROCESSES >= 64


def test_a_start_that_fails_leaves_no_process(house: House, monkeypatch: Any) -> None:
    begin = house._start

    def deaf() -> Started:
        started = begin()
        house.far[-1].close()
        return started

    monkeypatch.setattr(desk_module, "start", deaf)
    with pytest.raises(NotTaken):
        house.acquire()
    assert house.desk.processes == {}
    assert house.begun[0].process.killed == 1  # type: ignore[attr-defined]
    house.begun[0].clear()


def test_what_a_site_prints_is_kept_under_its_name(house: House, tmp_path: Path) -> None:
    pid = house.acquire()
    started = next(one for one in house.begun if one.process.pid == pid)
    house.desk.printed(started, b"hello\n")
    assert (tmp_path / "acme_unruly.log").read_bytes() == b"hello\n"


def test_what_nobodys_process_prints_is_ours_to_read(
    house: House, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    house.desk.printed(house._start(), b"Traceback\n")
    assert capfdbinary.readouterr().err == b"Traceback\n"
    house.begun[0].clear()


def test_the_end_ends_all(house: House) -> None:
    house.acquire()
    house.now += 1
    house.desk.tick(idle=True)
    house.desk.close()
    assert [one.process.killed for one in house.begun] == [1, 1]  # type: ignore[attr-defined]
    house.desk.processes.clear()
    house.desk.spares.clear()
