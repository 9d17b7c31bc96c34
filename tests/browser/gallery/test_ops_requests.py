"""The operations team's requests: what its people see in a browser, and what the server refuses
whoever asks it directly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.browser.gallery.live import Said, Tool
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT: dict[str, str] = {}
STATUSES = ("new", "in_review", "in_progress", "blocked", "done", "declined")
PAGES = (
    "/requests/",
    "/requests/?status=blocked&owner=me",
    "/board/",
    "/mine/",
    "/by_launch/",
    "/overview/",
    "/submit/",
    "/launches/",
    "/request/1/",
    "/request/1/do/hand_over/",
)


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    """With the worked example: one blocked, two in review, one overdue, one done."""
    tool = live("ops-requests")
    admin, day = tool.as_("bea"), date.today
    fleet = admin.post("/team/new/", name="Fleet").row
    spring = admin.post("/launch/new/", name="Spring catalogue", date=f"{day()}").row
    for title, asks, owner, status, due in (
        ("Badge readers", "mara", "jon", "in_review", 5),
        ("Weekly report", "ines", "mara", "in_review", 9),
        ("Label printer", "tom", "jon", "in_progress", -3),
        ("Calendar for the vans", "jon", "mara", "blocked", 20),
        ("Fuel cards", "jon", "ines", "done", -9),
    ):
        due_on = f"{day() + timedelta(days=due)}"
        said = tool.as_(asks).post(
            "/request/new/", title=title, team=fleet, launch=spring, due=due_on
        )
        admin.post(f"/request/{said.row}/edit/", owner=tool.people[owner], status=status)
    return tool


def asked(tool: Tool, who: str, title: str, **more: object) -> int:
    """Somebody submits a request; its number."""
    return tool.as_(who).post("/request/new/", title=title, **more).row


def titles(said: Said) -> list[str]:
    """The requests in a CSV, in its order."""
    return [row["Request"] for row in csv.DictReader(io.StringIO(said.text.lstrip("\ufeff")))]


def listed(tool: Tool, who: str, query: str = "") -> list[str]:
    """What somebody's list holds under these filters."""
    return titles(tool.as_(who).get(f"/requests/export.csv{query}"))


def test_submitting_seeing_the_owner_and_coming_back(tool: Tool, person: Sits) -> None:
    tom = person("tom")
    tom.opens(f"{tool.address}/submit/")
    tom.fills({"title": "Second screen at reception", "priority": "High"})
    tom.sees("Thank you. “Second screen at reception” is with the operations team")
    tom.opens(f"{tool.address}/mine/")
    expect(tom.rows().filter(has_text="Second screen")).to_contain_text("Tom Hale")

    mara = person("mara")
    mara.opens(f"{tool.address}/requests/")
    row = mara.rows().filter(has_text="Second screen")
    row.locator("[data-action=take]").click()
    mara.page.wait_for_load_state()
    mara.page.reload()
    expect(row).to_contain_text("Mara Lind")
    expect(row).to_contain_text("High")


def test_the_owner_moves_the_status_in_the_list_and_on_the_board(tool: Tool, person: Sits) -> None:
    number = asked(tool, "tom", "Shelf signs")
    tool.as_("jon").post(f"/request/{number}/do/take/")
    jon = person("jon")
    jon.opens(f"{tool.address}/requests/")
    row = jon.rows().filter(has_text="Shelf signs")
    row.locator("[data-cell=status]").click()
    jon.page.locator("#cell select").select_option("in_review")
    jon.page.locator("#cell button[type=submit]").click()
    expect(row).to_contain_text("In review")

    jon.opens(f"{tool.address}/board/")
    card = jon.page.locator("[data-row]", has_text="Shelf signs")
    lane = jon.page.locator("[data-lane=in_progress]")
    card.drag_to(lane)
    expect(lane.locator("[data-row]", has_text="Shelf signs")).to_be_visible()
    tom = person("tom")
    tom.opens(f"{tool.address}/request/{number}/")
    tom.sees("In progress")


@pytest.mark.parametrize("who", ["tom", "mara"])
def test_nobody_but_the_owner_and_admins_changes_the_status(tool: Tool, who: str) -> None:
    """Tom asked for it and may still change its words; Mara has nothing to do with it."""
    number = asked(tool, "tom", f"For {who} to try")
    tool.as_("bea").post(f"/request/{number}/edit/", owner=tool.people["jon"])
    refused = tool.as_(who).post(f"/request/{number}/edit/", status="done")
    assert refused.status in (HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY), refused.text
    assert f"For {who} to try" in listed(tool, who, "?status=new")
    assert tool.as_("jon").post(f"/request/{number}/edit/", status="in_review").row == number
    assert tool.as_("ada").post(f"/request/{number}/edit/", status="declined").row == number


def test_a_new_request_begins_as_new_and_asked_by_whoever_sends_it(tool: Tool) -> None:
    for forged in ({"status": "done"}, {"requester": tool.people["jon"]}):
        sent = tool.as_("tom").post("/request/new/", title="Forged", **forged)
        assert sent.status == HTTPStatus.FORBIDDEN, sent.text
    number = asked(tool, "tom", "Plain")
    assert "Plain" in listed(tool, "tom", "?status=new")
    assert "Tom Hale" in tool.as_("jon").get(f"/request/{number}/").text


