"""A new version goes live while people work: nobody's request is lost, and none is done twice."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from apps.runners import client
from apps.serving.exchange import Exchange
from apps.serving.pool import pool
from apps.serving.targets import Target
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from site_contract.config import SiteConfig
from site_contract.visitor import sign
from tests.isolation.direct import MARA
from tests.isolation.tools import config_of

Ask = Callable[[Target, str], Any]
pytestmark = pytest.mark.django_db
OLD, NEW = "1" * 64, "2" * 64


@pytest.fixture
def version(unruly_tree: Path, runner: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`version(digest)`: that version of one site, of the same tree."""
    config = config_of(unruly_tree, site="acme/busy")

    def configured(target: Target) -> SiteConfig:
        key = target.visitor_key.hex()
        return replace(config, digest=target.version.digest, visitor_key=key)

    monkeypatch.setattr(Target, "config", configured)
    workspace = Workspace(pk=7, slug="acme", name="Acme Foods", schema_name="ws_acme")

    def made(digest: str) -> Target:
        site = Site(pk=3, slug="busy", name="Busy")
        return Target(workspace, Version(site=site, number=1, digest=digest), "live", "s_3", "busy")

    yield made
    client.retire(site="acme/busy")


def ask(target: Target, address: str, **more: Any) -> Any:
    """One request, as the gate carries it over; the answer's JSON."""
    path, _, query = address.partition("?")
    signed = sign(MARA, key=target.visitor_key, site=target.site, request_id="r", now=time.time())
    head = {"method": "GET", "path": path, "query": query, "headers": [], "visitor": signed}
    head |= {"request_id": "r", "scheme": "http", "host": "unruly--acme.localhost:8000"}
    status, _, content = Exchange(target, 1).run(RequestFactory().get(address), head | more)
    assert status == 200
    return json.loads(content)  # type: ignore[arg-type]


def test_two_requests_in_the_moment_of_the_change_are_both_answered(version: Any) -> None:
    old, new = version(OLD), version(NEW)
    ask(old, "/x/echo/")
    with ThreadPoolExecutor(2) as threads:
        under_way = threads.submit(ask, old, "/x/threads/?wait=0.5")
        time.sleep(0.15)
        client.retire(site="acme/busy", digest=OLD)
        after = threads.submit(ask, new, "/x/echo/")
        assert after.result(60)["pid"]
        assert under_way.result(60)["thread"]


def test_whoever_decided_for_the_old_version_a_moment_before_is_still_answered(
    version: Any,
) -> None:
    """The decision was made, the process was let go, the request is sent only now."""
    old = version(OLD)
    before = ask(old, "/x/echo/")["pid"]
    exchange = Exchange(old, 1)
    client.retire(site="acme/busy", digest=OLD)
    wait_until_gone(before)
    exchange.connection.close()
    assert ask(old, "/x/echo/")["pid"] != before


def wait_until_gone(pid: int) -> None:
    until = time.monotonic() + 30
    while any(one["pid"] == pid for one in client.status()["processes"]):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_kept_connection_to_a_version_that_was_let_go_is_replaced(version: Any) -> None:
    old = version(OLD)
    before = ask(old, "/x/echo/")["pid"]
    client.retire(site="acme/busy", digest=OLD)
    wait_until_gone(before)
    assert ask(old, "/x/echo/")["pid"] != before


def test_changes_under_load_lose_nothing_and_do_nothing_twice(version: Any) -> None:
    digests = [OLD, NEW, "3" * 64]
    live, over = [version(OLD)], threading.Event()
    pids: set[int] = set()

    def people() -> int:
        done = 0
        while not over.is_set():
            pids.add(ask(live[0], "/x/echo/")["pid"])
            done += 1
        return done

    with ThreadPoolExecutor(4) as threads:
        working = [threads.submit(people) for _ in range(4)]
        for number, digest in enumerate(digests[1:], 1):
            wait_for_more_than(number - 1, pids, working)
            before, live[0] = live[0], version(digest)
            client.retire(site="acme/busy", digest=before.version.digest)
        wait_for_more_than(len(digests) - 1, pids, working)
        over.set()
        assert sum(one.result(60) for one in working) > len(digests)
    assert len(pids) >= len(digests)


def wait_for_more_than(number: int, pids: set[int], working: list[Any]) -> None:
    """Until so many processes have answered, or somebody's request was lost."""
    until = time.monotonic() + 60
    while len(pids) <= number and not any(one.done() for one in working):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_two_first_requests_at_once_begin_one_process(version: Any) -> None:
    target = version("4" * 64)
    pool.close()
    with ThreadPoolExecutor(6) as threads:
        pids = set(threads.map(lambda _: ask(target, "/x/echo/")["pid"], range(6)))
    assert len(pids) == 1
