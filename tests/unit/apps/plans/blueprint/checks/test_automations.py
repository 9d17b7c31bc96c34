"""Automations: triggers, messages, steps."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.made import add, entity, put, says

TELL = {"kind": "notify", "to": ["keeper"], "text": "{name} is {state}. {link} {title}"}
SECRET = put("settings_needed", {"key": "CHAT_URL", "kind": "secret", "why": "x"})
VALUE = put("settings_needed", {"key": "MAIL_FROM", "kind": "env", "why": "x"})


def run(do: Any = TELL, when: Any = None, **keys: Any) -> str:
    automation = {
        "id": "extra",
        "entity": "book",
        "when": when or {"kind": "created"},
        "do": do if isinstance(do, list) else [do],
        **keys,
    }
    return says(SECRET, VALUE, put("automations", automation))


@pytest.mark.parametrize(
    "when",
    [
        {"kind": "created"},
        {"kind": "changed", "field": "state", "to": "lent"},
        {"kind": "changed", "field": "reader"},
        {"kind": "saved", "fields": ["pages", "price"]},
        {"kind": "action", "action": "lend"},
        {"kind": "date", "field": "bought", "offset": -14, "again_days": 3},
        {"kind": "date", "field": "seen", "offset": 2, "unit": "hours"},
        {"kind": "date", "field": "created_at"},
        {"kind": "schedule", "every": "week", "on": "monday", "at": "07:30"},
        {"kind": "schedule", "every": "month", "on": "15"},
        {"kind": "schedule", "every": "year", "on": "01-31"},
        {"kind": "schedule", "every": "hour"},
    ],
)
def test_a_trigger_that_makes_sense_is_let_through(when: dict[str, Any]) -> None:
    assert run(when=when) == ""


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (
            {"kind": "changed", "field": "nothing"},
            "automations.extra.when.field: there is no field of book “nothing”",
        ),
        ({"kind": "changed", "field": "state", "to": "away"}, "there is no value of state “away”"),
        (
            {"kind": "changed", "field": "pages", "to": "three"},
            "pages has no list of values; test it in where",
        ),
        (
            {"kind": "saved", "fields": ["nothing"]},
            ".when.fields: there is no field of book “nothing”",
        ),
        (
            {"kind": "action", "action": "steal"},
            "there is no action of book “steal”; there are lend, lose",
        ),
        ({"kind": "date", "field": "pages"}, "“pages” is a number, and this needs a date"),
        ({"kind": "date", "field": "bought", "unit": "hours"}, "a date has no hours: count days"),
        ({"kind": "schedule", "every": "week", "on": "15"}, "there is no weekday “15”"),
        (
            {"kind": "schedule", "every": "month", "on": "monday"},
            "“monday” is not a day of a month",
        ),
        ({"kind": "schedule", "every": "year", "on": "15"}, "“15” is not a day of a year"),
        ({"kind": "schedule", "every": "day", "on": "monday"}, "on does not go with every day"),
        ({"kind": "schedule", "every": "day", "at": "noon"}, "“noon” is not a time"),
    ],
)
def test_a_trigger_that_never_comes_is_told(when: dict[str, Any], said: str) -> None:
    assert said in run(when=when)


@pytest.mark.parametrize(
    "do",
    [
        TELL,
        {"kind": "notify", "to": ["row.reader", "row.contact", "row.shelf.owner"], "text": "Hello"},
        {
            "kind": "digest",
            "to": ["row.reader"],
            "text": "{count} books",
            "columns": ["name", "shelf.name"],
        },
        {"kind": "webhook", "secret": "CHAT_URL", "host": "hooks.example.com", "text": "{name}"},
        {"kind": "update", "set": ["pages = pages + 1", "state = 'gone'"]},
        {"kind": "create", "entity": "shelf", "set": ["name = row.name"]},
        {"kind": "action", "action": "lose"},
        {
            "kind": "decide",
            "field": "state",
            "cases": [{"when": "pages > 3", "value": "lent"}],
            "otherwise": "gone",
        },
        {"kind": "decide", "field": "pages", "cases": [{"when": "signed", "value": "3"}]},
        {"kind": "agent", "instructions": "Tidy {name} of {shelf}.", "may": ["notes", "lose"]},
    ],
)
def test_a_step_that_makes_sense_is_let_through(do: dict[str, Any]) -> None:
    assert run(do) == ""


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ({**TELL, "to": ["boss"]}, "automations.extra.do.1.to: there is no role “boss”"),
        ({**TELL, "to": ["row.pages"]}, "not a person or an e-mail field"),
        ({**TELL, "text": "{nothing}"}, "do.1.text: book has no field “nothing”"),
        ({**TELL, "text": "{count}"}, "book has no field “count”"),
        ({**TELL, "text": "{before.state}"}, "“before” has no meaning here"),
        ({**TELL, "columns": ["name"]}, "columns go with digest"),
        (
            {**TELL, "kind": "digest"},
            "the text of a digest is said once for all rows, so {name} goes into columns; it "
            "knows {count} and {link}",
        ),
        (
            {"kind": "webhook", "secret": "OTHER", "host": "a.example", "text": "x"},
            "there is no secret in settings_needed “OTHER”",
        ),
        (
            {"kind": "webhook", "secret": "MAIL_FROM", "host": "a.example", "text": "x"},
            "there is no secret in settings_needed",
        ),
        (
            {"kind": "webhook", "secret": "CHAT_URL", "host": "https://a.example/x", "text": "x"},
            "is not the name of a host",
        ),
        (
            {"kind": "webhook", "secret": "CHAT_URL", "host": "localhost", "text": "x"},
            "is not the name of a host",
        ),
        ({"kind": "update", "set": ["nothing = 1"]}, "do.1.set: book has no field “nothing”"),
        ({"kind": "create", "entity": "film", "set": []}, "there is no entity “film”"),
        ({"kind": "create", "entity": "shelf", "set": []}, "this step leaves name of shelf empty"),
        ({"kind": "action", "action": "steal"}, "there is no action of book “steal”"),
        (
            {"kind": "decide", "field": "state", "cases": [{"when": "pages", "value": "lent"}]},
            "cases.1.when: “pages” is a number",
        ),
        (
            {"kind": "decide", "field": "state", "cases": [{"when": "signed", "value": "away"}]},
            "“state” has no value “away”",
        ),
        (
            {"kind": "decide", "field": "shelf", "cases": [{"when": "signed", "value": "Top"}]},
            "a decision writes a plain value",
        ),
        (
            {"kind": "decide", "field": "tags", "cases": [{"when": "signed", "value": "old"}]},
            "“tags” holds several values",
        ),
        (
            {"kind": "agent", "instructions": "x", "may": ["steal"]},
            "there is no field or action of book “steal”",
        ),
        ({"kind": "agent", "instructions": "{x}", "may": ["notes"]}, "book has no field “x”"),
        ({"kind": "agent", "instructions": " ", "may": ["notes"]}, "say what the language model"),
        ({"kind": "agent", "instructions": "x", "may": ["shelf"]}, "“shelf” is a relation"),
        ({"kind": "agent", "instructions": "x", "may": ["reader"]}, "“reader” is a person"),
        ({"kind": "extension", "hook": "magic"}, "there is no extension of the kind job “magic”"),
    ],
)
def test_a_step_that_cannot_be_done_is_told(do: dict[str, Any], said: str) -> None:
    assert said in run(do)


@pytest.mark.parametrize(
    ("action", "tells"),
    [
        ({"kind": "repeat", "date": "bought"}, "the tool cannot repeat by itself"),
        ({"kind": "print"}, "the tool cannot print by itself"),
        ({"kind": "duplicate"}, ""),
    ],
)
def test_what_is_for_people_is_no_step(action: dict[str, Any], tells: str) -> None:
    step = {"kind": "action", "action": "do_it"}
    automation = {"id": "extra", "entity": "book", "when": {"kind": "created"}, "do": [step]}
    said = says(add("actions", {"id": "do_it", **action}), put("automations", automation))
    assert (tells in said) if tells else said == ""


def test_nothing_follows_a_sheet() -> None:
    when = {"kind": "action", "action": "slip"}
    automation = {"id": "extra", "entity": "book", "when": when, "do": [TELL]}
    said = says(add("actions", {"id": "slip", "kind": "print"}), put("automations", automation))
    assert "nothing follows “slip”: a sheet is only looked at" in said


def test_before_goes_with_a_change() -> None:
    change = {"kind": "changed", "field": "state"}
    text = {**TELL, "text": "{before.state} -> {state}"}
    assert run(text, change, where="before.state == 'here' and state != 'gone'") == ""
    assert "“before” has no meaning here" in run(where="before.state == 'here'")


def test_a_row_made_of_a_change_may_keep_what_was() -> None:
    make = {"kind": "create", "entity": "shelf", "set": ["name = before.name"]}
    assert run(make, {"kind": "changed", "field": "name"}) == ""
    assert "“before” has no meaning here" in run(make)


def test_a_condition_is_about_rows() -> None:
    assert ".where: “pages” is a number, not a condition" in run(where="pages")


def test_people_who_have_not_done_something_can_be_reached() -> None:
    said = run(
        {"kind": "notify", "to": ["row"], "text": "{name}, please lend a book."},
        {"kind": "schedule", "every": "week"},
        entity="person",
        where="not exists(book, where=reader == row and bought > today - days(7))",
    )
    assert said == ""


def test_the_directory_is_read_and_never_written() -> None:
    weekly = {"kind": "schedule", "every": "week"}
    update = {"kind": "update", "set": ["name = 'x'"]}
    assert "people of the directory are read here, never written" in run(
        update, weekly, entity="person"
    )
    assert "rows of person are not the tool's own" in run({**TELL, "text": "x"}, entity="person")


def test_only_a_schedule_runs_without_an_entity() -> None:
    assert "only a schedule runs without an entity" in run(entity="")
    weekly = {"kind": "schedule", "every": "week"}
    assert run({**TELL, "text": "Good morning"}, weekly, entity="") == ""
    assert "update is about a row and needs an entity" in run(
        {"kind": "update", "set": ["a = 1"]}, weekly, entity=""
    )
    assert "where is about rows and needs an entity" in run(
        {**TELL, "text": "x"}, weekly, entity="", where="1 < 2"
    )
    assert "there is no row to name people of" in run(
        {**TELL, "to": ["row.email"], "text": "x"}, weekly, entity=""
    )


def test_an_automation_of_an_unknown_entity_is_told_once() -> None:
    assert run(entity="film").count("\n") == 0


def test_an_approval_can_be_waited_for() -> None:
    approval = {
        "kind": "approval",
        "pending": "here",
        "approved": "lent",
        "rejected": "gone",
        "steps": [{"id": "first", "by": ["keeper"]}],
    }
    automation = {
        "id": "extra",
        "entity": "book",
        "when": {"kind": "action", "action": "reject"},
        "do": [TELL],
    }
    assert says(add("rules", approval), put("automations", automation)) == ""


@pytest.mark.parametrize(
    ("step", "key", "path"),
    [
        (TELL | {"text": "Of {shelf.owner.name}"}, "text", "shelf.owner.name"),
        (
            TELL | {"kind": "digest", "text": "All", "columns": ["shelf.owner"]},
            "columns",
            "shelf.owner",
        ),
    ],
)
def test_a_message_tells_no_field_that_some_may_not_see(
    step: dict[str, Any], key: str, path: str
) -> None:
    automation = {"id": "extra", "entity": "book", "when": {"kind": "created"}, "do": [step]}
    tell = put("automations", automation)

    def hide(data: dict[str, Any]) -> None:
        entity(data, "shelf")["fields"][1]["seen_by"] = ["keeper"]

    assert says(tell) == ""
    assert f"automations.extra.do.1.{key}: “{path}” is not for everybody" in says(hide, tell)


@pytest.mark.parametrize(
    ("kind", "expr"),
    [
        ("text", "text(shelf.owner)"),
        ("text", "format('{shelf.owner.name}')"),
        ("boolean", "shelf.owner == me"),
        ("boolean", "exists(book, where=shelf == row.shelf and shelf.owner == me)"),
        ("text", "twice_removed"),
    ],
)
def test_nor_what_is_worked_out_of_it(kind: str, expr: str) -> None:
    def hide(data: dict[str, Any]) -> None:
        entity(data, "shelf")["fields"][1]["seen_by"] = ["keeper"]

    def make(data: dict[str, Any]) -> None:
        removed = {"kind": "text", "id": "twice_removed", "expr": "text(shelf.owner)"}
        entity(data)["fields"] += [removed, {"kind": kind, "id": "made", "expr": expr}]

    when = {"kind": "created"}
    step = {"kind": "notify", "to": ["keeper"], "text": "{made}"}
    tell = put("automations", {"id": "extra", "entity": "book", "when": when, "do": [step]})
    page = {"id": "more", "name": "More", "kind": "form", "entity": "book", "public": True}
    publish = put("pages", {**page, "reply": ["made"]})
    assert says(make, tell) == ""
    assert "“made” is not for everybody" in says(make, hide, tell)
    assert "“made” is for some people only" not in says(make, publish)
    assert "“made” is for some people only" in says(make, hide, publish)


@pytest.mark.parametrize(
    ("title", "hidden"),
    [
        ("", True),
        ("format('{pages}: {name}')", True),
        ("shelf", True),
        ("shelf.title", True),
        ("format('{contact}')", False),
    ],
)
@pytest.mark.parametrize(
    "step", [TELL, {"kind": "webhook", "secret": "CHAT_URL", "host": "hooks.example.com"}]
)
def test_a_title_is_what_it_is_made_of(step: dict[str, Any], title: str, hidden: bool) -> None:
    automation = {"id": "extra", "entity": "book", "when": {"kind": "created"}}
    tell = put("automations", {**automation, "do": [{**step, "text": "{title}"}]})

    def hide(data: dict[str, Any]) -> None:
        entity(data)["title"] = title
        for called in ("book", "shelf"):
            entity(data, called)["fields"][0]["seen_by"] = ["keeper"]

    said = "automations.extra.do.1.text: “title” is not for everybody"
    assert (said in says(SECRET, hide, tell)) is hidden


def test_a_row_is_told_by_its_title() -> None:
    step = {"kind": "digest", "to": ["keeper"], "text": "{count}", "columns": ["shelf"]}

    def hide(data: dict[str, Any]) -> None:
        entity(data, "shelf")["fields"][0]["seen_by"] = ["row.owner"]

    automation = {"id": "extra", "entity": "book", "when": {"kind": "created"}, "do": [step]}
    assert "“shelf” is not for everybody" in says(hide, put("automations", automation))


@pytest.mark.parametrize(
    "step",
    [
        {"kind": "webhook", "secret": "CHAT_URL", "host": "hooks.example.com", "text": "{name}"},
        {"kind": "agent", "instructions": "{name}?", "may": ["notes"]},
    ],
)
def test_what_leaves_tells_no_field_that_some_may_not_see(step: dict[str, Any]) -> None:
    automation = {"id": "extra", "entity": "book", "when": {"kind": "created"}, "do": [step]}

    def hide(data: dict[str, Any]) -> None:
        entity(data)["fields"][0]["seen_by"] = ["keeper"]

    assert "“name” is not for everybody" in says(SECRET, hide, put("automations", automation))
