"""Which cookies are the gate's, and how it gives its own."""

import pytest
from django.conf import settings
from django.http import HttpResponse

from apps.serving import cookies


@pytest.mark.parametrize(
    "name", ["gate", "GATE", " gate ", "portal", "csrf", "sessionid", "__Host-x", "__secure-x"]
)
def test_ours_are_never_a_sites(name: str) -> None:
    assert cookies.is_reserved(name)


@pytest.mark.parametrize("name", ["theme", "gates", "x-gate", "host-x"])
def test_others_may_be(name: str) -> None:
    assert not cookies.is_reserved(name)


@pytest.mark.parametrize(("scheme", "secure"), [("http", ""), ("https", True)])
def test_ours_are_out_of_reach_of_scripts_and_other_hosts(
    monkeypatch: pytest.MonkeyPatch, scheme: str, secure: object
) -> None:
    changed = settings.SITEWRIGHT.model_copy(update={"scheme": scheme})
    monkeypatch.setattr(settings, "SITEWRIGHT", changed)
    response = HttpResponse()
    cookies.give(response, "gate", "token", 60)
    cookie = response.cookies["gate"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (cookie["domain"], cookie["secure"], cookie["max-age"]) == ("", secure, 60)


@pytest.mark.parametrize("text", ["", "=", ";", "a b=c", "x" * 5000, "gate=x; Domain=.localhost"])
def test_what_is_no_cookie_of_a_site_is_dropped(text: str) -> None:
    response = HttpResponse()
    cookies.pass_on(response, [text])
    assert "gate" not in response.cookies
    assert all(len(morsel.OutputString()) < 5000 for morsel in response.cookies.values())
