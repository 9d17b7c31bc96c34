"""Settings that must not serve people are refused, each with a sentence that helps."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from portal import checks
from portal.config import Config

KEY = "k" * 44
AT_HOME: dict[str, Any] = {
    "secret_key": KEY,
    "master_key": KEY,
    "database_url": "postgresql://a:b@c/d",
    "redis_url": "redis://c",
    "debug": False,
    "demo": False,
    "scheme": "http",
    "portal_host": "portal.localhost",
    "base_domain": "localhost",
    "storage": "folder",
}
OUTSIDE = {"portal_host": "portal.acme.example", "base_domain": "tools.example", "scheme": "https"}


def found(**changes: Any) -> list[str]:
    return [name for name, _ in checks.refusals(Config(**(AT_HOME | changes)))]


def test_plain_settings_on_one_machine_are_fine() -> None:
    assert found() == []


def test_the_demo_on_one_machine_is_fine() -> None:
    assert found(demo=True, debug=True) == []


def test_a_company_over_https_is_fine() -> None:
    assert found(**OUTSIDE) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"demo": True}, ["sitewright.E001"]),
        ({**OUTSIDE, "demo": True, "debug": True}, ["sitewright.E002", "sitewright.E003"]),
        ({**OUTSIDE, "debug": True}, ["sitewright.E003"]),
        ({"portal_host": "portal.acme.example"}, ["sitewright.E008"]),
        ({"secret_key": ""}, ["sitewright.E004"]),
        ({"master_key": "short"}, ["sitewright.E005"]),
        ({"master_key": f"{KEY},{KEY[::-1]}"}, []),
        ({"master_key": f"{KEY},short"}, ["sitewright.E005"]),
        ({"master_key": f"{KEY},"}, ["sitewright.E005"]),
        ({"database_url": ""}, ["sitewright.E006"]),
        ({"redis_url": ""}, ["sitewright.E007"]),
        ({"storage": "s3"}, ["sitewright.E009"]),
        ({"storage": "s3", "s3_bucket": "files"}, []),
        ({"build_lease_seconds": 150}, ["sitewright.E010"]),
        ({"build_lease_seconds": 5, "debug": True}, []),
    ],
)
def test_each_danger_is_refused(changes: dict[str, Any], expected: list[str]) -> None:
    assert found(**changes) == expected


def test_every_refusal_says_what_to_do_and_tells_no_secret() -> None:
    worst = AT_HOME | OUTSIDE | {"demo": True, "scheme": "http", "secret_key": "hush-hush"}
    for _, sentence in checks.refusals(Config(**worst)):
        assert "Set " in sentence or "set " in sentence
        assert "hush" not in sentence


def test_ids_are_given_once() -> None:
    everything = [
        found(demo=True), found(debug=True, **OUTSIDE), found(secret_key=""),
        found(master_key=""), found(database_url=""), found(redis_url=""), found(storage="s3"),
        found(build_lease_seconds=5),
    ]  # fmt: skip
    ids = [name for names in everything for name in names]
    assert len(ids) == len(set(ids))


def test_all_sentences_come_at_once(settings: Any) -> None:
    settings.SITEWRIGHT = Config(**(AT_HOME | {"demo": True, "storage": "s3"}))
    with pytest.raises(ImproperlyConfigured, match=r"(?s)E001.*E009"):
        checks.refuse_to_serve()


def test_every_command_refuses_a_demo_without_debug(settings: Any) -> None:
    settings.SITEWRIGHT = Config(**(AT_HOME | {"demo": True}))
    assert [message.id for message in run_checks(tags=[checks.TAG])] == ["sitewright.E001"]


def test_the_check_before_deployment_says_all(settings: Any) -> None:
    settings.SITEWRIGHT = Config(**(AT_HOME | {"secret_key": ""}))
    said = run_checks(tags=[checks.TAG], include_deployment_checks=True)
    assert [message.id for message in said] == ["sitewright.E004"]
