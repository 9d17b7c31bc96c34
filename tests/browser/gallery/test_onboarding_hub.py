"""The onboarding hub: one's own first week, what one hands in, and what nobody else may read."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.browser.gallery.live import Tool
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT: dict[str, str] = {
    "replace or remove deletes the old file": "Nobody can open the old file any more and its row "
    "no longer names it; its bytes stay in the tool's store.",
}
STEPS = (("Sign in", 1), ("Read the handbook", 1), ("Sit in on a call", 4))
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SIGNED = b"%PDF-1.4\n% signed by Mara, first time\n%%EOF\n"
AGAIN = b"%PDF-1.4\n% signed by Mara, second time\n%%EOF\n"
MEGABYTE = 1024 * 1024
MINE = ("/home/", "/library/", "/my_people/", "/hire/1/", "/hire/1/do/documents/")
CONTENT = ("/hires/", "/steps/", "/meeting_ideas/", "/channels/", "/resource/new/")
NOT_MINE = ("/hires/", "/steps/", "/meeting_ideas/", "/channels/")


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    """Mara reports to Jon, Tom to Ines, who is of the people team."""
    made = live("onboarding-hub", roles={"people_team": "ines"})
    ines, day = made.as_("ines"), datetime.now(UTC).date()
    for title, at in STEPS:
        ines.post("/step/new/", title=title, day=at, link_to="https://intranet.example/x")
    ines.post("/meeting_idea/new/", topic="Hello", with_whom="Your manager", day=2, minutes=30)
    for title, category in (("Glossary", "basics"), ("Devices", "security")):
        address = "https://intranet.example/y"
        ines.post("/resource/new/", title=title, category=category, link_to=address)
    ines.post("/channel/new/", name="#new-here", link_to="https://chat.example/new")
    for who, manager in (("mara", "jon"), ("tom", "ines")):
        numbers = {"person": made.people[who], "manager": made.people[manager]}
        said = ines.post("/hire/new/", starts_on=f"{day}", **numbers)
        assert said.status == HTTPStatus.OK, said.text
    return made


def test_a_greeting_and_one_checklist_whose_boxes_are_kept(tool: Tool, person: Sits) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/home/")
    page = mara.page
    expect(page.get_by_role("heading", name="Welcome, Mara")).to_be_visible()
    week = page.locator("[data-part=first_week]")
    expect(week.locator("[data-row]")).to_have_count(len(STEPS))
    expect(week.get_by_role("link", name="intranet.example/x").first).to_be_visible()
    expect(week.get_by_text("Jon Vale")).to_have_count(0)
    progress = page.locator("[data-part=progress]")
    expect(progress).to_contain_text("0 of 3")
    week.get_by_role("button", name="Done: Sign in").click()
    expect(progress).to_contain_text("1 of 3")
    page.reload()
    expect(progress).to_contain_text("1 of 3")
    expect(week.get_by_role("button", name="Not done: Sign in")).to_be_visible()
    left, right = progress.bounding_box(), week.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"], "progress at the left, the checklist right"
    assert right["y"] < left["y"], "which begins at the top"


def test_one_press_plans_the_week(tool: Tool, person: Sits) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/home/")
    meetings = mara.page.locator("[data-part=meetings]")
    expect(meetings).to_contain_text("Hello")
    expect(meetings.locator("[data-col=on]")).to_have_count(0)
    mara.page.get_by_role("button", name="Plan my first week").click()
    tomorrow = f"{datetime.now(UTC).date() + timedelta(days=1)}"
    expect(meetings.locator("[data-col=on] time")).to_have_attribute("datetime", tomorrow)
    expect(mara.page.get_by_role("button", name="Plan my first week")).to_have_count(0)
    assert mara.page.url.startswith(f"{tool.address}/home/")


def test_a_library_by_category_with_bookmarks(tool: Tool, person: Sits) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/library/")
    names = mara.page.locator("[data-group] [data-name]")
    assert names.all_inner_texts() == ["Company basics", "Security"], "empty ones are left out"
    mara.page.get_by_role("button", name="Bookmark Glossary").click()
    mara.opens(f"{tool.address}/home/")
    kept = mara.page.locator("[data-part=kept]")
    expect(kept).to_contain_text("Glossary")
    assert "Glossary" not in tool.as_("tom").get("/home/").text
    kept.get_by_role("button", name="Bookmark Glossary").click()
    expect(kept).to_contain_text("Nothing here yet")
    expect(mara.page.locator("[data-part=channels]")).to_contain_text("#new-here")


def test_files_of_the_right_kind_and_size_alone(tool: Tool) -> None:
    mara = tool.as_("mara")
    for field, name, content, said in (
        ("picture", "me.gif", PNG, "Only png, jpg, jpeg files."),
        ("picture", "me.png", PNG + bytes(5 * MEGABYTE), "5 MB"),
        ("handbook", "signed.docx", SIGNED, "Only pdf files."),
        ("handbook", "signed.pdf", SIGNED + bytes(10 * MEGABYTE), "10 MB"),
    ):
        answer = mara.sends("/hire/1/do/documents/", files={field: (name, content)})
        assert answer.status == HTTPStatus.UNPROCESSABLE_ENTITY, name
        assert said in answer.text, name
    assert mara.get("/hire/1/file/handbook/").status == HTTPStatus.NOT_FOUND


def test_a_file_that_is_replaced_or_removed_is_not_to_be_had_any_more(tool: Tool) -> None:
    mara = tool.as_("mara")
    mara.sends("/hire/1/do/documents/", files={"handbook": ("signed.pdf", SIGNED)})
    assert mara.get("/hire/1/file/handbook/").text == SIGNED.decode()
    assert "signed.pdf" in mara.get("/home/").text
    mara.sends("/hire/1/do/documents/", files={"handbook": ("again.pdf", AGAIN)})
    assert mara.get("/hire/1/file/handbook/").text == AGAIN.decode()
    mara.sends("/hire/1/do/documents/", files={}, _clear="handbook", _shown="handbook")
    assert mara.get("/hire/1/file/handbook/").status == HTTPStatus.NOT_FOUND
    assert "again.pdf" not in mara.get("/home/").text


def test_nobody_else_reads_a_persons_files(tool: Tool) -> None:
    mara = tool.as_("mara")
    files = {"picture": ("me.png", PNG), "handbook": ("signed.pdf", SIGNED)}
    mara.sends("/hire/1/do/documents/", files=files)
    for field in files:
        assert mara.get(f"/hire/1/file/{field}/").status == HTTPStatus.OK
        for who in ("jon", "ines", "tom", "bea", "omar"):
            assert tool.as_(who).get(f"/hire/1/file/{field}/").status == HTTPStatus.NOT_FOUND, who
    for who in ("jon", "ines", "bea"):
        assert "signed.pdf" not in tool.as_(who).get("/hire/1/").text
        upload = tool.as_(who).sends("/hire/1/do/documents/", files=files)
        assert upload.status == HTTPStatus.FORBIDDEN


def test_notes_are_between_two(tool: Tool, person: Sits) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/home/")
    mara.page.locator("[data-part=notes]").get_by_role("link", name="Write").click()
    box = mara.page.get_by_label("Notes for the manager")
    size = box.bounding_box()
    assert size is not None
    assert size["height"] > 80, "a tall text area"
    box.fill("May I begin at nine?")
    mara.page.get_by_role("button", name="Write").click()
    expect(mara.page.locator("[data-part=notes]")).to_contain_text("May I begin at nine?")
    assert "May I begin at nine?" in tool.as_("jon").get("/my_people/").text
    for who in ("ines", "bea", "tom"):
        assert "begin at nine" not in tool.as_(who).get("/hire/1/").text
        assert "begin at nine" not in tool.as_(who).get("/hires/export.csv").text


def test_managers_adjust_the_week_and_their_words_are_kept(tool: Tool) -> None:
    jon, mara = tool.as_("jon"), tool.as_("mara")
    later = f"{datetime.now(UTC).date() + timedelta(days=9)}"
    assert jon.post("/task/2/edit/", due=later).status == HTTPStatus.OK
    assert jon.post("/task/3/edit/", left_out=True).status == HTTPStatus.OK
    assert jon.post("/hire/1/edit/", welcome="Good to have you.").status == HTTPStatus.OK
    home = mara.get("/home/").text
    assert "of 2" in home, "what is taken out no longer counts"
    assert "Sit in on a call" not in home
    assert "Good to have you." in home
    assert jon.post("/task/1/edit/", done=False).status != HTTPStatus.OK, "one ticks one's own"
    assert mara.post("/task/2/edit/", due="2030-01-31").status != HTTPStatus.OK


def test_one_sees_ones_own_week_alone(tool: Tool) -> None:
    tom, jon = tool.as_("tom"), tool.as_("jon")
    for path in ("/hire/1/", "/task/1/", "/meeting/1/"):
        assert tom.get(path).status == HTTPStatus.NOT_FOUND
    assert tom.post("/task/1/edit/", done=False).status == HTTPStatus.NOT_FOUND
    assert jon.get("/hire/2/").status == HTTPStatus.NOT_FOUND, "not a manager's of another"
    for path in NOT_MINE:
        assert tom.get(path).status == HTTPStatus.FORBIDDEN
    for made in ("resource", "channel", "step", "hire"):
        assert tom.post(f"/{made}/new/", title="x", name="x").status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_has_a_fault(tool: Tool, person: Sits, screen: dict[str, object]) -> None:
    assert faults_of(person("mara", **screen), tool.address, MINE) == {}
    assert faults_of(person("ines", **screen), tool.address, CONTENT) == {}
