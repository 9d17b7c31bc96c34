"""A value and a secret, filled in on the page: needed before going live, seen by one process."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.installation import Installation
from tests.browser.people import Person

pytestmark = pytest.mark.browser
SECRET = "hush-7Kq2vX-this-is-for-one-tool-only"
VALUE = "limit-of-4711-euros"
DECLARES = """
from apps.plans.models import Plan
from apps.workspaces.queries import by_slug
with by_slug("acme"):
    plan = Plan.objects.get(site__slug="{slug}")
    plan.blueprint["settings_needed"] = [
        {{"key": "CHAT_URL", "kind": "secret", "why": "Where new keys are announced."}},
        {{"key": "LIMIT", "kind": "env", "why": "The most that is paid."}},
    ]
    plan.save()
"""


def site_processes(installation: Installation) -> Iterator[int]:
    """The processes of this installation in which generated code runs."""
    runner = next(
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if f"--socket\0{installation.folder}/".encode() in words_of(folder)
    )
    for folder in Path("/proc").glob("[0-9]*"):
        words = words_of(folder)
        if b"site_runtime/inside" in words and words.endswith(f"\0{runner}\0".encode()):
            yield int(folder.name)


def words_of(folder: Path) -> bytes:
    """The command line of a process, if it is still there."""
    try:
        return (folder / "cmdline").read_bytes()
    except OSError:
        return b""


def knows(pid: int, text: str) -> bool:
    """Whether a text is anywhere in the memory of a process."""
    try:
        lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            return any(text.encode() in piece for piece in pieces(memory.fileno(), lines))
    except PermissionError:
        pytest.skip("the memory of other processes cannot be read here")


def pieces(memory: int, lines: list[str]) -> Iterator[bytes]:
    """What a process may write to, region by region."""
    for line in lines:
        span, rights = line.split()[:2]
        if rights.startswith("rw"):
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                yield os.pread(memory, end - start, start)
            except OSError:
                continue


def test_a_secret_goes_in_reaches_one_process_and_never_comes_out(
    person: Callable[..., Person], installation: Installation
) -> None:
    bea, omar = person("bea"), person("omar")
    slug = bea.asks("Keep a list of meeting rooms with name, floor and seats.")
    installation.manage("shell", "-c", DECLARES.format(slug=slug))
    bea.page.reload()
    expect(bea.page.locator("[aria-labelledby=needed]")).to_contain_text("CHAT_URL")
    assert bea.builds() == 1
    slug = bea.slug()
    name = bea.page.get_by_role("heading", level=1).inner_text().split(" of ", 1)[1]
    bea.asks_for_review()
    omar.approves(name)
    bea.opens_workspace(f"/tools/{slug}/versions/1")
    bea.page.get_by_role("button", name="Deploy").first.click()
    bea.is_refused("Nobody has filled in CHAT_URL, LIMIT.")

    bea.opens_workspace(f"/tools/{slug}/environment")
    bea.sees("Version 1 cannot go live: CHAT_URL, LIMIT are empty.")
    bea.takes_picture("empty")
    for key, text in (("CHAT_URL", SECRET), ("LIMIT", VALUE)):
        line = bea.page.locator(f"[data-value={key}]")
        line.get_by_label(key, exact=True).fill(text)
        line.get_by_role("button", name="Save").click()
        bea.is_told(f"{key} is set.")
    bea.takes_picture("filled-in")
    assert VALUE in bea.page.content()
    for path in (f"/tools/{slug}/environment", f"/tools/{slug}/conversation"):
        bea.opens_workspace(path)
        assert SECRET not in bea.page.content()
    omar.opens_workspace("/workspace/activity")
    assert "CHAT_URL" in omar.page.content()
    assert SECRET not in omar.page.content()

    address = bea.deploys(slug, 1)
    bea.opens_workspace(f"/tools/{slug}/versions/1")
    preview = bea.opens_preview()
    assert SECRET not in preview.page.content()
    bea.opens(address)
    assert SECRET not in bea.page.content()
    processes = list(site_processes(installation))
    assert len(processes) > 1
    for text in (SECRET, VALUE):
        assert len([pid for pid in processes if knows(pid, text)]) == 1

    mara = person("mara")
    mara.opens_workspace(f"/tools/{slug}/environment")
    assert VALUE not in mara.page.content()
