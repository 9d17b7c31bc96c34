"""Other trades, one sentence each, all the way in the browser: nothing of the planner knows them.

What is typed is found by its label, as a person finds it. A brief is here for what people do with
its tool, not for how its plan is put. The first runs by itself, all with ALL_TRADES=1.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.installation import Installation
from tests.browser.people import Person, fill, sits_down

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Work:
    """A brief, two rows that a member types, and what finds the first of them alone."""

    brief: str
    typed: dict[str, str]
    other: dict[str, str]
    finds: tuple[str, str] = ("", "")
    """The filter and what is chosen in it; without a filter, what is searched for."""
    button: str = ""
    decider: str = "mara"
    """Who presses it: nobody decides on what they entered where a decision is asked for."""
    edited: dict[str, str] = field(default_factory=dict)
    shows: str = ""
    """What the row shows after the button or the edit."""
    chart: str = ""


FULL_NAMES = {"mara": "Mara Lind", "omar": "Omar Haddad"}

WORKS = {
    "incidents": Work(
        "A tool for our IT desk to log incidents with title, reporter, severity (low, high, "
        "critical) and status (new, investigating, resolved), where I can filter by severity.",
        typed={"Title": "Mail is slow", "Severity": "high"},
        other={"Title": "Printer on fire", "Severity": "critical"},
        finds=("Severity", "High"),
        edited={"Status": "resolved"},
        shows="Resolved",
    ),
    "vehicles": Work(
        "Keep a register of the company's vehicles with plate, model, driver, mileage and next "
        "inspection date, sorted by next inspection date.",
        typed={"Plate": "KX-12-OP", "Model": "Transit", "Next inspection": "2027-03-01"},
        other={"Plate": "ZT-90-AA", "Model": "Berlingo", "Next inspection": "2027-01-15"},
        finds=("", "Transit"),
        edited={"Mileage": "48000"},
        shows="48,000",
    ),
    "suggestions": Work(
        "Let staff suggest improvements with a title, a description and a department, and let "
        "managers accept or decline them.",
        typed={"Title": "Shorter stand-ups", "Department": "Sales"},
        other={"Title": "Better coffee", "Department": "Facilities"},
        finds=("", "stand-ups"),
        button="Accept",
        decider="omar",
        shows="Accepted",
    ),
    "trainings": Work(
        "Record the training sessions we run: topic, trainer, date, room and number of "
        "participants, with a search.",
        typed={"Topic": "First aid", "Date": "2027-02-03", "participants": "12"},
        other={"Topic": "Fire drill", "Date": "2027-02-10", "participants": "40"},
        finds=("", "aid"),
    ),
    "applicants": Work(
        "Track job applicants by name, position, email and stage (applied, interview, offer, "
        "hired, rejected), and show how many are in each stage.",
        typed={"Name": "Rosa Diaz", "Position": "Clerk", "Stage": "applied"},
        other={"Name": "Piet Smit", "Position": "Driver", "Stage": "offer"},
        finds=("Stage", "Applied"),
        edited={"Stage": "interview"},
        shows="Interview",
    ),
    "licences": Work(
        "A list of our software licences with product, vendor, seats, yearly cost and renewal "
        "date, filterable by vendor.",
        typed={"Product": "Drawing suite", "Vendor": "Linework", "Seats": "12"},
        other={"Product": "Tax assistant", "Vendor": "Numera", "Seats": "3"},
        finds=("Vendor", "Linework"),
    ),
    "soil": Work(
        "Record soil samples from our fields with field name, depth in centimetres, pH value and "
        "the day it was taken, and chart the average pH per month.",
        typed={
            "Field name": "North field",
            "Depth": "30",
            "value": "6.4",
            "Day": date.today().isoformat(),
        },
        other={"Field name": "Mill field", "Depth": "20", "value": "7.1"},
        finds=("", "North"),
        chart="per month",
    ),
    "excursions": Work(
        "Our school needs a sign-up list for excursions with pupil, class, destination and date, "
        "where teachers confirm or decline each sign-up.",
        typed={"Destination": "Harbour museum", "Date": "2027-05-04"},
        other={"Destination": "Old mine", "Date": "2027-06-11"},
        finds=("", "Harbour"),
        button="Confirm",
        shows="Confirmed",
    ),
}


@pytest.fixture(scope="module")
def people(
    chromium: Any, installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Person]]:
    """Bea, Omar and Mara, who keep their browsers open for all of this."""
    folder = tmp_path_factory.mktemp("people")
    found = {
        name: sits_down(chromium, installation, folder, name) for name in ("bea", "omar", "mara")
    }
    yield found
    for person in found.values():
        person.page.context.close()


@pytest.fixture
def at_work(people: dict[str, Person], pictures: Path) -> dict[str, Person]:
    """The same people, with a folder of pictures for this brief."""
    for person in people.values():
        person.pictures, person.shots = pictures, 0
    return people


@pytest.mark.parametrize("trade", WORKS if os.environ.get("ALL_TRADES") else list(WORKS)[:1])
def test_from_a_sentence_to_a_tool_that_others_use(at_work: dict[str, Person], trade: str) -> None:
    work = WORKS[trade]
    bea, omar, mara = at_work["bea"], at_work["omar"], at_work["mara"]
    slug, address = comes_to_life(bea, omar, work.brief)
    mara.is_turned_away(address)
    bea.widens(slug, "Workspace")
    for role in bea.page.locator("label", has_text="Who is ").all_inner_texts():
        bea.gives_role(slug, role.removeprefix("Who is "), FULL_NAMES[work.decider])

    mara.opens(address)
    for typed in (work.typed, work.other):
        types_by_label(mara, address, typed)
    title = next(iter(work.typed.values()))
    mara.opens(address)
    expect(mara.rows()).to_have_count(2)
    narrows(mara, *work.finds)
    expect(mara.rows()).to_have_count(1)
    expect(mara.rows()).to_contain_text(title)
    mara.takes_picture("narrowed")
    if work.chart:
        expect(mara.page.locator("[data-part] figure")).to_contain_text(work.chart)
    mara.opens(address)
    if work.button:
        decides(at_work[work.decider], address, title, work.button)
    elif work.edited:
        mara.rows().filter(has_text=title).get_by_role("link").first.click()
        mara.page.locator("[data-action=edit]").first.click()
        types(mara, work.edited)
    mara.opens(address)
    expect(mara.rows().filter(has_text=title)).to_contain_text(work.shows)
    mara.takes_picture("changed")


def decides(person: Person, address: str, title: str, button: str) -> None:
    """Press a button on the row of this title."""
    person.opens(address)
    row = person.rows().filter(has_text=title)
    row.get_by_role("button", name=re.compile(button)).first.click()
    person.page.wait_for_load_state()


def comes_to_life(bea: Person, omar: Person, brief: str) -> tuple[str, str]:
    """Plan, version, preview, review, deployment: the slug and the production address."""
    bea.asks(brief)
    expect(bea.page.locator("[data-requirements] li").first).to_be_visible()
    bea.takes_picture("plan")
    assert bea.builds() == 1
    slug = bea.slug()
    name = bea.page.get_by_role("heading", level=1).inner_text().split(" of ", 1)[1]
    expect(bea.reads_tab("Source")).to_contain_text("kit.Row")
    expect(bea.reads_tab("Database").locator("pre")).to_contain_text("CREATE TABLE")
    preview = bea.opens_preview()
    expect(preview.rows().first).to_be_visible()
    preview.takes_picture("preview")
    preview.page.close()
    bea.page.get_by_role("link", name="What it does").click()
    bea.asks_for_review()
    omar.opens_review(name)
    expect(omar.page.locator("[aria-labelledby=mig] li").first).to_contain_text("New table")
    expect(omar.page.locator("[aria-labelledby=mig] pre")).to_contain_text("CREATE TABLE")
    expect(omar.page.locator("[data-file='app/models.py']")).to_be_visible()
    omar.decides("Approve", says="Approved")
    return slug, bea.deploys(slug, 1)


def types_by_label(person: Person, address: str, typed: dict[str, str]) -> None:
    """Press New, type what is known by its label, something plausible where more is required."""
    person.opens(address)
    person.page.locator("[data-action=create]").first.click()
    types(person, typed)
    expect(person.page.locator("[data-error]")).to_have_count(0)


def types(person: Person, typed: dict[str, str]) -> None:
    """Fill in the form on the page by its labels, and send it."""
    form = person.page.locator("form[data-form]")
    for label, value in typed.items():
        fill(form.get_by_label(re.compile(label)).first, value)
    for control in form.locator("[required]").all():
        if not control.input_value():
            complete(control, f"Something with {next(iter(typed.values()))}")
    form.locator("button.primary[type=submit]").first.click()
    person.page.wait_for_load_state()


def complete(control: Locator, text: str) -> None:
    """What a person in a hurry puts into a field that must not stay empty."""
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(index=1)
        return
    by_type = {"date": "2027-02-01", "number": "1", "email": "someone@acme.example"}
    control.fill(by_type.get(control.get_attribute("type") or "", text))


def narrows(person: Person, label: str, value: str) -> None:
    """Filter the list, or search it."""
    if not label:
        box = person.page.get_by_role("searchbox").first
        box.fill(value)
        box.press("Enter")
        person.page.wait_for_load_state()
        return
    filters: Callable[..., Locator] = person.page.get_by_role("search", name="Filters").locator
    button = filters("button", has_text=label)
    if button.count():
        button.first.click()
        option = filters("label:visible", has_text=re.compile(f"^\\s*{value}"))
        if option.count():
            option.first.click()
        else:
            filters("input:visible").first.fill(value)
        filters("button:visible", has_text="Apply").first.click()
    else:
        filters("select").first.select_option(label=f"{label}: {value}")
    person.page.wait_for_load_state()
