"""The shapes are closed, frozen, and know which key goes with which kind."""

import pytest
from pydantic import ValidationError

from apps.plans.blueprint.actions import Action
from apps.plans.blueprint.automations import Automation
from apps.plans.blueprint.fields import Field, Value
from apps.plans.blueprint.pages import RowPage
from apps.plans.blueprint.rights import Role
from apps.plans.blueprint.triggers import Saved
from apps.plans.blueprint.whole import Blueprint, Setting
from tests.unit.apps.plans.blueprint.made import library

GOOD_IDS = ["a", "po_number", "q_1", "a1", "from", "class", "x" * 48]
BAD_IDS = ["", "A", "1a", "_a", "a_", "a__b", "a-b", "a b", "ä", "x" * 49, "a\n"]


@pytest.mark.parametrize("called", GOOD_IDS)
def test_an_id_is_small_letters_digits_and_single_underscores(called: str) -> None:
    assert Value(id=called).id == called


@pytest.mark.parametrize("called", BAD_IDS)
def test_any_other_id_is_refused(called: str) -> None:
    with pytest.raises(ValidationError):
        Value(id=called)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Value.model_validate({"id": "a", "shade": "red"})


def test_a_shape_never_changes_once_made() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Value(id="a").id = "b"


def test_equal_shapes_are_equal_and_hash_alike() -> None:
    one, other = (Blueprint.model_validate(library()) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)


def test_from_is_written_as_in_the_language() -> None:
    role = Role.model_validate({"id": "guide", "from": "group:Guides"})
    assert role.from_ == "group:Guides"
    with pytest.raises(ValidationError):
        Role.model_validate({"id": "guide", "from_": "group:Guides"})


@pytest.mark.parametrize(
    ("given", "kept"), [(40, "40"), (1.5, "1.5"), (True, "true"), ("x", "x"), (10**20, f"{10**20}")]
)
def test_numbers_in_a_text_key_may_be_bare(given: object, kept: str) -> None:
    assert Field.model_validate({"kind": "integer", "id": "a", "max": given}).max == kept


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31m", "a\u202eb", "a\u2066b", "a\ud800b"])
def test_a_text_holds_nothing_that_cannot_be_seen(text: str) -> None:
    with pytest.raises(ValidationError, match="cannot be seen"):
        Value(id="a", name=text)


@pytest.mark.parametrize("text", ["two\nlines", "a\ttab", "Grüße, 中文, עברית", "🙂"])
def test_a_text_may_hold_any_language_and_new_lines(text: str) -> None:
    assert Value(id="a", name=text).name == text


