"""Nobody becomes somebody else: not by headers, not by replayed frames, not by another site's."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from site_contract.frames import Fault
from site_contract.visitor import Visitor, sign
from tests.cast import Cast
from tests.isolation.direct import MARA, ask
from tests.isolation.tools import config_of

Browse = Callable[..., Client]

FORGED = {
    "HTTP_X_SITE_VISITOR": "1",
    "HTTP_VISITOR": "1",
    "HTTP_X_USER": "ada@acme.example",
    "HTTP_X_REMOTE_USER": "ada",
    "HTTP_REMOTE_USER": "ada",
    "REMOTE_USER": "ada",
    "HTTP_SITE_KIT.ASKER": "ada",
    "HTTP_X_FORWARDED_FOR": "10.0.0.1",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_FORWARDED": "host=evil.example",
    "HTTP_X_ORIGINAL_URL": "/x/wrong/",
    "HTTP_X_REWRITE_URL": "/x/wrong/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
    "HTTP_UPGRADE": "h2c",
    "HTTP_CONNECTION": "upgrade",
}


def test_forged_headers_do_not_arrive(browse: Browse, cast: Cast) -> None:
    said = browse(cast.mara).get("/x/echo/", **FORGED).json()
    assert said["asker"]["name"] == "Mara Lind"
    assert set(said["headers"]) & set(FORGED) == set()
    assert said["path"] == "/x/echo/"
    assert said["method"] == "GET"


def test_the_host_is_the_one_that_was_asked(browse: Browse, cast: Cast) -> None:
    said = browse(cast.mara).get("/x/echo/", HTTP_X_FORWARDED_HOST="evil.example").json()
    assert said["headers"]["HTTP_HOST"] == "unruly--acme.localhost:8000"


def test_the_gates_cookies_do_not_arrive_and_the_sites_own_do(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    for name in ("portal", "csrf", "gate_state", "__Host-portal", "sessionid", "GATE"):
        browser.cookies[name] = "canary"
    browser.cookies["theme"] = "dark"
    said = browser.get("/x/echo/").json()
    assert said["cookies"] == {"theme": "dark"}
    assert "canary" not in json.dumps(said)
    assert browser.cookies["gate"].value not in json.dumps(said)


def test_a_process_believes_its_own_visitor_only(runner: Path, unruly_tree: Path) -> None:
    status, content = ask(config_of(unruly_tree), "/x/echo/")
    assert (status, json.loads(content)["asker"]["id"]) == (200, MARA.id)


def forged(case: str, now: float) -> str:
    key, other = bytes.fromhex("ab" * 32), bytes.fromhex("cd" * 32)
    ada = Visitor(1, "Ada Marsh", "ada@acme.example", ("admin",))
    good = {"key": key, "site": "acme/unruly", "request_id": "r1", "now": now}
    cases = {
        "of another site": good | {"site": "acme/other"},
        "with another key": good | {"key": other},
        "of an hour ago": good | {"now": now - 3600},
        "of tomorrow": good | {"now": now + 86400},
        "of another request": good | {"request_id": "r0"},
    }
    return sign(ada, **cases[case])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "case",
    [
        "of another site",
        "with another key",
        "of an hour ago",
        "of tomorrow",
        "of another request",
    ],
)
def test_a_process_refuses_a_visitor(runner: Path, unruly_tree: Path, case: str) -> None:
    with pytest.raises(Fault):
        ask(config_of(unruly_tree), "/x/echo/", visitor=forged(case, time.time()))


def test_without_a_visitor_a_process_knows_nobody(runner: Path, unruly_tree: Path) -> None:
    config = config_of(unruly_tree)
    assert json.loads(ask(config, "/x/echo/", visitor="")[1])["asker"] is None
    assert ask(config, "/notes/", visitor="")[0] == 401


def test_a_header_cannot_name_the_key_that_carries_the_visitor(
    runner: Path, unruly_tree: Path
) -> None:
    headers = [["site_kit.asker", "x"], ["SITE-KIT.ASKER", "x"], ["wsgi.input", "x"]]
    said = ask(config_of(unruly_tree), "/x/echo/", visitor="", headers=headers)
    assert json.loads(said[1])["asker"] is None


def test_a_preview_and_the_live_site_are_signed_with_different_keys() -> None:
    from apps.runners.names import visitor_key_of

    assert visitor_key_of("acme/unruly", "live") != visitor_key_of("acme/unruly", "preview")
