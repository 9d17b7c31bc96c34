"""What a process gives up before it reads a line of a tool: each layer seen from inside it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from site_runtime.inside import confine

ROOT = Path(__file__).resolve().parents[3]
INSIDE = """
import ctypes, json, os, resource, sys
sys.path.insert(0, {root!r})
from site_runtime.inside import confine
confine.confine(keep=int(sys.argv[1]), runner=int(sys.argv[2]))
def asked(option):
    value = ctypes.c_int()
    got = ctypes.CDLL(None).prctl(option, ctypes.byref(value), 0, 0, 0)
    return value.value if option == 2 else got
open_ones = []
for number in range(256):
    try:
        os.fstat(number)
        open_ones.append(number)
    except OSError:
        pass
print(json.dumps({{
    "environment": dict(os.environ),
    "descriptors": open_ones,
    "umask": os.umask(0),
    "limits": {{str(one): resource.getrlimit(one) for one in confine.LIMITS}},
    "death": asked(2),
    "dumpable": asked(3),
    "status": open("/proc/self/status").read(),
}}), flush=True)
{then}
"""


def begin(keep: int, runner: int, *fds: int, then: str = "", **more: Any) -> Any:
    return subprocess.Popen(
        [
            sys.executable,
            "-I",
            "-c",
            INSIDE.format(root=str(ROOT), then=then),
            f"{keep}",
            f"{runner}",
        ],
        env={"SECRET": "canary", "PATH": os.environ.get("PATH", "")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=fds,
        text=True,
        **more,
    )


@pytest.fixture(scope="module")
def confined() -> dict[str, Any]:
    """What a confined process finds, that was given a descriptor to keep and several others."""
    pipes = [os.pipe() for _ in range(3)]
    given = sorted(fd for pair in pipes for fd in pair)
    keep = given[2]
    with begin(keep, os.getpid(), *given) as process:
        said, errors = process.communicate(timeout=60)
    for fd in given:
        os.close(fd)
    assert process.returncode == 0, errors
    return json.loads(said) | {"keep": keep}


def test_it_has_no_environment(confined: dict[str, Any]) -> None:
    assert confined["environment"] == {}


def test_it_keeps_one_descriptor_beside_the_standard_three(confined: dict[str, Any]) -> None:
    assert confined["descriptors"] == [0, 1, 2, confined["keep"]]


def test_what_it_writes_is_for_nobody_else(confined: dict[str, Any]) -> None:
    assert confined["umask"] == 0o077


@pytest.mark.parametrize("limit", confine.LIMITS)
def test_its_limits_are_set_and_cannot_be_raised(confined: dict[str, Any], limit: int) -> None:
    most = confine.LIMITS[limit]
    assert confined["limits"][str(limit)] == [most, most]


def test_it_dies_with_the_runner(confined: dict[str, Any]) -> None:
    assert confined["death"] == signal.SIGKILL


def test_nobody_of_the_same_user_can_look_into_it(confined: dict[str, Any]) -> None:
    assert confined["dumpable"] == 0


def test_it_can_gain_no_rights(confined: dict[str, Any]) -> None:
    assert "NoNewPrivs:\t1" in confined["status"]


def test_a_process_whose_runner_is_gone_does_not_go_on() -> None:
    with begin(3, 1) as process:
        said, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert said == ""
    assert "The runner that started this process is gone" in errors


def test_it_really_ends_when_the_runner_does() -> None:
    """A grandchild: its parent starts it, confined, and is killed."""
    starter = f"""
import os, subprocess, sys, time
inside = {INSIDE.format(root=str(ROOT), then="import time; time.sleep(60)")!r}
child = subprocess.Popen([sys.executable, "-I", "-c", inside, "3", str(os.getpid())],
                         stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    until = time.monotonic() + 10
    while is_running(child):
        assert time.monotonic() < until
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return ") Z " not in stat.read_text()
    except OSError:
        return False


def test_a_layer_that_cannot_be_put_on_stops_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kernel:
        @staticmethod
        def prctl(*_: int) -> int:
            return -1

    monkeypatch.setattr(confine.ctypes, "CDLL", lambda *_, **__: Kernel)
    with pytest.raises(confine.NotConfined, match="prctl 1 failed"):
        confine.confine(keep=3, runner=os.getppid())


def test_the_kernels_words_are_those_of_its_headers() -> None:
    found = (confine._PR_SET_PDEATHSIG, confine._PR_SET_DUMPABLE, confine._PR_SET_NO_NEW_PRIVS)
    assert found == (1, 4, 38)
