"""The Django admin: every model, for everybody. It shows; it adds, changes and deletes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from apps.access.actions import set_switch
from apps.accounts.models import User
from apps.audit.models import Line
from apps.reviews.actions import ask_for_review
from apps.reviews.models import Review
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Group, Membership, Workspace
from tests.cast import Cast
from tests.made import a_site, a_version

Browser = Callable[..., Client]
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
BY_NAME = [model._meta.label_lower for model in MODELS]
OURS = ("audit.line", "sites.site", "versions.version", "reviews.review", "workspaces.membership")


def address(model: type[Model], page: str, *values: Any) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=values, urlconf="portal.urls")


@pytest.fixture
def review(acme: Workspace, cast: Cast) -> Review:
    version = a_version(cast.bea, a_site(cast.bea))
    return ask_for_review(by=cast.bea, version=version)


def rows() -> dict[str, int]:
    return {model._meta.label_lower: model._base_manager.count() for model in MODELS}


def test_every_room_that_keeps_rows_can_be_read() -> None:
    assert set(OURS) <= set(BY_NAME)
    assert {name.partition(".")[0] for name in BY_NAME} >= {
        "access", "audit", "builds", "deployments", "environment", "plans", "prompts", "reviews",
        "sites", "versions", "workspaces",
    }  # fmt: skip


def test_people_and_their_sessions_are_not_there() -> None:
    """Everybody of every workspace is in one table, with the hashes of their passwords."""
    assert [name for name in BY_NAME if name.startswith(("account", "auth.", "mfa."))] == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 200), ("omar", 200), ("bea", 404), ("mara", 404), ("nils", 404), ("otto", 404)],
)
def test_each_list_is_for_those_who_review_or_administer(
    review: Review, cast: Cast, browser_of: Browser, who: str, status: int
) -> None:
    browser = browser_of(getattr(cast, who))
    found = {model: browser.get(address(model, "changelist")).status_code for model in MODELS}
    assert {model: code for model, code in found.items() if code != status} == {}


def test_nobody_is_sent_to_sign_in(review: Review, browser_of: Browser) -> None:
    for model in MODELS:
        found = browser_of(None).get(address(model, "changelist"))
        assert (found.status_code, found["Location"].partition("?")[0]) == (302, "/__gate/start")


def test_a_builder_who_is_let_review_reads_too(
    review: Review, cast: Cast, browser_of: Browser
) -> None:
    set_switch(by=cast.ada, role="builder", capability="review", on=True)
    assert browser_of(cast.bea).get(address(Review, "changelist")).status_code == 200
    set_switch(by=cast.ada, role="builder", capability="review", on=False)
    assert browser_of(cast.bea).get(address(Review, "changelist")).status_code == 404


@pytest.mark.parametrize("name", BY_NAME)
def test_an_admin_adds_nothing_there(
    review: Review, cast: Cast, browser_of: Browser, name: str
) -> None:
    model, before = MODELS[BY_NAME.index(name)], rows()
    browser = browser_of(cast.ada)
    for send in (browser.get, browser.post):
        assert send(address(model, "add")).status_code == 403
    assert rows() == before


@pytest.mark.parametrize("name", [one for one in OURS if one != "reviews.review"])
def test_an_admin_reads_one_row_and_changes_nothing_in_it(
    review: Review, cast: Cast, browser_of: Browser, name: str
) -> None:
    model = MODELS[BY_NAME.index(name)]
    row = model._base_manager.order_by("-pk").first()
    assert row is not None
    browser, before = browser_of(cast.ada), model._base_manager.filter(pk=row.pk).values().get()
    assert browser.get(address(model, "change", row.pk)).status_code in {200, 302}
    forged = {"name": "Mine", "state": "live", "role": "owner", "verb": "x", "_save": "Save"}
    assert browser.post(address(model, "change", row.pk), forged).status_code in {302, 403}
    assert model._base_manager.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("name", OURS)
def test_an_admin_deletes_nothing_there(
    review: Review, cast: Cast, browser_of: Browser, name: str
) -> None:
    model, before = MODELS[BY_NAME.index(name)], rows()
    row = model._base_manager.filter(**_of_acme(model)).order_by("-pk").first()
    assert row is not None
    browser = browser_of(cast.ada)
    assert browser.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    forged = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    browser.post(address(model, "changelist"), forged)
    assert rows() == before


def _of_acme(model: type[Model]) -> dict[str, Any]:
    return {"workspace": "ws_acme"} if model is Line else {}


def test_a_forged_row_in_a_list_changes_nothing(
    review: Review, cast: Cast, browser_of: Browser
) -> None:
    site = Site.objects.get()
    forged = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": site.pk}
    forged |= {"form-0-name": "Mine", "form-0-owner": cast.ada.pk, "_save": "Save"}
    browser_of(cast.ada).post(address(Site, "changelist"), forged)
    site.refresh_from_db()
    assert (site.name, site.owner) == ("Office keys", cast.bea)


SHARED: dict[type[Model], Callable[[Workspace], Any]] = {
    Line: lambda workspace: Line.objects.filter(workspace=workspace.schema_name),
    Membership: lambda workspace: Membership.objects.filter(workspace=workspace),
    Group: lambda workspace: Group.objects.filter(workspace=workspace),
}


@pytest.mark.parametrize("model", SHARED, ids=lambda model: model.__name__)
def test_of_a_shared_table_only_the_own_rows_are_shown(
    review: Review, cast: Cast, browser_of: Browser, model: type[Model], northwind: Workspace
) -> None:
    theirs = SHARED[model](northwind).first() or Group.objects.create(
        workspace=northwind, name="Paper"
    )
    browser = browser_of(cast.ada)
    for page in ("change", "history", "delete"):
        found = browser.get(address(model, page, theirs.pk))
        assert found.status_code in {302, 403, 404}, page
        assert "Nils" not in found.content.decode()
    listed = browser.get(address(model, "changelist")).content.decode()
    assert not any(word in listed for word in ("Nils Berg", "Nora Dahl", "Paper", "northwind"))


def test_rows_of_another_workspace_are_not_found_by_their_number(
    review: Review, cast: Cast, browser_of: Browser, northwind: Workspace
) -> None:
    """Nils is an owner, of Northwind; the numbers are Acme's."""
    nils = browser_of(cast.nils, "northwind.localhost:8000")
    for model in (Site, Version, Review):
        found = nils.get(address(model, "change", 1), follow=True)
        assert "Office keys" not in found.content.decode()
        assert nils.get(address(model, "changelist")).status_code == 200


