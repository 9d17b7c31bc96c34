"""What the classes say about themselves is read right."""

from apps.plans.blueprint.actions import Action
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.identity import identity, naming_key
from apps.plans.blueprint.rights import Permission, Role
from apps.plans.blueprint.rules import Creates, Limit
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import keys_of, kinds_of
from apps.plans.blueprint.whole import Blueprint, LeftOut, Requirement, Sample, Setting


def test_keys_are_known_by_the_word_that_is_written() -> None:
    assert keys_of(Action)["from"].attribute == "from_"
    assert "from_" not in keys_of(Action)


def test_a_list_of_texts_is_told_from_lists_of_objects_and_of_lists() -> None:
    assert keys_of(Action)["by"].is_text_list
    assert not keys_of(Entity)["fields"].is_text_list
    assert not keys_of(Creates)["rows"].is_text_list
    assert not keys_of(Role)["from"].is_text_list


def test_the_shape_of_an_entry_follows_its_kind() -> None:
    rules = keys_of(Entity)["rules"]
    assert rules.shape_of({"kind": "limit"}) is Limit
    assert rules.shape_of({"kind": "nothing"}) is None
    assert keys_of(Blueprint)["roles"].shape_of({}) is Role
    assert kinds_of(Limit) == ("limit",)


def test_texts_say_what_they_hold() -> None:
    held = {key: keys_of(Limit)[key].holds for key in ("of", "per", "where", "overflow", "message")}
    assert held == {
        "of": "measure",
        "per": "expression",
        "where": "expression",
        "overflow": "assignment",
        "message": "",
    }


def test_things_without_an_id_are_named_by_what_stands_for_one() -> None:
    named = {shape: naming_key(shape) for shape in (Requirement, LeftOut, Setting, Sample, Role)}
    assert list(named.values()) == ["quote", "quote", "key", "entity", "id"]


def test_an_entry_is_called_by_its_id_then_by_what_it_would_get_then_by_its_place() -> None:
    assert identity(Role, {"id": "guide"}, 0) == "guide"
    assert identity(Limit, {"kind": "limit"}, 0) == "limit"
    assert identity(Permission, {"by": ["row.employee.manager"]}, 0) == "employee_manager"
    assert identity(Shape, "no object", 2) == "3"
    assert identity(Role, {"id": 3}, 1) == "2"
