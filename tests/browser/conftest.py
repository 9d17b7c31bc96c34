"""What the browser tests stand on: Chromium of the machine, one installation, people who sit down
at it.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import chromium as found
from tests.browser import installation as running
from tests.browser.installation import Installation
from tests.browser.people import Person, sits_down

SHOTS = Path(__file__).parent / "shots"
"""Pictures of each step of the last run, by test; git does not keep them."""


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """One portal for all browser tests, without the demo's own tools."""
    one = running.start(DEMO_TOOLS="0", BUILD_LEASE_SECONDS="15")
    yield one
    one.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The machine's Chromium, for one file: its event loop would be in the way of other tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.find(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where the screenshots of this test go. Those in `docs` are made by `make screenshots`."""
    folder = SHOTS / re.sub(r"\W+", "-", request.node.name).strip("-")
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def person(
    chromium: Any, installation: Installation, pictures: Path
) -> Iterator[Callable[..., Person]]:
    """`person("bea")`: somebody with a browser of their own."""
    people: list[Person] = []

    def make(name: str, domain: str = "acme.example", **context: Any) -> Person:
        people.append(sits_down(chromium, installation, pictures, name, domain, **context))
        return people[-1]

    yield make
    for one in people:
        one.page.context.close()
