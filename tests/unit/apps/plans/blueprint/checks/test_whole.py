"""The whole: colours, codes, quotes, requirements; parents, circles, statuses."""

from typing import Any

import pytest

from apps.plans.blueprint.checks.colours import WORDS, is_colour
from tests.unit.apps.plans.blueprint.made import Bend, add, entity, field, put, says


@pytest.mark.parametrize(
    "bend",
    [
        put("language", "pt-BR"),
        put("currency", "EUR"),
        put("timezone", "Europe/Lisbon"),
        lambda data: data.update(theme={"accent": "teal", "background": "#A0b1C2"}),
        lambda data: data.update(theme={"accent": "DarkSlateGrey"}),
    ],
)
def test_codes_and_colours_that_exist_are_let_through(bend: Bend) -> None:
    assert says(bend) == ""


@pytest.mark.parametrize(
    ("bend", "said"),
    [
        (put("name", "  "), "the tool needs a name"),
        (put("language", "English"), "“English” is no language code"),
        (put("currency", "euro"), "“euro” is no ISO code"),
        (put("timezone", "Europe/Atlantis"), "“Europe/Atlantis” is no time zone"),
        (put("timezone", "../etc/passwd"), "is no time zone"),
        (
            lambda data: data.update(theme={"accent": "tealish"}),
            "theme.accent: “tealish” is no colour word",
        ),
        (lambda data: data.update(theme={"background": "#fff"}), "theme.background"),
        (put("requirements", {"quote": "x", "provides": ["pages.no"]}), "nothing is at “pages.no”"),
    ],
)
def test_codes_and_colours_that_do_not_exist_are_told(bend: Bend, said: str) -> None:
    assert said in says(bend)


def test_all_colour_words_of_css_are_known() -> None:
    assert len(WORDS) == 141
    assert is_colour("RebeccaPurple")
    assert not is_colour("transparent")


BRIEF = "Please build a library: “lend  books”, and don't\nforget films."


@pytest.mark.parametrize(
    "quote", ["lend books", "Build a Library", "don’t forget films", '"lend books"']
)
def test_a_quote_is_in_the_brief_whatever_its_marks_and_spaces(quote: str) -> None:
    assert (
        says(put("requirements", {"quote": quote, "provides": ["entities.book"]}), brief=BRIEF)
        == ""
    )
    assert says(put("left_out", {"quote": quote, "reason": "x"}), brief=BRIEF) == ""


@pytest.mark.parametrize("key", ["requirements", "left_out"])
def test_a_quote_that_nobody_said_is_told(key: str) -> None:
    thing = {"quote": "lend money", "provides": ["entities.book"]}
    if key == "left_out":
        thing = {"quote": "lend money", "reason": "x"}
    said = says(put(key, thing), brief=BRIEF)
    assert f"quote {key}.lend money.quote: these are not words of the brief" in said
    assert says(put(key, thing)) == ""


CHAPTER: dict[str, Any] = {
    "id": "chapter",
    "child_of": "book",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "relation", "id": "book", "to": "book", "required": True},
    ],
}


def test_lines_belong_to_a_parent() -> None:
    assert says(put("entities", CHAPTER)) == ""
    said = says(put("entities", {**CHAPTER, "child_of": "name"}))
    assert "child_of: there is no relation of chapter “name”; there are book" in said


def test_nothing_belongs_to_itself() -> None:
    part = add("fields", {"kind": "relation", "id": "chapter", "to": "chapter"})
    said = says(
        put("entities", CHAPTER), part, lambda data: entity(data).update(child_of="chapter")
    )
    assert "circle entities.chapter.child_of: chapter belongs to itself" in said


@pytest.mark.parametrize(
    "title", ["text(name, shelf)", "format('{name} ({pages})')", "shelf", "bought"]
)
def test_a_title_is_words(title: str) -> None:
    assert says(lambda data: entity(data).update(title=title)) == ""


@pytest.mark.parametrize(
    ("title", "said"), [("fans", "a title is words"), ("nothing", "book has no field")]
)
def test_a_title_of_something_else_is_told(title: str, said: str) -> None:
    assert said in says(lambda data: entity(data).update(title=title))


