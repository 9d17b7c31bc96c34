"""People in front of a browser: each has a context of their own, signs in by the real page, and
says what they do.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Browser, Locator, Page, expect

from apps.pipeline.demo import PASSWORD
from tests.browser.installation import Installation

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WAIT = 60_000
"""Milliseconds for what a worker does: a plan, a build, going live."""


@dataclass
class Person:
    """Somebody of the cast."""

    name: str
    email: str
    page: Page
    at: Installation
    pictures: Path
    shots: int = 0

    def opens(self, address: str) -> None:
        """Open an address; where that asks to sign in, sign in."""
        self.page.goto(address)
        if "/accounts/login" in self.page.url:
            self.page.get_by_label("Email").fill(self.email)
            self.page.get_by_label("Password").fill(PASSWORD)
            self.page.get_by_role("button", name="Sign in").click()
            self.page.wait_for_load_state()
            self.at.signed_in[self.email] = self.page.context.storage_state()

    def opens_workspace(self, path: str = "/", workspace: str = "acme") -> None:
        """Open a page of a workspace."""
        self.opens(self.at.address(workspace) + path)

    def takes_picture(self, name: str) -> None:
        """Keep what is on the screen, whole."""
        self.shots += 1
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(
            path=self.pictures / f"{self.name}-{self.shots:02}-{name}.png", full_page=True
        )

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Expect words on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def is_refused(self, sentence: str) -> None:
        """Expect that the page says no, in these words."""
        expect(self.page.locator("[data-refusal]")).to_contain_text(sentence)

    def is_told(self, sentence: str) -> None:
        """Expect that the page says what was done, in these words."""
        expect(self.page.locator("[data-done]").first).to_contain_text(sentence)

    # From a sentence to a version

    def types_brief(self, brief: str, workspace: str = "acme") -> None:
        """Type a brief on the home page and send it."""
        self.opens_workspace(workspace=workspace)
        self.page.get_by_label("What should the tool do?").fill(brief)
        self.page.get_by_role("button", name="Show me the plan").click()

    def asks(self, brief: str, workspace: str = "acme") -> str:
        """Type a brief and wait for its plan; the slug of the tool."""
        self.types_brief(brief, workspace)
        self.page.wait_for_url(re.compile(r"/plans/\d+"))
        return self.waits_for_plan()

    def waits_for_plan(self) -> str:
        """Wait until the plan at hand can be read; the slug of its tool."""
        thought = self.page.locator("[data-plan-state]:not([data-plan-state=thinking])")
        expect(thought).to_be_visible(timeout=WAIT)
        return self.slug()

    def requirement(self, said: str) -> Locator:
        """On the plan, what the marked words of the brief get."""
        mark = self.page.locator("blockquote.quote mark", has_text=said).first
        number = mark.locator("xpath=following-sibling::sup[1]").inner_text()
        return self.page.locator("[data-requirements] li").nth(int(number) - 1)

    def slug(self) -> str:
        """The tool that the address names."""
        found = re.search(r"/tools/([^/]+)/", self.page.url)
        assert found, self.page.url
        return found[1]

    def builds(self) -> int:
        """Press Build it, see the steps go by, and wait for the version; its number."""
        self.page.get_by_role("button", name="Build it").first.click()
        expect(self.page.locator("li[data-step]").first).to_be_visible()
        return self.waits_for_version()

    def waits_for_version(self) -> int:
        """From the page of a build, wait until it leads to the version; its number."""
        self.page.wait_for_url(re.compile(r"/versions/\d+$"), timeout=WAIT)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Version")
        return int(self.page.url.rsplit("/", 1)[1])

    def reads_tab(self, name: str) -> Locator:
        """Turn to a tab of the version at hand; what it shows."""
        tabs = self.page.get_by_role("navigation", name="Parts of this version")
        tabs.get_by_role("link", name=re.compile(f"^{name}")).click()
        expect(tabs.locator("[aria-current=page]")).to_contain_text(name)
        return self.page.locator("main")

    def opens_preview(self, persona: str = "") -> Self:
        """From the version at hand, run it in a new tab, seen as somebody; that tab."""
        self.reads_tab("Preview")
        if persona:
            self.page.get_by_role("radio", name=re.compile(f"^{persona}")).check()
        with self.page.context.expect_page() as opened:
            self.page.get_by_role("button", name="Open the preview").click()
        opened.value.wait_for_load_state()
        assert re.match(r"http://pv-[0-9a-f]+--", opened.value.url), opened.value.url
        return replace(self, page=opened.value)

    # From a version to an address

    def asks_for_review(self) -> None:
        """From the version's page, put it before a second person."""
        self.page.get_by_role("button", name="Ask for review").first.click()
        expect(self.page.locator("[data-standing]")).to_contain_text("review")

    def opens_review(self, tool: str) -> None:
        """In the admin, find the review by the tool's name."""
        self.opens_workspace("/admin/reviews/review/?state__exact=waiting")
        self.page.get_by_role("link", name=re.compile(re.escape(tool))).first.click()

    def decides(self, decision: str, says: str, reason: str = "") -> None:
        """On the review at hand, tick what is red and decide."""
        for box in self.page.locator("input[name=tick]").all():
            box.check()
        self.page.get_by_label("Reason").fill(reason)
        self.page.get_by_role("button", name=decision, exact=True).click()
        expect(self.page.get_by_text(says).first).to_be_visible()

    def approves(self, tool: str) -> None:
        """Find the review and approve it."""
        self.opens_review(tool)
        self.decides("Approve", says="Approved")

    def deploys(self, slug: str, number: int) -> str:
        """Put a version live and wait until it is; the production address."""
        self.opens_workspace(f"/tools/{slug}/versions/{number}")
        self.page.get_by_role("button", name=re.compile("^Deploy")).first.click()
        return self.waits_until_live(slug, number)

    def waits_until_live(self, slug: str, number: int) -> str:
        """Wait on the tool's page until a version is live; the production address."""
        if not self.page.url.endswith(f"/tools/{slug}/"):
            self.opens_workspace(f"/tools/{slug}/")
        live = self.page.locator("dl.block .key").get_by_text(f"version {number}", exact=True)
        expect(live).to_be_visible(timeout=WAIT)
        expect(self.page.get_by_text("runs first; what is live stays")).to_have_count(0)
        shown: str = self.page.locator("[data-address]").inner_text()
        return shown

    # Around a live tool

    def says(self, slug: str, sentence: str) -> None:
        """Say something in the tool's conversation, and wait until it was understood."""
        self.opens_workspace(f"/tools/{slug}/conversation")
        self.page.locator("textarea[name=text]").first.fill(sentence)
        self.page.get_by_role("button", name=re.compile("^Send")).first.click()
        self.page.wait_for_url(re.compile(r"/plans/\d+"))
        self.waits_for_plan()

    def confirms(self, button: str) -> None:
        """Confirm the command at hand."""
        self.page.locator("[data-command]").get_by_role("button", name=button).click()
        self.page.wait_for_load_state()

    def widens(self, slug: str, mode: str, groups: list[str] | None = None) -> None:
        """Choose who can open a tool."""
        self.opens_workspace(f"/tools/{slug}/access")
        self.page.get_by_role("radio", name=re.compile(f"^{mode}")).check()
        for group in groups or []:
            self.page.locator("#groups").get_by_label(group).check()
        self.page.get_by_role("button", name="Save who can open it").click()
        expect(self.page.locator("[data-done]").first).to_be_visible()

    def gives_role(self, slug: str, role: str, person: str) -> None:
        """Name somebody for a role inside the tool."""
        self.opens_workspace(f"/tools/{slug}/access")
        self.page.get_by_label(f"Who is {role}").select_option(label=person)
        self.page.locator("form", has=self.page.get_by_label(f"Who is {role}")).get_by_role(
            "button"
        ).click()
        expect(self.page.locator("[data-done]").first).to_be_visible()

    def is_turned_away(self, address: str) -> None:
        """Expect that a tool's door says it is not open to this person."""
        self.opens(address)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("is not open to you")

    # Inside a tool

    def downloads(self, link: Locator) -> bytes:
        """What comes down when a link to a file is pressed."""
        with self.page.expect_download() as coming:
            link.click()
        return Path(coming.value.path()).read_bytes()

    def status_of(self, address: str) -> int:
        """The number that an address answers this person with."""
        answer = self.page.goto(address)
        assert answer is not None
        return answer.status

    def rows(self) -> Locator:
        """The rows of the list on the page."""
        return self.page.locator("tr[data-row]")

    def enters(self, address: str, **values: Any) -> None:
        """From a tool's list, press New, fill in the form by its labels and save."""
        self.opens(address)
        self.page.locator("[data-action=create]").first.click()
        self.page.wait_for_load_state()
        self.fills(values)

    def types_into(self, address: str, entity: str, **values: str) -> None:
        """Fill in the form for a new row of an entity by the names of its fields, and save it."""
        self.opens(f"{address}/{entity}/new/")
        self.fills(values)
        self.page.wait_for_url(re.compile(rf"/{entity}/\d+/"))

    def changes(self, address: str, title: str, **values: str) -> None:
        """Open a row by its title, press Edit, change it and save."""
        self.opens(address)
        self.page.locator("[data-row]", has_text=title).get_by_role("link").first.click()
        self.page.locator("[data-action=edit]").first.click()
        self.fills(values)
        self.page.wait_for_url(re.compile(r"/\d+/$"))

    def presses(self, action: str, *, row: str, **asked: str) -> None:
        """Press a row's button; where it asks something, answer it."""
        self.page.locator("[data-row]", has_text=row).locator(
            f"[data-action={action}]"
        ).first.click()
        self.page.wait_for_load_state()
        if asked:
            self.fills(asked)
            self.page.wait_for_load_state()

    def fills(self, values: dict[str, Any]) -> None:
        """Fill in the form on the page, by the names of its fields, and send it."""
        form = self.page.locator("form[data-form]")
        for name, value in values.items():
            fill(form.locator(f"[name={name}]").first, value)
        form.locator("button.primary[type=submit]").first.click()


def fill(field: Locator, value: Any) -> None:
    """Type, choose or attach: what a field takes."""
    if field.evaluate("e => e.tagName") == "SELECT":
        wanted = re.compile(f"^\\s*{re.escape(value)}", re.I)
        option = field.locator("option", has_text=wanted).first
        field.select_option(option.get_attribute("value") or "")
    elif field.get_attribute("type") == "file":
        field.set_input_files(value)
    else:
        field.fill(value)


def sits_down(
    browser: Browser,
    at: Installation,
    pictures: Path,
    name: str,
    domain: str = "acme.example",
    **context: Any,
) -> Person:
    """A person with a browser of their own; signed in already where they were before."""
    email = f"{name}@{domain}"
    wishes: dict[str, Any] = {"viewport": DESKTOP, "storage_state": at.signed_in.get(email)}
    fresh = browser.new_context(**(wishes | context))
    fresh.set_default_timeout(20_000)
    return Person(name, email, fresh.new_page(), at, pictures)
