"""Rights: who-lists, roles, and somebody who may create."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.made import add, entity, put, says


@pytest.mark.parametrize("held", ["people", "line_managers", "group:Keepers"])
def test_a_role_says_who_has_it(held: str) -> None:
    assert says(put("roles", {"id": "extra", "from": held})) == ""


@pytest.mark.parametrize("held", ["group:", "everybody", "group"])
def test_any_other_origin_of_a_role_is_told(held: str) -> None:
    assert "says not who has it" in says(put("roles", {"id": "extra", "from": held}))


@pytest.mark.parametrize(
    "keys",
    [
        {"by": ["member"], "can": ["view"]},
        {"by": ["row.reader", "row.shelf.owner", "admin"], "can": ["edit", "delete"]},
        {"by": ["keeper"], "can": ["all"], "where": "state == 'here'"},
        {"by": ["row.created_by.managers"], "can": ["view"]},
    ],
)
def test_a_permission_that_makes_sense_is_let_through(keys: dict[str, Any]) -> None:
    assert says(add("permissions", keys)) == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"by": ["boss"], "can": ["view"]}, "permissions.boss.by: there is no role “boss”"),
        ({"by": ["row.name"], "can": ["view"]}, "“row.name” is a text, not a person"),
        ({"by": ["row.contact"], "can": ["view"]}, "“row.contact” is a text, not a person"),
        ({"by": ["member"], "can": ["view"], "where": "pages"}, "not a condition"),
        (
            {"by": ["member"], "can": ["view"], "where": "row.pages > 3"},
            "“row” has no meaning here",
        ),
    ],
)
def test_a_permission_that_makes_no_sense_is_told(keys: dict[str, Any], said: str) -> None:
    assert said in says(add("permissions", keys))


def test_rows_of_a_log_are_never_edited() -> None:
    def log(data: dict[str, Any]) -> None:
        entity(data, "shelf").update(append_only=True)

    said = says(log, add("permissions", {"by": ["keeper"], "can": ["view", "edit"]}, "shelf"))
    assert "append-only entities.shelf.permissions.keeper.can" in said
    assert says(log, add("permissions", {"by": ["keeper"], "can": ["all"]}, "shelf")) == ""


def closed(data: dict[str, Any]) -> None:
    entity(data, "shelf").update(
        admin_needs_permission=True, permissions=[{"by": ["member"], "can": ["view"]}]
    )


def test_somebody_or_something_has_to_make_rows() -> None:
    assert "nobody may create rows of shelf, and nothing makes them" in says(closed)


@pytest.mark.parametrize(
    "bend",
    [
        add("permissions", {"by": ["keeper"], "can": ["create"]}, "shelf"),
        add("permissions", {"by": ["keeper"], "can": ["import"]}, "shelf"),
        add("actions", {"kind": "create", "id": "build", "entity": "shelf", "needs": ["name"]}),
        add("rules", {"kind": "creates", "entity": "shelf", "set": ["name = row.name"]}),
        put(
            "pages",
            {"kind": "form", "id": "ask", "entity": "shelf", "fields": ["name"], "public": True},
        ),
        put(
            "automations",
            {
                "id": "build",
                "entity": "book",
                "when": {"kind": "created"},
                "do": [{"kind": "create", "entity": "shelf", "set": ["name = row.name"]}],
            },
        ),
        lambda data: entity(data, "shelf").pop("admin_needs_permission"),
    ],
)
def test_any_way_to_make_rows_will_do(bend: Any) -> None:
    assert says(closed, bend) == ""


def test_nobody_is_nobody() -> None:
    nobody = add("permissions", {"by": ["nobody"], "can": ["create"]}, "shelf")
    assert "nobody may create rows of shelf" in says(closed, nobody)
