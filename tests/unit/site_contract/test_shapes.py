"""Plain shapes go through JSON unchanged; anything else on the way in is refused, never guessed."""

import json
from dataclasses import replace

import pytest

from site_contract.config import Database, SiteConfig
from site_contract.jobs import Check, Job, JobProgress, JobResult
from site_contract.plain import BadShape, from_plain, to_plain
from site_contract.visitor import Visitor

ROWS = Database("127.0.0.1", 5432, "w_3", "w_3_s_1_run", "secret", "s_1")
REQUESTS = SiteConfig(
    site="acme/requests",
    kind="live",
    digest="d" * 64,
    code="/sites/acme/requests/1-dddddddddddd",
    database=ROWS,
    visitor_key="ab" * 32,
    environment={"ERP_URL": "https://erp.example"},
    name="Requests",
    language="en",
    timezone="Europe/Berlin",
    currency="EUR",
    address="http://requests--acme.localhost:8000",
    portal_address="http://acme.localhost:8000/sites/requests/",
)


@pytest.mark.parametrize(
    "value",
    [
        Visitor(1, "Ada", "ada@acme.example", ("admin",), ()),
        Job("try", {"samples": [1, {"a": None}]}),
        JobProgress("migrate", "Making the tables"),
        JobResult(False, {}, "The tables could not be made."),
        Check("system", "Declarations", True, "", 0.25),
        ROWS,
    ],
)
def test_a_shape_survives_json(value: object) -> None:
    assert from_plain(type(value), json.loads(json.dumps(to_plain(value)))) == value


def test_a_configuration_survives_json() -> None:
    assert SiteConfig.from_json(REQUESTS.to_json()) == REQUESTS
    with_owner = replace(REQUESTS, owner=replace(ROWS, user="w_3_s_1_owner"))
    assert SiteConfig.from_json(with_owner.to_json()) == with_owner


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "other"}, "must be live, preview or trial"),
        ({"digest": 5}, "SiteConfig.digest must be str, not int"),
        ({"surprise": 1}, "has no 'surprise'"),
        ({"environment": {"A": 1}}, "environment.A must be str"),
        ({"environment": []}, "environment"),
        ({"database": None}, "SiteConfig.database must be an object"),
        ({"database": {"host": "x"}}, "not complete"),
    ],
)
def test_a_wrong_configuration_is_refused_by_name(change: dict[str, object], sentence: str) -> None:
    data = json.loads(REQUESTS.to_json()) | change
    with pytest.raises(BadShape, match=sentence):
        SiteConfig.from_json(json.dumps(data))


@pytest.mark.parametrize("text", ["", "nothing", "[]", "null", "1"])
def test_a_text_that_is_no_configuration_is_refused(text: str) -> None:
    with pytest.raises(BadShape):
        SiteConfig.from_json(text)


def test_a_truth_is_not_a_number() -> None:
    with pytest.raises(BadShape, match="must be int, not bool"):
        from_plain(Visitor, {"id": True, "name": "x", "email": "y"})


def test_a_whole_number_may_stand_for_seconds() -> None:
    assert from_plain(Check, {"id": "a", "title": "A", "ok": True, "seconds": 2}).seconds == 2.0


def test_processes_are_told_apart_by_site_kind_version_and_schema() -> None:
    others = [
        replace(REQUESTS, site="acme/invoices"),
        replace(REQUESTS, kind="preview"),
        replace(REQUESTS, digest="e" * 64),
        replace(REQUESTS, database=replace(ROWS, schema="s_2")),
    ]
    assert len({REQUESTS.key, *(other.key for other in others)}) == 5


def test_a_changed_value_changes_the_fingerprint_and_not_the_key() -> None:
    changed = replace(REQUESTS, environment={"ERP_URL": "https://new.example"})
    assert changed.key == REQUESTS.key
    assert changed.fingerprint != REQUESTS.fingerprint
