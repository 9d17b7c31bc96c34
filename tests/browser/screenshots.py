"""`make screenshots`: the pictures in `docs/screenshots`, from a running product, so that they are
never stale.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django
from playwright.sync_api import Browser, sync_playwright

from tests import chromium

if TYPE_CHECKING:
    from tests.browser.installation import Installation
    from tests.browser.people import Person

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PATIENCE = 180
TODAY = 4
"""So many invoices of the demo are of today and unmatched."""


def main() -> int:
    """Do the main job once, and keep what was on the screen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from tests.browser import installation, page_kinds

    if chromium.find() is None:
        print("There is no Chromium here, so no pictures were taken.")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    at = installation.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=["--no-sandbox"]
            )
            take_all(browser, at)
            page_kinds.take_all(browser, at, FOLDER / "pages")
            browser.close()
    finally:
        at.stop()
    return 0


def take_all(browser: Browser, at: "Installation") -> None:
    """The tool at work first, so that home shows what is there; then plan, version, review."""
    from apps.pipeline.demo_tools import BRIEFS
    from tests.browser.people import sits_down

    scratch = Path(tempfile.mkdtemp(prefix="pictures-"))
    bea = sits_down(browser, at, scratch, "bea")
    omar = sits_down(browser, at, scratch, "omar")
    ines = sits_down(browser, at, scratch, "ines")
    wait_for_tool(ines)
    ines.page.screenshot(path=FOLDER / "first-light.png")
    bea.opens_workspace()
    bea.page.screenshot(path=FOLDER / "home.png")
    bea.asks(BRIEFS[1])
    bea.page.screenshot(path=FOLDER / "plan.png")
    bea.builds()
    bea.page.screenshot(path=FOLDER / "version.png")
    bea.asks_for_review()
    omar.opens_review("Invoice matching")
    omar.page.screenshot(path=FOLDER / "review.png")
    shutil.rmtree(scratch)


def wait_for_tool(somebody: "Person") -> None:
    """Until the demo's invoice tool is live and the last of its rows is in. Approve and reject
    stand on rows that others entered, for whoever has the role.
    """
    address = f"{somebody.at.address('invoice-matching--acme')}/today/"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        somebody.opens(address)
        if somebody.rows().count() >= TODAY:
            # What is entered after the invoices of today needs a moment.
            somebody.page.wait_for_timeout(3000)
            somebody.page.reload()
            return
        somebody.page.wait_for_timeout(1000)
    raise SystemExit(f"There was nothing to see at {address} after {PATIENCE} s.")


if __name__ == "__main__":
    sys.exit(main())
