"""The stored form has all ids."""

from typing import Any

from apps.plans.blueprint.filling import with_ids
from apps.plans.blueprint.whole import Blueprint
from tests.unit.apps.plans.blueprint.made import add, blueprint, entity, library


def ids(key: str, *things: dict[str, Any]) -> list[str]:
    made = blueprint(*(add(key, thing) for thing in things))
    return [thing.id for thing in getattr(made.entities[1], key)]


def test_a_rule_without_an_id_gets_its_kind_with_a_number_where_that_is_taken() -> None:
    lock = {"kind": "lock", "when": "signed"}
    assert ids("rules", lock, lock, lock) == ["lock", "lock_2", "lock_3"]


def test_a_permission_without_an_id_gets_the_first_of_its_by() -> None:
    given = [["member"], ["row.reader"], ["row.shelf.owner"], ["member"]]
    can = [{"by": by, "can": ["view"]} for by in given]
    assert ids("permissions", *can) == ["member", "reader", "shelf_owner", "member_2"]


def test_an_id_that_was_given_is_never_taken_by_another() -> None:
    first = {"kind": "lock", "when": "signed"}
    second = {"kind": "lock", "id": "lock", "when": "signed"}
    assert ids("rules", first, second) == ["lock_2", "lock"]


def test_a_blueprint_with_all_ids_is_left_alone() -> None:
    data = library(add("rules", {"kind": "lock", "id": "sealed", "when": "signed"}))
    whole = Blueprint.model_validate(data)
    assert with_ids(whole) is whole
    assert entity(data)["rules"][0]["id"] == "sealed"
