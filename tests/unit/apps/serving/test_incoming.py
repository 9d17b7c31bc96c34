"""The request as the site sees it: what is refused before anything, what is left of the rest."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from apps.serving import incoming, limits
from apps.serving.admission import Admitted
from apps.serving.targets import Target
from apps.serving.turned_away import BadRequest, NotHere, TooLarge
from site_contract.visitor import BadVisitor, Visitor, read
from tests.unit.apps.serving.conftest import HOST

Asked = Callable[..., Any]
MARA = Visitor(4, "Mara Lind", "mara@acme.example", ("approver",), ("Operations",))


def at(asked: Asked, path: str, **more: Any) -> Any:
    """As the server gives a path, when what was sent is decoded."""
    request = asked("/", **more)
    request.path_info = path
    return request


GOOD_PATHS = ["/", "/notes/", "/a.b/c", "/...", "/a..b/", "/~x", "/ü/", "/a b/", "/%2e", "/gate/x"]
ODD_PATHS = [
    "//",
    "/a//b",
    "/.",
    "/..",
    "/./a",
    "/a/../b",
    "/a/..",
    "/a/.",
    "/a\\b",
    "\\",
    "/a\x00b",
    "/a\r\nb",
    "/a\tb",
    "/a\x1fb",
    "/a\x7fb",
    "/a\ufffdb",
]


@pytest.mark.parametrize("path", GOOD_PATHS)
def test_an_ordinary_path_passes(asked: Asked, path: str) -> None:
    incoming.demand_plain(at(asked, path))


@pytest.mark.parametrize("path", ODD_PATHS)
def test_an_odd_path_does_not(asked: Asked, path: str) -> None:
    with pytest.raises(BadRequest):
        incoming.demand_plain(at(asked, path))


@pytest.mark.parametrize(
    "path", ["/__gate", "/__gate/", "/__gate/start", "/__GATE/x", "/__gateway"]
)
def test_a_path_of_the_gates_own_is_not_there(asked: Asked, path: str) -> None:
    with pytest.raises(NotHere):
        incoming.demand_plain(at(asked, path))


@pytest.mark.parametrize("method", sorted(incoming.METHODS))
def test_an_ordinary_method_passes(asked: Asked, method: str) -> None:
    incoming.demand_plain(asked(method=method))


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PROPFIND", "get ", "BREW"])
def test_an_odd_method_does_not(asked: Asked, method: str) -> None:
    request = asked()
    request.method = method
    with pytest.raises(BadRequest):
        incoming.demand_plain(request)


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_SERVICE_WORKER": "script"},
        {"HTTP_SERVICE_WORKER": ""},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_TRANSFER_ENCODING": "identity"},
    ],
)
def test_what_would_outlive_or_outgrow_the_gate_is_refused(
    asked: Asked, header: dict[str, str]
) -> None:
    with pytest.raises(BadRequest):
        incoming.demand_plain(asked(**header))


@pytest.mark.parametrize(
    ("length", "refused"),
    [
        (limits.REQUEST_BYTES, None),
        (limits.REQUEST_BYTES + 1, TooLarge),
        (10**30, TooLarge),
    ],
)
def test_content_up_to_the_limit_passes(asked: Asked, length: int, refused: Any) -> None:
    request = asked(CONTENT_LENGTH=str(length))
    if refused is None:
        incoming.demand_plain(request)
        return
    with pytest.raises(refused) as turned:
        incoming.demand_plain(request)
    assert turned.value.context == {"most": 32}


@pytest.mark.parametrize("length", ["-1", "+1", "1.0", "1e3", "0x10", "1_000", "٣", " 1", "1,1"])
def test_a_length_that_is_none_is_refused(asked: Asked, length: str) -> None:
    with pytest.raises(BadRequest):
        incoming.demand_plain(asked(CONTENT_LENGTH=length))


def test_no_length_is_no_content(asked: Asked) -> None:
    assert incoming.body_length(asked(CONTENT_LENGTH="")) == 0


@pytest.mark.parametrize(("more", "passes"), [(0, True), (1, False)])
def test_a_path_up_to_the_limit_passes(asked: Asked, more: int, passes: bool) -> None:
    request = at(asked, "/" + "a" * (limits.PATH_CHARACTERS - 1 + more))
    assert refused(request) is not passes


@pytest.mark.parametrize(("more", "passes"), [(0, True), (1, False)])
def test_a_query_up_to_the_limit_passes(asked: Asked, more: int, passes: bool) -> None:
    request = asked(QUERY_STRING="q" * (limits.QUERY_BYTES + more))
    assert refused(request) is not passes


@pytest.mark.parametrize(("more", "passes"), [(0, True), (1, False)])
def test_headers_up_to_the_limit_pass(asked: Asked, more: int, passes: bool) -> None:
    bare = asked(HTTP_X_MUCH="")
    there = sum(len(name) + len(value) for name, value in bare.headers.items())
    request = asked(HTTP_X_MUCH="x" * (limits.HEADER_BYTES - there + more))
    assert refused(request) is not passes


def refused(request: Any) -> bool:
    try:
        incoming.demand_plain(request)
    except BadRequest:
        return True
    return False


PASSED = {
    "HTTP_ACCEPT": "text/html",
    "HTTP_ACCEPT_LANGUAGE": "de",
    "HTTP_IF_NONE_MATCH": '"x"',
    "HTTP_REFERER": "http://keys--acme.localhost:8000/",
    "HTTP_SEC_FETCH_SITE": "same-origin",
    "HTTP_USER_AGENT": "browser",
    # Without it a form that only asks what to show would be saved.
    "HTTP_X_KIT": "look",
    "HTTP_X_REQUESTED_WITH": "XMLHttpRequest",
    "HTTP_HX_REQUEST": "true",
    "HTTP_HX_TARGET": "rows",
}
STRIPPED = {
    # From hop to hop, by the standard.
    "HTTP_CONNECTION": "keep-alive, X-Secret",
    "HTTP_KEEP_ALIVE": "timeout=5",
    "HTTP_PROXY_AUTHENTICATE": "Basic",
    "HTTP_PROXY_AUTHORIZATION": "Basic x",
    "HTTP_PROXY_CONNECTION": "keep-alive",
    "HTTP_TE": "trailers",
    "HTTP_TRAILER": "X-Last",
    "HTTP_UPGRADE": "h2c",
    "HTTP_EXPECT": "100-continue",
    # Who somebody is, which the gate alone says.
    "HTTP_AUTHORIZATION": "Bearer x",
    "HTTP_X_REMOTE_USER": "ada",
    "HTTP_REMOTE_USER": "ada",
    "HTTP_X_FORWARDED_USER": "ada",
    "HTTP_X_AUTH_REQUEST_EMAIL": "ada@acme.example",
    "HTTP_X_SITE_VISITOR": "x",
    "HTTP_CF_ACCESS_AUTHENTICATED_USER_EMAIL": "ada@acme.example",
    # Where it comes from and goes to, which nobody in front of the gate may say.
    "HTTP_FORWARDED": "host=evil.example",
    "HTTP_X_FORWARDED_FOR": "10.0.0.1",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_REAL_IP": "10.0.0.1",
    "HTTP_X_ORIGINAL_URL": "/admin/",
    "HTTP_X_REWRITE_URL": "/admin/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_METHOD_OVERRIDE": "DELETE",
    # Parts of answers, and anything else.
    "HTTP_RANGE": "bytes=0-1",
    "HTTP_IF_RANGE": '"x"',
    "HTTP_PROXY": "http://evil.example",
    "HTTP_X_SECRET": "x",
    "HTTP_HXREQUEST": "true",
}


def passed(request: Any) -> dict[str, str]:
    return {name.upper().replace("-", "_"): value for name, value in incoming.headers_of(request)}


@pytest.mark.parametrize("name", PASSED)
def test_a_header_on_the_list_is_passed_on(asked: Asked, name: str) -> None:
    assert passed(asked(**{name: PASSED[name]}))[name.removeprefix("HTTP_")] == PASSED[name]


@pytest.mark.parametrize("name", STRIPPED)
def test_every_other_header_is_not(asked: Asked, name: str) -> None:
    assert name.removeprefix("HTTP_") not in passed(asked(**{name: STRIPPED[name]}))


@pytest.mark.parametrize("value", ["a\r\nX-Evil: b", "a\nb", "a\x00b", "a\x7fb"])
def test_a_value_with_a_line_break_is_not_passed_on(asked: Asked, value: str) -> None:
    assert "USER_AGENT" not in passed(asked(HTTP_USER_AGENT=value))


@pytest.mark.parametrize(
    ("cookies", "own"),
    [
        ("theme=dark", "theme=dark"),
        ("gate=secret; theme=dark", "theme=dark"),
        ("portal=secret; gate_state=secret; __Host-gate=secret; csrf=secret", None),
        ("GATE=secret; Portal=secret; __SECURE-x=secret", None),
        ("a=1; gate=secret; b=2", "a=1; b=2"),
        ("", None),
        (";;;", None),
    ],
)
def test_a_site_gets_its_own_cookies_only(asked: Asked, cookies: str, own: str | None) -> None:
    assert passed(asked(HTTP_COOKIE=cookies)).get("COOKIE") == own


def head(asked: Asked, target: Target, path: str = "/notes/", **more: Any) -> dict[str, Any]:
    request = asked(path, **more)
    return incoming.head_of(request, Admitted(4, target, MARA))


def proven(said: dict[str, Any], target: Target, **changed: Any) -> Visitor:
    import time

    given: dict[str, Any] = {
        "key": target.visitor_key,
        "site": target.site,
        "now": time.time(),
        "request_id": said["request_id"],
    }
    return read(said["visitor"], **(given | changed))


def test_the_visitor_travels_beside_the_headers_and_is_signed(asked: Asked, target: Target) -> None:
    said = head(asked, target, QUERY_STRING="status=open")
    assert proven(said, target) == MARA
    assert (said["method"], said["path"], said["query"]) == ("GET", "/notes/", "status=open")
    assert (said["scheme"], said["host"]) == (settings.SITEWRIGHT.scheme, HOST)
    assert not any("visitor" in name.lower() for name, _ in said["headers"])


@pytest.mark.parametrize(
    "changed", [{"site": "acme/other"}, {"key": b"x" * 32}, {"request_id": "another"}, {"now": 0.0}]
)
def test_a_visitor_is_good_for_this_site_request_and_minute(
    asked: Asked, target: Target, changed: dict[str, Any]
) -> None:
    with pytest.raises(BadVisitor):
        proven(head(asked, target), target, **changed)


def test_no_two_requests_have_one_number(asked: Asked, target: Target) -> None:
    numbers = {head(asked, target)["request_id"] for _ in range(100)}
    assert len(numbers) == 100
    assert all(len(number) == 16 for number in numbers)
