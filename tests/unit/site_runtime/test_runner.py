"""The runner by itself: who may speak to it, what it keeps, and that nothing outlives it."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from apps.runners import client
from apps.runners.local import private_runner
from site_runtime.runner import control
from site_runtime.runner.crashes import MANY, Crashes
from site_runtime.runner.idle import Idleness, ticks_of
from site_runtime.runner.logs import MOST_OF_ONE_PROCESS, SiteLog
from tests.isolation.direct import ask
from tests.isolation.tools import config_of, unruly


@pytest.fixture
def own_runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runner of this test's own, in which a site sleeps after a second."""
    with private_runner(tmp_path / "runner", idle_seconds=1.0) as path:
        mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": path})
        monkeypatch.setattr(settings, "SITEWRIGHT", mine)
        yield path


def said(path: Path, content: bytes) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
        asking.connect(str(path))
        asking.send(content)
        answer: dict[str, Any] = json.loads(asking.recv(100_000))
        return answer


def wait_until(true: Callable[[], bool], seconds: float = 15.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_runners_life(own_runner: Path, tmp_path: Path) -> None:
    """One runner for several questions, since a start costs more than any of them."""
    assert own_runner.stat().st_mode & 0o777 == 0o600
    for content in (b"nonsense", b"[]", b"{}", b'{"do": "dance"}', b'{"do": "acquire"}'):
        answer = said(own_runner, content)
        assert (answer["ok"], bool(answer["error"])) == (False, True)

    with pytest.raises(control.NotFree):
        control.listen(own_runner)

    wait_until(lambda: bool(client.status()["spares"]))
    spare = client.status()["spares"][0]
    config = config_of(unruly(tmp_path / "tree"))
    pid = json.loads(ask(config, "/x/echo/")[1])["pid"]
    assert pid == spare, "the process that was kept ready is the one that serves"

    wait_until(lambda: not client.status()["processes"])
    assert json.loads(ask(config, "/x/echo/")[1])["pid"] != pid, "what slept was started anew"


def test_nothing_survives_a_runner_that_is_killed(tmp_path: Path) -> None:
    with private_runner(tmp_path / "runner") as path:
        runner = _listening_on(path)
        wait_until(lambda: bool(said(path, b'{"do": "status"}')["spares"]))
        (spare,) = said(path, b'{"do": "status"}')["spares"]
        os.kill(runner, signal.SIGKILL)
        wait_until(lambda: not _runs(spare))


def _listening_on(path: Path) -> int:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
        asking.connect(str(path))
        raw = asking.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        return int.from_bytes(raw[:4], "little")


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and " Z " not in status.read_text()


def test_a_dead_socket_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "runner.sock"
    with control.listen(path):
        pass
    with control.listen(path):
        assert path.is_socket()


def test_many_deaths_in_a_row_are_too_many() -> None:
    crashes = Crashes()
    for _ in range(MANY - 1):
        crashes.add("a")
    assert not crashes.too_many("a")
    crashes.add("a")
    assert (crashes.too_many("a"), crashes.too_many("b")) == (True, False)


def test_a_log_keeps_so_much_of_one_process(tmp_path: Path) -> None:
    log = SiteLog(tmp_path, "acme/../keys")
    for _ in range(10):
        log.add(b"x" * (MOST_OF_ONE_PROCESS // 4))
    (file,) = tmp_path.iterdir()
    assert (file.name, file.stat().st_size < MOST_OF_ONE_PROCESS + 100) == (
        "acme____keys.log",
        True,
    )
    assert b"the rest is left out" in file.read_bytes()


def test_a_line_that_cannot_be_kept_costs_nobody_the_runner(tmp_path: Path) -> None:
    log = SiteLog(tmp_path, "acme/keys")
    log.path = Path("/dev/full")
    log.add(b"no room")
    log.path = tmp_path / "kept.log"
    log.add(b"room again")
    assert log.path.read_bytes() == b"room again"


def test_who_sleeps_is_seen_from_outside() -> None:
    with subprocess.Popen(["sleep", "60"]) as sleeping:
        idleness = Idleness()
        idleness.seconds(sleeping.pid)
        time.sleep(0.2)
        idleness.seconds(sleeping.pid)
        time.sleep(0.2)
        assert idleness.seconds(sleeping.pid) >= 0.2
        sleeping.kill()
    assert ticks_of(sleeping.pid) == 0
