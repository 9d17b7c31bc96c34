"""`exec`: one command with fresh services around it, and nothing left afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from portal.local import children, keys, services
from portal.local.children import Watch
from portal.local.errors import LocalError
from portal.local.signals import SIGNALS, ignore_signals, raise_on_signals


def execute(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run the command and return its exit code (128 + n when a signal ended it)."""
    raise_on_signals()
    watch = Watch()
    try:
        with tempfile.TemporaryDirectory(prefix="sitewright-", ignore_cleanup_errors=True) as name:
            watch.folder(Path(name))
            return _within(Path(name), command, environment, watch)
    finally:
        watch.close()


def _within(
    folder: Path, command: Sequence[str], environment: Mapping[str, str], watch: Watch
) -> int:
    running = services.start(folder, watch=watch, environment=environment, fleeting=True)
    try:
        return _run(command, {**environment, **_offered(folder, environment, running)})
    finally:
        ignore_signals()
        running.stop()


def _offered(
    folder: Path, environment: Mapping[str, str], running: services.Services
) -> dict[str, str]:
    """What the command finds in its environment."""
    made = {name.upper(): value for name, value in (keys.invent() | running.addresses).items()}
    return {**made, "DATA_DIR": str(folder / "data")} | {
        name: environment[name]
        for name in ("SECRET_KEY", "MASTER_KEY", "DATA_DIR")
        if name in environment
    }


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """The command stays in our process group, so that the terminal's Ctrl-C reaches it by
    itself.
    """
    Path(environment["DATA_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            preexec_fn=children.die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # no threads
        )
    except OSError as error:
        raise LocalError(f"{command[0]} could not be run: {error.strerror}.") from error
    _pass_signals_to(process)
    code = process.wait()
    return code if code >= 0 else 128 - code


def _pass_signals_to(process: subprocess.Popen[bytes]) -> None:
    def forward(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT or not _terminal_is_ours():
            process.send_signal(number)

    for number in SIGNALS:
        signal.signal(number, forward)


def _terminal_is_ours() -> bool:
    """Whether a Ctrl-C has reached the command already."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
