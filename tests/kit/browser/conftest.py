"""Chromium of the machine, and tools that are served for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests import chromium as found
from tests.kit.browser.tools import Served

SERVE = Path(__file__).with_name("serve.py")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The machine's Chromium; without one these tests are skipped and say so."""
    path = found.find()
    if path is None:
        pytest.skip(found.ADVICE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(chromium: Any) -> Iterator[Callable[[str], Served]]:
    """`served("workshop")`: a tool in a process of its own, started once."""
    with ExitStack() as ends:
        started: dict[str, Served] = {}

        def start(tool: str) -> Served:
            if tool not in started:
                address = ends.enter_context(_process(tool))
                started[tool] = Served(address, chromium)
            return started[tool]

        yield start


@contextmanager
def _process(tool: str) -> Iterator[str]:
    outside = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    with subprocess.Popen(
        [sys.executable, str(SERVE), tool],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=outside,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, f"{tool} did not start."
        yield address
        process.stdin.close()
        process.wait(timeout=60)
