"""`.ci/run`, with a `make` that we made up: it says plainly what failed, and what was left
running.
"""

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

MAKE = """#!/bin/sh
echo "made $1 with CI=$CI"
[ "$1" = "$LEAVES" ] && (setsid sleep 300 >/dev/null 2>&1 &)
[ "$1" = "$FAILS" ] && exit 2
exit 0
"""
pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")


def run(folder: Path, **more: str) -> tuple[int, list[str]]:
    """The exit code and the lines of one run, in a machine that has a browser."""
    for name, text in {"make": MAKE, "chromium-headless-shell": "#!/bin/sh\n"}.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "CI_PATIENCE": "1"} | more
    result = subprocess.run(
        [ROOT / ".ci/run"], env=environment, capture_output=True, text=True, check=False
    )
    return result.returncode, result.stdout.splitlines()


def test_both_parts_are_run_and_a_pass_is_said(tmp_path: Path) -> None:
    code, lines = run(tmp_path)
    assert code == 0
    assert [line for line in lines if line.startswith("made")] == [
        "made test with CI=true",
        "made check with CI=true",
    ]
    assert "ci: processes: none left" in lines
    assert lines[-1] == "ci: PASSED"


@pytest.mark.parametrize("part", ["test", "check"])
def test_a_part_that_fails_is_named_and_the_other_is_still_run(tmp_path: Path, part: str) -> None:
    code, lines = run(tmp_path, FAILS=part)
    assert code == 1
    assert lines[-1] == f"ci: FAILED: {part}"
    assert "made check with CI=true" in lines


def test_what_was_left_running_is_told_ended_and_a_failure(tmp_path: Path) -> None:
    code, lines = run(tmp_path, LEAVES="test")
    assert code == 1
    assert lines[-1] == "ci: FAILED: processes"
    left = next(line.split() for line in lines if line.endswith("sleep 300"))
    until = time.monotonic() + 10  # a killed process is gone in a moment, not at once
    while _runs(int(left[0])) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(int(left[0]))


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}
