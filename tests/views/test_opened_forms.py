"""What a public form promises stands on the access page: one asks, another opens, either shuts."""

from typing import Any

import pytest
from django.test import Client

from apps.access.actions import set_switch
from apps.deployments.queries import public_pages
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


@pytest.fixture
def public(site: Site, cast: Cast) -> Site:
    """The tool of the shop with a public form, live."""
    blueprint = BLUEPRINT | {"pages": [*BLUEPRINT["pages"], FORM], "settings_needed": []}
    go_live(by=cast.bea, site=site, version=a_version(cast.bea, site, blueprint=blueprint))
    site.public_forms.all().delete()
    site.refresh_from_db()
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
