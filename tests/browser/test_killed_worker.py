"""A worker dies in the middle of a build: another goes on, and the page shows how it ends."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.installation import Installation
from tests.browser.people import Person

pytestmark = pytest.mark.browser
READ = "address => fetch(address).then(answer => answer.text())"


def workers(installation: Installation) -> list[int]:
    """The processes of this installation that carry out tasks, the one that starts them last."""
    mine = f"DATA_DIR={installation.folder}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if b"\0worker\0" in words and mine in (folder / "environ").read_bytes() + b"\0":
                found.append(int(folder.name))
        except OSError:
            continue
    return sorted(found, reverse=True)


def wait_until_it_runs(bea: Person, build: str) -> None:
    """Ask more often than the page does: a small tool is built between two of its questions."""
    for _ in range(400):
        if 'data-step="running"' in bea.page.evaluate(READ, build):
            return
        time.sleep(0.05)
    raise AssertionError("The build never began.")


def test_a_build_whose_worker_is_killed_comes_to_its_end_by_itself(
    person: Callable[..., Person], installation: Installation
) -> None:
    bea = person("bea")
    bea.asks("Keep a list of office keys with door, holder and the day it was handed out.")
    bea.page.get_by_role("button", name="Build it").first.click()
    bea.page.wait_for_url("**/builds/*")
    build = bea.page.url
    wait_until_it_runs(bea, build)
    before = workers(installation)  # only now: a pool replaces its processes between tasks
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    bea.takes_picture("killed")

    bea.page.wait_for_url("**/versions/1", timeout=90_000)
    bea.opens(f"{build}?steps=1")
    expect(bea.page.locator("li[data-step=done]")).to_have_count(5)
    expect(bea.page.get_by_text("each took over where the one before stopped")).to_be_visible()
    bea.takes_picture("ended")
    assert bea.slug()
    assert not set(before) & set(workers(installation))
    until = time.monotonic() + 10
    while not workers(installation) and time.monotonic() < until:
        time.sleep(0.1)
    assert workers(installation)
