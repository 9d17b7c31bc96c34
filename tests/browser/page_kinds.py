"""Pictures of every kind of page: the gallery's tools with their samples, at a desk by day and on a
phone by night.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.installation import ROOT, Installation
from tests.browser.people import DESKTOP, PHONE, sits_down

LOOKS: dict[str, dict[str, Any]] = {
    "": {"viewport": DESKTOP, "color_scheme": "light"},
    "-phone": {"viewport": PHONE, "color_scheme": "dark"},
}
"""What is put to a picture's name: screen and time of day."""

IN_THE_GALLERY = {
    "invoice-matching": {"table": "/invoices/", "form": "/invoice/new/"},
    "ops-requests": {"board": "/board/", "dashboard": "/overview/"},
    "launch-cal": {"calendar": "/launches/"},
    "contract-renewals": {"timeline": "/timeline/", "detail": "/contract/1/"},
    "pulse-dashboard": {"matrix": "/targets/", "cards": "/pulse/"},
    "sparkboard": {"leaderboard": "/leaderboard/"},
    "ap-reconciliation": {"report": "/by_supplier/"},
}
"""Template -> kind of page -> where it is."""

ELSEWHERE = {"queue": "/waiting/", "text": "/help/"}
"""Kinds that no template has, from a tool of the kit's own tests."""


def take_all(browser: Browser, at: Installation, folder: Path) -> list[str]:
    """Put `<kind>.png` and `<kind>-phone.png` into a folder; the kinds."""
    folder.mkdir(parents=True, exist_ok=True)
    for template, pages in IN_THE_GALLERY.items():
        version = json.loads(at.manage(*_build(template)).splitlines()[-1])
        for look, context in LOOKS.items():
            bea = sits_down(browser, at, folder, "bea", **context)
            bea.opens_workspace(f"/tools/{version['site']}/versions/{version['version']}")
            seen = bea.opens_preview().page
            _take(seen, seen.url, pages, folder, look)
            bea.page.context.close()
    _take_elsewhere(browser, folder)
    return [*(kind for pages in IN_THE_GALLERY.values() for kind in pages), *ELSEWHERE]


def _build(template: str) -> Iterable[str]:
    yield from ("build_site", "--workspace", "acme", "--as", "bea@acme.example")
    yield from ("--template", template, "--wait", "--json")


def _take(page: Page, start: str, pages: dict[str, str], folder: Path, look: str) -> None:
    origin = "/".join(start.split("/")[:3])
    for kind, path in pages.items():
        answer = page.goto(origin + path)
        assert answer is not None
        assert answer.ok, (path, answer.status)
        page.screenshot(path=folder / f"{kind}{look}.png")


def _take_elsewhere(browser: Browser, folder: Path) -> None:
    with _workshop() as address:
        for look, context in LOOKS.items():
            seen = browser.new_context(**context)
            seen.add_cookies([{"name": "who", "value": "ines", "url": address}])
            page = seen.new_page()
            page.goto(f"{address}/rows/12")
            _take(page, address, ELSEWHERE, folder, look)
            seen.close()


@contextmanager
def _workshop() -> Iterator[str]:
    """The kit's own tool of every kind, in a process of its own: its address."""
    outside = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    script = ROOT / "tests" / "kit" / "browser" / "serve.py"
    with subprocess.Popen(
        [sys.executable, os.fspath(script), "workshop"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=outside,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()