def computed(called: str, expr: str, to: str = "book") -> Bend:
    return add("fields", {"kind": "integer", "id": called, "expr": expr}, to)


@pytest.mark.parametrize(
    ("bends", "way"),
    [
        ([computed("a", "a + 1")], "book.a -> book.a"),
        ([computed("a", "b + 1"), computed("b", "a + 1")], "book.a -> book.b -> book.a"),
        (
            [computed("a", "shelf.b"), computed("b", "sum(book.a, via=shelf)", "shelf")],
            "shelf.b -> book.a -> shelf.b",
        ),
        ([computed("a", "count(book, where=a > 3, via=shelf)", "shelf")], ""),
    ],
)
def test_a_circle_of_computed_fields_is_told_once(bends: list[Bend], way: str) -> None:
    said = says(*bends)
    assert way in said
    assert said.count("circle ") == (1 if way else 0)


def test_a_title_that_names_itself_is_a_circle() -> None:
    assert "book.title -> book.title" in says(
        lambda data: entity(data).update(title="text(name, title)")
    )


def test_fields_may_build_on_one_another() -> None:
    assert says(computed("a", "pages + 1"), computed("b", "a + a"), computed("c", "a + b")) == ""


STATUS = {"kind": "status", "id": "phase", "values": [{"id": "new"}, {"id": "old"}, {"id": "lost"}]}


def phase(*bends: Bend, **keys: Any) -> str:
    return says(
        add("fields", {**STATUS, **keys}),
        lambda data: [a.update(field="state") for a in entity(data)["actions"]],
        *bends,
    )


def test_a_status_that_people_change_reaches_all_its_values() -> None:
    assert phase() == ""


def test_a_value_that_nothing_moves_to_is_told() -> None:
    age = add("actions", {"kind": "transition", "id": "age", "field": "phase", "to": "old"})
    assert (
        "never-reached entities.book.fields.phase.values.lost: nothing moves phase to “lost”"
        in phase(age)
    )
    assert phase(age).count("never-reached") == 1


@pytest.mark.parametrize(
    "bend",
    [
        add("actions", {"kind": "transition", "id": "drop", "field": "phase", "to": "lost"}),
        put(
            "automations",
            {
                "id": "drop",
                "entity": "book",
                "when": {"kind": "created"},
                "do": [{"kind": "update", "set": ["phase = 'lost'"]}],
            },
        ),
        put(
            "automations",
            {
                "id": "drop",
                "entity": "book",
                "when": {"kind": "created"},
                "do": [
                    {
                        "kind": "decide",
                        "field": "phase",
                        "cases": [{"when": "signed", "value": "lost"}],
                    }
                ],
            },
        ),
        add("rules", {"kind": "limit", "max": "3", "overflow": "phase = 'lost'"}),
        add(
            "rules",
            {
                "kind": "creates",
                "on": "lose",
                "entity": "book",
                "set": ["name = row.name", "shelf = row.shelf", "phase = 'lost'"],
            },
        ),
        put("pages", {"kind": "form", "id": "report", "entity": "book", "set": ["phase = 'lost'"]}),
    ],
)
def test_any_way_to_a_value_will_do(bend: Bend) -> None:
    age = add("actions", {"kind": "transition", "id": "age", "field": "phase", "to": "old"})
    assert phase(age, bend) == ""


def test_a_readonly_status_that_nothing_moves_is_a_warning() -> None:
    said = phase(readonly=True)
    assert said.count("never-reached") == 2
    assert phase(field(kind="text"), readonly=True, default="lost").count("never-reached") == 2


def test_a_status_may_be_written_from_another_entity() -> None:
    age = add("actions", {"kind": "transition", "id": "age", "field": "phase", "to": "old"})
    note = {
        "id": "note",
        "fields": [{"kind": "relation", "id": "book", "to": "book", "required": True}],
        "actions": [{"kind": "update", "id": "drop", "set": ["book.phase = 'lost'"]}],
    }
    assert phase(age, put("entities", note)) == ""
