"""Every page of the portal in a browser, wide and light, narrow and dark: nothing that axe finds,
nothing wider than the screen, nothing too small for a finger, nothing that the page's own policy
refuses; all of it by keyboard, and the way to a version without script.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.installation import Installation
from tests.browser.people import DESKTOP, PHONE, Person, sits_down

pytestmark = pytest.mark.browser
BRIEF = (
    "Track the parcels that arrive at the front desk: sender, recipient, arrived on, and a status "
    "of waiting, told or collected. Anyone can add a parcel, a clerk marks it as collected. "
    "Filter by recipient. Send a telegram to the recipient."
)
OF_A_TOOL = (
    "",
    "conversation",
    "versions/",
    "access",
    "access?person=Mara",
    "environment",
    "api/",
    "plans/1",
    "versions/1",
    "versions/1/preview",
    "versions/1/source",
    "versions/1/database",
    "versions/1/checks",
)
OF_THE_WORKSPACE = (
    "/",
    "/tools/",
    "/you",
    "/workspace/people",
    "/workspace/roles",
    "/workspace/activity?check=1",
    "/admin/",
    "/admin/reviews/review/",
    "/admin/reviews/review/?q=nothing+fits",
    "/admin/audit/line/",
    "/admin/sites/site/",
    "/admin/workspaces/membership/",
    "/no/such/page",
    "/begin",
)
OF_THE_PORTAL = (
    "/?choose=1",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/logout/",
)
FITS = """() => {
  const found = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(`wider than the screen: ${wide}`);
  for (const one of document.querySelectorAll("a, button, input, select, summary, textarea")) {
    const box = one.getBoundingClientRect();
    const small = box.height < 23.5 || box.width < 23.5;
    const named = one.closest("label") || one.matches(".cover, .skip, .vh, p a, [type=hidden]");
    if (small && box.width && box.height && !named)
      found.push(`too small: ${one.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""
LOOKS = (("wide, light", DESKTOP, "light"), ("narrow, dark", PHONE, "dark"))


@dataclass
class Stage:
    """A tool that is live, and people around it."""

    slug: str
    address: str
    people: dict[str, Person]
    refused: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


@pytest.fixture(scope="module")
def stage(chromium: Browser, installation: Installation, tmp_path_factory: Any) -> Iterator[Stage]:
    """Bea's tool, built, approved and live for everybody but Jon."""
    scratch: Path = tmp_path_factory.mktemp("axe")
    people = {
        name: sits_down(chromium, installation, scratch, name)
        for name in ("bea", "omar", "mara", "jon")
    }
    bea, omar = people["bea"], people["omar"]
    bea.asks(BRIEF)
    bea.builds()
    slug = bea.slug()
    name = bea.page.get_by_role("heading", level=1).inner_text().partition(" of ")[2]
    bea.asks_for_review()
    omar.approves(name)
    bea.page.reload()
    bea.page.get_by_role("button", name=re.compile("^Deploy")).first.click()
    expect(bea.page.get_by_role("link", name="Open the tool")).to_be_visible(timeout=60_000)
    bea.widens(slug, "Custom", groups=["Operations"])
    yield Stage(slug, installation.address(f"{slug}--acme"), people)
    for person in people.values():
        person.page.context.close()


def wrongs(person: Person, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page, in each look; pages with nothing wrong are not in it."""
    found: dict[str, list[str]] = {}
    refusals: list[str] = []
    person.page.on("console", lambda said: refusals.append(said.text))
    for address in addresses:
        person.page.set_viewport_size(DESKTOP)
        person.opens(address)
        for look, size, scheme in LOOKS:
            person.page.set_viewport_size(size)
            person.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            said = [*_violations(person.page), *person.page.evaluate(FITS)]
            if said:
                found[f"{address} ({look})"] = said
    blocked = [said for said in refusals if "Content Security Policy" in said]
    return found | ({"the pages' policy": blocked} if blocked else {})


def _violations(page: Page) -> list[str]:
    answer = Axe().run(page).response
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in answer["violations"]
        for node in one["nodes"]
    ]


def test_nothing_is_wrong_with_the_pages_of_a_tool(stage: Stage) -> None:
    bea = stage["bea"]
    here = bea.at.address("acme") + f"/tools/{stage.slug}/"
    assert wrongs(bea, [here + path for path in OF_A_TOOL]) == {}


def test_nothing_is_wrong_with_the_pages_of_the_workspace_and_the_admin(stage: Stage) -> None:
    omar = stage["omar"]
    pages = [omar.at.address("acme") + path for path in OF_THE_WORKSPACE]
    omar.opens_workspace("/admin/reviews/review/")
    omar.page.locator(".records tbody a").first.click()
    assert wrongs(omar, [*pages, omar.page.url]) == {}


def test_nothing_is_wrong_with_pages_that_have_nothing_in_them(
    stage: Stage, person: Callable[..., Person]
) -> None:
    nils = person("nils", domain="northwind.example")
    here = nils.at.address("northwind")
    paths = ("/", "/tools/", "/workspace/people", "/workspace/activity", "/admin/sites/site/")
    assert wrongs(nils, [here + path for path in paths]) == {}


def test_nothing_is_wrong_with_questions_and_refusals(stage: Stage) -> None:
    bea = stage["bea"]
    pages = []
    for brief in ("Track things.", "Build a payment page that takes credit cards."):
        bea.asks(brief)
        pages.append(bea.page.url)
    assert wrongs(bea, pages) == {}
    bea.opens_workspace()
    bea.page.get_by_role("button", name="Show me the plan").click()
    expect(bea.page.locator("[data-refusal]")).to_be_visible()
    assert _violations(bea.page) == []


def test_nothing_is_wrong_with_a_name_that_never_breaks(stage: Stage) -> None:
    bea, name = stage["bea"], "Unterhaltungselektronikreparatur" * 4
    bea.asks(f'Call the tool "{name[:110]}". Track repairs with customer and date.')
    plan = bea.page.url
    assert wrongs(bea, [plan, bea.at.address("acme") + "/"]) == {}


def test_nothing_is_wrong_with_a_tool_that_is_stopped(stage: Stage) -> None:
    bea = stage["bea"]
    bea.opens_workspace(f"/tools/{stage.slug}/")
    bea.page.get_by_text("Stop this tool").click()
    bea.page.get_by_label("Why").fill("It is looked at.")
    bea.page.get_by_role("button", name="Stop it now").click()
    assert wrongs(bea, [bea.page.url, stage.address]) == {}
    bea.opens_workspace(f"/tools/{stage.slug}/")
    bea.page.get_by_role("button", name="Let it run again").click()


SEEN = """() => {
  const box = document.querySelector(".newest").getBoundingClientRect();
  const last = document.querySelector(".talk > li:last-child").getBoundingClientRect();
  return [document.querySelector(".newest").scrollHeight > box.height + 1,
          last.bottom <= box.bottom + 1 && last.top >= box.top - 1];
}"""


@pytest.mark.parametrize("size", [DESKTOP | {"height": 520}, PHONE], ids=["wide", "narrow"])
def test_a_long_conversation_opens_at_its_newest_message_without_script(
    stage: Stage, chromium: Browser, installation: Installation, tmp_path: Path, size: Any
) -> None:
    bea = sits_down(chromium, installation, tmp_path, "bea", java_script_enabled=False)
    bea.page.set_viewport_size(size)
    bea.opens_workspace(f"/tools/{stage.slug}/conversation")
    assert bea.page.evaluate(SEEN) == [True, True]
    bea.page.context.close()


def test_nothing_is_wrong_with_the_portals_doors(
    stage: Stage, chromium: Browser, installation: Installation, tmp_path: Path
) -> None:
    mara, jon = stage["mara"], stage["jon"]
    portal = installation.address("portal")
    jon.opens(stage.address)
    expect(jon.page.get_by_role("heading", level=1)).to_contain_text("is not open to you")
    assert wrongs(jon, [stage.address]) == {}
    jon.page.get_by_role("button", name="Ask to be let in").click()
    assert _violations(jon.page) == []
    assert wrongs(mara, [portal + path for path in OF_THE_PORTAL]) == {}
    nobody = chromium.new_context()
    page = nobody.new_page()
    for address in (
        portal + "/accounts/login/",
        portal + "/accounts/password/reset/",
        installation.address("elsewhere") + "/",
        installation.address("a.b") + "/",
    ):
        page.goto(address)
        assert _violations(page) == [], address
    nobody.close()


VISIBLE = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter(one => !one.disabled && one.checkVisibility({visibilityProperty: true}))
  .filter(one => one.type !== "radio" || one.checked)
  .map((one, number) => { one.dataset.reach = number; return number })"""
FOCUSED = """() => {
  const one = document.activeElement, box = one.closest(".composer") ?? one;
  const drawn = [one, box].some(part => getComputedStyle(part).outlineStyle !== "none");
  return [one.dataset.reach === undefined ? -1 : Number(one.dataset.reach), drawn, one.outerHTML];
}"""


@pytest.mark.parametrize("path", ["versions/1", "access", "plans/1", "environment"])
def test_everything_is_reached_by_keyboard_and_seen_there(stage: Stage, path: str) -> None:
    page = stage["bea"].page
    page.set_viewport_size(DESKTOP)
    stage["bea"].opens_workspace(f"/tools/{stage.slug}/{path}")
    page.evaluate("document.activeElement.blur()")
    wanted = set(page.evaluate(VISIBLE))
    reached, unseen = set(), []
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        number, drawn, html = page.evaluate(FOCUSED)
        reached.add(number)
        if not drawn and number >= 0:
            unseen.append(html[:160])
    assert unseen == []
    assert wanted - reached == set()


def test_the_way_to_a_version_needs_no_script(
    chromium: Browser, installation: Installation, stage: Stage, tmp_path: Path
) -> None:
    ada = sits_down(chromium, installation, tmp_path, "ada", java_script_enabled=False)
    ada.opens_workspace()
    ada.page.get_by_label("What should the tool do?").fill("A list of keys with label and holder.")
    ada.page.get_by_role("button", name="Show me the plan").click()
    ada.page.get_by_role("button", name="Build it").first.click(timeout=60_000)
    ada.page.wait_for_url(re.compile(r"/versions/\d+$"), timeout=90_000)
    ada.page.get_by_role("button", name="Ask for review").first.click()
    expect(ada.page.locator("[data-standing]")).to_contain_text("review")
    ada.page.context.close()
