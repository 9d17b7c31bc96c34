"""Event Planning Hub: from intake over the owner's decision to what is past and done again."""

from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.browser.gallery.live import Said, Tool, Visitor
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.gallery.reading import column, listed
from tests.browser.people import Person, fill

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT = {
    "dark side bar": "The pages of a tool stand in a bar on top; its colours are accent and paper.",
    "timeline": "Milestones are a list by date on the event's page, not a drawing.",
}
TODAY = date.today()
IN_SPRING = str(TODAY + timedelta(days=90))
EVENT = {
    "type": "meetup",
    "audience": "People who build with us",
    "objective": "They know each other",
    "place": "Hall 2",
    "budget": "1800",
    "headcount": "60",
    "vendors": "Harbour Catering",
    "policy_needs": ["accessibility", "swag"],
    "notes": "Two talks. https://docs.example/meetup",
}
POLICIES = {
    *("Approvals", "Accessibility", "Swag"),
    *("Vendor review", "Privacy", "Communications"),
}
PAGES = (
    *("overview", "intake", "upcoming", "calendar", "past"),
    *("templates", "playbooks", "submit"),
)


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    return live("event-hub", roles={"coordinator": "ines"})


def submits(
    tool: Tool, title: str, *, owner: str = "mara", by: str = "tom", in_days: int, **given: object
) -> int:
    day = str(TODAY + timedelta(days=in_days))
    said = {"title": title, "owner": tool.people[owner], "starts_on": day, "ends_on": day}
    return tool.as_(by).post("/event/new/", **EVENT | said | given).row


def presses(visitor: Visitor, event: int, action: str, **asked: object) -> Said:
    return visitor.post(f"/event/{event}/do/{action}/", **asked)


def adds(visitor: Visitor, entity: str, event: int, **given: object) -> int:
    return visitor.post(f"/{entity}/new/", event=event, **given).row


def said_of(tool: Tool, page: str, title: str) -> dict[str, str]:
    return next(row for row in listed(tool.as_("tom"), page) if row["Title"] == title)


def test_anyone_submits_an_event_in_three_steps(tool: Tool, person: Sits) -> None:
    tom = person("tom")
    tom.opens(f"{tool.address}/submit/")
    steps: tuple[dict[str, str], ...] = (
        {"title": "Autumn meetup", "type": "Meetup", "audience": "All", "objective": "Meet"},
        {"starts_on": IN_SPRING, "ends_on": IN_SPRING, "place": "Hall 2"},
        {"owner": "Mara Lind", "budget": "1800", "headcount": "60"},
    )
    for values in steps:
        form = tom.page.locator("form[data-form]")
        for name, value in values.items():
            fill(form.locator(f"[name={name}]").first, value)
        form.locator("button.primary[type=submit]").first.click()
        tom.page.wait_for_load_state()
    event = said_of(tool, "intake", "Autumn meetup")
    assert event["Assigned owner"] == "Mara Lind"
    assert "1800" in event["Budget"].replace(",", "")


def test_only_the_assigned_owner_accepts_or_rejects(tool: Tool, person: Sits) -> None:
    event = submits(tool, "Dinner for customers", in_days=120)
    for name in ("tom", "jon", "ines", "omar", "bea"):
        for action in ("accept", "reject"):
            said = presses(tool.as_(name), event, action, answer="Mine.")
            assert said.status == HTTPStatus.FORBIDDEN, (name, action)
    straight = tool.as_("mara").post(f"/event/{event}/edit/", status="accepted")
    assert straight.status != HTTPStatus.OK
    tom, mara = person("tom"), person("mara")
    for one, count in ((tom, 0), (mara, 1)):
        one.opens(f"{tool.address}/intake/?q=dinner")
        expect(one.page.locator("tr[data-row] [data-action=accept]")).to_have_count(count)
    mara.presses("accept", row="Dinner for customers", answer="Yes, with a seating plan.")
    assert said_of(tool, "upcoming", "Dinner for customers")
    assert "Yes, with a seating plan." in tool.as_("tom").get(f"/event/{event}/").text


