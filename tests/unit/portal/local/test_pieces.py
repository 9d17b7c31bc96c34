"""The small parts of the supervisor: files, folders, disks, the watchman's list, the mark."""

import io
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.local import __main__ as door
from portal.local import database, files, leftovers, ports, services, watchman
from portal.local.errors import LocalError
from portal.local.installation import SOCKET_MOST, Installation
from portal.local.output import Printer, Voice
from portal.local.supervisor import LONGEST_PAUSE, Seat


def test_a_written_file_is_private_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    files.write(path, {"key": "ä"})
    assert files.read(path) == {"key": "ä"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_absent_file_is_empty_and_a_damaged_one_a_sentence(tmp_path: Path) -> None:
    assert files.read(tmp_path / "none.json") == {}
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(LocalError, match=r"bad\.json is damaged"):
        files.read(tmp_path / "bad.json")


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=5 * 1024**2))
    with pytest.raises(LocalError, match="is full: 5 MB are free"):
        services.refuse_full_disk(tmp_path)


def test_a_disk_that_fills_up_on_the_way_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(arguments: list[str]) -> int:
        raise OSError(28, "No space left on device", "/data/postgres")

    monkeypatch.setattr(door, "_dispatch", fill)
    assert door.main(["run"]) == 1
    assert "The disk is full (/data/postgres)" in capsys.readouterr().err


def test_a_missing_package_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def miss(arguments: list[str]) -> int:
        raise ModuleNotFoundError("No module named 'redis'", name="redis")

    monkeypatch.setattr(door, "_dispatch", miss)
    assert door.main(["run"]) == 1
    assert "missing: No module named 'redis'. Run `make setup`" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    installation = Installation.read({"DATA_DIR": str(tmp_path / "file" / "data")})
    with pytest.raises(LocalError, match="cannot be written"):
        installation.make_folder()