def test_the_status_is_one_of_six(tool: Tool) -> None:
    number = asked(tool, "tom", "A walk through all of them")
    admin = tool.as_("bea")
    admin.post(f"/request/{number}/edit/", owner=tool.people["jon"])
    for status in STATUSES:
        assert tool.as_("jon").post(f"/request/{number}/edit/", status=status).row == number
    assert tool.as_("jon").post(f"/request/{number}/edit/", status="nearly there").errors["status"]


def test_a_request_without_an_owner_cannot_be_done_by_anybody(tool: Tool) -> None:
    number = asked(tool, "tom", "Nobody's work")
    sentence = "A request without an owner cannot be done."
    refused = tool.as_("ada").post(f"/request/{number}/edit/", status="done")
    assert sentence in str(refused.errors)
    tool.as_("ines").post(f"/request/{number}/do/take/")
    assert tool.as_("ines").post(f"/request/{number}/edit/", status="done").row == number
    refused = tool.as_("ines").post(f"/request/{number}/edit/", owner=None)
    assert sentence in str(refused.errors)


def test_handing_over_is_the_owners_and_leaves_a_line(tool: Tool, person: Sits) -> None:
    number = asked(tool, "tom", "Forklift training")
    tool.as_("jon").post(f"/request/{number}/do/take/")
    path = f"/request/{number}/do/hand_over/"
    refused = tool.as_("mara").post(path, owner=tool.people["mara"])
    assert refused.status == HTTPStatus.FORBIDDEN, refused.text
    taken = tool.as_("mara").post(f"/request/{number}/do/take/")
    assert taken.status != HTTPStatus.OK, "It has an owner already."
    assert tool.as_("jon").post(path, owner=tool.people["mara"]).row == number
    tom = person("tom")
    tom.opens(f"{tool.address}/request/{number}/")
    history = tom.page.locator("section, aside").filter(has_text="History").last
    expect(history).to_contain_text("Jon Vale")
    expect(history).to_contain_text("Mara Lind")


def test_filters_counts_and_what_stands_on_top(tool: Tool, person: Sits) -> None:
    ines = person("ines")
    ines.opens(f"{tool.address}/requests/")
    expect(ines.rows().first).to_contain_text("Calendar for the vans")
    late = ines.rows().filter(has_text="Label printer")
    expect(late).to_have_attribute("data-flag", "bad")
    ines.page.locator("[data-count=blocked]").click()
    expect(ines.rows()).to_have_count(1)
    expect(ines.page).to_have_url(f"{tool.address}/requests/?count=blocked")
    ines.page.reload()
    expect(ines.rows()).to_have_count(1)
    ines.opens(f"{tool.address}/requests/")
    expect(ines.page.locator("[data-count=late] [data-value]")).to_have_text("1")
    expect(ines.rows().nth(1)).to_be_visible()


def test_each_filter_by_its_address(tool: Tool) -> None:
    jon = tool.people["jon"]
    assert listed(tool, "ines", "?overdue=yes") == ["Label printer"]
    assert listed(tool, "ines", "?status=blocked") == ["Calendar for the vans"]
    assert {"Badge readers", "Label printer"} <= set(listed(tool, "ines", f"?owner={jon}"))
    assert "Weekly report" not in listed(tool, "ines", f"?owner={jon}")
    assert "Fuel cards" in listed(tool, "ines", "?owner=me")
    assert len(listed(tool, "ines", "?team=1")) == len(listed(tool, "ines", "?launch=1")) == 5
    assert listed(tool, "ines", "?q=readers") == ["Badge readers"]
    assert listed(tool, "ines")[0] == "Calendar for the vans"


def test_scanning_by_launch_and_status(tool: Tool, person: Sits) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/by_launch/")
    row = mara.page.locator("tr", has_text="Spring catalogue")
    expect(row.locator("[data-cell='1|in_review']")).to_have_text("2")
    expect(row.locator("[data-cell='1|blocked']")).to_have_text("1")


def test_a_thread_on_each_request(tool: Tool, person: Sits) -> None:
    number = asked(tool, "tom", "Spare keys")
    mara = person("mara")
    mara.opens(f"{tool.address}/request/{number}/")
    mara.page.locator("textarea[name=text]").fill("Which of the two rooms?")
    mara.page.get_by_role("button", name="Comment").click()
    mara.sees("Comment added.")
    assert tool.as_("tom").post(f"/request/{number}/comment/", text="The small one.").row == number
    mara.page.reload()
    mara.sees("The small one.")


def test_a_chat_is_told_of_new_requests_by_a_follow_up(tool: Tool, person: Sits) -> None:
    """Its address is a secret that somebody fills in, so the template itself has no chat."""
    bea = person("bea")
    bea.says(tool.slug, "Post every new request to Slack.")
    bea.sees("SLACK_WEBHOOK_URL")
    bea.sees("hooks.slack.com")


def test_teams_and_launches_are_kept_by_admins(tool: Tool) -> None:
    for path in ("/team/new/", "/launch/new/"):
        assert tool.as_("mara").post(path, name="Mine").status == HTTPStatus.FORBIDDEN


def test_an_outsider_gets_nothing(tool: Tool, person: Sits) -> None:
    nora = person("nora", domain="northwind.example")
    nora.opens(f"{tool.address}/requests/")
    expect(nora.rows()).to_have_count(0)
    assert "Badge readers" not in nora.page.content()


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_look_right(tool: Tool, person: Sits, screen: dict[str, object]) -> None:
    assert faults_of(person("bea", **screen), tool.address, PAGES) == {}