def test_a_rejection_has_a_reason_and_ends_it(tool: Tool) -> None:
    mara, event = tool.as_("mara"), submits(tool, "Party in the pool", in_days=130)
    assert "answer" in presses(mara, event, "reject").errors
    assert presses(mara, event, "reject", answer="Too many guests.").status == HTTPStatus.OK
    assert mara.post(f"/event/{event}/edit/", headcount=20).status != HTTPStatus.OK
    assert said_of(tool, "past", "Party in the pool")["Status"] == "Rejected"


def test_a_coordinator_names_another_owner_until_it_is_decided(tool: Tool) -> None:
    event = submits(tool, "Campus day", in_days=140)
    jon = tool.people["jon"]
    assert presses(tool.as_("tom"), event, "assign", owner=jon).status == HTTPStatus.FORBIDDEN
    assert presses(tool.as_("ines"), event, "assign", owner=jon).status == HTTPStatus.OK
    assert presses(tool.as_("mara"), event, "accept").status == HTTPStatus.FORBIDDEN
    assert presses(tool.as_("jon"), event, "accept").status == HTTPStatus.OK
    assert presses(tool.as_("ines"), event, "assign", owner=jon).status != HTTPStatus.OK


def test_what_an_event_needs_is_asked_for(tool: Tool) -> None:
    tom = tool.as_("tom")
    day = str(TODAY + timedelta(days=150))
    said = EVENT | {"title": "Nowhere", "owner": tool.people["mara"], "starts_on": day}
    for wrong in (
        {"place": "", "ends_on": day},
        {"ends_on": str(TODAY + timedelta(days=149))},
        {"owner": "", "ends_on": day},
    ):
        assert tom.post("/event/new/", **said | wrong).errors, wrong


def test_an_event_page_has_checklist_tasks_milestones_links_and_health(
    tool: Tool, person: Sits
) -> None:
    mara, event = tool.as_("mara"), submits(tool, "Webinar on windows", in_days=10)
    presses(mara, event, "accept", answer="Go.")
    task = adds(mara, "task", event, name="Order food", doer=tool.people["jon"], days_before=20)
    adds(mara, "milestone", event, name="Registration opens", days_before=5)
    adds(mara, "resource", event, name="Programme", address="https://docs.example/programme")
    assert said_of(tool, "upcoming", "Webinar on windows")["Health"] == "At risk"
    owner = person("mara")
    owner.opens(f"{tool.address}/event/{event}/")
    page = owner.page.locator("article")
    for said in (
        *("Accepted", "At risk", "Order food", "Jon Vale", "Late", "Registration opens"),
        *("docs.example/programme", "Go.", *POLICIES),
    ):
        expect(page).to_contain_text(said)
    policies = owner.page.locator("[data-part=policy_list]")
    policies.locator(".tick").first.click()
    expect(policies).to_contain_text("1 of 6")
    jon = tool.as_("jon")
    assert jon.post(f"/task/{task}/do/finish/").status == HTTPStatus.OK
    assert tool.as_("tom").post("/task/new/", event=event, name="x").row
    assert jon.post("/task/new/", event=event, name="x").status != HTTPStatus.OK
    assert said_of(tool, "upcoming", "Webinar on windows")["Health"] == "Needs a look"
    comment = owner.page.get_by_label("Add a comment")
    comment.fill("Captions are a must.")
    owner.page.get_by_role("button", name="Comment").click()
    assert "Captions are a must." in tool.as_("tom").get(f"/event/{event}/").text
    assert "Accept" in owner.page.locator("#history").inner_text()


def test_events_on_the_same_days_are_a_conflict_until_one_is_rejected(tool: Tool) -> None:
    first = submits(tool, "First of two", in_days=200)
    assert said_of(tool, "intake", "First of two")["Date conflict"] == "no"
    second = submits(tool, "Second of two", in_days=199)
    last = str(TODAY + timedelta(days=201))
    assert tool.as_("tom").post(f"/event/{second}/edit/", ends_on=last).status == HTTPStatus.OK
    clashing = column(tool.as_("tom"), "intake?count=clash", "Title")
    assert {"First of two", "Second of two"} <= set(clashing)
    presses(tool.as_("mara"), first, "reject", answer="The other one.")
    assert said_of(tool, "intake", "Second of two")["Date conflict"] == "no"


