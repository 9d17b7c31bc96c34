"""A sign-in is carried from the portal to a site's host once, in one browser, to a path of that
host.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from apps.accounts.actions import open_handoff
from apps.accounts.models import HostSession
from apps.serving.next_path import safe_next
from tests.cast import Cast

Browse = Callable[..., Client]
HOST = "unruly--acme.localhost:8000"


def begin(browser: Client, onward: str = "/x/ping/") -> str:
    """The state that the browser now holds."""
    answer = browser.get(f"/__gate/start?{urlencode({'next': onward})}")
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query)["state"][0]


def come_back(browser: Client, **asked: str) -> Any:
    return browser.get(f"/__gate/callback?{urlencode(asked)}")


def a_code(person: Any, state: str, host: str = HOST) -> str:
    return open_handoff(by=person, host=host, state=state, session_key="session")


def test_the_way_there(browse: Browse) -> None:
    answer = browse().get("/__gate/start?next=/x/ping/")
    to = urlsplit(answer["Location"])
    assert (to.netloc, to.path) == ("portal.localhost:8000", "/handoff/authorize")
    asked = parse_qs(to.query)
    assert asked["host"] == [HOST]
    assert asked["next"] == ["/x/ping/"]
    cookie = answer.cookies["gate_state"]
    assert cookie.value == asked["state"][0]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


def test_the_way_back(browse: Browse, cast: Cast) -> None:
    browser = browse()
    state = begin(browser)
    answer = come_back(browser, code=a_code(cast.mara, state), state=state, next="/x/ping/")
    assert (answer.status_code, answer["Location"]) == (302, "/x/ping/")
    cookie = answer.cookies["gate"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert browser.get("/x/ping/").content == b"pong"


def test_the_whole_way_through_the_portal(browse: Browse, browser_of: Any, cast: Cast) -> None:
    portal = browser_of(None, "portal.localhost:8000")
    portal.force_login(cast.mara, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser = browse()
    sent = urlsplit(browser.get("/__gate/start?next=/x/ping/")["Location"])
    back = urlsplit(portal.get(f"{sent.path}?{sent.query}")["Location"])
    assert back.netloc == HOST
    browser.get(f"{back.path}?{back.query}")
    assert browser.get("/x/ping/").content == b"pong"


def test_what_is_secret_is_in_no_address_and_no_cache(browse: Browse, cast: Cast) -> None:
    browser = browse()
    state = begin(browser)
    answer = come_back(browser, code=a_code(cast.mara, state), state=state, next="/")
    assert answer.cookies["gate"].value not in answer["Location"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_a_code_is_good_once(browse: Browse, cast: Cast) -> None:
    browser = browse()
    state = begin(browser)
    code = a_code(cast.mara, state)
    come_back(browser, code=code, state=state)
    other = browse()
    other.cookies["gate_state"] = state
    assert come_back(other, code=code, state=state).status_code == 403


def test_a_code_is_good_for_a_minute(browse: Browse, cast: Cast) -> None:
    browser = browse()
    state = begin(browser)
    code = a_code(cast.mara, state)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert come_back(browser, code=code, state=state).status_code == 403


def test_a_code_is_good_in_the_browser_that_began(browse: Browse, cast: Cast) -> None:
    state = begin(browse())
    assert come_back(browse(), code=a_code(cast.mara, state), state=state).status_code == 403


def test_a_code_is_good_on_its_own_host(browse: Browse, cast: Cast) -> None:
    browser = browse()
    state = begin(browser)
    code = a_code(cast.mara, state, host="other--acme.localhost:8000")
    assert come_back(browser, code=code, state=state).status_code == 403


def test_a_guessed_code_is_none(browse: Browse) -> None:
    browser = browse()
    assert come_back(browser, code="guess", state=begin(browser)).status_code == 403


def test_somebody_elses_sign_in_cannot_be_slipped_in(browse: Browse, cast: Cast) -> None:
    mine, theirs = browse(), browse()
    begin(mine)
    state = begin(theirs)
    answer = come_back(mine, code=a_code(cast.jon, state), state=state)
    assert answer.status_code == 403
    assert "gate" not in answer.cookies


@pytest.mark.parametrize("asked", [{}, {"code": "x"}, {"state": "x"}, {"state": ""}])
def test_a_way_back_without_its_parts_is_refused(browse: Browse, asked: dict[str, str]) -> None:
    assert come_back(browse(), **asked).status_code == 403


def test_a_cookie_that_was_there_before_is_replaced_and_ended(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.jon)
    before = browser.cookies["gate"].value
    state = begin(browser)
    come_back(browser, code=a_code(cast.mara, state), state=state)
    assert browser.cookies["gate"].value != before
    assert not HostSession.objects.filter(user=cast.jon, host=HOST).exists()
    assert browser.get("/x/echo/").json()["asker"]["id"] == cast.mara.pk


def test_a_planted_cookie_is_not_taken_over(browse: Browse, cast: Cast) -> None:
    browser = browse()
    browser.cookies["gate"] = "planted"
    state = begin(browser)
    come_back(browser, code=a_code(cast.mara, state), state=state)
    assert browser.cookies["gate"].value != "planted"


def test_two_tabs_both_arrive(browse: Browse, cast: Cast) -> None:
    browser = browse()
    first, second = begin(browser), begin(browser)
    assert come_back(browser, code=a_code(cast.mara, first), state=first).status_code == 302
    answer = come_back(browser, code=a_code(cast.mara, second), state=second, next="/x/ping/")
    assert (answer.status_code, answer["Location"]) == (302, "/x/ping/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_way_is_only_gone_by_opening_it(browse: Browse, method: str) -> None:
    for address in ("/__gate/start", "/__gate/callback"):
        assert getattr(browse(), method)(address).status_code in {403, 405}


BAD = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/%2f\n/evil",
    "/x\r\nSet-Cookie: a=b",
    "/x\ty",
    "/x y",
    " /x",
    "/a//evil.example",
    "",
    "x",
    "/" + "a" * 3000,
    "/__gate/callback?code=x",
    "/__GATE/start",
]


@pytest.mark.parametrize("onward", BAD)
def test_a_way_on_that_leads_astray_leads_home(browse: Browse, cast: Cast, onward: str) -> None:
    browser = browse()
    state = begin(browser)
    answer = come_back(browser, code=a_code(cast.mara, state), state=state, next=onward)
    assert answer["Location"] == "/"


@pytest.mark.parametrize("onward", ["/", "/notes/", "/notes/?status=a&x=//y", "/%2fevil", "/ü/"])
def test_a_way_on_in_the_own_host_is_kept(onward: str) -> None:
    assert safe_next(onward) == onward
