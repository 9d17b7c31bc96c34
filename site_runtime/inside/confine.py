"""What this process gives up before it reads one line of a site's code.

This file is the whole of it, on purpose: layers are added here and nowhere else. Now: it dies with
the runner, can gain no rights, has no descriptor but its own, an empty environment, and limits on
memory, files, descriptors and processor time. Landlock, seccomp and namespaces belong here too.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
MEMORY = 768 * 1024 * 1024
LIMITS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_NOFILE: 128,
    resource.RLIMIT_FSIZE: 64 * 1024 * 1024,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_CPU: 3600,
    resource.RLIMIT_MEMLOCK: 0,
    resource.RLIMIT_MSGQUEUE: 0,
}


class NotConfined(Exception):
    """A layer could not be put on; the process must not go on."""


def confine(*, keep: int, runner: int) -> None:
    """Narrow this process for good. `keep` is the one descriptor, beside the standard three, to
    keep.

    Raises `NotConfined`: there is no second-best.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != runner:
        raise NotConfined("The runner that started this process is gone.")
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_DUMPABLE, 0)
    os.closerange(3, keep)
    os.closerange(keep + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.environ.clear()
    os.umask(0o077)
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise NotConfined(f"prctl {option} failed: {os.strerror(ctypes.get_errno())}.")
