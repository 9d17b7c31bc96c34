"""Values and secrets: filled in on the page, secrets never read back from it."""

import pytest
from django.test import Client

from apps.access.actions import set_switch
from apps.audit.models import Line
from apps.environment.models import Value
from apps.sites.models import Site
from tests.cast import Cast
from tests.views.reading import done, refusal, words
from tests.views.shop import Shop

SECRET = "https://hush.example/abc"


def at(site: Site, rest: str = "") -> str:
    return f"/tools/{site.slug}/environment{'/' + rest if rest else ''}"


def test_what_is_declared_and_empty_is_marked(site: Site, bea: Client) -> None:
    page = words(bea.get(at(site)))
    assert "Version 2 cannot go live: LIMIT is empty." in page
    assert "LIMIT The most that is paid. Empty never" in page
    assert "CHAT_URL Where new requests are announced. Set" in page


def test_a_secret_is_on_no_page_of_the_tool(shop: Shop, bea: Client, omar: Client) -> None:
    for path in ("", "conversation", "access", "environment", "versions/", "versions/2/source"):
        for client in (bea, omar):
            page = client.get(f"/tools/{shop.site.slug}/{path}").content.decode()
            assert SECRET not in page
            assert "hush.example" not in page


def test_a_secret_is_not_in_the_log_either(site: Site, bea: Client, omar: Client) -> None:
    bea.post(at(site, "put"), {"key": "CHAT_URL", "kind": "secret", "text": "another-secret"})
    assert "another-secret" not in omar.get("/workspace/activity").content.decode()
    assert "another-secret" not in str(list(Line.objects.values_list("detail", flat=True)))


def test_filling_in_what_is_empty_clears_the_warning(site: Site, bea: Client) -> None:
    page = bea.post(at(site, "put"), {"key": "LIMIT", "kind": "env", "text": "5000"}, follow=True)
    assert "LIMIT is set." in done(page)
    assert "cannot go live" not in words(page)
    assert 'value="5000"' in page.content.decode()


def test_a_refused_secret_is_not_written_back_into_the_page(site: Site, bea: Client) -> None:
    page = bea.post(at(site, "put"), {"key": "no name", "kind": "secret", "text": "my-password"})
    assert page.status_code == 422
    assert "my-password" not in page.content.decode()
    assert 'value="no name"' in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"key": "lower", "kind": "env", "text": "x"}, "is no name for a value"),
        ({"key": "", "kind": "env", "text": "x"}, "is no name for a value"),
        ({"key": "A" * 65, "kind": "env", "text": "x"}, "is no name for a value"),
        ({"key": "GOOD", "kind": "env", "text": "  "}, "Type what GOOD should be."),
        ({"key": "GOOD", "kind": "file", "text": "x"}, "Say whether it is a value or a secret."),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    site: Site, bea: Client, sent: dict[str, str], says: str
) -> None:
    page = bea.post(at(site, "put"), sent)
    assert page.status_code == 422
    assert says in refusal(page)
    assert not Value.objects.filter(key__in=["GOOD", "lower"]).exists()


def test_emptying_a_value(site: Site, bea: Client) -> None:
    page = bea.post(at(site, "remove"), {"key": "CHAT_URL"}, follow=True)
    assert "CHAT_URL is empty again." in done(page)
    assert not Value.objects.exists()


def test_without_the_capability_the_values_can_be_seen_and_not_set(
    site: Site, cast: Cast, bea: Client
) -> None:
    set_switch(by=cast.omar, role="builder", capability="manage_secrets", on=False)
    page = bea.get(at(site))
    assert "Builders may not set values and secrets of a tool here." in words(page)
    assert 'name="text"' not in page.content.decode()
    refused = bea.post(at(site, "put"), {"key": "LIMIT", "kind": "env", "text": "1"})
    assert refused.status_code == 403
