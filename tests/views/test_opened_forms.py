"""What a public form promises stands on the access page: one asks, another opens, either shuts."""

from typing import Any

import pytest
from django.test import Client

from apps.access.actions import set_switch
from apps.deployments.models import Deployment
from apps.deployments.queries import public_pages
from apps.pipeline.flow import ring_shut_forms
from apps.sites.actions import go_live
from apps.sites.models import Site
from tests.cast import Cast
from tests.made import a_version
from tests.views.reading import refusal, words
from tests.views.shop import BLUEPRINT

FORM: dict[str, Any] = {
    "kind": "form", "id": "tell", "name": "Tell us", "entity": "request", "fields": ["title"],
    "public": True,
}  # fmt: skip


def live_with(site: Site, cast: Cast, **keys: Any) -> None:
    """The tool of the shop with a public form that says this, live."""
    pages = [*BLUEPRINT["pages"], FORM | keys]
    blueprint = BLUEPRINT | {"pages": pages, "settings_needed": []}
    version = a_version(cast.bea, site, blueprint=blueprint)
    go_live(by=cast.bea, site=site, version=version)
    site.refresh_from_db()


@pytest.fixture
def public(site: Site, cast: Cast) -> Site:
    """The tool of the shop with a public form, live."""
    live_with(site, cast)
    site.public_forms.all().delete()
    return site


def at(site: Site, rest: str = "") -> str:
    return f"/tools/{site.slug}/access{rest}"


def test_it_is_asked_for_opened_by_another_and_shut(
    public: Site, cast: Cast, bea: Client, omar: Client
) -> None:
    page = words(bea.get(at(public)))
    assert "Anyone with the address can send Requests, without an account: fields Title." in page
    assert "This workspace has no public forms" in page
    set_switch(by=cast.ada, role="admin", capability="make_public", on=True)
    asked = words(bea.post(at(public, "/forms/ask"), {"page": "tell"}, follow=True))
    assert "“Tell us” waits" in asked
    assert "Open it to anybody" not in asked
    form = public.public_forms.get()
    assert "Open it to anybody" in words(omar.get(at(public)))
    wrong = omar.post(at(public, f"/forms/{form.pk}/open"), {"digest": "e" * 64})
    assert "something else" in refusal(wrong)
    omar.post(at(public, f"/forms/{form.pk}/open"), {"digest": form.digest})
    assert public_pages(public) == {"tell"}
    assert "Opened by Omar" in words(bea.get(at(public)))
    bea.post(at(public, f"/forms/{form.pk}/close"))
    assert public_pages(public) == set()


def told(client: Client) -> str:
    return words(client.get("/notices/"))


def test_who_may_open_forms_and_runs_no_tool_is_told_and_has_a_page(
    public: Site, cast: Cast, bea: Client, mara: Client
) -> None:
    assert mara.get("/forms/").status_code == 404
    set_switch(by=cast.ada, role="member", capability="make_public", on=True)
    assert "No form waits for you" in words(mara.get("/forms/"))
    bea.post(at(public, "/forms/ask"), {"page": "tell"})
    assert "Bea Lund asks to open the form “Tell us” to outsiders." in told(mara)
    assert "asks to open" not in told(bea)
    form = public.public_forms.get()
    assert "Anyone with the address can send Requests" in words(mara.get("/forms/"))
    assert mara.get(at(public)).status_code == 404
    wrong = mara.post(at(public, f"/forms/{form.pk}/open"), {"digest": "e" * 64})
    assert "something else" in refusal(wrong)
    done = mara.post(at(public, f"/forms/{form.pk}/open"), {"digest": form.digest}, follow=True)
    assert "Anyone with the address can send “Tell us” now." in words(done)
    assert public_pages(public) == {"tell"}


def test_what_changed_is_told_where_it_shuts_an_open_form(
    public: Site, cast: Cast, bea: Client, omar: Client
) -> None:
    set_switch(by=cast.ada, role="admin", capability="make_public", on=True)
    bea.post(at(public, "/forms/ask"), {"page": "tell"})
    form = public.public_forms.get()
    omar.post(at(public, f"/forms/{form.pk}/open"), {"digest": form.digest})
    ring_shut_forms(Deployment(pk=1, site=public))
    assert "is shut to outsiders" not in told(omar)
    live_with(public, cast, after="Thank you.")
    ring_shut_forms(Deployment(pk=2, site=public))
    changed = "The page “Tell us”: after changes from nothing to “Thank you.”."
    for client in (bea, omar):
        assert "“Tell us” is shut to outsiders, since it is not what was opened." in told(client)
        assert changed in told(client)
    for page in (omar.get(at(public)), omar.get("/forms/")):
        assert changed in words(page)
    bea.post(at(public, "/forms/ask"), {"page": "tell"})
    assert f"Since it was last opened: {changed}" in told(omar)
