"""Expense reports: what employees and reviewers see in a browser, and what the server refuses
whoever asks it directly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from playwright.sync_api import expect

from apps.plans.templates_gallery import template_named
from tests.browser.gallery.live import Said, Tool
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.gallery.reading import column, listed
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT: dict[str, str] = {
    "manager (team), tried with the directory's own manager": (
        "The demo's people have no managers, so a report of theirs goes to the admins; that a "
        "manager decides for their people is tried by the tool's own generated tests."
    ),
}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FORBIDDEN, LOCKED, OK = HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.OK


@dataclass(frozen=True)
class Desk:
    """The tool with its policy."""

    tool: Tool
    meals: int
    travel: int

    def report(self, who: str, title: str, *lines: dict[str, object]) -> int:
        """Somebody begins a report with these lines; its number."""
        row = self.tool.as_(who).post("/report/new/", title=title).row
        for line in lines:
            assert self.line(who, row, **line).row
        return row

    def line(self, who: str, report: int, **values: object) -> Said:
        """Somebody adds a line."""
        day = f"{date.today() - timedelta(days=2)}"
        usual = {"report": report, "category": self.meals, "merchant": "Kantine 5", "amount": 20}
        return self.tool.as_(who).post("/expense_line/new/", **{"spent_on": day, **usual, **values})

    def attaches(self, line: int, report: int, name: str, data: bytes) -> Said:
        """Mara sends the form of a line of hers with a file."""
        return self.tool.as_("mara").sends(
            f"/expense_line/{line}/edit/",
            files={"receipt": (name, data)},
            report=str(report),
            category=str(self.meals),
            merchant="Osteria",
            amount="55.00",
            currency="eur",
            spent_on=f"{date.today()}",
        )

    def does(self, who: str, row: int, action: str, **asked: object) -> Said:
        """Somebody presses a button of a report."""
        return self.tool.as_(who).post(f"/report/{row}/do/{action}/", **asked)

    def handed_in(self, who: str, title: str, *lines: dict[str, object]) -> int:
        """A report that was submitted and taken up."""
        row = self.report(who, title, *(lines or ({"merchant": title},)))
        assert self.does(who, row, "submit").row
        assert self.does("ines", row, "start_review").row
        return row

    def status(self, row: int) -> str:
        """How far a report is, as finance reads it."""
        said = self.tool.as_("ines").get(f"/report/{row}/").text
        title = said.split("<h1>")[1].split("</h1>")[0]
        reports = listed(self.tool.as_("ines"), "reports")
        return next(one["Status"] for one in reports if one["Title"] == title)


@pytest.fixture(scope="module")
def desk(live: Callable[..., Tool]) -> Desk:
    tool = live("expense-review", roles={"finance": "ines", "auditor": "tom"})
    ines = tool.as_("ines")
    meals = ines.post("/policy/new/", name="Meals", line_limit=60, receipt_over=40).row
    travel = ines.post("/policy/new/", name="Travel", line_limit=2000, receipt_over=2000).row
    return Desk(tool, meals, travel)


# From a draft to a payment


def test_a_report_goes_from_its_author_to_the_payment(desk: Desk, person: Sits) -> None:
    mara = person("mara")
    mara.opens(desk.tool.address)
    mara.page.locator("[data-action=create]").first.click()
    mara.fills({"title": "Trade fair"})
    mara.page.wait_for_url(re.compile(r"/report/\d+/"))
    mara.page.locator("[data-children=expense_line] header a").click()
    mara.fills({"merchant": "SNCF", "category": "Travel", "amount": "84.00"})
    mara.page.wait_for_url(re.compile(r"/report/\d+/"))
    row = int(mara.page.url.split("/report/")[1].split("/")[0])
    mara.page.locator("[data-action=submit]").click()
    mara.sees("Trade fair: Submitted.")

    ines = person("ines")
    ines.opens(f"{desk.tool.address}/queue/")
    ines.presses("start_review", row="Trade fair")
    assert desk.does("ada", row, "approve").row == row
    ines.opens(f"{desk.tool.address}/to_pay/")
    expect(ines.rows().filter(has_text="Trade fair")).to_contain_text("€84.00")
    assert "Trade fair" in desk.tool.as_("ines").get("/to_pay/export.csv").text
    ines.presses("mark_paid", row="Trade fair")
    mara.opens(f"{desk.tool.address}/mine/")
    expect(mara.rows().filter(has_text="Trade fair")).to_contain_text("Paid")


def test_a_returned_report_comes_back_with_the_comment_and_may_be_mended(desk: Desk) -> None:
    row = desk.handed_in("mara", "Visit to the mill")
    assert "answer" in desk.does("ines", row, "send_back").errors
    assert desk.does("ines", row, "send_back", answer="The date is wrong.").row == row
    assert "The date is wrong." in desk.tool.as_("mara").get("/mine/").text
    assert desk.tool.as_("mara").post(f"/report/{row}/edit/", title="Visit to the old mill").row
    assert desk.does("mara", row, "submit").row == row
    assert (
        "The date is wrong."
        not in desk.tool.as_("mara").get(f"/report/{row}/").text.split("History")[0]
    )


def test_a_rejection_needs_a_reason_and_ends_it(desk: Desk, person: Sits) -> None:
    row = desk.handed_in("mara", "Team dinner")
    assert "comment" in desk.does("ada", row, "reject").errors
    assert desk.does("ada", row, "reject", comment="Not in the budget.").row == row
    for action in ("submit", "withdraw"):
        assert desk.does("mara", row, action).status != OK
    mara = person("mara")
    mara.opens(f"{desk.tool.address}/report/{row}/")
    decided = mara.page.locator("[data-children=report_approval]")
    for said in ("Ada Marsh", "Not in the budget."):
        expect(decided).to_contain_text(said)


def test_line_by_line_and_no_approval_while_one_is_questioned(desk: Desk, person: Sits) -> None:
    row = desk.handed_in("mara", "Workshop", {"merchant": "Northgate"}, {"merchant": "South"})
    ines = person("ines")
    ines.opens(f"{desk.tool.address}/report/{row}/")
    lines = ines.page.locator("[data-children=expense_line] tbody tr")
    lines.filter(has_text="Northgate").locator("[data-action=accept]").click()
    ines.page.wait_for_load_state()
    asks = lines.filter(has_text="South").locator("[data-action=question]").get_attribute("href")
    ines.opens(f"{desk.tool.address}{asks}")
    ines.fills({"asked": "For whom?"})
    expect(lines.filter(has_text="South")).to_contain_text("Questioned")
    said = desk.does("ada", row, "approve")
    assert "A line is still questioned." in said.text
    lines.filter(has_text="South").locator("[data-action=accept]").click()
    ines.page.wait_for_load_state()
    assert desk.does("ada", row, "approve").row == row


def test_over_the_limit_finance_decides_after_the_manager(desk: Desk) -> None:
    big = {"category": desk.travel, "merchant": "Airline", "amount": 1001}
    row = desk.handed_in("mara", "Flight", big)
    assert desk.does("ines", row, "approve").status != OK, "It is not her turn yet."
    assert desk.does("ada", row, "approve").row == row
    assert desk.status(row) == "In review"
    assert desk.does("ada", row, "approve").status != OK, "Nobody decides twice."
    assert desk.does("ines", row, "approve").row == row
    assert desk.status(row) == "Approved"


# What holds whoever asks


def test_nobody_decides_on_their_own_report(desk: Desk) -> None:
    row = desk.report("ines", "My own", {"merchant": "Own"})
    assert desk.does("ines", row, "submit").row == row
    assert desk.does("ines", row, "start_review").status == FORBIDDEN
    assert desk.does("ines", row, "send_back", answer="x").status == FORBIDDEN
    mine = desk.report("ada", "The owner's", {"merchant": "Owner"})
    assert desk.does("ada", mine, "submit").row == mine
    assert desk.does("ines", mine, "start_review").row == mine
    assert desk.does("ada", mine, "approve").status == FORBIDDEN
    assert desk.does("omar", mine, "approve").row == mine
    assert desk.does("ines", mine, "mark_paid").row == mine


def test_a_missing_receipt_over_the_limit_keeps_it_from_being_submitted(desk: Desk) -> None:
    mara, row = desk.tool.as_("mara"), desk.report("mara", "Dinner with a client")
    line = desk.line("mara", row, merchant="Osteria", amount="55.00").row
    assert "Attach the missing receipts first" in desk.does("mara", row, "submit").text
    assert "Receipt missing" in mara.get(f"/report/{row}/").text
    sent = desk.attaches(line, row, "receipt.pdf", PDF)
    assert sent.status in (OK, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER), sent.text
    assert desk.does("mara", row, "submit").row == row
    shown = desk.tool.as_("ines").get(f"/report/{row}/").text
    assert f"/expense_line/{line}/file/receipt/" in shown, "The receipt stands beside its line."
    assert desk.tool.as_("jon").get(f"/expense_line/{line}/file/receipt/").status == 404


def test_a_file_that_is_no_receipt_is_refused(desk: Desk) -> None:
    row = desk.report("mara", "Files")
    line = desk.line("mara", row).row
    wrong = desk.attaches(line, row, "receipt.exe", b"MZ")
    assert 'data-error="receipt"' in wrong.text
    assert desk.tool.as_("mara").get(f"/expense_line/{line}/file/receipt/").status == 404


def test_lines_are_flagged_over_the_policy_and_as_duplicates(desk: Desk) -> None:
    twice = {"merchant": "Twice", "amount": 19}
    row = desk.report("mara", "Flags", twice, twice, {"merchant": "Dear", "amount": 39})
    page = desk.tool.as_("mara").get(f"/report/{row}/").text
    assert page.count("Duplicate?") == 2
    assert page.count("Over the limit") == 0
    numbered = {"merchant": "Hotel", "receipt_number": "R-77"}
    other = desk.report("jon", "Numbers", {**numbered, "amount": 10}, {**numbered, "amount": 11})
    assert desk.tool.as_("jon").get(f"/report/{other}/").text.count("Duplicate?") == 2
    desk.line("mara", row, merchant="Too dear", amount=61)
    assert "Receipt missing" in desk.tool.as_("mara").get(f"/report/{row}/").text


def test_a_foreign_amount_needs_its_rate(desk: Desk) -> None:
    row = desk.report("mara", "Abroad")
    assert "rate" in desk.line("mara", row, merchant="Diner", currency="usd", amount=10).errors
    assert desk.line("mara", row, merchant="Diner", currency="usd", amount=10, rate="0.9").row
    assert "€9.00" in desk.tool.as_("mara").get(f"/report/{row}/").text


def test_what_is_handed_in_does_not_change(desk: Desk) -> None:
    row = desk.handed_in("mara", "Handed in")
    for who in ("mara", "bea"):
        assert desk.tool.as_(who).post(f"/report/{row}/edit/", title="Other").status == LOCKED
    assert desk.line("mara", row, merchant="Late").status == LOCKED


def test_who_sees_what(desk: Desk, person: Sits) -> None:
    """Employees their own, finance and the auditor what was submitted, nobody else's drafts."""
    draft = desk.report("mara", "A draft", {"merchant": "Draft"})
    sent = desk.handed_in("mara", "Sent")
    for who, row, status in (
        ("jon", draft, 404),
        ("jon", sent, 404),
        ("ines", draft, 404),
        ("ines", sent, 200),
        ("tom", draft, 404),
        ("tom", sent, 200),
        ("mara", draft, 200),
    ):
        assert desk.tool.as_(who).get(f"/report/{row}/").status == status, (who, row)
    tom = desk.tool.as_("tom")
    assert tom.post(f"/report/{sent}/edit/", title="x").status == FORBIDDEN
    for action in ("approve", "send_back", "start_review"):
        assert desk.does("tom", sent, action, answer="x").status != OK
    assert desk.tool.as_("jon").get("/queue/").status == FORBIDDEN
    forged = desk.tool.as_("jon").post("/report/new/", title="x", employee=desk.tool.people["mara"])
    assert forged.status == FORBIDDEN
    assert desk.tool.as_("mara").post("/policy/new/", name="Mine").status == FORBIDDEN
    nora = person("nora", domain="northwind.example")
    nora.opens(f"{desk.tool.address}/reports/")
    assert "Sent" not in nora.page.content()


