"""`exec`: a command with services around it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.local.postgres import WALLED
from tests.unit.portal.local.house import NOT_INHERITED, ROOT, processes_of, wait_until_gone

EXEC = (sys.executable, "-m", "portal.local", "exec", "--")
PRINT_ADDRESSES = f"""
import os, pathlib, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as c:
    rights = "rolname, rolsuper, rolcreatedb, rolcreaterole"
    print(c.execute("SELECT " + rights + " FROM pg_roles WHERE rolname = current_user").fetchone())
    print(sorted(row[0] for row in c.execute("SELECT extname FROM pg_extension")))
    print("walls:", *c.execute({WALLED!r}).fetchone())
print(redis.Redis.from_url(os.environ["REDIS_URL"]).ping())
print(pathlib.Path(os.environ["DATA_DIR"]).is_dir())
print(len(os.environ["SECRET_KEY"]) > 40, len(os.environ["MASTER_KEY"]))
"""


def environment(folder: Path) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in NOT_INHERITED} | {"TMPDIR": str(folder)}


def execute(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*EXEC, *command],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_finds_services_and_keys(tmp_path: Path) -> None:
    result = execute(tmp_path, sys.executable, "-c", PRINT_ADDRESSES)
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "('sitewright', False, True, True)",
        "['btree_gist', 'pg_trgm', 'plpgsql']",
        "walls: True",
        "True",
        "True",
        "True 44",
    ]


@pytest.mark.parametrize("code", [0, 3, 77])
def test_the_exit_code_is_passed_on_and_nothing_stays(tmp_path: Path, code: int) -> None:
    assert execute(tmp_path, "sh", "-c", f"exit {code}").returncode == code
    assert processes_of(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_does_not_exist_is_a_sentence(tmp_path: Path) -> None:
    result = execute(tmp_path, str(tmp_path / "none"))
    assert result.returncode == 1
    reason = "could not be run: No such file or directory."
    assert result.stderr == f"sitewright: {tmp_path / 'none'} {reason}\n"


def test_services_of_the_environment_are_used_as_they_are(tmp_path: Path) -> None:
    result = subprocess.run(
        [
            *EXEC,
            "sh",
            "-c",
            "echo $DATABASE_URL $REDIS_URL",
        ],
        cwd=ROOT,
        env=environment(tmp_path) | {"DATABASE_URL": "postgresql://a/b", "REDIS_URL": "redis://c"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "postgresql://a/b redis://c\n"


@pytest.mark.parametrize(
    ("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_a_signal_ends_the_command_and_the_services(
    tmp_path: Path, number: int, expected: int
) -> None:
    process = subprocess.Popen(
        [*EXEC, "sh", "-c", "echo up; exec sleep 60"],
        cwd=ROOT,
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "up\n"
    process.send_signal(number)
    assert process.wait(20) == expected
    wait_until_gone(tmp_path)
    deadline = time.monotonic() + 5
    while list(tmp_path.iterdir()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_without_a_command_it_says_how(tmp_path: Path) -> None:
    result = subprocess.run(
        EXEC[:3],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.startswith("usage: python -m portal.local run")
