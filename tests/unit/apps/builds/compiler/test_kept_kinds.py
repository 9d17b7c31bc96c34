"""Kinds of fields and functions that other tables answer, from a blueprint to tests that fail where
the tool is wrong.
"""

from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.loading import load

from . import mutated

Data = dict[str, Any]
ORDER: Data = {
    "id": "order",
    "fields": [
        {"kind": "reference", "id": "number", "pattern": "INV-{year}-{number:4}"},
        {"kind": "reference", "id": "code", "pattern": "{from}/{random}"},
        {"kind": "text", "id": "from", "required": True},
        {"kind": "boolean", "id": "urgent", "colour": "red"},
        {"kind": "people", "id": "crew"},
        {"kind": "date", "id": "begins"},
        {"kind": "date", "id": "ends"},
        {"kind": "status", "id": "state", "values": [{"id": "open"}, {"id": "shut"}]},
        {"kind": "integer", "id": "hands", "expr": "count(crew)"},
        {
            "kind": "status",
            "id": "phase",
            "expr": "'over' if ends < today else 'on'",
            "values": [{"id": "on"}, {"id": "over", "closed": True, "colour": "red"}],
        },
        {"kind": "datetime", "id": "opened_at", "expr": "entered(state, 'open')"},
        {
            "kind": "integer",
            "id": "work",
            "expr": "workdays(begins, ends, without=holiday.day)",
        },
    ],
    "actions": [{"kind": "transition", "id": "shut", "to": "shut", "by": ["boss", "admin"]}],
}
HOLIDAY: Data = {
    "id": "holiday",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "date", "id": "day", "required": True},
    ],
}
WISHES = {
    "numbered": "entities.order.fields.number",
    "crewed": "entities.order.fields.hands",
    "opened": "entities.order.fields.opened_at",
    "phased": "entities.order.fields.phase",
    "overdue": "pages.orders.counts.over",
    "laned": "pages.lanes",
    "worked": "entities.order.fields.work",
    "listed": "pages.orders.columns",
}
TOOL: Data = {
    "name": "Orders",
    "roles": [{"id": "boss", "from": "line_managers"}],
    "entities": [ORDER, HOLIDAY],
    "pages": [
        {
            "kind": "table",
            "id": "orders",
            "entity": "order",
            "columns": ["number", "urgent", "crew", "phase"],
            "filters": ["phase"],
            "sort": ["phase"],
            "counts": [{"id": "over", "where": "phase.closed"}],
        },
        {"kind": "board", "id": "lanes", "entity": "order", "group_by": ["phase"]},
    ],
    "requirements": [{"quote": quote, "provides": [address]} for quote, address in WISHES.items()],
}
REQUIREMENT = "app.tests.test_requirements.RequirementTests.test_"
MUTANTS: dict[str, tuple[str, str, str]] = {
    f"{REQUIREMENT}numbered": ("models", "INV-{year}-{number:4}", "INV-{year}-{number:3}"),
    f"{REQUIREMENT}crewed": ("models", 'kit.SizeOf("crew")', '1 + kit.SizeOf("crew")'),
    f"{REQUIREMENT}phased": ("models", "ends__lt", "ends__gt"),
    f"{REQUIREMENT}overdue": ("models", "closed=(Phase.OVER,)", "closed=(Phase.ON,)"),
    f"{REQUIREMENT}opened": ("models", '"state", "open"', '"state", "shut"'),
    f"{REQUIREMENT}worked": ("models", '"Holiday.day"', '"Order.begins"'),
}


def test_nothing_of_it_is_refused() -> None:
    assert unsupported(load(TOOL).blueprint) == []


def test_it_reads_as_written_by_hand() -> None:
    files = compile_blueprint(load(TOOL).blueprint)

    assert inspect_source(files) == []
    for line in (
        'number = kit.ReferenceField("INV-{year}-{number:4}")',
        'code = kit.ReferenceField("{from_field}/{random}")',
        'urgent = kit.FlagField(default=False, colour="red")',
        'hands = kit.Computed(kit.SizeOf("crew"), models.IntegerField())',
        'opened_at = kit.Computed(kit.Entered("state", "open"), models.DateTimeField())',
        'kit.StatusField(Phase, closed=(Phase.OVER,), colours={Phase.OVER: "red"})',
        'kit.Workdays(F("begins"), F("ends"), without="Holiday.day")',
    ):
        assert line in files["app/models.py"], files["app/models.py"]
    assert 'Role("boss", from_="line_managers")' in files["app/apps.py"]


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is (under ""), and in each that is wrong."""
    source = compile_blueprint(load(TOOL).blueprint)
    return mutated.failures(tmp_path_factory.mktemp("tools"), source, MUTANTS)


def test_the_tool_as_it_is_passes_its_tests(failures: dict[str, list[str]]) -> None:
    assert failures[""] == []


@pytest.mark.parametrize("test", MUTANTS)
def test_a_tool_that_is_wrong_in_one_place_fails(test: str, failures: dict[str, list[str]]) -> None:
    assert failures[test] == [test]
