"""A file, uploaded and downloaded in the browser: it follows the right to see its row."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.making import made_live
from tests.browser.people import Person

pytestmark = pytest.mark.browser
BRIEF = (
    "Employees hand in expense claims with title, amount and receipt as a file; everybody sees "
    "only their own claims, and finance approves or rejects them."
)
RECEIPT = b"%PDF-1.4\n% a receipt for lunch, 48 euros\n%%EOF\n"


def test_a_receipt_is_for_those_who_may_see_its_claim(
    person: Callable[..., Person], tmp_path: Path
) -> None:
    bea, omar, mara = person("bea"), person("omar"), person("mara")
    slug, address = made_live(bea, omar, BRIEF)
    bea.widens(slug, "Workspace")
    lunch, program = tmp_path / "lunch.pdf", tmp_path / "lunch.exe"
    lunch.write_bytes(RECEIPT)
    program.write_bytes(b"MZ not a receipt")

    mara.enters(address, title="Lunch", amount="48", receipt=str(program))
    expect(mara.page.locator("[data-error=receipt]")).to_contain_text("pdf")
    assert mara.page.locator("[name=title]").input_value() == "Lunch"
    mara.page.locator("[name=receipt]").set_input_files(str(lunch))
    mara.page.locator("form[data-form] button.primary[type=submit]").first.click()
    link = mara.page.get_by_role("link", name="lunch.pdf")
    expect(link).to_be_visible()
    mara.takes_picture("uploaded")
    row, file = mara.page.url, address + str(link.get_attribute("href"))
    assert mara.downloads(link) == RECEIPT

    ines = person("ines")
    ines.opens(row)
    assert ines.downloads(ines.page.get_by_role("link", name="lunch.pdf")) == RECEIPT

    tom = person("tom")
    tom.opens(f"{address}/expense_claims/")
    expect(tom.rows()).to_have_count(0)
    assert (tom.status_of(row), tom.status_of(file)) == (404, 404)
    nora = person("nora", domain="northwind.example")
    nora.opens(address)
    assert nora.status_of(file) == 404

    stored = [p for p in bea.at.folder.rglob("*") if p.is_file() and p.stat().st_size < 1000]
    assert [p for p in stored if p.read_bytes() == RECEIPT], "it is in the storage"
