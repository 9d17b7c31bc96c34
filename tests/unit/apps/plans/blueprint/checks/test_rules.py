"""Rules: their fields, expressions and values."""

from typing import Any

import pytest

from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load
from tests.unit.apps.plans.blueprint.made import add, entity, put, says


def rule(**keys: Any) -> str:
    return says(add("rules", {"id": "extra", **keys}))


APPROVAL: dict[str, Any] = {
    "kind": "approval",
    "pending": "here",
    "approved": "lent",
    "rejected": "gone",
    "steps": [{"id": "first", "by": ["keeper"], "when": "pages > 3", "days": 2}],
    "not_by": ["row.reader"],
}


@pytest.mark.parametrize(
    "keys",
    [
        {"kind": "validation", "expr": "seen > created_at or pages > 3", "message": "No."},
        {"kind": "required_if", "field": "reader", "when": "state == 'lent'"},
        {"kind": "empty_if", "field": "reader", "when": "state == 'here'"},
        {"kind": "unique", "fields": ["name", "shelf"], "where": "signed"},
        {
            "kind": "limit",
            "max": "20",
            "per": ["shelf", "week(bought)"],
            "where": "state == 'here'",
        },
        {
            "kind": "limit",
            "max": "shelf.books",
            "of": "sum(pages)",
            "overflow": "state = 'gone'",
            "promote": "state = 'here'",
        },
        {
            "kind": "lock",
            "when": "state.closed",
            "fields": ["name"],
            "unless_by": ["admin", "row.reader"],
        },
        {"kind": "stock", "item": "shelf", "quantity": "pages", "min": "none"},
        {"kind": "creates", "entity": "shelf", "set": ["name = row.name"]},
        {
            "kind": "creates",
            "on": "lend",
            "entity": "shelf",
            "columns": ["name"],
            "rows": [["One"], ["=row.name"]],
        },
        {
            "kind": "creates",
            "entity": "book",
            "each": "shelf",
            "where": "owner == row.reader",
            "set": ["name = each.name", "shelf = each"],
        },
    ],
)
def test_a_rule_that_makes_sense_is_let_through(keys: dict[str, Any]) -> None:
    assert rule(**keys) == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            {"kind": "validation", "expr": "pages"},
            "rules.extra.expr: “pages” is a number, not a condition",
        ),
        (
            {"kind": "required_if", "field": "redaer", "when": "signed"},
            "there is no field of book “redaer”; did you mean “reader”?",
        ),
        ({"kind": "required_if", "field": "reader", "when": "pages"}, ".when: “pages” is a number"),
        ({"kind": "unique", "fields": ["fans"]}, "“fans” holds several values"),
        ({"kind": "unique", "fields": ["created_at"]}, "there is no field of book “created_at”"),
        ({"kind": "no_overlap", "start": "bought", "end": "seen"}, "two dates, or two moments"),
        ({"kind": "no_overlap", "start": "pages", "end": "pages"}, "two dates, or two moments"),
        (
            {"kind": "no_overlap", "start": "bought", "end": "bought", "per": ["fans"]},
            "per needs one value",
        ),
        ({"kind": "limit", "max": "name"}, ".max: this has to be a number"),
        ({"kind": "limit", "max": "3", "of": "pages"}, "stands alone: a measure adds rows up"),
        ({"kind": "limit", "max": "3", "per": ["shelv"]}, ".per: book has no field “shelv”"),
        ({"kind": "limit", "max": "3", "promote": "state = 'here'"}, "promote needs overflow"),
        (
            {"kind": "limit", "max": "3", "overflow": "state = 'away'"},
            "“state” has no value “away”",
        ),
        (
            {"kind": "lock", "when": "signed", "fields": ["nothing"]},
            "there is no field of book “nothing”",
        ),
        ({"kind": "lock", "when": "signed", "unless_by": ["boss"]}, "there is no role “boss”"),
        ({"kind": "stock", "item": "pages", "quantity": "pages"}, "“pages” has to be a relation"),
        (
            {"kind": "stock", "item": "shelf", "quantity": "name"},
            ".quantity: this has to be a number",
        ),
        ({"kind": "creates", "entity": "film"}, "there is no entity “film”"),
        ({"kind": "creates", "entity": "shelf", "on": "steal"}, "there is no action “steal”"),
        (
            {"kind": "creates", "entity": "shelf"},
            "this rule leaves name of shelf empty, and name is required",
        ),
        (
            {"kind": "creates", "entity": "shelf", "set": ["name = name"]},
            "belongs to no row here; names here are row",
        ),
        ({"kind": "creates", "entity": "shelf", "each": "film"}, "there is no entity “film”"),
        (
            {"kind": "creates", "entity": "shelf", "columns": ["name"]},
            "columns and rows go together",
        ),
        (
            {"kind": "creates", "entity": "shelf", "columns": ["name"], "rows": [["a", "b"]]},
            "2 cells for 1 columns",
        ),
        (
            {"kind": "creates", "entity": "shelf", "columns": ["nam"], "rows": [["a"]]},
            "there is no field of shelf “nam”",
        ),
        (
            {
                "kind": "creates",
                "entity": "book",
                "columns": ["name", "pages", "shelf"],
                "rows": [["a", "b", "c"]],
            },
            "“b” is not a number",
        ),
        (
            {
                "kind": "creates",
                "entity": "book",
                "columns": ["name", "shelf"],
                "rows": [["a", "Top"]],
            },
            "“shelf” takes an expression: =row.shelf",
        ),
        (
            {
                "kind": "creates",
                "entity": "shelf",
                "each": "book",
                "columns": ["name"],
                "rows": [["a"]],
            },
            "rows and each do not go together",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_told(keys: dict[str, Any], said: str) -> None:
    assert said in rule(**keys)


def without_actions(data: dict[str, Any]) -> None:
    entity(data).pop("actions")


def test_an_approval_that_makes_sense_is_let_through() -> None:
    assert says(without_actions, add("rules", APPROVAL)) == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"pending": "asked"}, "there is no value of state “asked”"),
        ({"pending": "lent"}, "three different values"),
        ({"field": "pages"}, "say which status of book is meant"),
        ({"steps": [{"id": "a", "by": ["boss"]}]}, "steps.a.by: there is no role “boss”"),
        (
            {"steps": [{"id": "a", "by": ["keeper"], "when": "pages"}]},
            "steps.a.when: “pages” is a number",
        ),
        ({"steps": [{"id": "a", "by": ["keeper"]}] * 2}, "two steps have the same id"),
        ({"steps": [{"id": "admin", "by": ["keeper"]}]}, "a step is not called admin"),
        ({"not_by": ["row.pages"]}, "“row.pages” is a number, not a person"),
    ],
)
def test_an_approval_that_makes_no_sense_is_told(keys: dict[str, Any], said: str) -> None:
    assert said in says(without_actions, add("rules", {**APPROVAL, "id": "extra", **keys}))


