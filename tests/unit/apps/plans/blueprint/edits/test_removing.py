"""Edits that remove: what goes along, and what is told."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.edits.doing import (
    after,
    bent,
    book,
    cells,
    field,
    loaded,
    refused,
)
from tests.unit.apps.plans.blueprint.made import add, entity, example, page, put

READER = {"kind": "remove", "at": "entities.book.fields.reader"}
PAGES = {"kind": "remove", "at": "entities.book.fields.pages"}


def needs_no_reader(data: dict[str, Any]) -> None:
    entity(data)["actions"][0].pop("needs")


def test_a_field_goes_from_every_list_of_paths() -> None:
    shown = bent(
        page(
            columns=["name", "pages", "shelf.books"],
            filters=["pages=3", "state"],
            search=["notes"],
            sort=["-pages", "name"],
            parts=[
                {
                    "kind": "list",
                    "id": "a",
                    "entity": "book",
                    "columns": ["name", "pages"],
                    "sort": ["pages"],
                }
            ],
        )
    )
    found = after(PAGES, to=shown)["pages"][1]
    assert found["columns"] == ["name", "shelf.books"]
    assert (found["filters"], found["sort"]) == (["state"], ["name"])
    assert found["parts"][0] == {"kind": "list", "id": "a", "entity": "book", "columns": ["name"]}


def test_a_field_goes_from_paths_that_lead_through_it() -> None:
    shown = bent(
        needs_no_reader, page(columns=["name", "reader.email", "reader", "shelf.owner.email"])
    )
    assert after(READER, to=shown)["pages"][1]["columns"] == ["name", "shelf.owner.email"]


def test_a_field_goes_from_forms_their_steps_actions_digests_and_samples() -> None:
    tool = bent(
        page(
            kind="form",
            steps=[
                {"name": "One", "fields": ["name", "shelf"]},
                {"name": "Two", "fields": ["reader"]},
            ],
        ),
        put(
            "automations",
            {
                "id": "a",
                "entity": "book",
                "when": {"kind": "created"},
                "do": [
                    {"kind": "digest", "to": ["keeper"], "text": "x", "columns": ["name", "reader"]}
                ],
            },
        ),
        lambda data: data["samples"][1].update(
            columns=["name", "reader", "shelf"], rows=[["Emma", "me", "Top"]]
        ),
    )
    found = after(READER, to=tool)
    assert found["pages"][1]["steps"] == [{"name": "One", "fields": ["name", "shelf"]}]
    assert "needs" not in found["entities"][1]["actions"][0]
    assert found["automations"][0]["do"][0]["columns"] == ["name"]
    assert found["samples"][1] == {
        "entity": "book",
        "columns": ["name", "shelf"],
        "rows": [["Emma", "Top"]],
    }


def test_a_field_goes_from_what_is_shown_beside_a_title() -> None:
    tool = bent(
        add(
            "fields", {"kind": "relation", "id": "sequel", "to": "book", "shows": ["pages", "name"]}
        )
    )
    assert field("sequel", PAGES, to=tool)["shows"] == ["name"]


def test_a_requirement_loses_the_address_and_says_so() -> None:
    tool = bent(
        put(
            "requirements",
            {"quote": "how long", "provides": ["entities.book.fields.pages", "entities.book"]},
        )
    )
    found = loaded(PAGES, to=tool)
    assert found.blueprint.requirements[0].provides == ("entities.book",)
    assert found.notes == ("“how long”: nothing is at “entities.book.fields.pages”",)


@pytest.mark.parametrize(
    ("bend", "said"),
    [
        (page(scope="pages > 3"), "pages.extra.scope: book has no field “pages”"),
        (
            add("rules", {"kind": "unique", "id": "u", "fields": ["name", "pages"]}),
            "rules.u.fields: there is no field of book “pages”",
        ),
        (
            add("fields", {"kind": "integer", "id": "twice", "expr": "pages * 2"}),
            "fields.twice.expr: book has no field “pages”",
        ),
        (
            add("permissions", {"by": ["member"], "can": ["view"], "where": "pages > 3"}),
            "permissions.member.where",
        ),
        (
            page(kind="matrix", rows="pages", across="state"),
            "pages.extra.rows: book has no field “pages”",
        ),
    ],
)
def test_an_expression_or_rule_that_still_names_it_is_told_where(bend: Any, said: str) -> None:
    assert said in refused(PAGES, to=bent(bend))


SHELF = {"kind": "remove", "at": "entities.shelf"}


def test_an_entity_takes_its_pages_parts_automations_and_samples_along() -> None:
    tool = bent(
        put("pages", {"kind": "table", "id": "shelves", "entity": "shelf"}),
        page(
            parts=[
                {"kind": "list", "id": "a", "entity": "shelf"},
                {"kind": "list", "id": "b", "entity": "book"},
            ]
        ),
        put(
            "pages",
            {
                "kind": "dashboard",
                "id": "d",
                "parts": [{"kind": "list", "id": "a", "entity": "shelf"}],
            },
        ),
        put(
            "automations",
            {
                "id": "a",
                "entity": "shelf",
                "when": {"kind": "created"},
                "do": [{"kind": "notify", "to": ["keeper"], "text": "x"}],
            },
        ),
    )
    found = after({"kind": "remove", "at": "entities.book.fields.shelf"}, SHELF, to=tool)
    assert [e["id"] for e in found["entities"]] == ["book"]
    assert [p["id"] for p in found["pages"]] == ["books", "extra"]
    assert [p["id"] for p in found["pages"][1]["parts"]] == ["b"]
    assert "automations" not in found
    assert [s["entity"] for s in found["samples"]] == ["book"]


def test_a_relation_to_an_entity_that_goes_is_told() -> None:
    assert "entities.book.fields.shelf.to: there is no entity “shelf”" in refused(SHELF)


def test_the_rows_of_a_value_get_another() -> None:
    tool = bent(
        lambda data: entity(data)["fields"][-1].update(default="lent"),
        lambda data: data["samples"][1].update(
            columns=["name", "shelf", "state"], rows=[["A", "Top", "lent"], ["B", "Top", "here"]]
        ),
        lambda data: entity(data).update(
            actions=[{"kind": "transition", "id": "lose", "from": ["here", "lent"], "to": "gone"}]
        ),
    )
    edit = {"kind": "remove", "at": "entities.book.fields.state.values.lent", "to": "here"}
    assert [v["id"] for v in field("state", edit, to=tool)["values"]] == ["here", "gone"]
    assert field("state", edit, to=tool)["default"] == "here"
    assert book(edit, to=tool)["actions"][0]["from"] == ["here"]
    assert cells("book", "state", edit, to=tool) == ["here", "here"]


@pytest.mark.parametrize(
    ("to", "said"),
    [("", "say which value the rows of “lent” get"), ("away", "say which"), ("lent", "say which")],
)
def test_a_value_does_not_go_without_another_for_its_rows(to: str, said: str) -> None:
    assert said in refused(
        {"kind": "remove", "at": "entities.book.fields.state.values.lent", "to": to}
    )


def test_a_transition_to_a_value_that_goes_is_told() -> None:
    said = refused({"kind": "remove", "at": "entities.book.fields.state.values.lent", "to": "here"})
    assert "entities.book.actions.lend: there is no value of state “lent”" in said


def test_a_sample_of_several_values_loses_doubles() -> None:
    tool = bent(
        lambda data: data["samples"][1].update(
            columns=["name", "shelf", "tags"], rows=[["A", "Top", "old; rare"]]
        )
    )
    edit = {"kind": "remove", "at": "entities.book.fields.tags.values.rare", "to": "old"}
    assert cells("book", "tags", edit, to=tool) == ["old"]


def test_an_action_goes_from_the_pages_that_show_it() -> None:
    part = {"kind": "list", "id": "a", "entity": "book", "actions": ["lend", "lose"]}
    shown = bent(page(actions=["lend", "lose"], parts=[part]), needs_no_reader)
    found = after(
        {"kind": "remove", "at": "entities.book.actions.lend"},
        {"kind": "remove", "at": "entities.book.fields.state.values.lent", "to": "here"},
        to=shown,
    )
    assert found["pages"][1]["actions"] == ["lose"]
    assert found["pages"][1]["parts"][0]["actions"] == ["lose"]


def test_the_last_permission_does_not_go() -> None:
    narrow = bent(add("permissions", {"by": ["keeper"], "can": ["all"]}))
    said = refused({"kind": "remove", "at": "entities.book.permissions.keeper"}, to=narrow)
    assert "without any, members may view, create and edit" in said


def test_a_default_permission_can_be_taken_away_beside_another() -> None:
    found = book(
        {
            "kind": "add_permission",
            "at": "entities.book",
            "item": {"by": ["keeper"], "can": ["all"]},
        },
        {"kind": "remove", "at": "entities.book.permissions.member"},
    )
    assert [p["id"] for p in found["permissions"]] == ["keeper"]


@pytest.mark.parametrize(
    "at",
    [
        "pages.books.filters.state",
        "pages.books.counts.a",
        "pages.books.parts.b",
        "pages.extra",
        "assumptions.So it is.",
    ],
)
def test_other_things_simply_go(at: str) -> None:
    tool = bent(
        lambda data: data["pages"][0].update(
            filters=["state='here'"],
            counts=[{"id": "a"}],
            parts=[{"kind": "text", "id": "b", "body": "x"}],
        ),
        put("pages", {"kind": "text", "id": "extra"}),
        put("assumptions", ["So it is."]),
    )
    assert str(after({"kind": "remove", "at": at}, to=tool)) != str(after(to=tool))


def test_a_column_shown_by_default_can_be_taken_away() -> None:
    found = after({"kind": "remove", "at": "pages.books.columns.price"})
    assert found["pages"][0]["columns"] == [
        "name",
        "shelf",
        "pages",
        "bought",
        "seen",
        "signed",
        "reader",
    ]


def test_a_key_goes_back_to_its_default() -> None:
    assert "min" not in field("pages", {"kind": "remove", "at": "entities.book.fields.pages.min"})


def test_the_chain_of_an_approval_can_be_taken_away_again() -> None:
    votes = example("votes-ledger-approval")
    said = refused({"kind": "remove", "at": "entities.request.rules.approval"}, to=votes)
    assert "there is no action “approve”" in said
    assert "never-reached" in said
