"""What automations make is told in advance with all that follows, or nothing about it is."""

from typing import Any

import pytest

from apps.builds.compiler.tests_py.cast import MARA
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts
from apps.builds.compiler.tests_py.following import Event, Following
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.loading import load

STATE = {"kind": "status", "id": "state", "values": [{"id": "new"}, {"id": "seen"}]}
ORDER = {"id": "order", "fields": [{"kind": "integer", "id": "size", "required": True}, STATE]}
CHECK = [
    {"kind": "relation", "id": "order", "to": "order", "required": True},
    {"kind": "integer", "id": "size", "max": "9"},
    {"kind": "text", "id": "note"},
]
LOOK = {"id": "look", "entity": "order", "when": {"kind": "created"}}
MARK = {"id": "mark", "entity": "check", "when": {"kind": "created"}} | {
    "do": [{"kind": "update", "set": ["order.state = 'seen'"]}]
}


def followed(size: object, *automations: dict[str, Any], note: str = "'ok'") -> Facts:
    """What is known after an order was made, and what it sets off."""
    made = {"kind": "create", "entity": "check"} | {
        "set": ["order = row", "size = row.size", f"note = {note}"]
    }
    entities = [ORDER, {"id": "check", "title": "note", "fields": CHECK}]
    several = [LOOK | {"do": [made]}, *automations]
    data = {"name": "Orders", "entities": entities, "automations": several}
    row = Fact("order", {"size": size, "state": "new"}, MARA)
    facts = Facts([row])
    Following(Tool(load(data).blueprint), facts).follow(Event("created", row))
    return facts


def test_a_row_that_an_automation_makes_is_known() -> None:
    facts = followed(4)

    (check,) = facts.of("check")
    assert check.values["size"] == 4
    assert check.values["order"] is facts.rows[0]
    assert facts.unsure == set()


def test_what_follows_from_that_row_is_known_too() -> None:
    assert followed(4, MARK).rows[0].values["state"] == "seen"


@pytest.mark.parametrize("size", [12, UNKNOWN])
def test_where_that_row_may_be_refused_nothing_is_certain_that_follows_from_it(
    size: object,
) -> None:
    facts = followed(size, MARK)

    assert facts.rows[0].values["state"] is UNKNOWN
    assert "check" in facts.unsure


def test_what_nothing_follows_from_leaves_the_cause_certain() -> None:
    facts = followed(12)

    assert facts.rows[0].values["state"] == "new"
    assert "check" in facts.unsure