@pytest.mark.parametrize("letter", ["a", "é", "鍵"], ids=["one byte", "two bytes", "three bytes"])
def test_a_folder_in_which_no_socket_can_be_made_is_a_sentence(tmp_path: Path, letter: str) -> None:
    """The longest that is taken has a socket that listens; the next is refused before anything."""
    room = SOCKET_MOST - len(os.fsencode(Installation.read({"DATA_DIR": "/x"}).runner_socket)) + 1
    size = len(letter.encode())
    longest = "/" + letter * (room // size) + "a" * (room % size)
    kept = Installation.read({"DATA_DIR": longest})
    assert len(os.fsencode(kept.runner_socket)) == SOCKET_MOST
    with pytest.raises(LocalError, match=r"is too long by 2 bytes: .* Choose a shorter one"):
        Installation.read({"DATA_DIR": f"{longest}bb"})


def test_the_system_draws_the_line_where_we_say(tmp_path: Path) -> None:
    def bind(length: int) -> None:
        path = str(tmp_path / "s").ljust(length, "x")
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
            server.bind(path)

    bind(SOCKET_MOST)
    with pytest.raises(OSError, match="path too long"):
        bind(SOCKET_MOST + 1)


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    installation = Installation.read({"DATA_DIR": str(tmp_path / "data")})
    installation.make_folder()
    assert stat.S_IMODE(installation.folder.stat().st_mode) == 0o700


def test_the_demo_brings_debug_and_can_be_switched_off(tmp_path: Path) -> None:
    with_demo = Installation.read({"DATA_DIR": str(tmp_path)}).for_children()
    without = Installation.read({"DATA_DIR": str(tmp_path), "DEMO": "false"}).for_children()
    assert (with_demo["DEMO"], with_demo["DEBUG"]) == ("true", "true")
    assert "DEBUG" not in without
    assert without["DEMO"] == "false"


@pytest.mark.parametrize(
    ("more", "expected"), [({}, True), ({"DEMO_TOOLS": "0"}, False), ({"DEMO": "0"}, False)]
)
def test_the_demos_tools_can_be_left_out(more: dict[str, str], expected: bool) -> None:
    assert Installation.read(more).demo_tools is expected


def test_a_wished_port_is_taken_when_it_is_free() -> None:
    port = ports.free_port()
    assert ports.free_port(port) == port


def test_the_ports_of_the_last_time_are_known() -> None:
    addresses = {
        "database_url": "postgresql://a:b@127.0.0.1:5000/c",
        "redis_url": "redis://x:6000/0",
    }
    assert services.ports_of(addresses) == {"Postgres": 5000, "Valkey": 6000}
    assert services.ports_of({}) == {}


def test_the_watchman_knows_what_is_left() -> None:
    told = ["+ 10\n", "+ 11\n", "folder /tmp/x y\n", "- 10\n"]
    assert watchman.read_to_the_end(told) == ({11}, ["/tmp/x y"])


def test_the_watchman_ends_a_deaf_group(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, 1); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", deaf], start_new_session=True, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        watchman.clear({process.pid}, patience=0.2)
        assert process.wait(5) == -9


def test_what_stands_in_a_folder_is_ended(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path) as process:
        while leftovers.standing_in(tmp_path) != [process.pid]:
            time.sleep(0.01)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        leftovers.end_all_in(tmp_path, patience=5)
        assert process.wait(5) == -3


def test_a_voice_gives_whole_lines_and_the_rest_at_the_end() -> None:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as pipe:
        voice = Voice(pipe)
        os.write(write, b"one\n\ntw")
        assert voice.lines() == ["one"]
        assert voice.lines() == []
        os.write(write, b"o\nthree")
        os.close(write)
        assert voice.lines() == ["two"]
        assert (voice.lines(), voice.over) == (["three"], True)


def test_each_line_says_who_speaks() -> None:
    stream = io.StringIO()
    Printer(stream, {}).line("web", "hello")
    assert stream.getvalue() == "web        │ hello\n"


def test_every_line_is_in_the_log_and_some_only_there(tmp_path: Path) -> None:
    stream, log = io.StringIO(), tmp_path / "terminal.log"
    printer = Printer(stream, {}, log)
    printer.line("web", "hello")
    printer.aside("worker", "nobody needs this")
    assert stream.getvalue() == "web        │ hello\n"
    assert log.read_text() == "web        │ hello\nworker     │ nobody needs this\n"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_of_the_run_before_is_kept_beside(tmp_path: Path) -> None:
    log = tmp_path / "terminal.log"
    for word in ("one", "two", "three"):
        Printer(io.StringIO(), {}, log).line("web", word)
    assert "three" in log.read_text()
    assert "two" in (tmp_path / "terminal.log.1").read_text()
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("fault", [BrokenPipeError(), OSError(28, "No space left on device")])
def test_a_terminal_that_has_gone_is_no_reason_to_stop(tmp_path: Path, fault: OSError) -> None:
    class Gone(io.StringIO):
        def write(self, text: str, /) -> int:
            raise fault

    Printer(Gone(), {}, tmp_path / "log").line("web", "hello")
    assert "hello" in (tmp_path / "log").read_text()


def test_a_log_that_cannot_be_written_is_none_either(tmp_path: Path) -> None:
    stream, log = io.StringIO(), tmp_path / "terminal.log"
    printer = Printer(stream, {}, log)
    log.unlink()
    log.mkdir()
    printer.line("web", "hello")
    assert "hello" in stream.getvalue()


def test_a_terminal_gets_colours_unless_it_wants_none(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    Printer(stream, {}).line("web", "hello")
    Printer(stream, {"NO_COLOR": "1"}).line("web", "hello")
    assert stream.getvalue().splitlines() == [
        "\x1b[36mweb        │ \x1b[0mhello",
        "web        │ hello",
    ]


def test_the_pause_grows_with_each_early_end() -> None:
    seat = Seat("web", lambda: None, lambda seat: True)  # type: ignore[arg-type,return-value]
    seat.since = time.monotonic()
    pauses = [seat.leave() for _ in range(8)]
    assert pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert pauses[-1] == LONGEST_PAUSE


def test_the_fingerprint_changes_with_a_migration(tmp_path: Path) -> None:
    migrations = tmp_path / "apps" / "sites" / "migrations"
    migrations.mkdir(parents=True)
    before = database.fingerprint(tmp_path)
    (migrations / "0001_initial.py").write_text("operations = []")
    assert database.fingerprint(tmp_path) != before
    assert database.fingerprint(tmp_path) == database.fingerprint(tmp_path)


def test_the_mark_lies_in_the_database() -> None:
    url = os.environ["DATABASE_URL"]
    assert database.read_mark(url) == {}
    database.write_mark(url, {"code": "it's", "demo": True})
    try:
        assert database.read_mark(url) == {"code": "it's", "demo": True}
    finally:
        database.write_mark(url, json.loads("{}"))
