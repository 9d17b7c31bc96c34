"""What a site says cannot lower what the gate promises, nor reach past its own host."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from apps.serving.outgoing import FORCED
from tests.cast import Cast

Browse = Callable[..., Client]


@pytest.fixture
def said(browse: Browse, cast: Cast) -> Callable[..., Any]:
    """`said([name, value]…, cookies=[…], status=200)`: what reaches the browser of an answer."""
    browser = browse(cast.mara)

    def ask(*headers: list[str], cookies: list[str] | None = None, status: int = 200) -> Any:
        asked = {
            "set": json.dumps(headers),
            "cookies": json.dumps(cookies or []),
            "status": status,
        }
        answer: HttpResponse = browser.get(f"/x/headers/?{urlencode(asked)}")
        return answer

    return ask


@pytest.mark.parametrize("name", FORCED)
def test_the_gates_headers_win(said: Callable[..., Any], name: str) -> None:
    assert said([name, "unsafe"])[name] == FORCED[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Credentials", "true"),
        ("Strict-Transport-Security", "max-age=0"),
        ("Refresh", "0; url=http://evil.example/"),
        ("Link", "<http://evil.example/x.js>; rel=preload"),
        ("X-Accel-Redirect", "/etc/passwd"),
        ("X-Sendfile", "/etc/passwd"),
        ("Transfer-Encoding", "chunked"),
        ("Upgrade", "websocket"),
        ("Clear-Site-Data", '"cookies"'),
        ("Service-Worker-Allowed", "/"),
        ("Content-Security-Policy-Report-Only", "report-uri http://evil.example"),
        ("Report-To", "{}"),
        ("SourceMap", "http://evil.example/map"),
        ("HX-Redirect", "http://evil.example/"),
        ("HX-Location", "http://evil.example/"),
        ("WWW-Authenticate", "Basic"),
        ("X-Site-Secret", "canary"),
    ],
)
def test_other_headers_do_not_pass(said: Callable[..., Any], name: str, value: str) -> None:
    answer = said([name, value])
    assert answer.status_code == 200
    assert name not in answer.headers


def test_what_a_site_serves_is_kept_by_nobody(said: Callable[..., Any]) -> None:
    answer = said(["Cache-Control", "public, max-age=600, immutable"])
    assert answer["Cache-Control"] == "private, no-store"


def test_versioned_assets_stay_in_the_one_browser(browse: Browse, cast: Cast) -> None:
    answer = browse(cast.mara).get("/static/tool.css?v=1")
    assert answer["Cache-Control"].startswith("private")
    assert "no-store" in answer["Cache-Control"] or "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize("status", [200, 201, 400, 404, 422, 500])
def test_ordinary_statuses_pass(said: Callable[..., Any], status: int) -> None:
    assert said(status=status).status_code == status


@pytest.mark.parametrize("status", [100, 101, 199, 600, 999])
def test_strange_statuses_are_a_broken_answer(said: Callable[..., Any], status: int) -> None:
    assert said(status=status).status_code == 502


def test_too_many_headers_are_a_broken_answer(said: Callable[..., Any]) -> None:
    assert said(*([f"X-A{number}", "x"] for number in range(80))).status_code == 502


def test_a_huge_header_is_a_broken_answer(browse: Browse, cast: Cast) -> None:
    # Longer than an address may be, so the tool makes it by itself.
    assert browse(cast.mara).get("/x/headers/?huge=1").status_code == 502


def cookies_of(answer: Any) -> dict[str, Any]:
    return dict(answer.cookies)


def test_a_site_keeps_cookies_of_its_own_host(said: Callable[..., Any]) -> None:
    cookie = cookies_of(said(cookies=["theme=dark; path=/; domain=.localhost"]))["theme"]
    assert (cookie.value, cookie["domain"], cookie["samesite"]) == ("dark", "", "Lax")


@pytest.mark.parametrize(
    "name",
    ["gate", "gate_state", "portal", "csrf", "sessionid", "__Host-gate", "__Secure-x", "GATE"],
)
def test_a_site_cannot_set_cookies_that_are_ours(said: Callable[..., Any], name: str) -> None:
    assert cookies_of(said(cookies=[f"{name}=x"])) == {}


def test_a_site_sets_few_cookies_and_small_ones(said: Callable[..., Any]) -> None:
    assert len(cookies_of(said(cookies=[f"c{number}=x" for number in range(50)]))) <= 20


@pytest.mark.parametrize(
    "to",
    [
        "http://evil.example/",
        "https://evil.example/path?x=1",
        "http://acme.localhost:8000/",
        "http://unruly--acme.localhost:9/",
    ],
)
def test_a_redirect_to_another_host_is_a_question(said: Callable[..., Any], to: str) -> None:
    answer = said(["Location", to], status=302)
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert "You are leaving" in answer.content.decode()


@pytest.mark.parametrize(
    "to", ["//evil.example/", "/\\evil.example", "javascript:alert(1)", "data:text/html,x", "http:"]
)
def test_a_redirect_that_is_no_address_is_a_broken_answer(
    said: Callable[..., Any], to: str
) -> None:
    answer = said(["Location", to], status=302)
    assert answer.status_code == 502
    assert "Location" not in answer.headers


@pytest.mark.parametrize("to", ["/notes/", "?page=2", "http://unruly--acme.localhost:8000/notes/"])
def test_a_redirect_on_the_own_host_passes(said: Callable[..., Any], to: str) -> None:
    answer = said(["Location", to], status=302)
    assert answer.status_code == 302
    assert not answer["Location"].startswith("http")


def test_an_address_shown_on_the_way_out_is_text(said: Callable[..., Any]) -> None:
    answer = said(["Location", 'http://evil.example/"><script>x</script>'], status=302)
    assert b"<script>x" not in answer.content


@pytest.mark.parametrize(
    "path",
    [
        "/notes//",
        "//notes/",
        "/./notes/",
        "/x/../notes/",
        "/notes/..",
        "/notes/\x00",
        "/notes/\r\nSet-Cookie:x",
        "/notes/\x7f",
        "/x\\ping/",
        "/" + "a" * 3000,
    ],
)
def test_an_odd_path_is_refused_before_anything(browse: Browse, cast: Cast, path: str) -> None:
    # As the server gives it, when what was sent is decoded.
    assert browse(cast.mara).get("/", PATH_INFO=path).status_code == 400


@pytest.mark.parametrize("path", ["/x/%2e%2e/notes/", "/%2e%2e/notes/", "/x%5cping/", "/a%2f%2fb"])
def test_a_path_is_judged_as_it_is_meant(browse: Browse, cast: Cast, path: str) -> None:
    assert browse(cast.mara).get(path).status_code == 400


def test_gate_and_site_see_the_same_path(browse: Browse, cast: Cast) -> None:
    assert browse(cast.mara).get("/x%2Fecho/").json()["path"] == "/x/echo/"


@pytest.mark.parametrize(
    "path", ["/__gate/x", "/__GATE/start", "/__gate", "/__gate/ask/", "/__gatex"]
)
def test_a_site_never_answers_for_the_gate(browse: Browse, cast: Cast, path: str) -> None:
    assert browse(cast.mara).get(path).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_odd_methods_are_refused(browse: Browse, cast: Cast, method: str) -> None:
    assert browse(cast.mara).generic(method, "/x/ping/").status_code == 400


def test_a_service_worker_is_refused(browse: Browse, cast: Cast) -> None:
    answer = browse(cast.mara).get("/static/tool.js", HTTP_SERVICE_WORKER="script")
    assert answer.status_code == 400


def test_too_large_a_request_is_refused_unread(browse: Browse, cast: Cast) -> None:
    answer = browse(cast.mara).get("/x/echo/", CONTENT_LENGTH=str(10**10))
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "٣", "x"])
def test_a_length_that_is_none_is_refused(browse: Browse, cast: Cast, length: str) -> None:
    answer = browse(cast.mara).get("/x/echo/", CONTENT_LENGTH=length)
    assert answer.status_code == 400


def test_a_huge_query_is_refused(browse: Browse, cast: Cast) -> None:
    assert browse(cast.mara).get("/x/echo/?" + "q" * 20_000).status_code == 400


ELSEWHERE: list[dict[str, str | None]] = [
    {"HTTP_ORIGIN": "http://evil.example"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "http://acme.localhost:8000"},
    {"HTTP_ORIGIN": "http://other--acme.localhost:8000"},
    {"HTTP_ORIGIN": "http://unruly--acme.localhost:8001"},
    {"HTTP_ORIGIN": "https://unruly--acme.localhost:8000"},
    {"HTTP_ORIGIN": "http://UNRULY--acme.localhost:8000"},
    {"HTTP_ORIGIN": ""},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_change_from_elsewhere_is_refused_before_the_site(
    browse: Browse, cast: Cast, headers: dict[str, Any], method: str
) -> None:
    answer = getattr(browse(cast.mara), method)("/x/echo/", **headers)
    assert answer.status_code == 403
    assert "another site" in answer.content.decode()


@pytest.mark.parametrize("said_to_be", ["cross-site", "same-site", "none", ""])
def test_a_change_without_an_origin_must_say_it_is_ours(
    browse: Browse, cast: Cast, said_to_be: str
) -> None:
    browser = browse(cast.mara)
    del browser.defaults["HTTP_ORIGIN"]
    assert browser.post("/x/echo/", HTTP_SEC_FETCH_SITE=said_to_be).status_code == 403
    assert browser.post("/x/echo/").status_code == 403
    assert browser.post("/x/echo/", HTTP_SEC_FETCH_SITE="same-origin").status_code == 200
