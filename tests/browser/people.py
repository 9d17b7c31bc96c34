"""People in front of a browser: each has a context of their own, signs in by the real page, and
says what they do.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from apps.pipeline.demo import PASSWORD
from tests.browser.installation import Installation

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


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

    def opens_workspace(self, path: str = "/", workspace: str = "acme") -> None:
        """Open a page of a workspace."""
        self.opens(self.at.address(workspace) + path)

    def takes_picture(self, name: str) -> None:
        """Keep what is on the screen."""
        self.shots += 1
        self.page.screenshot(
            path=self.pictures / f"{self.name}-{self.shots:02}-{name}.png", full_page=True
        )

    def asks(self, brief: str) -> str:
        """Type a brief on the home page and wait for its plan; the slug of the tool."""
        self.opens_workspace()
        self.page.get_by_label("What should the tool do?").fill(brief)
        self.page.get_by_role("button", name="Show me the plan").click()
        return self.waits_for_plan()

    def waits_for_plan(self) -> str:
        """Wait until the plan at hand can be read; the slug of its tool."""
        expect(
            self.page.locator("[data-plan-state]:not([data-plan-state=thinking])")
        ).to_be_visible(timeout=30_000)
        return self.slug()

    def slug(self) -> str:
        """The tool that the address names."""
        found = re.search(r"/tools/([^/]+)/", self.page.url)
        assert found, self.page.url
        return found[1]

    def builds(self) -> None:
        """Press Build it, and wait for the version."""
        self.page.get_by_role("button", name="Build it").first.click()
        self.page.wait_for_url(re.compile(r"/versions/\d+$"), timeout=90_000)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Version")

    def asks_for_review(self) -> None:
        """From the version's page, put it before a second person."""
        self.page.get_by_role("button", name="Ask for review").first.click()
        expect(self.page.locator("[data-standing]")).to_contain_text("review")

    def approves(self, tool: str) -> None:
        """In the admin, find the review by the tool's name, tick what is red, approve."""
        self.opens_workspace("/admin/reviews/review/?state__exact=waiting")
        self.page.get_by_role("link", name=re.compile(re.escape(tool))).first.click()
        for box in self.page.locator("input[name=tick]").all():
            box.check()
        self.takes_picture("review")
        self.page.get_by_role("button", name="Approve").click()
        expect(self.page.get_by_text("Approved").first).to_be_visible()

    def deploys(self, slug: str) -> str:
        """From the newest version's page, put it live; the production address."""
        self.page.reload()
        self.page.get_by_role("button", name=re.compile("^Deploy")).first.click()
        self.opens_workspace(f"/tools/{slug}/")
        expect(self.page.get_by_role("link", name="Open the tool")).to_be_visible(timeout=60_000)
        return self.at.address(f"{slug}--acme")

    def asks_to_change(self, slug: str, sentence: str) -> None:
        """Say in the tool's conversation what should change, and wait for the plan."""
        self.opens_workspace(f"/tools/{slug}/conversation")
        self.page.locator("textarea[name=text]").first.fill(sentence)
        self.page.get_by_role("button", name=re.compile("^Send")).first.click()
        if "/plans/" not in self.page.url:
            self.page.wait_for_url(re.compile(r"/plans/\d+"))
        self.waits_for_plan()

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

    def types_into(self, address: str, entity: str, **values: str) -> None:
        """Fill in the tool's form for a new row and save it."""
        self.opens(f"{address}/{entity}/new/")
        self._fills(values)
        self.page.locator("form[data-form] button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(rf"/{entity}/\d+/"))

    def changes(self, address: str, title: str, **values: str) -> None:
        """Open a row by its title, edit it and save."""
        self.opens(address)
        self.page.locator("[data-row]", has_text=title).get_by_role("link").first.click()
        self.page.goto(self.page.url.rstrip("/") + "/edit/")
        self._fills(values)
        self.page.locator("form[data-form] button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"/\d+/$"))

    def presses(self, action: str, *, row: str, **asked: str) -> None:
        """Press a row's button; where it asks something, answer it."""
        self.page.locator("[data-row]", has_text=row).locator(
            f"[data-action={action}]"
        ).first.click()
        self.page.wait_for_load_state()
        if asked:
            self._fills(asked)
            self.page.locator("form[data-form] button[type=submit]").first.click()
            self.page.wait_for_load_state()

    def rows(self) -> Locator:
        """The rows of the list on the page."""
        return self.page.locator("tr[data-row]")

    def _fills(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            field = self.page.locator(f"form[data-form] [name={name}]").first
            if field.evaluate("e => e.tagName") == "SELECT":
                label = field.locator(
                    "option", has_text=re.compile(f"^\\s*{re.escape(value)}", re.I)
                ).first
                field.select_option(label.get_attribute("value") or "")
            else:
                field.fill(value)


def sits_down(
    browser: Browser,
    at: Installation,
    pictures: Path,
    name: str,
    domain: str = "acme.example",
    **context: object,
) -> Person:
    """A person with a browser of their own."""
    fresh = browser.new_context(**({"viewport": DESKTOP} | context))
    fresh.set_default_timeout(15_000)
    return Person(name, f"{name}@{domain}", fresh.new_page(), at, pictures)
