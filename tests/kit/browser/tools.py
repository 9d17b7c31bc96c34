"""A served tool as a test looks at it: a page at a width, by day or by night, read by axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

DESK = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}


@dataclass(frozen=True)
class Served:
    """A tool at its address."""

    address: str
    browser: Any

    @contextmanager
    def seen(self, screen: dict[str, Any], who: str = "ines") -> Iterator[Any]:
        """A page of a browser in which this person sits."""
        context = self.browser.new_context(**screen, base_url=self.address)
        context.add_cookies([{"name": "who", "value": who, "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(20_000)
        yield page
        context.close()

    def has_rows(self, count: int) -> None:
        """From here on the tool holds so many rows."""
        with self.seen(DESK) as page:
            assert page.goto(f"/rows/{count}").ok


def violations(page: Any) -> list[str]:
    """What axe finds wrong with a page, with the first place of each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=ONLY_VIOLATIONS).response["violations"]
    return [f"{one['id']}: {one['help']} ({one['nodes'][0]['target']})" for one in found]


def sideways(page: Any) -> int:
    """By how many pixels a page is wider than its window."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))


def out_of_reach(page: Any) -> list[str]:
    """Buttons of rows that run out of their card, and on a phone those that a finger misses."""
    script = """finger => [...document.querySelectorAll("td.act .btn")].filter(one => {
        const card = one.closest(".card").getBoundingClientRect()
        const own = one.getBoundingClientRect()
        const small = finger && (own.width < 44 || own.height < 44)
        return small || own.left < card.left || own.right > card.right + 0.5
    }).map(one => one.textContent.trim())"""
    return list(page.evaluate(script, page.viewport_size["width"] < 500))


def beyond_its_sheet(page: Any) -> bool:
    """Whether a table hangs out of a sheet that does not scroll by itself."""
    script = """[...document.querySelectorAll(".tbl")].some(one => {
        const sheet = one.closest(".sheet")
        return sheet && getComputedStyle(sheet).overflowX === "visible"
            && one.offsetWidth > sheet.clientWidth + 1
    })"""
    return bool(page.evaluate(script))