@pytest.mark.parametrize("page", ["", "password_change/", "r/1/1/", "jsi18n/", "autocomplete/"])
@pytest.mark.parametrize("who", ["bea", "mara"])
def test_the_admins_own_pages_are_closed_as_well(
    acme: Workspace, cast: Cast, browser_of: Browser, who: str, page: str
) -> None:
    found = browser_of(getattr(cast, who)).get(f"/admin/{page}")
    assert found.status_code == 404


def test_no_password_is_changed_there(acme: Workspace, cast: Cast, browser_of: Browser) -> None:
    """Passwords are the portal's; a cookie of a workspace's host must not be enough."""
    before = User.objects.get(pk=cast.ada.pk).password
    sent = {"old_password": "demo-password"} | dict.fromkeys(
        ("new_password1", "new_password2"), "another-password"
    )
    assert browser_of(cast.ada).post("/admin/password_change/", sent).status_code == 404
    assert browser_of(cast.ada).get("/admin/password_change/").status_code == 404
    assert User.objects.get(pk=cast.ada.pk).password == before


def test_the_door_of_the_admin_is_the_portals(
    acme: Workspace, cast: Cast, browser_of: Browser
) -> None:
    """No second place to try passwords at."""
    sent = {"username": "ada@acme.example", "password": "demo-password"}
    for somebody, answer in ((None, 302), (cast.mara, 404), (cast.ada, 404)):
        browser = browser_of(somebody)
        assert browser.post("/admin/login/", sent).status_code == answer
        assert "portal" not in browser.cookies
    assert browser_of(None).get("/admin/")["Location"].startswith("/__gate/start")
