"""Who may make tools: a switch that an admin moves in the browser, and that decides at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.installation import Installation
from tests.browser.people import Person

pytestmark = pytest.mark.browser
People = Callable[..., Person]
BRIEF = "Keep a list of office keys with door and holder."
MAY_NOT = "[data-may-not-build]"


def moves(admin: Person, switch: str, to: bool, workspace: str = "acme") -> None:
    """On the page of roles, turn one switch and save."""
    admin.opens_workspace("/workspace/roles", workspace)
    admin.page.locator(f"input[name=on][value='{switch}']").set_checked(to)
    admin.page.get_by_role("button", name="Save", exact=True).click()
    admin.is_told("1 change holds from now on.")
    admin.takes_picture(f"{'on' if to else 'off'}")


def test_on_business_builders_build_and_a_switch_lets_members_too(person: People) -> None:
    bea, tom, omar = person("bea"), person("tom"), person("omar")
    bea.opens_workspace()
    expect(bea.page.get_by_label("What should the tool do?")).to_be_visible()
    tom.opens_workspace()
    expect(tom.page.locator(MAY_NOT)).to_be_visible()
    assert tom.page.get_by_role("button", name="Show me the plan").count() == 0

    moves(omar, "build:member", to=True)
    slug = tom.asks(BRIEF)
    expect(tom.page.get_by_role("button", name="Build it").first).to_be_visible()

    moves(omar, "build:member", to=False)
    tom.page.get_by_role("button", name="Build it").first.click()
    tom.is_refused("may not")
    tom.opens_workspace(f"/tools/{slug}/plans/1")
    assert tom.page.get_by_role("button", name="Build it").count() == 0
    tom.opens_workspace()
    expect(tom.page.locator(MAY_NOT)).to_be_visible()


def test_whoever_is_no_admin_does_not_find_the_switches(person: People) -> None:
    for name in ("bea", "mara"):
        someone = person(name)
        someone.opens_workspace()
        assert someone.page.locator("a[href='/workspace/roles']").count() == 0
        someone.opens_workspace("/workspace/roles")
        assert someone.page.locator("input[name=on]").count() == 0


def test_on_enterprise_nobody_builds_until_it_is_switched_on(
    person: People, installation: Installation
) -> None:
    installation.manage(
        "create_workspace",
        "orla",
        "Orla Freight",
        "--owner=ada@acme.example",
        "--plan=enterprise",
    )
    ada = person("ada")
    ada.opens_workspace(workspace="orla")
    expect(ada.page.locator(MAY_NOT)).to_be_visible()
    ada.takes_picture("enterprise")
    moves(ada, "build:owner", to=True, workspace="orla")
    ada.asks(BRIEF, workspace="orla")
    expect(ada.page.get_by_role("button", name="Build it").first).to_be_visible()
