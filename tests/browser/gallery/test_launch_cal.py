"""Launch Cal: a month of launches, each with all that belongs to it beside the calendar."""

from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.gallery.live import Tool, Visitor
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.gallery.reading import column
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT: dict[str, str] = {}
LAUNCH = {"type": "feature", "area": "web_shop", "team": "shop", "surface": "web"}
FIRST = date.today().replace(day=1)
LAST = (FIRST + timedelta(days=32)).replace(day=1) - timedelta(days=1)


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    return live("launch-cal", roles={"planner": "ines"})


def plans(tool: Tool, title: str, owner: str = "mara", **given: str) -> int:
    """A launch on the first of this month, unless said."""
    said = LAUNCH | {"title": title, "date": str(FIRST), "owner": tool.people[owner]} | given
    return tool.as_("ines").post("/launch/new/", **said).row


def adds(visitor: Visitor, entity: str, launch: int, **given: object) -> int:
    return visitor.post(f"/{entity}/new/", launch=launch, **given).row


def opens(person: Person, tool: Tool, title: str, month: date = FIRST) -> Locator:
    """Press a launch in its month; the panel that opens."""
    person.opens(f"{tool.address}/launches/?in={month:%Y-%m}")
    person.page.get_by_role("link", name=title).locator("visible=true").first.click()
    panel = person.page.locator("dialog.drawer")
    expect(panel.get_by_role("heading", level=2).first).to_have_text(title)
    return panel


def day(person: Person, when: date) -> Locator:
    return person.page.locator(f"td[data-day='{when}']")


def test_a_launch_is_a_block_on_its_day_in_the_colour_of_its_area(tool: Tool, person: Sits) -> None:
    plans(tool, "Baskets that stay", dependency_risk="high")
    plans(tool, "Pick lists", area="warehouse", type="rollout")
    tom = person("tom")
    tom.opens(f"{tool.address}/")
    expect(tom.page.get_by_role("heading", level=1)).to_have_text("Upcoming launches")
    block = day(tom, FIRST).locator(".ev", has_text="Baskets that stay")
    for said in ("Feature", "ML", "In planning", "At risk"):
        expect(block).to_contain_text(said)
    expect(tom.page.locator("[data-legend]")).to_contain_text("Warehouse")
    colours = (
        day(tom, FIRST)
        .locator(".ev")
        .evaluate_all("blocks => blocks.map(one => getComputedStyle(one).backgroundColor)")
    )
    assert len(set(colours)) == 2
    expect(tom.page.locator("caption")).to_contain_text("2 launches")


def test_the_edges_of_a_month_and_the_way_to_the_next(tool: Tool, person: Sits) -> None:
    later = LAST + timedelta(days=1)
    plans(tool, "On the last day", date=str(LAST))
    plans(tool, "On the first of the next", date=str(later))
    tom = person("tom")
    tom.opens(f"{tool.address}/launches/")
    expect(day(tom, LAST)).to_contain_text("On the last day")
    tom.page.get_by_role("link", name=f"{later:%B}").click()
    expect(day(tom, later)).to_contain_text("On the first of the next")
    tom.page.get_by_role("link", name=f"{FIRST:%B}").click()
    expect(day(tom, LAST)).to_contain_text("On the last day")
    tom.page.get_by_role("link", name=f"{later:%B}").click()
    tom.page.get_by_role("link", name="Today").click()
    expect(tom.page.locator("td.today")).to_have_count(1)


def test_a_launch_without_a_date_stands_beside_the_calendar_until_it_gets_one(
    tool: Tool, person: Sits
) -> None:
    launch = plans(tool, "Voice picking", date="")
    tom = person("tom")
    tom.opens(f"{tool.address}/launches/")
    expect(tom.page.locator("[data-undated]")).to_contain_text("Voice picking")
    give = f"/launch/{launch}/do/give_date/"
    assert tool.as_("tom").post(give, date=str(LAST)).status == HTTPStatus.FORBIDDEN
    assert tool.as_("mara").post(give, date=str(LAST)).status == HTTPStatus.OK
    tom.opens(f"{tool.address}/launches/")
    expect(day(tom, LAST)).to_contain_text("Voice picking")


def test_filters_and_search_narrow_the_month(tool: Tool) -> None:
    tom, mara = tool.as_("tom"), tool.as_("mara")
    risky = plans(tool, "Bank transfer", team="money", surface="api", dependency_risk="high")
    mara.post(f"/launch/{risky}/edit/", status="blocked", blockers="The contract is not signed.")
    for filters in ("team=money", "surface=api", "status=blocked", "q=not+signed"):
        assert column(tom, f"launches?{filters}", "Title") == ["Bank transfer"], filters
    assert "Bank transfer" in column(tom, "launches?dependency_risk=high", "Title")