def test_a_text_has_at_most_ten_thousand_characters() -> None:
    assert Value(id="a", name="x" * 10_000).name
    with pytest.raises(ValidationError):
        Value(id="a", name="x" * 10_001)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"kind": "text", "values": [{"id": "a"}]}, "“values” does not go with the kind text"),
        ({"kind": "text", "max": "3"}, "“max” does not go with the kind text"),
        ({"kind": "date", "to": "shelf"}, "“to” does not go with the kind date"),
        ({"kind": "text", "colour": "red"}, "“colour” does not go with the kind text"),
        ({"kind": "status", "values": [{"id": "a"}], "managed": True}, "“managed” does not go"),
        ({"kind": "choice"}, "a choice needs “values”"),
        ({"kind": "relation"}, "a relation needs “to”"),
        ({"kind": "reference"}, "a reference needs “pattern”"),
        ({"kind": "integer", "expr": "1", "required": True}, "has no “required”"),
        ({"kind": "integer", "expr": "1", "default": "2"}, "has no “default”"),
        ({"kind": "file", "expr": "1"}, "a file cannot be computed"),
    ],
)
def test_a_field_refuses_keys_that_do_not_go_with_its_kind(
    keys: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Field.model_validate({"id": "a", **keys})


@pytest.mark.parametrize(
    "keys",
    [
        {"kind": "text", "max": "", "values": [], "managed": False, "colour": "auto", "max_mb": 0},
        {"kind": "choice", "values": [{"id": "a"}], "managed": True},
        {"kind": "boolean", "colour": "red", "expr": "1 < 2"},
        {"kind": "person", "pick": "active"},
    ],
)
def test_a_key_left_at_its_default_goes_with_every_kind(keys: dict[str, object]) -> None:
    assert Field.model_validate({"id": "a", **keys})


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"kind": "transition"}, "a transition needs “to”"),
        ({"kind": "toggle"}, "a toggle needs “entity”"),
        ({"kind": "update", "to": "done"}, "“to” does not go with the kind update"),
        ({"kind": "create", "bulk": True}, "“bulk” does not go with the kind create"),
        ({"kind": "update", "from": ["a"]}, "“from” does not go with the kind update"),
    ],
)
def test_an_action_refuses_keys_that_do_not_go_with_its_kind(
    keys: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Action.model_validate({"id": "a", **keys})


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"kind": "matrix", "rows": "a", "across": "b", "columns": ["c"]}, "“columns” does not go"),
        ({"kind": "matrix", "rows": "a"}, "a matrix needs “across”"),
        ({"kind": "board"}, "a board needs “group_by”"),
        ({"kind": "calendar"}, "a calendar needs “start”"),
        ({"kind": "table", "lanes": "a"}, "“lanes” does not go with the kind table"),
        ({"kind": "leaderboard", "group_by": ["a"]}, "a leaderboard needs “sort”"),
    ],
)
def test_a_page_of_rows_refuses_keys_that_do_not_go_with_its_kind(
    keys: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        RowPage.model_validate({"id": "p", "entity": "e", **keys})


@pytest.mark.parametrize(
    "keys", [{"sort": ["-votes"]}, {"group_by": ["seller"], "totals": ["sum(amount)"]}]
)
def test_a_leaderboard_is_ranked_by_a_sort_or_by_groups_with_totals(
    keys: dict[str, object],
) -> None:
    assert RowPage.model_validate({"kind": "leaderboard", "id": "p", "entity": "e", **keys})


def test_all_misfits_of_one_thing_are_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        Field.model_validate({"kind": "text", "id": "a", "max": "3", "many": True, "to": "b"})
    assert all(key in str(refused.value) for key in ("“max”", "“many”", "“to”"))


@pytest.mark.parametrize("thing", ["pages", "actions", "rules", "permissions", "automations"])
def test_everything_people_sign_may_say_why_it_is_there(thing: str) -> None:
    data = library()
    book = data["entities"][1]
    book["rules"] = [{"kind": "lock", "when": "signed"}]
    book["permissions"] = [{"by": ["member"], "can": ["view"]}]
    data["automations"] = [
        {
            "id": "a",
            "entity": "book",
            "when": {"kind": "created"},
            "do": [{"kind": "action", "action": "lose"}],
        }
    ]
    owner = data if thing in ("pages", "automations") else book
    owner[thing][0]["description"] = "Because it was asked for."
    assert Blueprint.model_validate(data)


def test_a_trigger_waits_for_creation_or_any_of_several_fields() -> None:
    automation = Automation.model_validate(
        {
            "id": "match",
            "entity": "book",
            "when": {"kind": "saved", "fields": ["pages", "price"]},
            "do": [{"kind": "action", "action": "lose"}],
        }
    )
    assert automation.when == Saved(kind="saved", fields=("pages", "price"))


@pytest.mark.parametrize(("key", "is_good"), [("CHAT_URL", True), ("chat", False), ("A__B", False)])
def test_a_setting_is_named_in_capitals(key: str, is_good: bool) -> None:
    data = {"key": key, "kind": "env", "why": "x"}
    if is_good:
        assert Setting.model_validate(data).key == key
    else:
        with pytest.raises(ValidationError):
            Setting.model_validate(data)


@pytest.mark.parametrize(
    ("key", "number", "thing"),
    [
        ("entities", 41, {"id": "e{}", "fields": [{"kind": "text", "id": "a"}]}),
        ("pages", 41, {"kind": "text", "id": "p{}"}),
    ],
)
def test_there_are_limits_on_how_many(key: str, number: int, thing: dict[str, object]) -> None:
    def many(count: int) -> list[dict[str, object]]:
        return [{**thing, "id": str(thing["id"]).format(i)} for i in range(count)]

    whole = {"name": "x", "entities": [{"id": "e", "fields": [{"kind": "text", "id": "a"}]}]}
    assert Blueprint.model_validate({**whole, key: many(number - 1)})
    with pytest.raises(ValidationError):
        Blueprint.model_validate({**whole, key: many(number)})


def test_a_list_has_at_most_a_hundred_values() -> None:
    values = [{"id": f"v{i}"} for i in range(101)]
    assert Field.model_validate({"kind": "choice", "id": "a", "values": values[:100]})
    with pytest.raises(ValidationError):
        Field.model_validate({"kind": "choice", "id": "a", "values": values})
