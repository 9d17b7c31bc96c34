"""What tests read of a page of rows in time."""

from __future__ import annotations

from site_kit.testing import Page


def legend(page: Page) -> list[str]:
    """The values that have a colour."""
    found = page.root.first("data-legend")
    return [one.text for one in found if one.tag == "li"] if found else []


def undated(page: Page) -> list[str]:
    """The rows without a date."""
    found = page.root.first("data-undated")
    return [one.text for one in found.all("data-row")] if found else []


def heading(page: Page) -> str:
    """The window that is shown."""
    return next(one.text for one in page.root.all("id", "window"))


def link(page: Page, words: str) -> str:
    """Where the one link of these words leads."""
    (found,) = (one for one in page.root if one.tag == "a" and one.text == words)
    return found.attributes["href"]
