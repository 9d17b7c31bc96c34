"""`run` on this machine: starts, serves, comes back after the worst end, says what is wrong in a
sentence.
"""

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import termios
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from portal.local.ports import free_port
from tests.unit.portal.local.conftest import Start
from tests.unit.portal.local.house import (
    HOUSE,
    NOT_INHERITED,
    ROOT,
    Started,
    processes_of,
    wait_until_gone,
)

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")


def addresses(started: Started) -> dict[str, str]:
    return dict(json.loads((started.folder / "services.json").read_text()))


def remember(started: Started, word: str) -> None:
    with psycopg.connect(addresses(started)["database_url"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def remembered(started: Started) -> list[str]:
    with psycopg.connect(addresses(started)["database_url"]) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM kept")]


def child_of(started: Started, part: str) -> int:
    for pid in set(processes_of(started.folder)) - {started.process.pid}:
        # The programme itself, not one of the processes that Postgres calls after itself.
        wanted = b"/postgres\0-D" if part == "postgres" else part.encode()
        if wanted in Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
    raise AssertionError(f"no {part} among {processes_of(started.folder)}")


def test_it_starts_and_stops_and_keeps_its_data(start: Start) -> None:
    first = start()
    first.wait_for(r"Ready after")
    with urllib.request.urlopen(f"http://127.0.0.1:{first.port}/") as answer:
        assert answer.status == 200
    remember(first, "once")
    assert first.stop() == 0
    assert processes_of(first.folder) == []

    again = start(first.folder)
    again.wait_for(r"Ready after [0-4]\.")
    assert remembered(again) == ["once"]


def test_it_comes_back_after_everything_was_killed(start: Start) -> None:
    first = start()
    first.wait_for("Ready")
    remember(first, "before")
    for pid in processes_of(first.folder):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    first.process.wait(10)

    again = start(first.folder, first.port)
    again.wait_for("Ready")
    assert remembered(again) == ["before"]


def test_nothing_outlives_a_killed_supervisor(start: Start) -> None:
    started = start()
    started.wait_for("tick")
    started.process.kill()
    started.process.wait(10)
    wait_until_gone(started.folder)


def test_a_start_right_after_a_kill_waits_for_what_is_going(start: Start) -> None:
    first = start()
    first.wait_for("tick")
    first.process.kill()
    first.process.wait(10)
    again = start(first.folder, first.port)
    again.wait_for("Ready")


@pytest.mark.parametrize("part", ["http.server", "postgres", "valkey"])
def test_a_crashed_child_is_started_again(start: Start, part: str) -> None:
    started = start()
    started.wait_for("tick")
    victim = child_of(started, part)
    os.kill(victim, signal.SIGKILL)
    started.wait_for(r"was ended by signal 9; again in 1 s")
    if part == "postgres":
        started.wait_for("Postgres was ended")
        for _ in range(100):
            try:
                remember(started, "after the crash")
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        assert remembered(started) == ["after the crash"]


def test_an_errand_is_run_once(start: Start) -> None:
    first = start(ERRAND="wanted")
    first.wait_for("on an errand")
    first.wait_for("tick")
    time.sleep(1)
    assert first.text.count("on an errand") == 1
    first.stop()
    again = start(first.folder, ERRAND="wanted")
    again.wait_for("tick")
    assert "on an errand" not in again.text


def test_how_to_begin_is_the_last_thing_said_when_everything_is_ready(start: Start) -> None:
    started = start(ERRAND="wanted")
    started.wait_for(f"Everything is ready: http://portal.localhost:{started.port}/")
    after = started.text.partition("Everything is ready")[2]
    assert "Ctrl-C stops everything" in after
    assert "on an errand" not in after


def test_last_words_are_for_the_log(start: Start) -> None:
    started = start(LAST_WORDS="hitting it again will end everything")
    started.wait_for("tick")
    started.stop()
    assert started.text.splitlines()[-1].endswith("Stopping. Everything that was saved is kept.")
    assert "hitting it again" in (started.folder / "logs" / "terminal.log").read_text()


def test_a_failed_errand_is_told_and_tried_at_the_next_start(start: Start) -> None:
    first = start(ERRAND="wanted", ERRAND_CODE="3")
    first.wait_for(r"not made \(code 3\); the next start tries again")
    first.stop()
    again = start(first.folder, ERRAND="wanted")
    again.wait_for("on an errand")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_signals_stop_it_too_with_their_code(start: Start, number: int) -> None:
    started = start()
    started.wait_for("tick")
    assert started.stop(number) == 128 + number
    assert processes_of(started.folder) == []


def test_an_impatient_ctrl_c_ends_it_as_orderly_as_the_first(start: Start) -> None:
    first = start()
    first.wait_for("tick")
    remember(first, "kept")
    for _ in range(4):
        first.process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    assert first.process.wait(30) == 0
    assert processes_of(first.folder) == []
    assert "Traceback" not in first.text
    again = start(first.folder)
    again.wait_for("Ready")
    assert remembered(again) == ["kept"]


def test_a_terminal_that_is_closed_ends_it(tmp_path: Path) -> None:
    ours, its = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}
    with subprocess.Popen(
        [sys.executable, "-c", HOUSE],
        cwd=ROOT,
        env=environment | {"DATA_DIR": str(tmp_path / "data"), "PORT": str(free_port())},
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(its)
        said = b""
        while b"tick" not in said:
            said += os.read(ours, 4096)
        os.close(ours)
        assert process.wait(30) == 128 + signal.SIGHUP
    assert processes_of(tmp_path / "data") == []
    log = (tmp_path / "data/logs/terminal.log").read_text()
    assert log.splitlines()[-1].endswith("Stopping. Everything that was saved is kept.")


def test_services_of_the_house_are_used_and_left_running(start: Start) -> None:
    theirs = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    started = start(**theirs)
    started.wait_for("Ready")
    assert addresses(started) == {name.lower(): url for name, url in theirs.items()}
    assert started.stop() == 0
    assert not {"postgres", "valkey"} & {path.name for path in started.folder.iterdir()}
    psycopg.connect(theirs["DATABASE_URL"]).close()


def test_stopping_in_the_middle_of_the_start_leaves_nothing(start: Start) -> None:
    started = start()
    while not (started.folder / "run" / "lock").exists():
        time.sleep(0.01)
    started.stop()
    assert processes_of(started.folder) == []
    again = start(started.folder)
    again.wait_for("Ready")


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.05, 0.1, 0.15])
def test_stopping_right_after_it_is_ready_stops_it(start: Start, moment: float) -> None:
    """Also while the last of its processes is just being started."""
    started = start()
    started.wait_for("Ready")
    time.sleep(moment)
    started.stop()
    assert processes_of(started.folder) == []