def test_sources_are_fresh_for_a_week_and_stale_after_a_month(tool: Tool) -> None:
    launch = plans(tool, "Sourced")
    expected = ((0, "fresh"), (8, "ageing"), (31, "stale"))
    for age, said in expected:
        looked = str(date.today() - timedelta(days=age))
        ticket = {"kind": "ticket", "name": f"SHOP-{age}", "address": "https://tracker.example/1"}
        adds(tool.as_("mara"), "source_ref", launch, checked_on=looked, **ticket)
        assert "Sourced" in column(tool.as_("tom"), f"launches?freshness={said}", "Title")
    assert "Sourced" not in column(tool.as_("tom"), "launches?freshness=unsourced", "Title")


def test_the_panel_has_all_of_a_launch_and_its_checklist_is_ticked_there(
    tool: Tool, person: Sits
) -> None:
    mara = tool.as_("mara")
    launch = plans(
        tool,
        "Delivery windows",
        summary="Customers choose a window.",
        gtm="A banner for two weeks.",
        blockers="One carrier has not agreed.",
        docs="https://docs.example/windows",
    )
    adds(mara, "check_item", launch, task="Help page written", done=True)
    adds(mara, "check_item", launch, task="Load test")
    address = "https://tracker.example/SHOP-412"
    adds(mara, "source_ref", launch, kind="ticket", name="SHOP-412", address=address)
    adds(mara, "dependency", launch, needs=plans(tool, "Carrier contract"), why="It says when.")
    owner = person("mara")
    panel = opens(owner, tool, "Delivery windows")
    for said in (
        *("In planning", "Customers choose a window.", "Mara Lind", "Feature", "SHOP-412"),
        *("docs.example/windows", "It says when.", "A banner for two weeks."),
        *("One carrier has not agreed.", "Updated at", "50%"),
    ):
        expect(panel).to_contain_text(said)
    expect(panel.locator("[data-col=sources]")).to_have_text("1")
    panel.get_by_role("button", name="Done: Load test").click()
    expect(panel.locator("[data-part=checklist]")).to_contain_text("2 of 2")
    expect(panel.locator("[data-col=progress]")).to_have_text("100%")
    owner.page.reload()
    expect(panel.locator("[data-part=checklist]")).to_contain_text("2 of 2")
    owner.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_without_script_a_launch_has_a_page_of_its_own(tool: Tool, person: Sits) -> None:
    plans(tool, "Seen without script", date=str(FIRST + timedelta(days=14)))
    tom = person("tom", java_script_enabled=False)
    tom.opens(f"{tool.address}/launches/")
    tom.page.get_by_role("link", name="Seen without script").locator("visible=true").click()
    expect(tom.page.get_by_role("heading", level=1)).to_have_text("Seen without script")


def test_everybody_sees_a_launch_and_only_its_owner_and_planners_change_it(tool: Tool) -> None:
    launch = plans(tool, "Kept by its owner")
    edit = f"/launch/{launch}/edit/"
    assert "Kept by its owner" in tool.as_("tom").get(f"/launch/{launch}/").text
    assert tool.as_("tom").post(edit, summary="x").status != HTTPStatus.OK
    assert tool.as_("tom").post("/launch/new/", title="x", **LAUNCH).status != HTTPStatus.OK
    said = tool.as_("tom").post("/check_item/new/", launch=launch, task="x")
    assert said.status != HTTPStatus.OK
    for name in ("mara", "ines"):
        assert tool.as_(name).post(edit, summary="x").status == HTTPStatus.OK


def test_a_launch_cannot_come_before_itself(tool: Tool) -> None:
    launch = plans(tool, "Alone")
    said = tool.as_("ines").post("/dependency/new/", launch=launch, needs=launch)
    assert said.errors.keys() == {"needs"}


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_are_right_at_a_desk_and_on_a_phone(
    tool: Tool, person: Sits, screen: dict[str, object]
) -> None:
    launch = plans(tool, "Looked at")
    adds(tool.as_("ines"), "check_item", launch, task="Seen")
    ines = person("ines", **screen)
    paths = ["/launches/", f"/launches/#/launch/{launch}/", f"/launch/{launch}/", "/launch/new/"]
    assert faults_of(ines, tool.address, paths) == {}
