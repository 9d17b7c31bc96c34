"""Other trades, one sentence each, all the way in the browser: nothing of the planner knows them.

What is typed is found by its label, as a person finds it. A brief is here for what people do with
its tool, not for how its plan is put.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
    edited: dict[str, str] = field(default_factory=dict)
    shows: str = ""
    """What the row shows after the button or the edit."""
    chart: str = ""


WORKS = {
    "instruments": Work(
        "Track the music school's instruments with type, serial number, condition and the pupil "
        "who has borrowed it, and let me filter by condition.",
        typed={"Type": "Cello", "Serial number": "C-1889", "Condition": "worn"},
        other={"Type": "Oboe", "Serial number": "O-77", "Condition": "good"},
        finds=("Condition", "Worn"),
    ),
    "soil": Work(
        "Record soil samples from our fields with field name, depth in centimetres, pH value and "
        "the day it was taken, and chart the average pH per month.",
        typed={"Field name": "North field", "Depth": "30", "value": "6.4"},
        other={"Field name": "Mill field", "Depth": "20", "value": "7.1"},
        finds=("", "North"),
        chart="per month",
    ),
    "court": Work(
        "Keep track of our court deadlines: case number, client, lawyer, hearing date and status "
        "(open, filed, closed), soonest first.",
        typed={"umber": "C-2041", "Hearing date": "2027-03-01", "Status": "open"},
        other={"umber": "C-1988", "Hearing date": "2027-01-15", "Status": "closed"},
        finds=("Status", "Open"),
        edited={"Status": "filed"},
        shows="Filed",
    ),
    "rooms": Work(
        "Let housekeeping report broken things in rooms with room number, what is broken, urgency "
        "(low, medium, high) and a photo, and mark them as fixed.",
        typed={"umber": "212", "Urgency": "high"},
        other={"umber": "305", "Urgency": "low"},
        finds=("Urgency", "High"),
        button="Mark fixed|Mark as fixed",
        shows="Fixed",
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
    "hives": Work(
        "Record hive inspections with hive number, inspector, date, number of frames and notes, "
        "filterable by inspector.",
        typed={"Hive number": "H-12", "Inspector": "Jon Vale", "frames": "9"},
        other={"Hive number": "H-13", "Inspector": "Mara Lind", "frames": "11"},
        finds=("Inspector", "Jon Vale"),
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


@pytest.mark.parametrize("trade", WORKS)
def test_from_a_sentence_to_a_tool_that_others_use(at_work: dict[str, Person], trade: str) -> None:
    work = WORKS[trade]
    bea, omar, mara = at_work["bea"], at_work["omar"], at_work["mara"]
    slug, address = comes_to_life(bea, omar, work.brief)
    mara.is_turned_away(address)
    bea.widens(slug, "Workspace")
    for role in bea.page.locator("label", has_text="Who is ").all_inner_texts():
        bea.gives_role(slug, role.removeprefix("Who is "), "Mara Lind")

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
        row = mara.rows().filter(has_text=title)
        row.get_by_role("button", name=re.compile(work.button)).first.click()
        mara.page.wait_for_load_state()
    elif work.edited:
        mara.rows().filter(has_text=title).get_by_role("link").first.click()
        mara.page.locator("[data-action=edit]").first.click()
        types(mara, work.edited)
    mara.opens(address)
    expect(mara.rows().filter(has_text=title)).to_contain_text(work.shows)
    mara.takes_picture("changed")


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
    form.locator("button[type=submit]").first.click()
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
        filters("label:visible", has_text=re.compile(f"^\\s*{value}")).first.click()
        filters("button:visible", has_text="Apply").first.click()
    else:
        filters("select").first.select_option(label=f"{label}: {value}")
    person.page.wait_for_load_state()
