"""The pulse dashboard: one window at a time, in figures, charts, targets and states; every card
opens where its figures come from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gallery.live import Tool
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT: dict[str, str] = {
    "small trend": "A card says whether its metric rises or falls; the line itself stands on the "
    "page that the card opens.",
    "drawer": "A card opens a page of its own instead of a drawer: it has an address to send on.",
}
PATHS = (
    "/pulse/",
    "/pulse/?weeks=w4",
    "/health/",
    "/metrics/",
    "/targets/",
    "/annotations/",
    "/saved_filters/",
    "/settings/",
    "/snapshot/1/",
    "/metric/1/",
)
SNAPSHOTS: tuple[dict[str, object], ...] = (
    {"metric": "Accounts", "weeks": "w12", "value": 110, "previous": 100, "coverage": 100},
    {"metric": "Accounts", "weeks": "w4", "value": 90, "previous": 100, "coverage": 100},
    {"metric": "Visits", "weeks": "w12", "value": 50, "previous": 50, "coverage": 80},
    {"metric": "Replies", "weeks": "w12", "value": 9, "previous": 8, "coverage": 100, "as_of": -4},
    {"metric": "Ratings", "weeks": "w12", "access_denied": True},
)
HEALTH = {
    "Accounts": "Fresh",
    "Visits": "Partial",
    "Replies": "Stale",
    "Ratings": "Permission denied",
}
TARGETS = "Metric,Window,Target,Code\nAccounts,12 weeks,100,a12\nAccounts,4 weeks,{four},a4\n"


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    made = live("pulse-dashboard", roles={"operator": "ines", "loader": "jon"})
    admin, operator, loader = made.as_("bea"), made.as_("ines"), made.as_("jon")
    operator.post("/config/new/", stale_after=2, partial_below=95)
    for weeks in ("w4", "w12", "w26", "w52"):
        admin.post("/window/new/", weeks=weeks)
    numbers = {
        name: operator.post(
            "/metric/new/",
            name=name,
            description=f"What {name} means.",
            source_table=f"facts.{name.lower()}",
            source_fields="id, day",
            query="https://queries.example/1",
            discussion="https://chat.example/1",
        ).row
        for name in HEALTH
    }
    for values in SNAPSHOTS:
        moment = datetime.now(UTC) + timedelta(days=int(str(values.get("as_of", 0))))
        known = {"metric": numbers[str(values["metric"])], "as_of": moment.isoformat()}
        loader.post("/snapshot/new/", **(values | known))
    loader.post(
        "/point/new/", metric=numbers["Accounts"], on=f"{datetime.now(UTC).date()}", value=9
    )
    imported = operator.sends("/target/import/", files=targets(100))
    assert "2 added" in imported.text
    return made


def targets(four: int) -> dict[str, tuple[str, bytes]]:
    """A file of targets."""
    return {"file": ("targets.csv", TARGETS.format(four=four).encode())}


def card(page: Page, metric: str) -> dict[str, str]:
    """What a card says, by column."""
    drawn = page.locator(".cards [data-row]", has_text=metric)
    cells = drawn.locator("[data-col]:not(h2)")
    return {str(one.get_attribute("data-col")): one.inner_text() for one in cells.all()}


def test_a_card_says_value_change_trend_status_and_freshness(tool: Tool, person: Sits) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/pulse/")
    shown = card(mara.page, "Accounts")
    assert (shown["value"], shown["change"], shown["trend"]) == ("110", "10%", "Rising")
    assert shown["as_of"].startswith("today")
    assert {name: card(mara.page, name)["health"] for name in HEALTH} == HEALTH
    counts = {
        one: mara.page.locator(f"[data-count={one}] [data-value]") for one in ("fresh", "denied")
    }
    for count in counts.values():
        expect(count).to_have_text("1")


def test_another_window_changes_values_changes_charts_targets_and_labels(
    tool: Tool, person: Sits
) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/pulse/")
    page = mara.page
    expect(page.get_by_role("button", name="Window: 12 weeks")).to_be_visible()
    expect(page.locator("[data-part=targets_met] [data-value]")).to_have_text("1")
    page.get_by_role("button", name="Window: 12 weeks").click()
    page.get_by_role("checkbox", name="12 weeks").uncheck()
    page.get_by_role("checkbox", name="4 weeks", exact=True).check()
    page.keyboard.press("Escape")
    expect(page.locator(".cards [data-row]")).to_have_count(1)
    assert card(page, "Accounts")["value"] == "90"
    assert card(page, "Accounts")["trend"] == "Falling"
    expect(page.locator("[data-part=targets_met] [data-value]")).to_have_text("0")
    for part, figure in (("momentum", "−10"), ("attainment", "90")):
        expect(page.locator(f"[data-part={part}] [data-series]").first).to_contain_text(figure)
    table = page.locator("[data-part=metric_health]")
    expect(table.locator("tbody th")).to_have_text("Accounts · 4 weeks")
    expect(page.get_by_role("button", name="Window: 4 weeks")).to_be_visible()
    page.reload()
    assert card(page, "Accounts")["value"] == "90"


def test_a_card_opens_where_its_figures_come_from(tool: Tool, person: Sits) -> None:
    mara = person("mara")
    mara.opens(f"{tool.address}/pulse/?q=Accounts")
    mara.page.locator(".cards h2 a").click()
    for path, said in (
        ("metric.description", "What Accounts means."),
        ("metric.source_table", "facts.accounts"),
        ("metric.source_fields", "id, day"),
        ("coverage", "100%"),
        ("health", "Fresh"),
    ):
        expect(mara.page.locator(f"[data-col='{path}']").first).to_have_text(said)
    hrefs = [link.get_attribute("href") for link in mara.page.locator("dd a").all()]
    assert {"https://queries.example/1", "https://chat.example/1"} < {*hrefs}
    expect(
        mara.page.locator("[data-part=line] figure, figure[data-part=line]").first
    ).to_be_visible()


def test_the_health_table_is_as_wide_as_the_page(tool: Tool) -> None:
    text = tool.as_("mara").get("/pulse/").text
    table = text.split('data-part="metric_health"')[1]
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)<', table)
    assert heads == ["Snapshot", "Status", "Coverage", "Change", "Trend", "Target", "Attainment"]


def test_filling_makes_what_is_missing_and_leaves_what_was_refreshed(tool: Tool) -> None:
    mara, ines = tool.as_("mara"), tool.as_("ines")
    assert mara.post("/metric/1/do/fill/").status == HTTPStatus.FORBIDDEN
    for _ in range(2):
        assert ines.post("/metric/1/do/fill/").status == HTTPStatus.OK
    found = mara.get("/health/export.csv?weeks=&q=Accounts").text.splitlines()
    rows = sorted(line.split(",")[:7] for line in found[1:])
    assert [row[1] for row in rows] == ["12 weeks", "26 weeks", "4 weeks", "52 weeks"]
    assert [row[6][:3].rstrip(".") for row in rows] == ["110", "", "90", ""]
    again = tool.as_("jon").post("/snapshot/new/", metric=1, weeks="w12", value=1)
    assert "a snapshot of this window already" in str(again.errors)


def test_targets_are_kept_by_import_and_a_file_brought_again_changes_its_rows(tool: Tool) -> None:
    ines = tool.as_("ines")
    again = ines.sends("/target/import/", files=targets(95))
    assert "1 changed, 1 as they were" in again.text
    ines.sends("/target/import/", files=targets(100))
    refused = tool.as_("mara").sends("/target/import/", files=targets(1))
    assert refused.status == HTTPStatus.FORBIDDEN


def test_only_operators_change_what_is_maintained(tool: Tool) -> None:
    mara, ines, jon = tool.as_("mara"), tool.as_("ines"), tool.as_("jon")
    note = {"metric": 1, "text": "A customer came back."}
    for visitor in (mara, jon):
        assert visitor.post("/annotation/new/", **note).status == HTTPStatus.FORBIDDEN
        assert visitor.post("/config/1/edit/", stale_after=9).status == HTTPStatus.FORBIDDEN
        assert visitor.post("/target/1/edit/", value=1).status == HTTPStatus.FORBIDDEN
    assert ines.post("/annotation/new/", **note).status == HTTPStatus.OK
    assert "A customer came back." in mara.get("/annotations/").text
    assert mara.get("/settings/").status == HTTPStatus.FORBIDDEN
    assert "settings already" in str(ines.post("/config/new/").errors)
    for visitor in (mara, ines):
        assert visitor.post("/snapshot/1/edit/", value=1).status == HTTPStatus.FORBIDDEN


def test_settings_say_when_a_figure_is_stale(tool: Tool) -> None:
    mara, ines = tool.as_("mara"), tool.as_("ines")
    assert "1 snapshot" in mara.get("/health/?health=stale").text
    ines.post("/config/1/edit/", stale_after=9)
    assert "No snapshot is like that" in mara.get("/health/?health=stale").text
    ines.post("/config/1/edit/", stale_after=2)


def test_a_denied_source_has_no_value(tool: Tool) -> None:
    wrong = tool.as_("jon").post("/snapshot/5/edit/", value=3)
    assert "Without permission there is no value" in str(wrong.errors)


def test_saved_filters_are_ones_own(tool: Tool) -> None:
    mara, tom = tool.as_("mara"), tool.as_("tom")
    row = mara.post(
        "/saved_filter/new/", name="Mine", address=f"{tool.address}/pulse/?weeks=w4"
    ).row
    assert "Mine" in mara.get("/saved_filters/").text
    assert "Mine" not in tom.get("/saved_filters/").text
    assert tom.get(f"/saved_filter/{row}/").status == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_has_a_fault(tool: Tool, person: Sits, screen: dict[str, object]) -> None:
    assert faults_of(person("ines", **screen), tool.address, PATHS) == {}
