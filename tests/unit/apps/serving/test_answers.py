"""The answer as the browser sees it: what passes, what is put over it, where it may lead."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse

from apps.serving import cookies, limits, origins, outgoing
from apps.serving.next_path import safe_next
from apps.serving.turned_away import Crashed, FromElsewhere, Leaving
from tests.unit.apps.serving.conftest import HOST

Asked = Callable[..., Any]
HERE = f"http://{HOST}"


def built(asked: Asked, *headers: tuple[str, str], status: int = 200, path: str = "/") -> Any:
    return outgoing.build(asked(path), status, list(headers), b"content")


@pytest.mark.parametrize("name", sorted(outgoing.PASSED))
def test_a_header_on_the_list_passes(asked: Asked, name: str) -> None:
    assert built(asked, (name, "x"))[name] == "x"


HELD_BACK = [
    "access-control-allow-origin",
    "alt-svc",
    "authorization",
    "clear-site-data",
    "connection",
    "content-length",
    "content-location",
    "content-security-policy-report-only",
    "cross-origin-embedder-policy",
    "hx-location",
    "hx-redirect",
    "hx-refresh",
    "keep-alive",
    "link",
    "nel",
    "proxy-authenticate",
    "refresh",
    "report-to",
    "server",
    "service-worker-allowed",
    "sourcemap",
    "strict-transport-security",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
    "x-accel-redirect",
    "x-powered-by",
    "x-site-file",
]


@pytest.mark.parametrize("name", HELD_BACK)
def test_any_other_header_is_held_back(asked: Asked, name: str) -> None:
    assert name not in {given.lower() for given in built(asked, (name, "x")).headers}


@pytest.mark.parametrize("name", outgoing.FORCED)
def test_what_the_gate_forces_is_on_every_answer(asked: Asked, name: str) -> None:
    for status in (200, 302, 404, 500):
        answer = built(asked, (name.lower(), "unsafe"), status=status)
        assert answer[name] == outgoing.FORCED[name]


def test_without_a_type_the_browser_is_told_none(asked: Asked) -> None:
    assert "Content-Type" not in built(asked).headers


def test_a_long_answer_is_passed_on_as_it_comes(asked: Asked) -> None:
    answer = outgoing.build(asked(), 200, [], iter([b"a", b"b"]))
    assert isinstance(answer, StreamingHttpResponse)
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "status", "said", "kept"),
    [
        ("/static/a.1.css", 200, "max-age=1, immutable", True),
        ("/static/a.css", 200, "max-age=600", False),
        ("/static/a.css", 404, "immutable", False),
        ("/notes/", 200, "immutable", False),
        ("/notes/static/", 200, "immutable", False),
        ("/static/a.css", 200, None, False),
    ],
)
def test_only_versioned_assets_stay_in_a_browser(
    asked: Asked, path: str, status: int, said: str | None, kept: bool
) -> None:
    headers = [("cache-control", said)] if said else []
    answer = built(asked, *headers, status=status, path=path)
    assert answer["Cache-Control"] == (outgoing.FOREVER if kept else "private, no-store")
    assert "public" not in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("said", "location"),
    [
        ("/notes/", "/notes/"),
        ("notes/", "notes/"),
        ("?page=2", "?page=2"),
        (f"{HERE}/notes/?a=b#c", "/notes/?a=b#c"),
        (HERE, "/"),
        ("/x?next=http://evil.example/", "/x?next=http://evil.example/"),
    ],
)
def test_a_redirect_on_the_own_host_is_a_path(asked: Asked, said: str, location: str) -> None:
    assert outgoing.own_location(asked(), said) == location


@pytest.mark.parametrize(
    "said",
    [
        "http://evil.example/",
        "https://keys--acme.localhost:8000/",
        "http://keys--acme.localhost/",
        "http://keys--acme.localhost:8000@evil.example/",
        "http://keys--acme.localhost:8000.evil.example/",
        "HTTP://EVIL.EXAMPLE/",
    ],
)
def test_a_redirect_to_another_host_asks_first(asked: Asked, said: str) -> None:
    with pytest.raises(Leaving) as turned:
        outgoing.own_location(asked(), said)
    assert turned.value.context["address"] == said


@pytest.mark.parametrize(
    "said",
    [
        "//evil.example/",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "http:\\\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http:",
        "http:///x",
        "http://[evil",
        " //evil.example/",
        f"{HERE}//evil.example/",
        f"{HERE}///evil.example/",
        f"{HERE}/\\evil.example/",
    ],
)
def test_a_redirect_that_is_no_page_is_a_broken_answer(asked: Asked, said: str) -> None:
    with pytest.raises(Crashed):
        outgoing.own_location(asked(), said)


def given(*texts: str) -> SimpleCookie:
    response = HttpResponse()
    cookies.pass_on(response, list(texts))
    return response.cookies


def test_a_cookie_of_a_site_is_for_its_host_alone() -> None:
    cookie = given("theme=dark; Domain=.localhost; Path=/x; SameSite=None; HttpOnly")["theme"]
    assert (cookie.value, cookie["domain"], cookie["samesite"]) == ("dark", "", "Lax")
    assert (cookie["path"], cookie["httponly"]) == ("/x", True)


@pytest.mark.parametrize(
    "name", ["gate", "Gate", "gate_state", "portal", "csrf", "__Host-x", "__Secure-x", "__Http-x"]
)
def test_a_site_cannot_set_a_cookie_of_ours(name: str) -> None:
    assert given(f"{name}=x", "theme=dark").keys() == {"theme"}


def test_many_cookies_are_cut_and_huge_ones_left_out() -> None:
    many = [f"c{number}=x" for number in range(limits.COOKIES + 5)]
    assert len(given(*many)) == limits.COOKIES
    assert given("big=" + "x" * limits.COOKIE_BYTES, "small=x").keys() == {"small"}


def test_a_cookie_under_https_is_for_https(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = settings.SITEWRIGHT.model_copy(update={"scheme": "https"})
    monkeypatch.setattr(settings, "SITEWRIGHT", changed)
    assert given("theme=dark")["theme"]["secure"] is True


def test_a_cookie_that_is_taken_away_is_taken_from_this_host() -> None:
    response = HttpResponse()
    cookies.take(response, "gate_state")
    cookie = response.cookies["gate_state"]
    assert (cookie.value, cookie["max-age"], cookie["path"], cookie["domain"]) == ("", 0, "/", "")


CHANGES: list[tuple[dict[str, str], bool]] = [
    ({"HTTP_ORIGIN": HERE}, True),
    ({"HTTP_ORIGIN": HERE, "HTTP_SEC_FETCH_SITE": "cross-site"}, True),
    ({"HTTP_ORIGIN": "null"}, False),
    ({"HTTP_ORIGIN": ""}, False),
    ({"HTTP_ORIGIN": "http://evil.example"}, False),
    ({"HTTP_ORIGIN": f"{HERE}/"}, False),
    ({"HTTP_ORIGIN": HERE.replace("http:", "https:")}, False),
    ({"HTTP_ORIGIN": "http://keys--acme.localhost"}, False),
    ({"HTTP_ORIGIN": "http://evil.example", "HTTP_SEC_FETCH_SITE": "same-origin"}, False),
    ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
    ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
    ({"HTTP_SEC_FETCH_SITE": "none"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "ours"), CHANGES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_must_come_from_the_own_page(
    asked: Asked, headers: dict[str, str], ours: bool, method: str
) -> None:
    request = asked(method=method)
    del request.META["HTTP_ORIGIN"]
    request.META |= headers
    if ours:
        origins.demand_own_page(request)
        return
    with pytest.raises(FromElsewhere):
        origins.demand_own_page(request)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_may_come_from_anywhere(asked: Asked, method: str) -> None:
    origins.demand_own_page(asked(method=method, HTTP_ORIGIN="http://evil.example"))


@pytest.mark.parametrize("path", ["/", "/a", "/a/?b=//c", "/a?b=\u00fc", "/%2e%2e/", "/gate"])
def test_a_way_on_in_the_own_host_is_kept(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "a",
        "//a",
        "/\\a",
        "/a//b",
        "/a\\b",
        "/a b",
        "/a\x00",
        "/a\n",
        "http://a",
        " /",
        "/__Gate/",
        "/" + "a" * 2000,
    ],
)
def test_any_other_way_on_leads_home(path: str) -> None:
    assert safe_next(path) == "/"