def test_a_past_event_is_planned_again_with_nothing_ticked(tool: Tool) -> None:
    mara, event = tool.as_("mara"), submits(tool, "Summer meetup", in_days=-3)
    presses(mara, event, "accept", answer="Yes.")
    adds(mara, "task", event, name="Book the hall", done=True)
    assert presses(mara, event, "plan_again").status != HTTPStatus.OK
    assert presses(mara, event, "finish").status == HTTPStatus.OK
    again = presses(tool.as_("jon"), event, "plan_again").row
    new = next(row for row in listed(tool.as_("jon"), "intake") if row["Title"] == "Summer meetup")
    assert new["Headcount"] == "60"
    page = tool.as_("jon").get(f"/event/{again}/").text
    assert "Book the hall" in page
    assert "0 of 6" in page
    assert "Yes." not in page


def test_an_event_starts_from_a_template_and_gets_its_tasks(tool: Tool) -> None:
    ines, tom = tool.as_("ines"), tool.as_("tom")
    kind = {"type": "webinar", "audience": "Customers", "objective": "Show one thing"}
    template = ines.post("/template/new/", name="Webinar", **kind).row
    task = {"template": template, "name": "Rehearse with captions", "days_before": 2}
    assert ines.post("/template_task/new/", **task).status == HTTPStatus.OK
    assert tom.post("/template/new/", name="Mine", **kind).status != HTTPStatus.OK
    day = str(TODAY + timedelta(days=60))
    made = tom.post(
        f"/template/{template}/do/start/",
        title="Webinar: saved baskets",
        owner=tool.people["mara"],
        starts_on=day,
        ends_on=day,
        virtual="https://meet.example/baskets",
    ).row
    assert said_of(tool, "intake", "Webinar: saved baskets")["Type"] == "Webinar"
    presses(tool.as_("mara"), made, "accept")
    assert "Rehearse with captions" in tom.get(f"/event/{made}/").text


def test_playbooks_are_read_by_all_and_kept_by_coordinators(tool: Tool) -> None:
    said = {"name": "A place for everybody", "kind": "accessibility", "body": "Step-free way in."}
    assert tool.as_("tom").post("/playbook/new/", **said).status != HTTPStatus.OK
    assert tool.as_("ines").post("/playbook/new/", **said).status == HTTPStatus.OK
    assert column(tool.as_("tom"), "playbooks", "Name") == ["A place for everybody"]


def test_the_overview_says_what_waits_what_is_next_and_what_clashes(
    tool: Tool, person: Sits
) -> None:
    event = submits(tool, "Looked over", in_days=300)
    presses(tool.as_("mara"), event, "accept")
    adds(tool.as_("mara"), "milestone", event, name="Hall is booked", days_before=290)
    submits(tool, "Still waiting", in_days=300)
    tom = person("tom")
    tom.opens(f"{tool.address}/")
    for part, said in {
        "pending": str(len(listed(tool.as_("tom"), "intake"))),
        "waiting": "Still waiting",
        "next_milestones": "Hall is booked",
        "clashing": "Looked over",
        "policies": "of",
        "health": "On track",
        "activity": "Still waiting",
    }.items():
        expect(tom.page.locator(f"[data-part={part}]")).to_contain_text(said)
    clashing = len(column(tool.as_("tom"), "intake?count=clash", "Title"))
    clashing += column(tool.as_("tom"), "upcoming", "Date conflict").count("yes")
    expect(tom.page.locator("[data-part=conflicts]")).to_contain_text(str(clashing))


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_are_right_at_a_desk_and_on_a_phone(
    tool: Tool, person: Sits, screen: dict[str, object]
) -> None:
    event = submits(tool, "Seen", in_days=310)
    presses(tool.as_("mara"), event, "accept")
    paths = [*(f"/{page}/" for page in PAGES), f"/event/{event}/"]
    assert faults_of(person("mara", **screen), tool.address, paths) == {}
