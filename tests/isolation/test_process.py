"""What the process of a site has, knows and can do: its own, and as little as can be."""

import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from apps.environment.actions import set_value
from apps.runners import client
from apps.runners.errors import RunnerRefused
from apps.sites.models import Site
from site_contract.config import Database
from tests.cast import Cast
from tests.isolation.direct import answer_of, ask, connected, request_to
from tests.isolation.tools import config_of

Browse = Callable[..., Client]


def echo(folder: Path, **given: object) -> dict[str, object]:
    said: dict[str, object] = json.loads(ask(config_of(folder, **given), "/x/echo/")[1])
    return said


def test_its_environment_is_empty(runner: Path, unruly_tree: Path) -> None:
    assert echo(unruly_tree)["environ"] == {}


def test_it_knows_its_own_values_and_no_others(runner: Path, unruly_tree: Path) -> None:
    mine = echo(unruly_tree, environment={"ERP_URL": "https://erp.example"})
    other = echo(unruly_tree, site="acme/other", environment={"API_KEY": "canary"})
    assert mine["given"] == {"ERP_URL": "https://erp.example"}
    assert "canary" not in json.dumps(mine)
    assert other["pid"] != mine["pid"]


def comes_to(given: Callable[[], object], wanted: object) -> bool:
    """The process that goes may still answer what comes in the same moment."""
    for _ in range(100):
        if given() == wanted:
            return True
        time.sleep(0.05)
    return False


def test_a_value_of_the_workspace_reaches_its_site_and_a_new_one_replaces_it(
    browse: Browse, cast: Cast, open_site: Site
) -> None:
    browser = browse(cast.mara)

    def given() -> object:
        return browser.get("/x/echo/").json()["given"]

    assert given() == {}
    for text in ("https://one.example", "https://two.example"):
        set_value(by=cast.bea, site=open_site, key="ERP_URL", kind="env", text=text)
        set_value(by=cast.bea, site=open_site, key="NOT_DECLARED", kind="secret", text="canary")
        client.retire_site(open_site)
        assert comes_to(given, {"ERP_URL": text})


def test_it_has_no_descriptor_of_ours(runner: Path, unruly_tree: Path) -> None:
    with connected(config_of(unruly_tree)) as (frames,):
        content = answer_of(request_to(frames, config_of(unruly_tree), "/x/echo/"))[1]
    # Standard three, control, selector, the pair that wakes it, its connection, and /proc itself.
    assert len(json.loads(content)["descriptors"]) <= 10


def test_it_has_the_limits_that_were_set(runner: Path, unruly_tree: Path) -> None:
    from site_runtime.inside.confine import LIMITS

    pid = int(str(echo(unruly_tree)["pid"]))
    for limit, most in LIMITS.items():
        assert resource.prlimit(pid, limit) == (most, most)


def test_it_can_gain_no_rights(runner: Path, unruly_tree: Path) -> None:
    status = Path(f"/proc/{echo(unruly_tree)['pid']}/status").read_text()
    assert "NoNewPrivs:\t1" in status


def test_it_is_never_given_the_role_that_changes_tables(runner: Path, unruly_tree: Path) -> None:
    owner = Database("127.0.0.1", 5432, "w", "w_owner", "canary", "s_1")
    with pytest.raises(RunnerRefused, match="never given the role"):
        client.acquire(config_of(unruly_tree, owner=owner))
    assert echo(unruly_tree)["databases"] == ["default"]


def test_its_parent_is_the_runner_and_not_the_portal(runner: Path, unruly_tree: Path) -> None:
    assert echo(unruly_tree)["parent"] not in {os.getpid(), 1}


def test_two_versions_are_two_processes(runner: Path, unruly_tree: Path) -> None:
    first, second = echo(unruly_tree, digest="1" * 64), echo(unruly_tree, digest="2" * 64)
    assert first["pid"] != second["pid"]


def test_a_changed_value_is_a_new_process(runner: Path, unruly_tree: Path) -> None:
    before = echo(unruly_tree, environment={"A": "1"})
    after = echo(unruly_tree, environment={"A": "2"})
    assert (before["pid"] != after["pid"], after["given"]) == (True, {"A": "2"})


def test_retiring_lets_what_is_under_way_be_finished(runner: Path, unruly_tree: Path) -> None:
    config = config_of(unruly_tree)
    with connected(config) as (frames,):
        request_to(frames, config, "/x/threads/?wait=0.4")
        assert client.retire(site="acme/unruly") > 0
        assert answer_of(frames)[0] == 200


def test_what_it_prints_is_kept_by_site_and_kept_small(runner: Path, unruly_tree: Path) -> None:
    ask(config_of(unruly_tree, site="acme/noisy"), "/x/wrong/")
    log = runner.parent / "logs" / "acme_noisy.log"
    assert wait_for(lambda: log.exists() and "a mistake canary-in-a-local" in log.read_text())


def wait_for(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 5
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()