def test_a_second_run_on_the_same_folder_gets_a_sentence(start: Start) -> None:
    first = start()
    first.wait_for("Ready")
    second = start(first.folder)
    assert second.process.wait(10) == 1
    assert f"is running on {first.folder} already (process {first.process.pid}" in second.text
    assert "Traceback" not in second.text


@pytest.mark.parametrize("name", ["with blanks & 'marks'", "Zoë 鍵", "%s {port} $HOME"])
def test_a_folder_of_any_name_will_do(start: Start, name: str) -> None:
    with tempfile.TemporaryDirectory(prefix="sw-") as short:
        folder = Path(short, name)
        started = start(folder)
        started.wait_for(f"Data: {re.escape(str(folder))}")
        remember(started, "here")
        assert started.stop() == 0
        assert processes_of(folder) == []
        assert [path.name for path in folder.parent.iterdir()] == [name]


def test_a_relative_folder_is_where_it_was_typed(start: Start) -> None:
    """The supervisor and all its children mean the same place, wherever each of them stands."""
    name = Path(os.path.relpath(tempfile.mkdtemp(prefix="sitewright-test-"), ROOT))
    try:
        started = start(name)
        started.wait_for(f"Data: {(ROOT / name).absolute()}")
        started.wait_for("tick")
        told = {Path(f"/proc/{pid}/environ").read_bytes() for pid in [child_of(started, "http")]}
        assert f"DATA_DIR={(ROOT / name).absolute()}\0".encode() in told.pop()
        assert started.stop() == 0
    finally:
        shutil.rmtree(ROOT / name)


