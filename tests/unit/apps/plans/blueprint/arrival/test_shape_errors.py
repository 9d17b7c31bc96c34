"""All errors of the shape at once, by ids, with the allowed keys and the nearest match."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.made import add, entity, field, library, page, put, refusal


def book(**keys: Any) -> Any:
    return lambda data: entity(data).update(keys)


@pytest.mark.parametrize(
    ("bend", "said"),
    [
        (put("titel", "x"), "titel: unknown key “titel”"),
        (
            field(kind="text", naem="x"),
            "extra.naem: unknown key “naem” (did you mean “name”?); allowed: kind, id, name",
        ),
        (
            field(kind="txt"),
            "entities.book.fields.extra.kind: “txt” is not known here; did you mean “text”?",
        ),
        (field(), "entities.book.fields.extra.kind: “kind” is missing"),
        (
            add("rules", {"kind": "lok"}),
            "entities.book.rules.lok: there is no kind “lok” here; did you mean “lock”?",
        ),
        (add("rules", {"id": "r"}), "entities.book.rules.r: “kind” is missing"),
        (add("rules", {"kind": "lock"}), "entities.book.rules.lock.when: “when” is missing"),
        (add("fields", {"kind": "text", "id": "Two Words"}), "write “two_words”"),
        (add("fields", {"kind": "text", "id": "a__b"}), "write “a_b”"),
        (
            put("settings_needed", {"key": "url", "kind": "env", "why": ""}),
            "has to be in capitals, like “URL”",
        ),
        (
            add("permissions", {"by": ["member"], "can": ["look"]}),
            "entities.book.permissions.member.can.look",
        ),
        (page(columns="x", parts=3), "pages.extra.parts: this has to be a list"),
        (page(limit="many"), "pages.extra.limit: this has to be a whole number"),
        (page(inline_edit="perhaps"), "pages.extra.inline_edit: this has to be true or false"),
        (put("theme", 3), "theme: this has to be an object"),
        (put("summary", ["x"]), "summary: this has to be a text"),
        (put("summary", "x" * 10_001), "summary: a text has at most 10,000 characters"),
        (put("summary", "a\u202eb"), "a character that cannot be seen"),
        (put("entities", 7), "entities: this has to be a list"),
        (lambda data: data.update(entities=[]), "entities: at least one is needed here"),
        (
            field(kind="text", values=[{"id": "a"}]),
            "misfit entities.book.fields.extra: “values” does not go with",
        ),
        (
            add("actions", {"kind": "transition", "id": "go"}),
            "misfit entities.book.actions.go: a transition needs “to”",
        ),
        (
            put(
                "automations",
                {
                    "id": "a",
                    "entity": "book",
                    "when": {"kind": "action"},
                    "do": [{"kind": "agent"}],
                },
            ),
            "automations.a.when.action: “action” is missing",
        ),
        (
            put(
                "automations",
                {
                    "id": "a",
                    "when": {"kind": "created"},
                    "do": [{"kind": "action", "action": "x", "b": 1}],
                },
            ),
            "automations.a.do.1.b: unknown key “b”; allowed: kind, action",
        ),
        (put("samples", {"entity": "loan", "rows": 3}), "samples.loan.rows: this has to be a list"),
        (put("requirements", {"meaning": "x"}), "requirements.1.quote: “quote” is missing"),
        (
            page(kind="dashboard", parts=[{"kind": "text", "id": "hello"}]),
            "pages.extra.parts.hello.body",
        ),
    ],
)
def test_a_fault_is_told_where_it_is_by_ids(bend: Any, said: str) -> None:
    assert said in refusal(library(bend))


def test_all_faults_are_told_at_once() -> None:
    said = refusal(
        library(
            field(kind="txt"),
            add("actions", {"kind": "update", "id": "go", "to": "x"}),
            put("unknown", "x"),
            page(lanes="name"),
            add("rules", {"kind": "limit"}, "shelf"),
        )
    )
    wheres = [line.split()[1].rstrip(":") for line in said.splitlines()]
    assert sorted(wheres) == [
        "entities.book.actions.go",
        "entities.book.fields.extra.kind",
        "entities.shelf.rules.limit.max",
        "pages.extra",
        "unknown",
    ]


def test_a_thing_with_another_fault_still_tells_its_misfits() -> None:
    said = refusal(library(field(kind="text", max="3", naem="x")))
    assert "unknown key “naem”" in said
    assert "“max” does not go with the kind text" in said


def test_a_list_is_not_called_short_because_its_only_entry_is_wrong() -> None:
    said = refusal(library(lambda data: entity(data).update(fields=[{"kind": "txt", "id": "a"}])))
    assert "at least one" not in said


def test_no_fault_names_a_position_where_there_is_an_id() -> None:
    said = refusal(library(*(field(kind="txt", id=f"extra{i}") for i in range(3))))
    assert said.count("entities.book.fields.extra") == 3
