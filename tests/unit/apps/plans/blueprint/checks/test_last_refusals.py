"""Refusals that a rare wish meets: what is wrong, and where."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.made import Bend, add, field, put, says


def decides(field: str) -> Bend:
    case = {"when": "pages > 2", "value": "x"}
    step = {"kind": "decide", "field": field, "cases": [case]}
    automation = {"id": "extra", "entity": "book", "when": {"kind": "created"}, "do": [step]}
    return put("automations", automation)


def scans(value: str) -> Bend:
    step = {"kind": "update", "set": [f"scan = {value}"]}
    automation = {"id": "extra", "entity": "book", "when": {"kind": "created"}, "do": [step]}

    def bend(data: dict[str, Any]) -> None:
        field(id="scan", kind="file")(data)
        put("extensions", {"id": "far", "kind": "value", "purpose": "x"})(data)
        put("automations", automation)(data)

    return bend


def agent(entity: str) -> Bend:
    step = {"kind": "agent", "instructions": "Sort it", "may": ["name"]}
    when = {"kind": "created"}
    return put("automations", {"id": "extra", "entity": entity, "when": when, "do": [step]})


REFUSED: dict[str, tuple[Bend, str, str]] = {
    "a numbered default": (
        field(kind="reference", pattern="A-{number}", default="A-1"),
        "entities.book.fields.extra.default",
        "a reference is numbered by itself",
    ),
    "a file by default": (
        field(kind="file", default="a.pdf"),
        "entities.book.fields.extra.default",
        "a file has no value that could be typed",
    ),
    "a person called today": (
        field(kind="person", default="today"),
        "entities.book.fields.extra.default",
        "the default of a person is me, or an expression",
    ),
    "a decision about a person": (
        decides("reader"),
        "automations.extra.do.1.field",
        "a decision writes a plain value, not a person",
    ),
    "a decision about several": (
        decides("fans"),
        "automations.extra.do.1.field",
        "“fans” holds several values, and this needs one",
    ),
    "a file by own code": (
        scans("hook('far') if pages > 2 else empty"),
        "automations.extra.do.1.set",
        "scan: only a person gives a file; name one of a row, or empty",
    ),
    "a file by its name": (
        scans("'a.pdf'"),
        "automations.extra.do.1.set",
        "a file and a text do not mix",
    ),
    "an agent of no entity": (
        agent("nothing"),
        "automations.extra",
        "nothing",
    ),
    "several in what is there once": (
        add("rules", {"kind": "unique", "fields": ["fans"]}),
        "entities.book.rules",
        "“fans” holds several values, and this needs one",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_where_it_stands(name: str) -> None:
    bend, where, what = REFUSED[name]

    said = says(bend)

    assert any(where in line and what in line for line in said.splitlines()), said
