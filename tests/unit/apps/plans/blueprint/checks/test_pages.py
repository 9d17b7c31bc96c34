"""Pages: paths, counts, filters, measures, forms, parts."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.made import add, entity, page, put, says

LOAN = {
    "id": "loan",
    "title": "book",
    "fields": [
        {"kind": "relation", "id": "book", "to": "book", "required": True},
        {"kind": "date", "id": "start", "required": True},
        {"kind": "date", "id": "end"},
    ],
    "rules": [{"kind": "no_overlap", "start": "start", "end": "end", "per": ["book"]}],
}
with_loans = put("entities", LOAN)


@pytest.mark.parametrize(
    "keys",
    [
        {
            "scope": "state == 'here' and reader == me",
            "columns": ["name", "shelf.owner.name", "title"],
        },
        {
            "counts": [
                {"id": "here", "where": "state == 'here'", "measure": "sum(pages)", "opens": True}
            ]
        },
        {
            "filters": [
                "state",
                "shelf.owner",
                "bought",
                "signed",
                "tags",
                "pages",
                "created_at",
                "name",
            ]
        },
        {"filters": ["state='here'", "bought=today", "reader=me", "tags='old'", "free(loan)"]},
        {"search": ["name", "notes", "shelf.name"], "sort": ["-bought", "shelf.name"]},
        {"actions": ["lend"], "group_by": ["shelf", "state"], "totals": ["sum(pages)", "count()"]},
        {
            "between": "bought",
            "limit": 20,
            "inline_edit": True,
            "home_for": ["keeper"],
            "open_to": ["member"],
        },
        {
            "kind": "report",
            "group_by": ["shelf"],
            "totals": ["sum(pages)"],
            "sort": ["-sum(pages)"],
        },
        {"kind": "board", "group_by": ["state"]},
        {"kind": "cards", "group_by": ["shelf"], "actions": ["lose"]},
        {"kind": "board", "group_by": ["shelf.owner"]},
        {
            "kind": "calendar",
            "start": "bought",
            "end": "bought",
            "lanes": "shelf",
            "colour_by": "state",
        },
        {"kind": "timeline", "start": "seen"},
        {
            "kind": "matrix",
            "rows": "shelf",
            "across": "bought",
            "grain": "month",
            "cell": "sum(pages)",
        },
        {"kind": "matrix", "rows": "shelf", "across": "state", "cell": "pages"},
        {"kind": "matrix", "rows": "shelf", "across": "state"},
        {"kind": "leaderboard", "group_by": ["reader"], "totals": ["count()"]},
        {"entity": "history", "columns": ["at", "by", "action", "note"], "filters": ["by"]},
        {"entity": "person", "columns": ["name", "department"]},
        {
            "kind": "detail",
            "columns": ["name"],
            "children": ["loan"],
            "actions": ["lose"],
            "panel": True,
        },
        {
            "kind": "detail",
            "parts": [{"kind": "list", "id": "a", "entity": "loan", "scope": "book == row"}],
        },
        {
            "kind": "form",
            "fields": ["name", "shelf"],
            "set": ["bought = today"],
            "after": "Thank you for {name}.",
        },
        {
            "kind": "form",
            "steps": [{"name": "What", "fields": ["name"]}, {"name": "Where", "fields": ["shelf"]}],
        },
        {"kind": "form"},
    ],
)
def test_a_page_that_makes_sense_is_let_through(keys: dict[str, Any]) -> None:
    assert says(with_loans, page(**keys)) == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"entity": "film"}, "pages.extra.entity: there is no entity “film”"),
        ({"home_for": ["boss"]}, "there is no role “boss”"),
        ({"scope": "pages"}, ".scope: “pages” is a number, not a condition"),
        ({"scope": "row.pages > 3"}, "“row” has no meaning here"),
        ({"columns": ["nothing"]}, "pages.extra.columns.nothing: book has no field “nothing”"),
        ({"columns": ["name + 'x'"]}, "is not a path"),
        ({"counts": [{"id": "a", "where": "pages"}]}, "pages.extra.counts.a.where"),
        (
            {"counts": [{"id": "a", "measure": "pages"}]},
            "pages.extra.counts.a.measure: “pages” stands alone",
        ),
        ({"filters": ["notes"]}, "there is no filter for long_text"),
        ({"filters": ["state='away'"]}, "“state” has no value “away”"),
        ({"filters": ["bought=3"]}, "this has to be a date"),
        ({"filters": ["free(book)"]}, "free(book) needs a no_overlap of book with its book in per"),
        ({"filters": ["free(film)"]}, "there is no entity “film”"),
        ({"search": ["pages"]}, "“pages” is a number; a search looks through texts"),
        ({"sort": ["fans"]}, "nothing can be sorted by people"),
        ({"sort": ["-sum(pages)"]}, "“sum(pages)” is not among the totals of this page"),
        ({"sort": ["nothing"]}, "pages.extra.sort.nothing: book has no field"),
        ({"actions": ["steal"]}, "there is no action of book “steal”"),
        ({"group_by": ["shelf", "state", "reader"]}, "at most 2 levels of groups"),
        ({"group_by": ["notes"]}, "nothing can be grouped by a text"),
        ({"totals": ["sum(name)"]}, "sum adds up numbers"),
        ({"between": "pages"}, "“pages” is a number, and this needs a date"),
        (
            {"kind": "board", "group_by": ["pages"]},
            "a board is grouped by a status, choice, relation or person",
        ),
        ({"kind": "board", "group_by": ["state", "shelf"]}, "at most 1 levels"),
        ({"kind": "calendar", "start": "name"}, "“name” is a text, and this needs a date"),
        ({"kind": "calendar", "start": "bought", "end": "seen"}, "two dates, or two moments"),
        ({"kind": "calendar", "start": "bought", "lanes": "nothing"}, ".lanes: book has no field"),
        ({"kind": "timeline", "start": "bought", "lanes": "notes"}, "a text makes no lanes"),
        ({"kind": "calendar", "start": "bought", "colour_by": "fans"}, "people makes no colours"),
        ({"kind": "matrix", "rows": "notes", "across": "state"}, "makes no rows or columns"),
        ({"kind": "matrix", "rows": "fans", "across": "state"}, "makes no rows or columns"),
        (
            {"kind": "matrix", "rows": "shelf", "across": "state", "inline_edit": True},
            "cells are edited in place where",
        ),
        (
            {"kind": "matrix", "rows": "shelf", "across": "state", "cell": "sum(name)"},
            ".cell: sum adds up",
        ),
        ({"kind": "detail", "children": ["shelf"]}, "no relation of shelf leads to book"),
        ({"kind": "detail", "children": ["film"]}, "there is no entity “film”"),
        ({"kind": "form", "entity": "person"}, "there is no entity “person”"),
        ({"kind": "form", "fields": ["name"]}, "this form leaves shelf of book empty"),
        (
            {"kind": "form", "fields": ["name", "shelf", "nothing"]},
            "there is no field of book “nothing”",
        ),
        ({"kind": "form", "fields": ["name", "shelf", "created_at"]}, "“created_at”"),
        ({"kind": "form", "set": ["pages = name"]}, ".set: pages:"),
        ({"kind": "form", "after": "{nothing}"}, ".after: book has no field “nothing”"),
        ({"kind": "form", "reply": ["state"]}, "reply is for outsiders and goes with public"),
        (
            {"kind": "form", "public": True, "reply": ["state"]},
            "reply needs a reference with {random}",
        ),
        (
            {"kind": "form", "public": True, "after": "{name} on {shelf}, {state}, {created_at}"},
            "outsiders read what they entered and a reference, not “created_at”",
        ),
        ({"kind": "extension", "hook": "magic"}, "there is no extension of the kind page “magic”"),
    ],
)
def test_a_page_that_makes_no_sense_is_told(keys: dict[str, Any], said: str) -> None:
    keys = {
        k: v
        for k, v in {"entity": "book", **keys}.items()
        if k != "entity" or keys.get("kind") != "extension"
    }
    bent = put("pages", {"kind": "table", "id": "extra", **keys})
    assert said in says(with_loans, bent)


def test_outsiders_would_read_every_title_of_an_open_relation() -> None:
    form = page(kind="form", public=True, fields=["name", "shelf", "reader"])
    said = says(form)
    assert "outsiders will read the names of all shelf in “shelf”" in said
    assert "the people of the workspace in “reader”" in said
    assert (
        says(
            form,
            lambda d: [
                f.update(pick="1 < 2")
                for f in entity(d)["fields"]
                if f["id"] in ("shelf", "reader")
            ],
        )
        == ""
    )


def test_a_role_has_one_home() -> None:
    said = says(
        page(home_for=["keeper"]), put("pages", {"kind": "text", "id": "b", "home_for": ["keeper"]})
    )
    assert "home pages.b.home_for: “keeper” has its home on “extra” already" in said


def part(**keys: Any) -> str:
    return says(page(parts=[{"id": "a", "entity": "book", **keys}]))


@pytest.mark.parametrize(
    "keys",
    [
        {
            "kind": "stat",
            "scope": "signed",
            "measure": "sum(pages)",
            "of": "count()",
            "x": "bought",
            "compare": "month",
        },
        {"kind": "progress", "measure": "count(where=signed)", "of": "count()"},
        {"kind": "chart", "x": "bought", "grain": "week", "split_by": "state", "last": 12},
        {"kind": "chart", "x": "state", "shape": "donut", "top": 5},
        {"kind": "chart", "x": "shelf.owner", "measures": ["sum(pages)", "avg(price)"]},
        {"kind": "chart", "x": "signed"},
        {"kind": "chart", "x": "name"},
        {"kind": "list", "columns": ["name"], "sort": ["-bought"], "limit": 5},
        {"kind": "checklist"},
        {"kind": "list", "entity": "person", "columns": ["name"]},
    ],
)
def test_a_part_that_makes_sense_is_let_through(keys: dict[str, Any]) -> None:
    assert part(**keys) == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            {"kind": "stat", "entity": "film"},
            "pages.extra.parts.a.entity: there is no entity “film”",
        ),
        ({"kind": "stat", "measure": "name"}, "stands alone"),
        ({"kind": "stat", "x": "pages"}, "this needs a date"),
        ({"kind": "stat", "compare": "month"}, "compare needs a date: x"),
        ({"kind": "chart", "x": "price"}, "a chart goes along dates, values, people or rows"),
        ({"kind": "chart", "x": "notes"}, "a chart goes along"),
        (
            {"kind": "chart", "x": "state", "last": 3},
            "last counts days, weeks or months and needs a date",
        ),
        ({"kind": "chart", "x": "bought", "split_by": "price"}, "nothing is split by a number"),
        (
            {
                "kind": "chart",
                "x": "bought",
                "split_by": "state",
                "measures": ["count()", "sum(pages)"],
            },
            "goes with one measure",
        ),
        ({"kind": "chart", "x": "bought", "measures": ["sum(name)"]}, ".measures: sum adds up"),
        (
            {"kind": "chart", "x": "state", "measures": ["max(bought)"]},
            "“max(bought)” is a date; a chart draws numbers, a stat shows it",
        ),
        ({"kind": "list", "columns": ["nothing"]}, "parts.a.columns.nothing"),
        ({"kind": "list", "scope": "book == row"}, "parts.a.scope"),
        ({"kind": "list", "actions": ["lsoe"]}, "no action of book “lsoe”"),
        ({"kind": "list", "entity": "person", "actions": ["lsoe"]}, "no action of person “lsoe”"),
        ({"kind": "checklist", "entity": "shelf"}, "shelf has no yes-or-no field to tick"),
    ],
)
def test_a_part_that_makes_no_sense_is_told(keys: dict[str, Any], said: str) -> None:
    assert said in part(**keys)


def test_words_in_a_part_name_only_whoever_looks() -> None:
    words = {"kind": "text", "id": "a", "name": "Hello {me.first_name}", "body": "{me.name}"}
    assert says(page(parts=[words])) == ""
    said = says(page(parts=[words | {"body": "of {me.manager}"}]))
    assert "pages.extra.parts.a.body: there is no name in braces “me.manager”" in said


def test_a_dashboard_checks_its_parts() -> None:
    stat = {"kind": "stat", "id": "a", "entity": "book", "measure": "sum(name)"}
    assert "sum adds up numbers" in says(
        put("pages", {"kind": "dashboard", "id": "b", "parts": [stat]})
    )


def test_a_page_may_be_drawn_by_an_extension() -> None:
    drawn = put("pages", {"kind": "extension", "id": "map", "hook": "draw"})
    assert says(drawn, put("extensions", {"id": "draw", "kind": "page", "purpose": "x"})) == ""


def test_a_balance_of_a_ledger_makes_a_page() -> None:
    shop = {"id": "shop", "fields": [{"kind": "text", "id": "name"}]}
    fields = [{"kind": "relation", "id": "to", "to": "shop"}]
    stock = {"kind": "stock", "item": "shelf", "quantity": "pages", "to": "to"}
    matrix = page(
        kind="matrix", entity="book_balance", rows="shelf", across="location", cell="sum(on_hand)"
    )
    assert (
        says(
            put("entities", shop), *(add("fields", f) for f in fields), add("rules", stock), matrix
        )
        == ""
    )
