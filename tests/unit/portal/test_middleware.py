"""Which door a request came to, and whether a change was asked for by our own page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from apps.audit.schemas import tenant_connection
from apps.workspaces.hosts import Place
from apps.workspaces.models import Workspace
from portal.middleware import Door, SameOrigin

Answer = Callable[..., Any]


@pytest.fixture
def door(db: None) -> Any:
    """`door(host)`: the answer, and what the request had become when it was let in (or None)."""
    let_in: list[Any] = []

    def inside(request: Any) -> HttpResponse:
        let_in.append(
            (request.place, request.tenant, request.urlconf, tenant_connection.schema_name)
        )
        return HttpResponse("inside")

    def ask(host: str, **more: Any) -> Any:
        request = RequestFactory().get("/x/", HTTP_HOST=host, **more)
        answer = Door(inside)(request)  # type: ignore[arg-type]
        return answer, (let_in[-1] if let_in else None)

    yield ask
    tenant_connection.set_schema_to_public()


@pytest.mark.parametrize(
    ("host", "kind", "urlconf", "schema"),
    [
        ("portal.localhost:8000", "portal", "PUBLIC_SCHEMA_URLCONF", "public"),
        ("acme.localhost:8000", "workspace", "ROOT_URLCONF", "ws_acme"),
        ("keys--acme.localhost:8000", "site", "SITE_URLCONF", "ws_acme"),
        ("pv-x--acme.localhost:8000", "preview", "SITE_URLCONF", "ws_acme"),
    ],
)
def test_each_kind_of_host_has_its_own_addresses_and_schema(
    door: Any, host: str, kind: str, urlconf: str, schema: str
) -> None:
    _, (place, tenant, found, where) = door(host)
    assert (place.kind, found, where) == (kind, getattr(settings, urlconf), schema)
    assert (tenant is None) == (kind == "portal")


WRONG = [
    "",
    "evil.example",
    "acme.localhost",
    "acme.localhost:9",
    "portal.localhost:8000.evil.example",
    "127.0.0.2:8000",
    "acme.localhost:8000@evil.example",
    "acme.localhost:8000, evil.example",
    "keys--acme.localhost:8000/x",
]


@pytest.mark.parametrize("host", WRONG)
def test_a_wrong_host_gets_a_sentence_and_goes_no_further(door: Any, host: str) -> None:
    answer, let_in = door(host)
    text = answer.content.decode()
    assert (answer.status_code, let_in) == (421, None)
    assert "<h1>" in text
    assert "Traceback" not in text
    assert not host or f">{host}<" not in text


def test_what_a_proxy_says_of_the_host_is_not_believed(door: Any) -> None:
    answer, let_in = door("evil.example", HTTP_X_FORWARDED_HOST="acme.localhost:8000")
    assert (answer.status_code, let_in) == (421, None)
    _, (place, *_rest) = door("portal.localhost:8000", HTTP_X_FORWARDED_HOST="acme.localhost:8000")
    assert place.kind == "portal"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_the_bare_address_leads_to_the_portal(door: Any, host: str) -> None:
    answer, let_in = door(host)
    config = settings.SITEWRIGHT
    assert (answer.status_code, let_in) == (302, None)
    assert answer["Location"] == f"{config.address(config.portal_host)}/"


@pytest.mark.parametrize("host", ["nobody.localhost:8000", "keys--nobody.localhost:8000"])
def test_a_workspace_that_is_not_there_is_a_sentence(door: Any, host: str) -> None:
    answer, let_in = door(host)
    assert (answer.status_code, let_in) == (404, None)
    assert b"<h1>" in answer.content


def test_a_request_does_not_begin_where_the_last_one_ended(door: Any, acme: Workspace) -> None:
    door("acme.localhost:8000")
    assert tenant_connection.schema_name == "ws_acme"
    _, (*_, schema) = door("portal.localhost:8000")
    assert schema == "public"
    door("acme.localhost:8000")
    door("evil.example")
    assert tenant_connection.schema_name == "public"


HERE = "http://acme.localhost:8000"


def change(method: str, kind: str, **headers: str) -> bool:
    """Whether it is let through."""
    request: Any = RequestFactory().generic(
        method,
        "/x/",
        HTTP_HOST="acme.localhost:8000",
        **headers,  # type: ignore[arg-type]
    )
    request.place = Place(kind, None, "")  # type: ignore[arg-type]
    answer = SameOrigin(lambda _: HttpResponse("inside"))(request)
    assert answer.status_code in {200, 403}
    return bool(answer.content == b"inside")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("headers", "through"),
    [
        ({"HTTP_ORIGIN": HERE}, True),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": ""}, False),
        ({"HTTP_ORIGIN": "http://keys--acme.localhost:8000"}, False),
        ({"HTTP_ORIGIN": "https://acme.localhost:8000"}, False),
        ({"HTTP_ORIGIN": "http://acme.localhost"}, False),
        ({"HTTP_ORIGIN": "http://evil.example", "HTTP_SEC_FETCH_SITE": "same-origin"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "none"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("kind", ["portal", "workspace"])
def test_a_change_must_come_from_our_own_page(
    method: str, headers: dict[str, str], through: bool, kind: str
) -> None:
    assert change(method, kind, **headers) is through


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE"])
def test_reading_may_come_from_anywhere(method: str) -> None:
    assert change(method, "workspace", HTTP_ORIGIN="http://evil.example")


@pytest.mark.parametrize("kind", ["site", "preview"])
def test_changes_on_a_tools_host_are_judged_by_the_gate(kind: str) -> None:
    assert change("POST", kind, HTTP_ORIGIN="http://evil.example")
