"""The enablement hub: a catalogue that narrows while one looks, and what one keeps of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.browser.gallery.live import Tool
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT: dict[str, str] = {
    "avatar letter from e-mail": "The header has the letters of the name, which the workspace's "
    "sign-in always gives; the e-mail's letter stands there only where a name is empty.",
}
PATHS = ("/catalogue/", "/my_learning/", "/upkeep/", "/figures/", "/resource/1/", "/resource/new/")
DEFAULTS = {
    "address": "https://docs.example/x",
    "source": "docs",
    "format": "guide",
    "difficulty": "beginner",
}
RESOURCES: tuple[dict[str, object], ...] = (
    {"title": "Ticket triage", "roles": ["support"], "team": "support", "product_area": "platform"},
    {"title": "Webhooks", "roles": ["engineer"], "product_area": "integrations", "minutes": 90},
    {
        "title": "Calm updates",
        "roles": ["support", "manager"],
        "format": "template",
        "reviewed_on": "2020-01-31",
    },
    {"title": "Hard queries", "roles": ["engineer"], "difficulty": "advanced", "minutes": 120},
)


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    made = live("enablement-hub", roles={"curator": "ines"})
    for values in RESOURCES:
        added = made.as_("ines").post("/resource/new/", **(DEFAULTS | values))
        assert added.status == HTTPStatus.OK, added.text
    return made


@pytest.fixture(scope="module")
def rows(tool: Tool) -> dict[str, int]:
    """The number of each resource."""
    page = tool.as_("ines").get("/catalogue/").text
    return {title: int(pk) for pk, title in re.findall(r'href="/resource/(\d+)/">([^<]+)<', page)}


def cards(person: Person) -> list[str]:
    """What the cards on the page are called, in their order."""
    return person.page.locator(".cards [data-row] h2").all_inner_texts()


def titles(text: str) -> list[str]:
    """The same of a page that was asked for directly."""
    return re.findall(r'<h2[^>]*><a href="/resource/\d+/">(?:<span[^>]*>)?([^<]+)', text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("roles=support", ["Calm updates", "Ticket triage"]),
        (
            "roles=support&roles=engineer",
            ["Calm updates", "Hard queries", "Ticket triage", "Webhooks"],
        ),
        ("team=support", ["Ticket triage"]),
        ("product_area=integrations", ["Webhooks"]),
        ("difficulty=advanced", ["Hard queries"]),
        ("format=template", ["Calm updates"]),
        ("freshness=stale", ["Calm updates"]),
        ("source=docs&roles=manager", ["Calm updates"]),
        ("q=triage", ["Ticket triage"]),
        ("count=short", []),
    ],
)
def test_the_catalogue_narrows_by_what_the_address_says(
    tool: Tool, rows: dict[str, int], asked: str, found: list[str]
) -> None:
    assert titles(tool.as_("mara").get(f"/catalogue/?{asked}").text) == found


def test_the_grid_follows_search_and_filters_at_once_and_the_address_keeps_them(
    tool: Tool, rows: dict[str, int], person: Sits
) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/catalogue/")
    assert cards(mara) == ["Calm updates", "Hard queries", "Ticket triage", "Webhooks"]
    mara.page.get_by_role("button", name="Difficulty").click()
    mara.page.get_by_role("checkbox", name="Advanced").check()
    expect(mara.page.locator(".cards [data-row]")).to_have_count(1)
    expect(mara.page.locator("[data-count=fresh] [data-value]")).to_have_text("1")
    mara.page.keyboard.press("Escape")
    expect(mara.page.get_by_role("button", name="Difficulty: Advanced")).to_be_visible()
    mara.page.get_by_role("searchbox").fill("nothing like it")
    expect(mara.page.get_by_role("heading", name="Nothing fits here")).to_be_visible()
    assert mara.page.url.endswith("?difficulty=advanced&q=nothing+like+it")
    mara.page.get_by_role("searchbox").fill("")
    expect(mara.page.locator(".cards [data-row]")).to_have_count(1)
    mara.page.reload()
    assert cards(mara) == ["Hard queries"]


def test_each_card_says_where_it_comes_from_and_how_many_keep_it(
    tool: Tool, rows: dict[str, int], person: Sits
) -> None:
    jon = person("jon")
    jon.opens(f"{tool.address}/catalogue/")
    card = jon.page.locator(f"[data-row='{rows['Webhooks']}']")
    expect(card.locator("[data-col=source]")).to_have_text("Docs")
    expect(card.locator("[data-col=freshness]")).to_have_text("Fresh")
    expect(jon.page.locator("[data-count='for_beginners'] [data-value]")).to_have_text("3")
    expect(jon.page.locator("header .face").first).to_have_text("JV")


def test_a_bookmark_is_kept_and_stands_under_my_learning(
    tool: Tool, rows: dict[str, int], person: Sits
) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/my_learning/")
    mara.sees("No resources here yet")
    mara.opens(f"{tool.address}/catalogue/")
    bookmark = mara.page.get_by_role("button", name="Bookmark Webhooks")
    bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
    mara.opens(f"{tool.address}/my_learning/")
    assert cards(mara) == ["Webhooks"]
    mara.page.get_by_role("button", name="Finished Webhooks").click()
    expect(mara.page.locator("[data-count=finished] [data-value]")).to_have_text("1")
    expect(mara.page.locator("[data-count=minutes_left] [data-value]")).to_have_text("0")
    mara.opens(f"{tool.address}/catalogue/?count=kept")
    assert cards(mara) == ["Webhooks"]


def test_what_one_keeps_is_nobody_elses(tool: Tool, rows: dict[str, int]) -> None:
    jon, tom, pk = tool.as_("jon"), tool.as_("tom"), rows["Hard queries"]
    for _ in range(2):
        assert jon.post(f"/resource/{pk}/do/bookmark/", on=True).status == HTTPStatus.OK
    shown = tom.get(f"/resource/{pk}/").text
    assert re.findall(r'data-col="bookmarks">(\d+)<', shown) == ["1"], "twice is once"
    assert titles(tom.get("/my_learning/").text) == []
    assert titles(jon.get("/my_learning/").text) == ["Hard queries"]
    assert tom.get("/bookmark/1/").status == HTTPStatus.NOT_FOUND
    jon.post(f"/resource/{pk}/do/bookmark/", on=False)
    assert titles(jon.get("/my_learning/").text) == []


def test_only_curators_keep_the_catalogue(tool: Tool, rows: dict[str, int]) -> None:
    mara, ines, pk = tool.as_("mara"), tool.as_("ines"), rows["Calm updates"]
    assert mara.post("/resource/new/", title="Mine", **DEFAULTS).status == HTTPStatus.FORBIDDEN
    assert mara.post(f"/resource/{pk}/edit/", title="Mine").status == HTTPStatus.FORBIDDEN
    assert mara.post(f"/resource/{pk}/do/reviewed/").status == HTTPStatus.FORBIDDEN
    assert mara.post(f"/resource/{pk}/delete/").status == HTTPStatus.FORBIDDEN
    for hidden in ("/upkeep/", "/figures/"):
        assert mara.get(hidden).status == HTTPStatus.FORBIDDEN
    assert "Calm updates" in ines.get("/upkeep/").text
    assert ines.post(f"/resource/{pk}/do/reviewed/").status == HTTPStatus.OK
    assert "Calm updates" not in ines.get("/upkeep/").text


def test_the_catalogue_goes_out_as_it_is_filtered(tool: Tool, rows: dict[str, int]) -> None:
    found = tool.as_("tom").get("/catalogue/export.csv?difficulty=advanced").text.splitlines()
    assert found[0].lstrip("\ufeff").startswith("Title,Summary,Difficulty,Format,")
    assert [line.split(",")[0] for line in found[1:]] == ["Hard queries"]


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_has_a_fault(
    tool: Tool, rows: dict[str, int], person: Sits, screen: dict[str, object]
) -> None:
    assert faults_of(person("ines", **screen), tool.address, PATHS) == {}
