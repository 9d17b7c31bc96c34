"""The weekly reconciliation: what preparers and approvers see in a browser, and what the server
refuses whoever asks it directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from itertools import count

import pytest
from playwright.sync_api import expect

from apps.plans.templates_gallery import template_named
from tests.browser.gallery.live import Said, Tool
from tests.browser.gallery.looks import SCREENS, faults_of
from tests.browser.gallery.reading import listed
from tests.browser.people import Person

pytestmark = pytest.mark.browser
Sits = Callable[..., Person]

LEFT_OUT: dict[str, str] = {
    "import with a mapping chosen by hand": (
        "A file's columns are found by their headings, which are the names of the fields; what no "
        "heading names is left as it is, and the report says so."
    ),
}
FORBIDDEN, LOCKED, OK = HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.OK
numbers = count(1)


def weeks() -> Iterator[date]:
    """Mondays, each further back than the last."""
    monday = date.today() - timedelta(days=date.today().weekday())
    return (monday - timedelta(weeks=number) for number in count())


mondays = weeks()


@dataclass(frozen=True)
class Ledger:
    """The tool with a supplier, and short ways to fill a week."""

    tool: Tool
    supplier: int

    def week(self) -> int:
        """A preparer begins the next free week."""
        return self.tool.as_("mara").post("/period/new/", week=f"{next(mondays):%G-W%V}").row

    def entry(self, week: int, reference: str, amount: object, days: int = 3) -> Said:
        """A line of the ledger, posted so many days ago."""
        return self._line("ledger_entry", "posted_on", week, reference, amount, days)

    def line(self, week: int, reference: str, amount: object, days: int = 3) -> Said:
        """A line of a statement."""
        return self._line("statement_line", "dated_on", week, reference, amount, days)

    def _line(
        self, entity: str, dated: str, week: int, reference: str, amount: object, days: int
    ) -> Said:
        values = {"reference": reference, "amount": amount, "supplier": self.supplier}
        day = f"{date.today() - timedelta(days=days)}"
        return self.tool.as_("mara").post(f"/{entity}/new/", period=week, **values, **{dated: day})

    def does(self, who: str, week: int, action: str, **asked: object) -> Said:
        """Somebody presses a button of a week."""
        return self.tool.as_(who).post(f"/period/{week}/do/{action}/", **asked)

    def rows(self, page: str, query: str = "") -> list[dict[str, str]]:
        """What a list holds, as anybody may read it."""
        return listed(self.tool.as_("tom"), page + query)

    def pairs(self, week: int) -> dict[str, tuple[str, str]]:
        """Line -> entry and rule, of a week."""
        return {
            row["Statement line"]: (row["Ledger entry"], row["Rule"])
            for row in self.rows("matches", f"?period={week}")
        }

    def differences(self, week: int) -> list[tuple[str, str]]:
        """Type and amount, of a week."""
        return sorted(
            (row["Type"], row["Amount"]) for row in self.rows("differences", f"?period={week}")
        )

    def first_difference(self, week: int) -> int:
        """The number of one difference of a week."""
        page = self.tool.as_("tom").get(f"/differences/?period={week}").text
        return int(page.split('href="/difference/')[1].split("/")[0])

    def assigned(self, week: int, owner: str = "jon") -> int:
        """One difference of a week, given to somebody."""
        row = self.first_difference(week)
        owned = {"owner": self.tool.people[owner]}
        assert self.tool.as_("mara").post(f"/difference/{row}/do/assign/", **owned).row == row
        return row

    def handed_over(self, amount: object = 80) -> int:
        """A week with one difference that waits for the signature."""
        week = self.week()
        self.line(week, f"H-{next(numbers)}", amount)
        assert self.does("mara", week, "match").row == week
        assert self.does("mara", week, "hand_over").row == week
        return week


@pytest.fixture(scope="module")
def ledger(live: Callable[..., Tool]) -> Ledger:
    tool = live("ap-reconciliation", roles={"preparer": "mara", "approver": "ines,mara"})
    return Ledger(tool, tool.as_("mara").post("/supplier/new/", name="Alder Packaging").row)


# Import and matching


def test_a_file_is_brought_in_and_once_more_changes_nothing(ledger: Ledger) -> None:
    week = ledger.week()
    title = ledger.tool.as_("mara").get(f"/period/{week}/").text.split("<h1>")[1].split("</h1>")[0]
    for entity, dated in (("ledger_entry", "Posted"), ("statement_line", "Date")):
        text = f"Reference,Supplier,{dated},Amount,Week\n"
        text += "".join(
            f"F-{n},Alder Packaging,{date.today()},{n}.50,{title}\n" for n in range(1, 4)
        )
        for said in ("3 added", "3 refused"):
            file = {"file": ("rows.csv", text.encode())}
            answer = ledger.tool.as_("mara").sends(f"/{entity}/import/", files=file)
            assert said in answer.text, answer.text[-800:]
    assert len(ledger.rows("statements", f"?period={week}")) == 3
    refused = ledger.tool.as_("tom").sends("/ledger_entry/import/", files={"file": ("a.csv", b"x")})
    assert refused.status == FORBIDDEN


def test_matching_by_reference_then_amount_and_date_then_reference_alone(ledger: Ledger) -> None:
    week = ledger.week()
    ledger.entry(week, "A-1", 100), ledger.line(week, "A-1", 100)
    ledger.entry(week, "A-2", 200, days=9), ledger.line(week, "X-2", 200, days=4)
    ledger.entry(week, "A-3", 300, days=12), ledger.line(week, "X-3", 300, days=4)
    ledger.entry(week, "A-4", 400), ledger.line(week, "A-4", 444)
    ledger.line(week, "A-5", 55)
    assert ledger.does("mara", week, "match").row == week
    assert ledger.pairs(week) == {
        "A-1": ("A-1", "Reference and amount"),
        "X-2": ("A-2", "Amount and date"),
        "A-4": ("A-4", "Reference alone"),
    }
    assert ledger.differences(week) == [
        ("Not in the ledger", "300.00"),
        ("Not in the ledger", "55.00"),
        ("Not on the statement", "-300.00"),
        ("Other amount", "44.00"),
    ]


def test_matching_again_makes_nothing_twice_and_takes_what_came_later(ledger: Ledger) -> None:
    week = ledger.week()
    ledger.line(week, "B-1", 70)
    for _ in range(2):
        assert ledger.does("mara", week, "match").row == week
    assert ledger.differences(week) == [("Not in the ledger", "70.00")]
    ledger.entry(week, "B-1", 70)
    assert ledger.does("mara", week, "match").row == week
    assert "B-1" in ledger.pairs(week)
    assert ledger.rows("differences", f"?period={week}&count=is_open") == []


def test_what_fits_twice_is_left_to_people_who_pair_it_by_hand(ledger: Ledger) -> None:
    week = ledger.week()
    first, second = ledger.entry(week, "C-1", 60).row, ledger.entry(week, "C-2", 60).row
    line = ledger.line(week, "C-9", 60).row
    assert ledger.does("mara", week, "match").row == week
    assert ledger.pairs(week) == {}
    pair = {"period": week, "statement_line": line}
    mara = ledger.tool.as_("mara")
    assert mara.post("/match_pair/new/", ledger_entry=second, **pair).row
    again = mara.post("/match_pair/new/", ledger_entry=first, **pair)
    assert "statement_line" in again.errors, "A line belongs to one entry."
    assert ledger.pairs(week) == {"C-9": ("C-2", "By hand")}


# Differences


def test_a_difference_goes_from_open_to_closed(ledger: Ledger, person: Sits) -> None:
    week = ledger.week()
    ledger.line(week, "D-1", 90)
    ledger.does("mara", week, "match")
    row = ledger.assigned(week)
    jon, at = ledger.tool.as_("jon"), f"/difference/{row}/do"
    assert jon.post(f"{at}/write_off/", note="x").status == FORBIDDEN
    assert "note" in jon.post(f"{at}/explain/").errors
    assert jon.post(f"{at}/explain/", note="It comes next week.").row == row
    assert ledger.tool.as_("tom").post(f"{at}/adjust/", note="x").status == FORBIDDEN
    assert ledger.tool.as_("ines").post(f"{at}/write_off/", note="Too small.").row == row
    assert ledger.tool.as_("ines").post(f"{at}/close/").row == row
    tom = person("tom")
    tom.opens(f"{ledger.tool.address}/differences/?period={week}")
    expect(tom.rows().first).to_contain_text("Closed")


def test_the_table_is_filtered_and_counted(ledger: Ledger, person: Sits) -> None:
    week = ledger.week()
    ledger.line(week, "E-1", 500, days=40), ledger.entry(week, "E-2", 20, days=2)
    ledger.does("mara", week, "match")
    old = ledger.rows("differences", f"?period={week}&band=two_months")
    assert [row["Amount"] for row in old] == ["500.00"]
    young = ledger.rows("differences", f"?period={week}&band=week&type=missing_on_statement")
    assert [row["Amount"] for row in young] == ["-20.00"]
    tom = person("tom")
    tom.opens(f"{ledger.tool.address}/differences/")
    figure = tom.page.locator("[data-count=is_old]")
    shown = int(figure.locator("[data-value]").inner_text())
    figure.click()
    expect(tom.rows()).to_have_count(shown)


# The signature


def test_no_signature_while_a_large_difference_has_no_owner(ledger: Ledger) -> None:
    week = ledger.handed_over(150)
    refused = ledger.does("ines", week, "sign_off")
    assert "A difference over the threshold has no owner yet." in refused.text
    ledger.assigned(week)
    assert ledger.does("ines", week, "sign_off", remark="Fine.").row == week


def test_a_small_one_needs_no_owner(ledger: Ledger) -> None:
    assert ledger.does("ines", ledger.handed_over(100), "sign_off").status == OK


def test_the_preparer_does_not_sign_even_as_an_approver(ledger: Ledger) -> None:
    week = ledger.handed_over()
    assert ledger.does("mara", week, "sign_off").status == FORBIDDEN
    assert ledger.does("tom", week, "sign_off").status == FORBIDDEN
    assert ledger.does("ines", week, "sign_off").row == week


def test_a_week_that_is_signed_or_locked_does_not_change(ledger: Ledger, person: Sits) -> None:
    week = ledger.handed_over()
    assert ledger.does("ines", week, "lock").status != OK, "It is signed off first."
    ledger.does("ines", week, "sign_off", remark="All clear.")
    for state in ("signed", "locked"):
        assert ledger.line(week, f"G-{state}", 1).status == LOCKED
        assert ledger.tool.as_("bea").post(f"/period/{week}/edit/", threshold=1).status == LOCKED
        for action in ("match", "send_back"):
            assert ledger.does("mara", week, action, remark="x").status != OK
        row = ledger.first_difference(week) if state == "signed" else 0
        if row:
            path = f"/difference/{row}/do/adjust/"
            assert ledger.tool.as_("mara").post(path, note="x").status != OK
            assert ledger.does("ines", week, "lock").row == week
    tom = person("tom")
    tom.opens(f"{ledger.tool.address}/period/{week}/")
    signed = tom.page.locator("[data-children=sign_off]")
    for said in ("€80.00", "All clear."):
        expect(signed).to_contain_text(said)


def test_a_week_is_sent_back_with_a_remark(ledger: Ledger) -> None:
    week = ledger.handed_over()
    assert "remark" in ledger.does("ines", week, "send_back").errors
    assert ledger.does("ines", week, "send_back", remark="The freight is missing.").row == week
    assert "The freight is missing." in ledger.tool.as_("mara").get(f"/period/{week}/").text


def test_who_only_views_changes_nothing_and_outsiders_see_nothing(
    ledger: Ledger, person: Sits
) -> None:
    tom = ledger.tool.as_("tom")
    assert tom.post("/period/new/", week="2020-W02").status == FORBIDDEN
    assert tom.post("/supplier/new/", name="Mine").status == FORBIDDEN
    assert ledger.tool.as_("ines").post("/supplier/new/", name="Hers").status == FORBIDDEN
    nora = person("nora", domain="northwind.example")
    nora.opens(f"{ledger.tool.address}/differences/")
    assert "Alder Packaging" not in nora.page.content()


def test_a_week_stands_once(ledger: Ledger) -> None:
    monday = f"{date.today() - timedelta(weeks=200):%G-W%V}"
    mara = ledger.tool.as_("mara")
    assert mara.post("/period/new/", week=monday).row
    assert "week" in mara.post("/period/new/", week=monday).errors


# What people see


def test_the_summary_shows_balance_share_types_ages_and_the_trend(
    ledger: Ledger, person: Sits
) -> None:
    week = ledger.week()
    ledger.entry(week, "T-1", 10), ledger.line(week, "T-1", 10), ledger.line(week, "T-2", 33)
    ledger.does("mara", week, "match")
    tom = person("tom")
    tom.opens(ledger.tool.address)
    for part in ("open_balance", "open_count", "unowned", "matched", "trend"):
        expect(tom.page.locator(f"[data-part={part}]")).to_be_visible()
    for part, said in (("by_type", "Not in the ledger"), ("by_age", "0–7 days")):
        expect(tom.page.locator(f"[data-part={part}]")).to_contain_text(said)
    tom.opens(f"{ledger.tool.address}/period/{week}/")
    expect(tom.page.locator("[data-col=matched_share]")).to_have_text("50%")
    expect(tom.page.locator("[data-col=open_amount]")).to_have_text("€33.00")
    tom.opens(f"{ledger.tool.address}/by_supplier/")
    tom.sees("Alder Packaging")


def test_a_week_is_printed_on_a_sheet(ledger: Ledger, person: Sits) -> None:
    week = ledger.handed_over()
    tom = person("tom")
    tom.opens(f"{ledger.tool.address}/period/{week}/do/print/")
    expect(tom.page.locator("[data-sheet]")).to_contain_text("Open balance")


def test_every_monday_the_week_is_made_and_the_preparers_are_told() -> None:
    template = template_named("ap-reconciliation")
    assert template is not None
    found = {one["id"]: one for one in template.blueprint["automations"]}
    assert found["new_week"]["when"] == {
        "kind": "schedule",
        "every": "week",
        "on": "monday",
        "at": "06:00",
    }
    assert found["tell_preparers"]["do"][0]["to"] == ["preparer"]


PAGES = (
    "/summary/",
    "/weeks/",
    "/differences/",
    "/by_supplier/",
    "/statements/",
    "/ledger/",
    "/matches/",
    "/suppliers/",
    "/match_pair/new/",
)


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_look_right(ledger: Ledger, person: Sits, screen: dict[str, object]) -> None:
    week = ledger.handed_over()
    pages = (*PAGES, f"/period/{week}/")
    assert faults_of(person("ines", **screen), ledger.tool.address, pages) == {}
