"""The life of one process, from its first line to its last."""

from __future__ import annotations

import socket
import sys
import traceback
from pathlib import Path

from site_contract.config import SiteConfig
from site_contract.frames import FrameError, FrameSocket, Kind
from site_runtime.inside import confine, walls, warm
from site_runtime.inside.sentences import sentence_of

LARGEST = 1024 * 1024
PATIENCE = 5.0


def live(*, control_fd: int, runner: int, root: str) -> None:
    """Get ready, be told which site this is, serve it or do one job for it."""
    control = socket.socket(fileno=control_fd)
    warm.warm_up()
    told = control.recv(LARGEST)
    if not told:
        return
    config = SiteConfig.from_json(told)
    confine.confine(keep=control_fd, runner=runner)
    walls.put_up(root, Path(config.code))
    try:
        _run(control, config)
    except Exception as error:  # noqa: BLE001  # the edge of the process: whoever asked is told
        traceback.print_exc()
        _refuse(control, f"The tool could not start. {sentence_of(error, config.code)}")
        sys.exit(1)


def _run(control: socket.socket, config: SiteConfig) -> None:
    from site_runtime.inside.boot import boot

    boot(config)
    taken = take(control)
    if taken is None:
        return
    what, frames = taken
    if what == b"J":
        from site_runtime.inside.jobs import work

        work(frames, config)
    else:
        from site_runtime.inside.serve import Server

        Server(control, config).run(frames)


def take(control: socket.socket) -> tuple[bytes, FrameSocket] | None:
    """The next connection from the runner, and what it is for; None when it says stop."""
    what, fds, _, _ = socket.recv_fds(control, 1, 1)
    if not what or not fds:
        return None
    return what, FrameSocket(socket.socket(fileno=fds[0]))


def _refuse(control: socket.socket, sentence: str) -> None:
    """Answer the connection that waits, if one does, with why there is no tool behind it."""
    control.settimeout(PATIENCE)
    try:
        taken = take(control)
        if taken is None:
            return
        frames = taken[1]
        while frames.receive().kind is not Kind.END:
            pass
        frames.send_json(Kind.FAULT, {"error": sentence})
        frames.close()
    except (OSError, FrameError):
        return
