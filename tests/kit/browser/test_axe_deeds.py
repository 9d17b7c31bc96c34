"""Buttons that press, copy, repeat and print, in a browser: by axe, by width and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.browser.tools import DESK, PHONE, Served, out_of_reach, sideways, violations

SCREENS = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]
PAGES = (
    "/ideas/",
    "/ideaboard/",
    "/idea/{idea}/",
    "/trips/",
    "/trip/{trip}/",
    "/trip/{trip}/do/repeat/",
    "/trip/{trip}/do/slip/",
    "/trip/{trip}/do/print/",
)


def first(page: Any, address: str) -> str:
    """The number of the first row of a list."""
    page.goto(address)
    return str(page.locator("tr[data-row]").first.get_attribute("data-row"))


def wrong_here(page: Any) -> list[str]:
    found = violations(page)
    if (wide := sideways(page)) > 0:
        found.append(f"It runs out of its window by {wide} pixels.")
    return found + [f"out of reach: {one}" for one in out_of_reach(page)]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_by_axe_and_by_width(
    served: Callable[[str], Served], screen: dict[str, Any]
) -> None:
    one = served("deeds")
    one.has_rows(12)
    with one.seen(screen) as page:
        rows = {"idea": first(page, "/ideas/"), "trip": first(page, "/trips/")}
        wrong = {}
        for address in PAGES:
            page.goto(address.format(**rows))
            wrong[address] = wrong_here(page)
        assert {at: said for at, said in wrong.items() if said} == {}


def test_a_vote_is_pressed_by_keyboard_and_taken_back(served: Callable[[str], Served]) -> None:
    one = served("deeds")
    one.has_rows(1)
    with one.seen(DESK) as page:
        row = first(page, "/ideas/")
        for pressed, counted in (("true", "1 vote"), ("false", "0 votes")):
            page.goto(f"/idea/{row}/")
            page.locator("[data-action=vote]").focus()
            page.keyboard.press("Enter")
            page.wait_for_selector(f"[data-action=vote][aria-pressed={pressed}]")
            assert page.locator("[data-made=vote]").inner_text() == counted


@pytest.mark.parametrize("screen", SCREENS)
def test_a_series_that_is_partly_refused(
    served: Callable[[str], Served], screen: dict[str, Any]
) -> None:
    one = served("deeds")
    one.has_rows(6)
    with one.seen(screen) as page:
        page.goto("/trips/?sort=day")
        row = str(page.locator("tr[data-row]").first.get_attribute("data-row"))
        page.goto(f"/trip/{row}/do/repeat/")
        page.select_option("#every", "day")
        page.fill("#times", "5")
        page.locator("form[data-form] .primary").click()
        page.wait_for_selector("[data-error]")
        assert wrong_here(page) == []
        page.locator("[name=_rest]").click()
        page.wait_for_selector("[data-toast]")
        assert "4 trips like" in page.locator("[data-toast]").inner_text()


def test_a_sheet_is_printed_without_what_is_around_it(served: Callable[[str], Served]) -> None:
    one = served("deeds")
    one.has_rows(3)
    with one.seen(DESK) as page:
        page.goto("/trips/")
        for box in page.locator("input[name=rows]").all():
            box.check()
        page.locator("[data-bulk=slip]").click()
        page.wait_for_selector("[data-sheet]")
        assert page.locator("[data-sheet]").count() == 3
        assert page.locator("[data-print]").is_visible()
        page.emulate_media(media="print")
        shown = [one.is_visible() for one in page.locator(".mast, .head, .crumbs, .foot").all()]
        assert not any(shown)
        assert page.locator("[data-sheet]").first.is_visible()
