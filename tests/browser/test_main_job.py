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


def reads_the_plan(bea: Person, *pairs: tuple[str, str]) -> None:
    """The requirement table: each thing that was said leads to what it gets."""
    for said, gets in pairs:
        expect(bea.requirement(said)).to_contain_text(re.compile(gets, re.I))
    bea.takes_picture("plan")


def reads_the_version(bea: Person) -> None:
    """Source and migration, before anybody is asked."""
    source = bea.reads_tab("Source")
    models = source.locator("[data-file='app/models.py']")
    expect(models).to_contain_text("class Invoice(kit.Row)")
    bea.takes_picture("source")
    database = bea.reads_tab("Database")
    expect(database.locator("pre")).to_contain_text("CREATE TABLE")
    bea.takes_picture("database")
    assert bea.reads_tab("Checks").get_by_text("Does not hold").count() == 0


def reviews(omar: Person, tool: str) -> None:
    """In the admin: the migration in words and in SQL, the source, then yes."""
    omar.opens_review(tool)
    page = omar.page
    expect(page.locator("[aria-labelledby=mig] li").first).to_contain_text("New table")
    page.get_by_text("SQL as it will run").click()
    expect(page.locator("pre.code").first).to_contain_text("CREATE TABLE")
    expect(page.locator("[data-file='app/models.py']")).to_be_visible()
    omar.takes_picture("review")
    omar.decides("Approve", says="Approved")
    omar.takes_picture("approved")


def test_invoices_from_brief_to_second_version_and_back(person: People) -> None:
    bea, omar, mara, ines = person("bea"), person("omar"), person("mara"), person("ines")
    slug = bea.asks(INVOICES)
    reads_the_plan(
        bea,
        (
            "approve and reject",
            "Approve .*and .*Reject",
        ),
        ("counts of matched", "pressing one shows its rows"),
        ("weekly trend chart", "Invoices per week"),
    )
    assert bea.builds() == 1
    slug = bea.slug()
    bea.takes_picture("version")
    reads_the_version(bea)

    preview = bea.opens_preview("Approver")
    expect(preview.rows().first).to_be_visible()
    preview.takes_picture("preview")
    before = preview.page.locator("[data-count=matched] [data-value]").inner_text()
    preview.page.locator("[data-action=approve]").first.click()
    expect(preview.page.locator("[data-count=matched] [data-value]")).not_to_have_text(before)
    for stranger in (mara, person("nora", domain="northwind.example")):
        stranger.opens(preview.page.url)
        expect(stranger.rows()).to_have_count(0)
        assert stranger.page.locator("form[data-filters]").count() == 0

    bea.page.get_by_role("link", name="What it does").click()
    bea.asks_for_review()
    bea.takes_picture("waiting")
    reviews(omar, "Invoice matching")
    address = bea.deploys(slug, 1)
    bea.takes_picture("live")

    mara.is_turned_away(address)
    mara.takes_picture("private")

    bea.widens(slug, "Custom", groups=["Operations"])
    bea.takes_picture("custom")
    bea.gives_role(slug, "Approver", "Ines Roca")
    paper = {"supplier": "Northwind Paper"}
    bea.types_into(address, "supplier", name="Northwind Paper", tolerance="2")
    mara.types_into(address, "invoice", number="NP-1", amount="100", po_number="PO-1", **paper)
    mara.types_into(address, "invoice", number="NP-2", amount="250", po_number="PO-2", **paper)
    mara.types_into(address, "invoice", number="NP-3", amount="80", **paper)
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

    bea.says(slug, "Add a filter dropdown for supplier name.")
    bea.takes_picture("second-plan")
    assert bea.builds() == 2
    bea.takes_picture("second-version")
    changed = bea.reads_tab("Source").locator("[data-file]")
    expect(changed.filter(has_text="pages.py")).to_have_count(1)
    assert changed.filter(has_text="models.py").count() == 0
    expect(bea.reads_tab("Database")).to_contain_text("no change of the database")
    bea.asks_for_review()
    omar.approves("Invoice matching")
    bea.deploys(slug, 2)
    mara.opens(f"{address}/today/")
    expect(mara.page.get_by_role("search", name="Filters")).to_contain_text("Supplier")
    mara.takes_picture("with-filter")
    mara.opens(f"{address}/invoices/")
    expect(mara.rows()).to_have_count(3)

    bea.opens_workspace(f"/tools/{slug}/")
    bea.page.get_by_role("button", name="Roll back…").click()
    bea.sees("No data is lost")
    bea.page.get_by_role("button", name="Roll back to version 1").click()
    bea.waits_until_live(slug, 1)
    bea.takes_picture("rolled-back")
    mara.opens(f"{address}/invoices/")
    expect(mara.rows()).to_have_count(3)
    mara.opens(f"{address}/today/")
    expect(mara.page.locator("[name=supplier]")).to_have_count(0)
    person("jon").is_turned_away(address)