def test_a_folder_too_long_for_a_socket_is_a_sentence(start: Start, tmp_path: Path) -> None:
    started = start(tmp_path / ("long" * 40))
    assert started.process.wait(10) == 1
    assert re.search(r"DATA_DIR .* is too long by \d+ bytes", started.text)
    assert not started.folder.exists()


def test_two_folders_run_side_by_side(start: Start, tmp_path: Path) -> None:
    one, two = start(tmp_path / "one"), start(tmp_path / "two")
    one.wait_for("Ready")
    two.wait_for("Ready")
    assert addresses(one) != addresses(two)


def test_two_first_starts_at_once_make_one_cluster(start: Start) -> None:
    both = start(), start()
    deadline = time.monotonic() + 30
    while "Ready" not in both[0].text + both[1].text:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert sorted(str(one.process.poll()) for one in both) == ["1", "None"]
    assert "is running on" in both[0].text + both[1].text


def test_a_taken_port_is_a_sentence(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        started = start(port=taken.getsockname()[1])
        assert started.process.wait(10) == 1
    assert "is taken by another program" in started.text
    assert "PORT=" in started.text
    assert "Traceback" not in started.text


@pytest.mark.parametrize("port", ["http", "0", "99999", "-1"])
def test_a_port_that_is_none_is_a_sentence(start: Start, port: str) -> None:
    started = start(PORT=port)
    assert started.process.wait(10) == 1
    assert f"PORT is “{port}”" in started.text


def test_a_database_that_does_not_answer_is_a_sentence(start: Start) -> None:
    started = start(DATABASE_URL="postgresql://me:hush@127.0.0.1:1/none")
    assert started.process.wait(20) == 1
    assert "The database of DATABASE_URL cannot be used" in started.text
    assert "hush" not in started.text
    assert processes_of(started.folder) == []


def test_another_kind_of_database_is_a_sentence(start: Start) -> None:
    started = start(DATABASE_URL="mysql://127.0.0.1/none")
    assert started.process.wait(20) == 1
    assert "only Postgres is supported" in started.text


def test_secrets_are_for_the_owner_alone_and_stay_the_same(start: Start) -> None:
    first = start()
    first.wait_for("Ready")
    for name in ("secrets.json", "services.json", "embedded.json"):
        assert stat.S_IMODE((first.folder / name).stat().st_mode) == 0o600
    keys = (first.folder / "secrets.json").read_text()
    first.stop()
    again = start(first.folder)
    again.wait_for("Ready")
    assert (again.folder / "secrets.json").read_text() == keys


def test_passwords_are_on_no_command_line(start: Start) -> None:
    started = start()
    started.wait_for("tick")
    secrets = json.loads((started.folder / "embedded.json").read_text()).values()
    for pid in processes_of(started.folder):
        told = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
        assert not any(secret in told for secret in secrets)


def test_lost_passwords_are_a_sentence_and_the_data_is_left_alone(start: Start) -> None:
    first = start()
    first.wait_for("Ready")
    first.stop()
    (first.folder / "embedded.json").unlink()
    again = start(first.folder)
    assert again.process.wait(10) == 1
    assert "its passwords are gone" in again.text
    assert (again.folder / "postgres" / "data" / "PG_VERSION").exists()
