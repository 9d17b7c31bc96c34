"""Outlives the supervisor for a moment, and clears up when it died without doing so itself.

A process of its own, started as a plain file (standard library only). It reads lines from the pipe
that the supervisor holds: `+ 123` a process group has been started, `- 123` it is over, `folder
/path` to be removed at the end. When the pipe ends and groups are left, the supervisor was killed:
the groups are asked, then made, to stop.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable

PATIENCE = 6.0


def read_to_the_end(lines: Iterable[str]) -> tuple[set[int], list[str]]:
    """The groups that are still on the list when the pipe ends, and the folders to remove."""
    groups: set[int] = set()
    folders: list[str] = []
    for line in lines:
        word, _, value = line.strip().partition(" ")
        if word == "+":
            groups.add(int(value))
        elif word == "-":
            groups.discard(int(value))
        elif word == "folder":
            folders.append(value)
    return groups, folders


def alive(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def send(groups: Iterable[int], number: int) -> None:
    """One signal to each group; a group that has gone meanwhile is no error."""
    for group in groups:
        try:
            os.killpg(group, number)
        except (ProcessLookupError, PermissionError):
            continue


def clear(groups: set[int], patience: float = PATIENCE) -> None:
    """Ask all groups to stop, wait, then make them."""
    send(groups, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(alive(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    send(groups, signal.SIGKILL)


def main() -> None:
    """Watch until the pipe ends."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups, folders = read_to_the_end(sys.stdin)
    clear({group for group in groups if alive(group)})
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