# What people see


def test_the_queue_has_the_oldest_and_then_the_most_flagged_first(desk: Desk) -> None:
    plain = desk.report("jon", "Plain one", {"merchant": "P"})
    flagged = desk.report("jon", "Flagged one", {"merchant": "F"}, {"merchant": "F"})
    for row in (plain, flagged):
        assert desk.does("jon", row, "submit").row == row
    names = column(desk.tool.as_("ines"), "queue", "Title")
    assert names.index("Flagged one") < names.index("Plain one")
    sort = next(page["sort"] for page in _template()["pages"] if page["id"] == "queue")
    assert sort == ["-waiting", "-flags"]


def test_reviewers_are_reminded_after_three_days_and_again() -> None:
    timed = {one["id"]: one["when"] for one in _template()["automations"]}
    for name in ("remind_manager", "remind_reviewers"):
        assert timed[name] == {
            "kind": "date",
            "field": "submitted_on",
            "offset": 3,
            "again_days": 3,
        }


def test_spending_by_category_and_team_month_by_month(desk: Desk, person: Sits) -> None:
    desk.handed_in("jon", "For the chart", {"merchant": "Chart"})
    tom = person("tom")
    tom.opens(f"{desk.tool.address}/spending/")
    for part, said in (("by_category", "Meals"), ("by_team", "Finance")):
        chart = tom.page.locator(f"[data-part={part}]")
        chart.locator("summary").click()
        expect(chart.locator("tbody tr")).to_have_count(12)
        expect(chart).to_contain_text(said)


def test_a_comment_is_read_by_the_author(desk: Desk) -> None:
    row = desk.handed_in("mara", "Talked about")
    assert desk.tool.as_("ines").post(f"/report/{row}/comment/", text="Whose car was it?").row
    assert "Whose car was it?" in desk.tool.as_("mara").get(f"/report/{row}/").text


def _template() -> dict[str, Any]:
    found = template_named("expense-review")
    assert found is not None
    return found.blueprint


PAGES = ("/mine/", "/queue/", "/to_pay/", "/spending/", "/reports/", "/policy/", "/report/new/")


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_look_right(desk: Desk, person: Sits, screen: dict[str, object]) -> None:
    row = desk.handed_in("mara", f"Looks {len(screen)}", {"merchant": "A"}, {"merchant": "B"})
    pages = (*PAGES, f"/report/{row}/", f"/report/{row}/do/send_back/")
    assert faults_of(person("ines", **screen), desk.tool.address, pages) == {}
