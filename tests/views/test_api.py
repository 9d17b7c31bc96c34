"""Tokens of a tool: made and shown once, taken back, and examples that can be copied."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.access.actions import set_switch
from apps.audit.models import Line
from apps.data_api.models import ApiToken
from apps.data_api.tokens import WRITTEN
from apps.sites.models import Site
from tests.cast import Cast
from tests.views.reading import done, refusal, words
from tests.views.shop import Shop

FORM = {"name": "Stock  report", "scope": "write", "days": "90"}


def at(site: Site, rest: str = "") -> str:
    return f"/tools/{site.slug}/api/{rest}"


def test_a_token_is_shown_once(site: Site, bea: Client) -> None:
    page = bea.post(at(site, "make"), FORM)
    html = page.content.decode()
    found = WRITTEN.findall(html)
    assert len(found) == 1
    assert page["Cache-Control"] == "no-store"
    assert "“Stock report” is made. Copy it now" in words(page)
    again = bea.get(at(site)).content.decode()
    assert not WRITTEN.search(again)
    assert "Stock report" in again
    assert f"sitewright_{found[0]}…" in again


def test_it_is_the_persons_and_ends(site: Site, bea: Client, cast: Cast) -> None:
    bea.post(at(site, "make"), FORM)
    row = ApiToken.objects.get(name="Stock report")
    assert (row.person, row.scope) == (cast.bea, "write")
    left = row.expires_at - timezone.now()
    assert timedelta(days=89) < left <= timedelta(days=90)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": " "}, "Say what the token is for"),
        ({"name": "x" * 61}, "Say what the token is for"),
        ({"name": "a\u202eb"}, "Say what the token is for"),
        ({"scope": "all"}, "Say whether it may only read"),
        ({"days": "9999"}, "Choose how long"),
        ({"days": ""}, "Choose how long"),
        ({"days": "-1"}, "Choose how long"),
    ],
)
def test_what_makes_no_token(site: Site, bea: Client, sent: dict[str, str], says: str) -> None:
    before = ApiToken.objects.count()
    page = bea.post(at(site, "make"), FORM | sent)
    assert page.status_code == 422
    assert says in refusal(page)
    assert ApiToken.objects.count() == before


def test_what_was_typed_stays_after_a_refusal(site: Site, bea: Client) -> None:
    page = bea.post(at(site, "make"), FORM | {"days": "9999"}).content.decode()
    assert 'value="Stock  report"' in page
    assert re.search(r'value="write" selected', page)


def test_it_is_taken_back(shop: Shop, bea: Client, omar: Client) -> None:
    page = omar.post(at(shop.site, f"{shop.token.pk}/revoke"), follow=True)
    assert "The token “Nightly report” works no more." in done(page)
    shop.token.refresh_from_db()
    assert shop.token.revoked_at is not None
    assert "No program has a token" in words(bea.get(at(shop.site)))
    assert bea.post(at(shop.site, f"{shop.token.pk}/revoke")).status_code == 404
    assert Line.objects.filter(verb="revoke_token").count() == 1


def test_of_another_tool_none_is_taken_back(shop: Shop, omar: Client, cast: Cast) -> None:
    from tests.made import a_site

    other = a_site(cast.bea, "Other")
    assert omar.post(at(other, f"{shop.token.pk}/revoke")).status_code == 404
    shop.token.refresh_from_db()
    assert shop.token.revoked_at is None


def test_the_switch_takes_the_form_and_leaves_taking_back(
    shop: Shop, bea: Client, cast: Cast
) -> None:
    set_switch(by=cast.ada, role="builder", capability="use_api", on=False)
    page = bea.get(at(shop.site))
    assert at(shop.site, "make") not in page.content.decode()
    assert "An admin can allow it" in words(page)
    assert bea.post(at(shop.site, "make"), FORM).status_code == 403
    assert bea.post(at(shop.site, f"{shop.token.pk}/revoke")).status_code == 302


def test_one_that_ended_is_said_so(shop: Shop, bea: Client) -> None:
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Ended" in words(bea.get(at(shop.site)))


def test_examples_name_the_tools_own_address(shop: Shop, bea: Client) -> None:
    page = words(bea.get(at(shop.site)))
    address = f"http://{shop.site.slug}--acme.localhost:8000"
    assert f'-H "Authorization: Bearer $TOKEN" {address}/api/v1/request/?limit=10' in page
    assert f"connect to {address}/api/mcp" in page


def test_the_log_says_it_in_words(shop: Shop, omar: Client) -> None:
    page = words(omar.get("/workspace/activity"))
    assert "made a token for Equipment requests" in page