def test_what_is_decided_on_is_not_called_as_a_field_of_a_decision() -> None:
    data = {
        "name": "Steps",
        "entities": [
            {
                "id": "step",
                "fields": [
                    {"kind": "text", "id": "name", "required": True},
                    {
                        "kind": "status",
                        "id": "state",
                        "values": [{"id": one} for one in ("here", "lent", "gone")],
                    },
                ],
                "rules": [APPROVAL | {"steps": [{"id": "first", "by": ["member"]}], "not_by": []}],
            }
        ],
    }
    with pytest.raises(BlueprintErrors, match="has a field “step” already"):
        load(data)


def test_approve_and_reject_exist_by_the_approval() -> None:
    said = says(add("actions", {"kind": "print", "id": "approve"}), add("rules", APPROVAL))
    assert (
        "id-twice entities.book.actions.approve: “approve” exists by the approval already" in said
    )


def test_an_entity_has_one_approval() -> None:
    second = {**APPROVAL, "id": "second"}
    assert "one approval an entity" in says(
        without_actions, add("rules", APPROVAL), add("rules", second)
    )


def test_a_ledger_moves_between_places_of_one_sort() -> None:
    room = {"id": "room", "fields": [{"kind": "text", "id": "name", "required": True}]}
    fields = [
        {"kind": "relation", "id": "from", "to": "shelf"},
        {"kind": "relation", "id": "to", "to": "room"},
    ]
    moved = {
        "kind": "stock",
        "id": "extra",
        "item": "shelf",
        "quantity": "1",
        "from": "from",
        "to": "to",
    }
    said = says(put("entities", room), *(add("fields", f) for f in fields), add("rules", moved))
    assert "from and to lead to the same entity of locations" in said