def test_requests_by_sentences_for_the_whole_workspace(person: People) -> None:
    bea, omar, mara, jon = person("bea"), person("omar"), person("mara"), person("jon")
    slug = bea.asks(REQUESTS)
    reads_the_plan(
        bea,
        ("sign in with their workspace account", "workspace identity"),
        ("keep the request data saved", "table of durable records"),
        ("submit requests", "forms to add and edit"),
        ("see who owns each one", "The field Owner"),
        ("update the status", "fixed list"),
        ("filter the list", "kept in the address, never stored"),
    )

    bea.opens_workspace(f"/tools/{slug}/conversation")
    bea.says(
        slug,
        "@Sites Save a reviewable version of this dashboard so I can review the source changes "
        "and any database migrations before deploying.",
    )
    bea.sees(re.compile("^Build the plan of"))
    bea.takes_picture("save")
    bea.confirms("Save a version")
    bea.is_told("The version is being built.")
    bea.opens_workspace(f"/tools/{slug}/plans/1")
    bea.page.get_by_role("link", name=re.compile("See how far it is|Open version 1")).click()
    assert bea.waits_for_version() == 1
    slug = bea.slug()
    bea.asks_for_review()
    reviews(omar, bea.page.get_by_role("heading", level=1).inner_text().split(" of ")[1])

    bea.says(slug, "@Sites Deploy the saved version of the dashboard and give me the URL.")
    bea.sees(re.compile("Put the newest version of .* live at http://"))
    bea.takes_picture("deploy")
    bea.confirms("Deploy")
    bea.is_told("Version 1 is going live at")
    address = bea.waits_until_live(slug, 1)
    mara.is_turned_away(address)

    bea.says(
        slug,
        "Change this deployed site's access to everyone in my workspace after showing me the "
        "current site and confirming the deployment URL.",
    )
    bea.sees(re.compile(rf"is at {re.escape(address)}. 3 people can open it now \(Private\)"))
    bea.takes_picture("access")
    mara.is_turned_away(address)
    bea.confirms("Change who can open it")
    bea.is_told("7 people can open")

    mara.types_into(address, "request", title="New badge readers", owner="Jon Vale")
    jon.types_into(address, "request", title="Label printer")
    jon.opens(address)
    expect(jon.rows()).to_have_count(2)
    jon.changes(address, "New badge readers", status="blocked")
    jon.opens(f"{address}/?status=blocked")
    expect(jon.rows()).to_have_count(1)
    jon.takes_picture("blocked")

    nora = person("nora", domain="northwind.example")
    nora.opens(address)
    expect(nora.page.get_by_role("heading", level=1)).to_have_text(re.compile("here", re.I))
    expect(nora.rows()).to_have_count(0)

    phone = person("mara", viewport=PHONE, color_scheme="dark")
    phone.opens(address)
    phone.takes_picture("phone-dark")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
