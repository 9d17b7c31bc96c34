"""`make screenshots`: the pictures in `docs/screenshots`, from a running product, so that they are
never stale.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


def main() -> int:
    """Do the main job once, and keep what was on the screen."""
    django.setup()
    from tests.browser import installation
    from tests.browser.conftest import CHROMIUM

    if CHROMIUM is None:
        print("There is no Chromium here, so no pictures were taken.")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    at = installation.start(DEMO_TOOLS="0")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            take_all(browser, at)
            browser.close()
    finally:
        at.stop()
    return 0


def take_all(browser: Browser, at: Any) -> None:
    """Home, plan, version, review, tool."""
    from apps.pipeline.demo_tools import BRIEFS
    from tests.browser.people import sits_down

    scratch = Path(tempfile.mkdtemp(prefix="pictures-"))
    bea = sits_down(browser, at, scratch, "bea")
    omar = sits_down(browser, at, scratch, "omar")
    bea.opens_workspace()
    bea.page.screenshot(path=FOLDER / "home.png")
    slug = bea.asks(BRIEFS[1])
    bea.page.screenshot(path=FOLDER / "plan.png")
    bea.builds()
    slug = bea.slug()
    bea.page.screenshot(path=FOLDER / "version.png")
    bea.asks_for_review()
    omar.opens_workspace("/admin/reviews/review/")
    omar.page.get_by_role("link", name=re.compile("Invoice matching")).first.click()
    omar.page.screenshot(path=FOLDER / "review.png")
    omar.approves("Invoice matching")
    address = bea.deploys(slug)
    bea.types_into(address, "supplier", name="Northwind Paper", tolerance="2")
    bea.types_into(address, "supplier", name="Orla Freight", tolerance="0")
    for number, supplier, amount, order in (
        ("NP-1042", "Northwind Paper", "1250.00", "PO-311"),
        ("NP-1043", "Northwind Paper", "480.00", "PO-312"),
        ("OF-77", "Orla Freight", "2310.50", "PO-298"),
        ("OF-78", "Orla Freight", "95.00", ""),
    ):
        bea.types_into(
            address, "invoice", number=number, supplier=supplier, amount=amount, po_number=order
        )
    bea.opens(f"{address}/today/")
    bea.page.screenshot(path=FOLDER / "first-light.png")


if __name__ == "__main__":
    sys.exit(main())
