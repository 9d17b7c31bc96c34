"""Every kind of page of a tool, by axe and by width: nothing is wrong, nothing runs out.

The rows have words of every length. Each page is seen at a desk by day and on a phone by night.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.browser.tools import (
    DESK,
    PHONE,
    Served,
    beyond_its_sheet,
    out_of_reach,
    sideways,
    violations,
)

INVOICES = (
    "/today/",
    "/invoices/",
    "/suppliers/",
    "/invoice/new/",
    "/invoice/{row}/",
    "/invoice/{row}/edit/",
    "/invoice/{row}/do/reject/",
    "/api/v1/",
    "/nothing/",
)
REQUESTS = (
    "/requests/",
    "/requests/?status=new&owner=me&q=x",
    "/board/",
    "/mine/",
    "/request/new/",
    "/request/{row}/",
    "/request/{row}/delete/",
    "/api/v1/",
)
WORKSHOP = (
    "/projects/",
    "/groups/",
    "/sums/?starts_on.from=",
    "/leaders/",
    "/waiting/",
    "/leads/",
    "/pulse/",
    "/measures/",
    "/propose/",
    "/help/",
    "/api/v1/",
    "/plan/",
    "/by_lead/",
    "/line/?in=2026",
    "/line/",
    "/moods/",
    "/load/",
    "/own/",
    "/project/{row}/",
    "/project/{row}/edit/",
)
LISTS = {
    "invoice_matching": "/invoices/?match_status=unmatched&decision=open",
    "request_dashboard": "/requests/?status=in_review",
    "workshop": "/projects/?stage=idea",
}
EMPTY = {
    "invoice_matching": ("/today/", "/suppliers/"),
    "request_dashboard": ("/requests/", "/board/"),
    "workshop": ("/pulse/", "/leads/", "/plan/", "/line/", "/moods/"),
}
TOOLS = [
    pytest.param("invoice_matching", INVOICES, id="invoices"),
    pytest.param("request_dashboard", REQUESTS, id="requests"),
    pytest.param("workshop", WORKSHOP, id="workshop"),
]
SCREENS = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]


def row_of(page: Any, tool: str) -> str:
    """The number of a row that may be changed."""
    page.goto(LISTS[tool])
    row = page.locator("tbody tr:has([data-action])").first
    return str(row.get_attribute("data-row"))


def wrong_with(page: Any, address: str) -> list[str]:
    """What is wrong with the page at an address."""
    page.goto(address)
    found = violations(page)
    if page.locator("h1").count() != 1 or not page.title():
        found.append("It has no heading or no title of its own.")
    if (wide := sideways(page)) > 0:
        found.append(f"It runs out of its window by {wide} pixels.")
    if beyond_its_sheet(page):
        found.append("Its table hangs out of its sheet.")
    return found


@pytest.mark.parametrize("tool", EMPTY)
def test_pages_without_rows(served: Callable[[str], Served], tool: str) -> None:
    one = served(tool)
    one.has_rows(0)
    with one.seen(PHONE, "ada") as page:
        assert {at: wrong for at in EMPTY[tool] if (wrong := wrong_with(page, at))} == {}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("tool", "addresses"), TOOLS)
def test_pages_with_many_rows_and_long_words(
    served: Callable[[str], Served], tool: str, addresses: tuple[str, ...], screen: dict[str, Any]
) -> None:
    one = served(tool)
    one.has_rows(40)
    with one.seen(screen, "ines" if tool == "invoice_matching" else "ada") as page:
        row = row_of(page, tool)
        places = [at.replace("{row}", row) for at in addresses]
        assert {at: wrong for at in places if (wrong := wrong_with(page, at))} == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_three_long_buttons_of_a_row_stay_in_reach(
    served: Callable[[str], Served], screen: dict[str, Any]
) -> None:
    one = served("workshop")
    one.has_rows(10)
    with one.seen(screen) as page:
        page.goto("/projects/?lead=2")
        assert page.locator("td.act:has(:nth-child(3))").count() > 0
        assert out_of_reach(page) == []


@pytest.mark.parametrize(
    ("tool", "entity"), [("invoice_matching", "invoice"), ("workshop", "project")]
)
def test_a_form_with_errors(served: Callable[[str], Served], tool: str, entity: str) -> None:
    with served(tool).seen(PHONE, "ada") as page:
        page.goto(f"/{entity}/new/")
        page.locator("form[data-form] button[type=submit]").last.click()
        page.wait_for_selector("[data-error]")
        assert violations(page) == []
        assert sideways(page) <= 0
        wrong = page.locator("[aria-invalid=true]").first
        described = str(wrong.get_attribute("aria-describedby")).split()[0]
        assert page.locator(f"#{described}").inner_text().strip()
