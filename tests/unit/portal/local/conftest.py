"""Supervisors to start in a test."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.local.ports import free_port
from tests.unit.portal.local.house import HOUSE, NOT_INHERITED, ROOT, Started

Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start()`: a supervisor on a folder and port of its own; ended after the test, whatever
    happened.
    """
    begun: list[Started] = []

    def begin(folder: Path | None = None, port: int | None = None, **more: str) -> Started:
        folder, port = folder or tmp_path / "data", port or free_port()
        output = tmp_path / f"output{len(begun)}"
        environment = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}
        environment |= {"DATA_DIR": str(folder), "PORT": str(port)} | more
        with output.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, "-c", HOUSE],
                cwd=ROOT,
                env=environment,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
            )
        begun.append(Started(process, folder, port, output))
        return begun[-1]

    yield begin
    for one in begun:
        if one.process.poll() is None:
            one.stop()
