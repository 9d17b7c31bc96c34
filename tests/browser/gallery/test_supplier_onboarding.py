"""Supplier onboarding: from somebody's request to an active supplier, by people in different rooms;
what the server refuses each of them.
"""

from __future__ import annotations

import re
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
    "bank fields hidden from the tool's own admins": (
        "Admins see that there is an account and how it ends; its number is finance's alone."
    ),
}
ROLES = {
    "procurement": "ines",
    "finance": "jon,omar",
    "legal": "ada",
    "security": "bea",
    "viewer": "mara",
}
PDF = ("signed.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
PAGES = (
    "/suppliers/",
    "/board/",
    "/tasks/",
    "/expiring/",
    "/requirements/",
    "/mine/",
    "/supplier/new/",
    "/supplier/1/",
    "/supplier/1/do/assess/",
    "/item/2/",
    "/item/2/do/receive/",
)
REQUIREMENTS: tuple[dict[str, object], ...] = (
    {"name": "Request is complete", "kind": "check", "phase": "request"},
    {"name": "Signed agreement", "phase": "documents", "checked_by": "legal"},
    {"name": "Insurance", "from_tier": "medium", "expires": True, "checked_by": "legal"},
    {"name": "Privacy answers", "for_data": True, "checked_by": "security"},
    {"name": "Bank confirmation", "phase": "bank_and_risk", "checked_by": "finance"},
    {
        "name": "Visit",
        "kind": "check",
        "from_tier": "high",
        "phase": "bank_and_risk",
        "optional": True,
    },
    {"name": "Ordering system", "kind": "check", "phase": "setup"},
)
LOW = ["Bank confirmation", "Ordering system", "Request is complete", "Signed agreement"]
CHECKED_BY = {"Signed agreement": "ada", "Insurance": "ada", "Bank confirmation": "jon"}


@pytest.fixture(scope="module")
def tool(live: Callable[..., Tool]) -> Tool:
    """With its requirements, and one supplier whose checklist is under way."""
    tool = live("supplier-onboarding", roles=ROLES)
    for values in REQUIREMENTS:
        assert tool.as_("ines").post("/requirement/new/", **values).status == HTTPStatus.OK
    started(tool, "Harbour Packaging")
    return tool


def asked(tool: Tool, name: str) -> int:
    """Tom asks for a supplier; its number."""
    values = {"legal_name": name, "country": "Denmark", "purpose": "Cartons."}
    return tool.as_("tom").post("/supplier/new/", **values).row


def started(tool: Tool, name: str, tier: str = "low") -> int:
    """A supplier whose checklist Ines has started."""
    number = asked(tool, name)
    ines = tool.people["ines"]
    tool.as_("ines").post(f"/supplier/{number}/do/start/", owner=ines, risk_tier=tier).row  # noqa: B018
    return number


def items(tool: Tool, supplier: int) -> dict[str, int]:
    """A supplier's items: requirement -> number."""
    page = tool.as_("ines").get(f"/supplier/{supplier}/").text
    found = re.findall(r'href="/item/(\d+)/"[^>]*>([^<]+)</a>', page)
    return {name.strip(): int(number) for number, name in found}


def verified(tool: Tool, number: int, name: str, **ends: str) -> Said:
    """Somebody brings an item, and whoever checks it says yes."""
    came = tool.as_("ines").sends(f"/item/{number}/do/receive/", files={"file": PDF}, **ends)
    assert came.status == HTTPStatus.FOUND, came.text
    checker = tool.as_(CHECKED_BY.get(name, "ines"))
    return checker.post(f"/item/{number}/do/verify/", **ends)


def complete(tool: Tool, supplier: int, ends_in: int = 30) -> None:
    """All items of a supplier are verified; its insurance ends in so many days."""
    end = f"{date.today() + timedelta(days=ends_in)}"
    for name, number in items(tool, supplier).items():
        ends = {"valid_until": end} if name == "Insurance" else {}
        assert verified(tool, number, name, **ends).status == HTTPStatus.OK, name


def account(tool: Tool, supplier: int, ending: str) -> int:
    """Jon enters an account; its number."""
    values = {"supplier": supplier, "holder": "Holder", "iban": f"DE00 {ending}", "ending": ending}
    return tool.as_("jon").post("/bank_detail/new/", **values).row


def confirmed(tool: Tool, number: int, by: str, **more: object) -> Said:
    """Somebody confirms an account after a call."""
    call = {"method": "call", "called_on": f"{date.today()}", "spoke_to": "Lotte Friis"}
    return tool.as_(by).post(f"/bank_detail/{number}/do/confirm/", **(call | more))


def does(tool: Tool, who: str, supplier: int, action: str, **values: object) -> Said:
    """Somebody presses a button of a supplier."""
    return tool.as_(who).post(f"/supplier/{supplier}/do/{action}/", **values)


def test_asking_and_following_it_in_a_browser(tool: Tool, person: Sits) -> None:
    tom = person("tom")
    tom.opens(f"{tool.address}/mine/")
    tom.page.locator("[data-action=create]").first.click()
    tom.fills({"legal_name": "Night Cleaning", "country": "Denmark", "purpose": "Hall 2."})
    tom.opens(f"{tool.address}/mine/")
    row = tom.rows().filter(has_text="Night Cleaning")
    expect(row).to_contain_text("Draft")

    ines = person("ines")
    ines.opens(f"{tool.address}/suppliers/")
    ines.presses("start", row="Night Cleaning", owner="Ines Roca", risk_tier="Medium")
    ines.opens(f"{tool.address}/suppliers/")
    ines.rows().filter(has_text="Night Cleaning").get_by_role("link").first.click()
    expect(ines.page.locator("[data-part=progress]")).to_contain_text("0 of 5")
    ines.opens(f"{tool.address}/board/")
    card = ines.page.locator("[data-lane=request] [data-row]", has_text="Night Cleaning")
    expect(card).to_be_visible()
    tom.page.reload()
    expect(row).to_contain_text("In progress")


def test_the_items_follow_the_tier_and_the_data(tool: Tool) -> None:
    low = started(tool, "Low risk")
    assert sorted(items(tool, low)) == LOW
    again = does(tool, "ines", low, "assess", risk_tier="high", shares_data=True)
    assert again.status == HTTPStatus.OK, again.text
    assert sorted(items(tool, low)) == sorted([*LOW, "Insurance", "Privacy answers", "Visit"])
    by_hand = tool.as_("ines").post(f"/supplier/{low}/edit/", risk_tier="low")
    assert by_hand.status == HTTPStatus.CONFLICT, by_hand.text


def test_an_item_needs_its_document_and_its_checker(tool: Tool, person: Sits) -> None:
    mine = items(tool, started(tool, "Papers"))
    agreement = mine["Signed agreement"]
    without = tool.as_("ines").post(f"/item/{agreement}/do/receive/")
    assert "Attach the document first." in str(without.errors)
    for name, data in (("virus.exe", b"MZ"), ("big.pdf", b"%PDF-1.4" + b"0" * 10_500_000)):
        refused = tool.as_("ines").sends(
            f"/item/{agreement}/do/receive/", files={"file": (name, data)}
        )
        assert refused.status == HTTPStatus.UNPROCESSABLE_ENTITY, name
    came = tool.as_("ines").sends(f"/item/{agreement}/do/receive/", files={"file": PDF})
    assert came.status == HTTPStatus.FOUND
    for who in ("ines", "jon", "mara", "tom"):
        said = tool.as_(who).post(f"/item/{agreement}/do/verify/")
        assert said.status != HTTPStatus.OK, f"{who} checks no contracts"
    ada = person("ada")
    ada.opens(f"{tool.address}/tasks/")
    ada.rows().filter(has_text="Papers").locator("[data-action=verify]").click()
    ada.fills({})
    ada.opens(f"{tool.address}/item/{agreement}/")
    ada.sees("Verified")


def test_a_rejected_item_says_why_and_comes_again(tool: Tool) -> None:
    agreement = items(tool, started(tool, "Twice"))["Signed agreement"]
    tool.as_("ines").sends(f"/item/{agreement}/do/receive/", files={"file": PDF})
    assert tool.as_("ada").post(f"/item/{agreement}/do/reject/").errors["note"]
    said = tool.as_("ada").post(f"/item/{agreement}/do/reject/", note="Not signed.")
    assert said.row == agreement
    assert verified(tool, agreement, "Signed agreement").row == agreement


def test_a_bank_change_takes_a_second_person_who_has_called(tool: Tool) -> None:
    supplier = started(tool, "Two accounts")
    first = account(tool, supplier, "4711")
    assert confirmed(tool, first, "jon").status == HTTPStatus.FORBIDDEN
    assert confirmed(tool, first, "omar", spoke_to="").errors["spoke_to"]
    tomorrow = f"{date.today() + timedelta(days=1)}"
    assert "The call has already been." in str(
        confirmed(tool, first, "omar", called_on=tomorrow).errors
    )
    assert confirmed(tool, first, "omar").row == first
    second = account(tool, supplier, "9020")
    listed = tool.as_("jon").get("/bank/export.csv").text
    assert re.search(r"4711.*yes", listed), "The old one counts until the new one is confirmed."
    assert confirmed(tool, second, "omar").row == second
    listed = tool.as_("jon").get("/bank/export.csv").text
    assert re.search(r"9020.*yes", listed)
    assert re.search(r"4711.*no", listed)
    kept = tool.as_("jon").post(f"/bank_detail/{first}/edit/", iban="DE00 0000")
    assert kept.status == HTTPStatus.CONFLICT


@pytest.mark.parametrize("who", ["ines", "mara", "tom", "ada"])
def test_an_account_is_hidden_from_all_but_finance(tool: Tool, who: str) -> None:
    """Ada is an admin of the tool: she knows that there is one, and not its number."""
    supplier = started(tool, f"Hidden from {who}")
    number = account(tool, supplier, "0815")
    said = tool.as_(who)
    assert said.get("/bank/").status == (HTTPStatus.OK if who == "ada" else HTTPStatus.FORBIDDEN)
    for path in (f"/bank_detail/{number}/", f"/supplier/{supplier}/", "/bank/export.csv"):
        assert "DE00" not in said.get(path).text
    entered = said.post("/bank_detail/new/", supplier=supplier, holder="X", iban="Y", ending="Z")
    assert entered.status == HTTPStatus.FORBIDDEN


def test_from_the_checklist_to_active_and_what_stops_it(tool: Tool, person: Sits) -> None:
    supplier = started(tool, "Oak and Iron", tier="medium")
    assert does(tool, "ines", supplier, "submit").status != HTTPStatus.OK, "Items are open."
    complete(tool, supplier)
    assert does(tool, "ines", supplier, "submit").row == supplier

    assert does(tool, "tom", supplier, "approve").status != HTTPStatus.OK
    assert does(tool, "ines", supplier, "activate").status != HTTPStatus.OK
    omar = person("omar")
    omar.opens(f"{tool.address}/to_approve/")
    omar.rows().filter(has_text="Oak and Iron").locator("[data-action=approve]").click()
    omar.page.wait_for_load_state()
    assert does(tool, "ines", supplier, "activate").status != HTTPStatus.OK, "Legal is missing."
    assert does(tool, "ada", supplier, "approve").status == HTTPStatus.OK
    refused = does(tool, "ines", supplier, "activate")
    assert "confirmed bank details" in refused.text
    assert confirmed(tool, account(tool, supplier, "4711"), "omar").status == HTTPStatus.OK
    assert does(tool, "ines", supplier, "activate").row == supplier

    mara = person("mara")
    mara.opens(f"{tool.address}/suppliers/?status=active")
    expect(mara.rows().filter(has_text="Oak and Iron")).to_contain_text("100%")
    mara.opens(f"{tool.address}/expiring/")
    expect(mara.rows().filter(has_text="Oak and Iron")).to_contain_text("Insurance")
    assert does(tool, "mara", supplier, "suspend", reason="No.").status == HTTPStatus.FORBIDDEN


def test_a_document_that_ends_stops_an_active_supplier(tool: Tool) -> None:
    """The clock marks it as expired; procurement may do so before the clock comes by."""
    supplier = started(tool, "Tideway", tier="medium")
    insurance = items(tool, supplier)["Insurance"]
    complete(tool, supplier, ends_in=-1)
    assert confirmed(tool, account(tool, supplier, "4711"), "omar").status == HTTPStatus.OK
    does(tool, "ines", supplier, "submit")
    for who in ("jon", "ada"):
        assert does(tool, who, supplier, "approve").status == HTTPStatus.OK
    assert does(tool, "ines", supplier, "activate").row == supplier
    locked = tool.as_("ines").post(f"/item/{insurance}/edit/", valid_until="2099-01-01")
    assert locked.status == HTTPStatus.CONFLICT
    tool.as_("ines").post(f"/item/{insurance}/do/lapse/")
    assert "Tideway" in tool.as_("mara").get("/suppliers/export.csv?status=suspended").text
    refused = does(tool, "ines", supplier, "resume")
    assert "every required item is verified" in refused.text


def test_rounds_have_a_decision_each_and_a_no_blocks(tool: Tool) -> None:
    supplier = started(tool, "With data")
    does(tool, "ines", supplier, "assess", risk_tier="low", shares_data=True)
    for name, number in items(tool, supplier).items():
        checker = {"Privacy answers": "bea"}.get(name)
        if checker:
            tool.as_("ines").sends(f"/item/{number}/do/receive/", files={"file": PDF})
            assert tool.as_(checker).post(f"/item/{number}/do/verify/").row == number
        else:
            assert verified(tool, number, name).row == number
    does(tool, "ines", supplier, "submit")
    assert does(tool, "jon", supplier, "approve").status == HTTPStatus.OK
    assert does(tool, "omar", supplier, "approve").status != HTTPStatus.OK, "Finance has decided."
    assert does(tool, "ada", supplier, "approve").status == HTTPStatus.OK
    assert does(tool, "bea", supplier, "reject", comment="No contract for data.").row == supplier
    assert "With data" in tool.as_("mara").get("/suppliers/export.csv?status=blocked").text


def test_who_asks_sees_only_their_own(tool: Tool, person: Sits) -> None:
    tool.as_("mara").post("/supplier/new/", legal_name="Maras", country="Norway", purpose="Fish.")
    assert "Maras" not in tool.as_("tom").get("/mine/export.csv").text
    assert tool.as_("tom").get("/suppliers/").status == HTTPStatus.FORBIDDEN
    nora = person("nora", domain="northwind.example")
    nora.opens(f"{tool.address}/suppliers/")
    expect(nora.rows()).to_have_count(0)


def test_requirements_are_kept_by_procurement(tool: Tool) -> None:
    for who in ("tom", "mara", "jon"):
        refused = tool.as_(who).post("/requirement/new/", name=f"By {who}")
        assert refused.status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("screen", SCREENS)
def test_its_pages_look_right(tool: Tool, person: Sits, screen: dict[str, object]) -> None:
    assert faults_of(person("ines", **screen), tool.address, PAGES) == {}
    finance = ("/bank/", "/to_approve/", "/bank_detail/new/")
    assert faults_of(person("jon", **screen), tool.address, finance) == {}
