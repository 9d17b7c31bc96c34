"""How the pages of a live tool look: nothing that axe finds, nothing wider than the screen."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.people import PHONE, Person

AT_A_DESK: list[dict[str, Any]] = [{}] if os.environ.get("ALL_SCREENS") else []
SCREENS = [*AT_A_DESK, {"viewport": PHONE, "color_scheme": "dark"}]
"""A phone by night; with ALL_SCREENS=1 a desk by day too, where the kit's tests see each kind."""
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults_of(person: Person, address: str, paths: Iterable[str]) -> dict[str, list[str]]:
    """What is wrong with these pages, as this person sees them; right ones are left out."""
    found = {path: _faults(person, address + path) for path in paths}
    return {path: faults for path, faults in found.items() if faults}


def _faults(person: Person, address: str) -> list[str]:
    person.opens(address)
    page = person.page
    said = Axe().run(page, options=ONLY_VIOLATIONS).response["violations"]
    found = [f"{one['id']} at {one['nodes'][0]['target']}" for one in said]
    if (over := int(page.evaluate(OVERHANG))) > 0:
        found.append(f"{over} pixels wider than the screen")
    if page.locator("h1").count() != 1:
        found.append("no heading of its own")
    return found
