"""Who may do what, as the table of a plan says it; the tool itself holds it (`site_kit`)."""

import pytest

from apps.plans.blueprint.loading import load
from apps.plans.blueprint.resolved import resolve
from apps.workbench.words.rights import Rights, rights_of
from apps.workbench.words.tool import Tool


def rights(tool: Tool, entity_id: str) -> Rights:
    entity = tool.entity(entity_id)
    assert entity is not None
    found = rights_of(entity, tool)
    assert found is not None
    return found


def answers(tool: Tool, entity_id: str, line: str) -> list[str]:
    lines = dict(rights(tool, entity_id).lines)
    return [cell.answer for cell in lines[line]]


def test_everybody_comes_first_and_the_admins_last(tool: Tool) -> None:
    assert rights(tool, "order").people == [
        "Everybody",
        "Its owner",
        "Head of repairs",
        "Repairer",
        "Admins",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("See repair orders", ["yes", "yes", "yes", "yes", "yes"]),
        ("Add a repair order", ["yes", "yes", "yes", "yes", "yes"]),
        ("Change a repair order", ["no", "some", "yes", "no", "yes"]),
        ("Delete a repair order", ["no", "no", "yes", "no", "yes"]),
        ("Begin", ["no", "no", "no", "yes", "no"]),
        ("Finish", ["no", "no", "some", "no", "no"]),
    ],
)
def test_each_line_answers_for_each_kind_of_person(tool: Tool, line: str, said: list[str]) -> None:
    assert answers(tool, "order", line) == said


def test_where_not_all_rows_are_meant_the_cell_says_which(tool: Tool) -> None:
    lines = dict(rights(tool, "order").lines)
    assert lines["Change a repair order"][1].when == "status is “new”"
    assert lines["Finish"][2].when == "hours is over 0"


def test_fields_for_some_and_actions_never_for_some_are_said_below(tool: Tool) -> None:
    assert rights(tool, "order").notes == [
        "Price is changed by head of repairs only.",
        "Hours is seen by repairer and head of repairs only.",
        "Finish is never done by its repairer.",
        "Begin is for repairer only, not for admins as such.",
        "Finish is for head of repairs only, not for admins as such.",
    ]


def test_lines_of_a_record_have_the_rights_of_the_record(tool: Tool) -> None:
    entity = tool.entity("part")
    assert entity is not None
    assert rights_of(entity, tool) is None


def test_what_is_only_added_to_has_no_line_for_changing(tool: Tool) -> None:
    names = [name for name, _ in rights(tool, "note").lines]
    assert names == ["See notes", "Add a note"]


def test_where_nothing_was_said_everybody_works_and_admins_delete(tool: Tool) -> None:
    assert answers(tool, "customer", "Change a customer") == ["yes", "yes"]
    assert answers(tool, "customer", "Delete a customer") == ["no", "yes"]


def test_who_may_change_a_record_may_see_it_and_who_may_only_add_may_not() -> None:
    blueprint = {
        "name": "Drawer",
        "roles": [{"id": "clerk"}, {"id": "porter"}],
        "entities": [
            {
                "id": "key",
                "fields": [{"kind": "text", "id": "label", "required": True}],
                "permissions": [
                    {"id": "clerks", "by": ["clerk"], "can": ["edit"]},
                    {"id": "porters", "by": ["porter"], "can": ["create"]},
                ],
            }
        ],
    }
    drawer = Tool(resolve(load(blueprint).blueprint))
    assert rights(drawer, "key").people == ["Everybody", "Clerk", "Porter", "Admins"]
    assert answers(drawer, "key", "See keys") == ["no", "yes", "no", "yes"]
    assert answers(drawer, "key", "Add a key") == ["no", "no", "yes", "yes"]
    assert answers(drawer, "key", "Delete a key") == ["no", "no", "no", "yes"]
