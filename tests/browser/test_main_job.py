"""The main job, from a sentence to a tool that others use and that is changed by a sentence:
several people, each in a browser of their own, through every door.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from apps.pipeline.demo_tools import BRIEFS
from tests.browser.people import PHONE, Person

pytestmark = pytest.mark.browser
REQUESTS, INVOICES = BRIEFS
People = Callable[..., Person]


def made_live(bea: Person, omar: Person, brief: str) -> str:
    """Plan, build, review, deploy; the production address."""
    bea.asks(brief)
    bea.takes_picture("plan")
    bea.builds()
    slug = bea.slug()
    name = bea.page.get_by_role("heading", level=1).inner_text().removeprefix("Version 1 of ")
    bea.takes_picture("version")
    bea.asks_for_review()
    omar.approves(name)
    return bea.deploys(slug)


def test_invoices_from_brief_to_second_version(person: People) -> None:
    bea, omar, mara, ines = person("bea"), person("omar"), person("mara"), person("ines")
    address = made_live(bea, omar, INVOICES)
    slug = "invoice-matching"

    mara.opens(address)
    expect(mara.page.get_by_role("heading", level=1)).to_contain_text("is not open to you")
    mara.takes_picture("private")

    bea.widens(slug, "Custom", groups=["Operations"])
    bea.gives_role(slug, "Approver", "Ines Roca")
    bea.types_into(address, "supplier", name="Northwind Paper", tolerance="2")
    mara.types_into(
        address,
        "invoice",
        number="NP-1",
        supplier="Northwind Paper",
        amount="100",
        po_number="PO-1",
    )
    mara.types_into(
        address,
        "invoice",
        number="NP-2",
        supplier="Northwind Paper",
        amount="250",
        po_number="PO-2",
    )
    mara.types_into(address, "invoice", number="NP-3", supplier="Northwind Paper", amount="80")
    mara.opens(f"{address}/today/")
    expect(mara.rows()).to_have_count(2)
    expect(mara.page.locator("[data-count=exception] [data-value]")).to_have_text("1")
    expect(mara.page.locator("[data-part] figure")).to_be_visible()
    mara.takes_picture("today")

    ines.opens(f"{address}/today/")
    ines.presses("approve", row="NP-1")
    ines.presses("reject", row="NP-2", reason="Ordered once, sent twice.")
    ines.opens(f"{address}/today/")
    expect(ines.page.locator("[data-count=matched] [data-value]")).to_have_text("1")
    expect(ines.page.locator("[data-count=exception] [data-value]")).to_have_text("2")
    ines.takes_picture("decided")

    bea.asks_to_change(slug, "Add a filter dropdown for supplier name.")
    bea.builds()
    expect(bea.page.get_by_role("heading", level=1)).to_contain_text("Version 2")
    bea.takes_picture("second-version")
    bea.asks_for_review()
    omar.approves("Invoice matching")
    bea.deploys(slug)
    mara.opens(f"{address}/today/?supplier=1")
    expect(mara.page.locator("select[name=supplier]")).to_be_visible()
    mara.opens(f"{address}/invoices/")
    expect(mara.rows()).to_have_count(3)

    jon = person("jon")
    jon.opens(address)
    expect(jon.page.get_by_role("heading", level=1)).to_contain_text("is not open to you")


def test_requests_for_the_whole_workspace(person: People) -> None:
    bea, omar, mara, jon = person("bea"), person("omar"), person("mara"), person("jon")
    address = made_live(bea, omar, REQUESTS)
    slug = bea.slug()
    bea.widens(slug, "Workspace")

    mara.types_into(address, "request", title="New badge readers", owner="Jon Vale")
    jon.types_into(address, "request", title="Label printer")
    jon.opens(address)
    expect(jon.rows()).to_have_count(2)
    jon.changes(address, "New badge readers", status="blocked")
    jon.opens(f"{address}/?status=blocked")
    expect(jon.rows()).to_have_count(1)
    jon.takes_picture("blocked")

    otto = person("otto", domain="elsewhere.example")
    otto.opens(address)
    expect(
        otto.page.get_by_text("Nothing is here")
        .or_(otto.page.get_by_role("heading", name=re.compile("not here|Not found|nothing", re.I)))
        .first
    ).to_be_visible()

    phone = person("mara", viewport=PHONE, color_scheme="dark")
    phone.opens(address)
    phone.takes_picture("phone-dark")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
