"""Contracts from the day on which notice has to be given to the next term: what their owners do in
a browser, who sees what they are worth, and what the server refuses.
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

LEFT_OUT: dict[str, str] = {
    "values of contracts in several currencies added up": (
        "There are no exchange rates: values are in the workspace's currency, and what a contract "
        "is paid in is noted beside it."
    ),
}
PAGES = (
    "/contracts/",
    "/contracts/?standing=missed&owner=me",
    "/timeline/",
    "/deadlines/",
    "/decisions/",
    "/by_department/",
    "/value/",
    "/over/",
    "/contract/new/",
    "/contract/1/",
    "/contract/1/do/decide_renew/",
    "/contract/1/do/snooze/",
)
Row = dict[str, str]


def in_days(count: int) -> str:
    """The day so many days from today."""
    return f"{date.today() + timedelta(days=count)}"


def signed(tool: Tool, who: str, title: str, **more: object) -> int:
    """Somebody adds a contract of their own; its number. What is None stays unsaid."""
    usual = {"counterparty": "Owl Security", "department": "operations", "notice_days": 30}
    term = {"start": in_days(-200), "end": in_days(165), "auto_renew": True}
    said = {name: value for name, value in (usual | term | more).items() if value is not None}
    return tool.as_(who).post("/contract/new/", title=title, **said).row


def worth(tool: Tool, number: int, value: int) -> None:
    """Ines of legal writes down what a contract is worth."""
    assert tool.as_("ines").post(f"/contract/{number}/edit/", value_per_year=value).row == number


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    """One contract for each standing by the calendar; Ines is legal, Jon is finance."""
    tool = live("contract-renewals", roles={"legal": "ines", "finance": "jon"})
    for title, ends, renews, value in (
        ("Payroll", 45, True, 18_000),
        ("Guard", 75, True, 42_000),
        ("Phones", 110, False, 9_000),
        ("Lease", 700, True, 96_000),
        ("Cartons", 12, True, 27_000),
        ("Cleaning", -16, False, 14_000),
    ):
        worth(tool, signed(tool, "mara", title, end=in_days(ends), auto_renew=renews), value)
    return tool


def listed(tool: Tool, who: str, page: str = "contracts", query: str = "") -> dict[str, Row]:
    """A list as somebody downloads it, by its first column, in its order."""
    text = tool.as_(who).get(f"/{page}/export.csv{query}").text.lstrip("\ufeff")
    return {next(iter(row.values())): row for row in csv.DictReader(io.StringIO(text))}


def does(tool: Tool, who: str, number: int, action: str, **values: object) -> Said:
    """Somebody presses a button of a contract."""
    return tool.as_(who).post(f"/contract/{number}/do/{action}/", **values)


def decision_about(tool: Tool, number: int) -> int:
    """The number of the newest decision about a contract."""
    page = tool.as_("ines").get(f"/contract/{number}/").text
    return int(page.split('href="/renewal/')[1].split("/")[0])


def test_each_contract_stands_where_the_calendar_says(tool: Tool) -> None:
    rows = listed(tool, "mara")
    first = [
        title for title in rows if title in ("Cleaning", "Cartons", "Payroll", "Guard", "Lease")
    ]
    assert first == ["Cleaning", "Cartons", "Payroll", "Guard", "Lease"], "By the day of notice."
    assert {title: rows[title]["Status"] for title in rows if title in first} == {
        "Cleaning": "Expired",
        "Cartons": "Missed",
        "Payroll": "30 days to notice",
        "Guard": "60 days to notice",
        "Lease": "Active",
    }
    assert rows["Phones"]["Status"] == "90 days to notice"
    assert rows["Payroll"]["Notice by"] == in_days(15)


def test_deadlines_over_a_leap_day_and_at_the_end_of_a_year(tool: Tool) -> None:
    """2028 has a 29th of February, 2027 has none."""
    signed(tool, "tom", "Leap", start="2027-03-01", end="2028-03-01", notice_days=1)
    signed(tool, "tom", "No leap", start="2026-03-01", end="2027-03-01", notice_days=1)
    signed(tool, "tom", "Years", start="2027-03-01", end="2029-01-01", notice_days=366)
    signed(tool, "tom", "From a leap day", start="2028-02-29", end=None)
    rows = listed(tool, "tom")
    assert rows["Leap"]["Notice by"] == "2028-02-29"
    assert rows["No leap"]["Notice by"] == "2027-02-28"
    assert rows["Years"]["Notice by"] == "2028-01-01"
    assert rows["From a leap day"]["End"] == "2029-02-27", "A year less a day."
    refused = tool.as_("tom").post(
        "/contract/new/",
        title="Backwards",
        counterparty="Nobody",
        department="it",
        start="2027-02-02",
        end="2027-02-01",
    )
    assert "A contract ends after it starts." in str(refused.errors)


def test_deciding_and_recording_the_next_term_in_a_browser(tool: Tool, person: Sits) -> None:
    number = signed(tool, "mara", "Van hire")
    worth(tool, number, 12_000)
    mara = person("mara")
    mara.opens(f"{tool.address}/contract/{number}/")
    way_back = mara.page.locator(".crumbs a").first
    expect(way_back).to_have_text("Contracts", use_inner_text=True)
    mara.page.locator("[data-action=decide_renew]").first.click()
    mara.fills({"note": "The vans are good."})
    mara.opens(f"{tool.address}/contracts/")
    expect(mara.rows().filter(has_text="Van hire")).to_contain_text("In decision")
    mara.opens(f"{tool.address}/decisions/")
    mara.presses(
        "record_term",
        row="Van hire",
        new_start=in_days(166),
        new_end=in_days(531),
        new_value="12500",
    )
    mara.opens(f"{tool.address}/contracts/")
    mara.rows().filter(has_text="Van hire").get_by_role("link").first.click()
    expect(mara.page.locator("[data-col=value_per_year]").first).to_contain_text("12,500")
    expect(mara.page.locator("[data-col=term_before]").first).to_contain_text("Van hire")
    assert listed(tool, "mara", "over")["Van hire"]["Status"] == "Renewed"


def test_a_former_term_is_not_edited(tool: Tool) -> None:
    number = signed(tool, "mara", "Old coffee")
    assert does(tool, "mara", number, "decide_end", note="We buy our own.").status == HTTPStatus.OK
    decision = decision_about(tool, number)
    path = f"/renewal/{decision}/do/record_end/"
    assert tool.as_("mara").post(path).errors["outcome"]
    assert tool.as_("mara").post(path, outcome="Collected.").row == decision
    for who in ("mara", "ines", "ada"):
        said = tool.as_(who).post(f"/contract/{number}/edit/", title="Changed")
        assert said.status == HTTPStatus.CONFLICT, who
    assert does(tool, "mara", number, "decide_renew").status != HTTPStatus.OK


def test_one_decision_at_a_time_by_its_owner_or_legal(tool: Tool) -> None:
    number = signed(tool, "mara", "Insurance")
    for who in ("tom", "jon"):
        assert does(tool, who, number, "decide_end").status == HTTPStatus.FORBIDDEN
        edited = tool.as_(who).post(f"/contract/{number}/edit/", title="Mine")
        assert edited.status == HTTPStatus.FORBIDDEN
    assert (
        does(tool, "ines", number, "decide_renegotiate", note="Too dear.").status == HTTPStatus.OK
    )
    assert does(tool, "mara", number, "decide_end").status != HTTPStatus.OK
    early = tool.as_("ines").post(
        f"/renewal/{decision_about(tool, number)}/do/record_term/",
        new_start="2027-05-01",
        new_end="2027-04-01",
        new_value="1",
    )
    assert "The next term ends after it starts." in str(early.errors)
    assert tool.as_("ines").post(f"/contract/{number}/edit/", title="Fire insurance").row == number


def test_putting_off_needs_a_reason_and_ends_before_the_deadline(tool: Tool) -> None:
    number = signed(tool, "mara", "Seats", end=in_days(60))
    assert does(tool, "mara", number, "snooze", snoozed_until=in_days(3)).errors["snooze_reason"]
    late = does(tool, "mara", number, "snooze", snoozed_until=in_days(40), snooze_reason="Later.")
    assert "before notice has to be given" in str(late.errors)
    right = does(tool, "mara", number, "snooze", snoozed_until=in_days(3), snooze_reason="Later.")
    assert right.row == number


def test_the_document_is_a_pdf(tool: Tool) -> None:
    number = signed(tool, "mara", "With a document")
    path = f"/contract/{number}/do/attach/"
    wrong = tool.as_("mara").sends(path, files={"file": ("plan.exe", b"MZ")})
    assert wrong.status == HTTPStatus.UNPROCESSABLE_ENTITY
    pdf = ("signed.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    assert tool.as_("mara").sends(path, files={"file": pdf}).status == HTTPStatus.FOUND
    assert "signed.pdf" in tool.as_("tom").get(f"/contract/{number}/").text


@pytest.mark.parametrize(
    ("who", "sees"), [("jon", True), ("ines", True), ("ada", True), ("tom", False)]
)
def test_who_sees_what_contracts_are_worth(tool: Tool, who: str, sees: bool) -> None:
    rows = listed(tool, who)
    assert bool(rows["Lease"].get("Value per year")) is sees
    assert ("€" in tool.as_(who).get("/by_department/").text) is sees
    assert (tool.as_(who).get("/value/").status == HTTPStatus.OK) is sees
    assert ("€" in tool.as_(who).get("/contracts/?sort=-value_per_year").text) is sees
    ranked = list(listed(tool, who, query="?sort=-value_per_year"))
    assert (ranked == list(rows)) is not sees, "It cannot be told by the order either."


def test_value_at_risk_by_quarter_and_who_has_what(tool: Tool, person: Sits) -> None:
    jon = person("jon")
    jon.opens(f"{tool.address}/value/")
    chart = jon.page.locator("[data-part=at_risk]")
    expect(chart.get_by_role("img")).to_be_visible()
    chart.get_by_text("Show as a table").click()
    expect(chart.locator("[data-label]").first).to_be_visible()
    expect(jon.page.locator("[data-part=missed_value]")).to_contain_text("27,000")
    jon.opens(f"{tool.address}/by_department/")
    jon.sees("Mara Lind")
    jon.opens(f"{tool.address}/timeline/")
    expect(jon.page.locator(".bars svg").first).to_be_visible()


def test_an_outsider_gets_nothing(tool: Tool, person: Sits) -> None:
    nora = person("nora", domain="northwind.example")
    nora.opens(f"{tool.address}/contracts/")
    expect(nora.rows()).to_have_count(0)
    assert "Payroll" not in nora.page.content()


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_look_right(tool: Tool, person: Sits, screen: dict[str, object]) -> None:
    assert faults_of(person("ines", **screen), tool.address, PAGES) == {}
