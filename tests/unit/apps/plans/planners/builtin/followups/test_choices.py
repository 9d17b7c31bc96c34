"""Closed lists by follow-ups: one field with its values, never a field for each value."""

import pytest

from tests.unit.apps.plans.planners.builtin.followups.tools import (
    TOOLS,
    after,
    asked,
    changed,
    changes,
    left_out,
    nothing_lost,
)

ENTITY = {"requests": "request", "invoices": "invoice", "repairs": "case"}
LIST = {"requests": "project_requests", "invoices": "today", "repairs": "cases"}
LEVELS = ("minor", "major", "fatal")
NEW = (
    ("Add a severity field: minor, major or fatal", "severity", LEVELS),
    ("add a field severity with minor, major, fatal", "severity", LEVELS),
    ("Please add a dropdown severity with the values minor, major and fatal", "severity", LEVELS),
    ("Add a choice field severity (minor / major / fatal)", "severity", LEVELS),
    ("We also need a severity (minor, major, fatal)", "severity", LEVELS),
    ("I need a severity field which can be minor, major or fatal", "severity", LEVELS),
    ("Include a field for the severity, one of minor, major or fatal", "severity", LEVELS),
    ("Add a column severity with options minor, major and fatal", "severity", LEVELS),
    ("we also need the size (S, M, L)", "size", ("s", "m", "l")),
    ("Add a field Region with the values N, S and Far East", "region", ("n", "s", "far_east")),
    ("Add a field for the room: A1, A2 or B4", "room", ("a1", "a2", "b4")),
)  # fmt: skip


@pytest.mark.parametrize("tool", ENTITY)
@pytest.mark.parametrize(("text", "name", "values"), NEW, ids=[row[0] for row in NEW])
def test_values_that_are_listed_make_one_field(
    tool: str, text: str, name: str, values: tuple[str, ...]
) -> None:
    at = f"entities.{ENTITY[tool]}.fields"
    found = changed(tool, text)
    assert found.pop(f"{at}.{name}.kind") == (None, "choice")
    assert found.pop(f"{at}.{name}.values") == (None, list(values))
    columns = f"pages.{LIST[tool]}.columns"
    before, now = found.pop(columns)
    assert now == [*before, name]  # type: ignore[misc]
    assert found.pop(at)[1] == [one["id"] for one in _fields(tool, text)]
    assert {key.rsplit(".", 1)[0] for key in found} <= {
        f"{at}.{name}",
        *(f"{at}.{name}.values.{value}" for value in values),
    }
    assert left_out(asked(tool, text)) == []


def _fields(tool: str, text: str) -> list[dict[str, str]]:
    plan = after(tool, text)
    return next(list(one["fields"]) for one in plan["entities"] if one["id"] == ENTITY[tool])


@pytest.mark.parametrize(
    ("text", "entity", "name"),
    [
        ("Add a dropdown for the region with N, S and EMEA to customers", "customer", "region"),
        ("Each customer should have a tier: gold, silver or none", "customer", "tier"),
        ("Every case should have an impact of low, middle or high", "case", "impact"),
    ],
)  # fmt: skip
def test_a_list_goes_to_the_thing_that_is_named(text: str, entity: str, name: str) -> None:
    (edit,) = [edit for edit in changes(asked("repairs", text)) if edit["kind"] == "add_field"]
    assert (edit["at"], edit["item"]["id"]) == (f"entities.{entity}", name)
    assert len(edit["item"]["values"]) == 3
    nothing_lost(TOOLS["repairs"], asked("repairs", text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Add a field priority with low, normal and critical", ["critical"]),
        ("Add a priority field: low, medium, high, urgent", ["medium", "urgent"]),
    ],
)
def test_a_list_that_is_there_gets_what_it_lacks(text: str, values: list[str]) -> None:
    edits = changes(asked("requests", text))
    assert [(edit["kind"], edit["item"]["id"]) for edit in edits] == [
        ("add_value", value) for value in values
    ]


@pytest.mark.parametrize(
    ("tool", "text", "said"),
    [
        ("requests", "Add a team field: Ops, IT", "write: “Turn team into a dropdown (ops, it).”"),
        ("requests", "Add a field priority with low and high", "with these values."),
    ],
)
def test_a_field_of_that_name_is_not_made_twice(tool: str, text: str, said: str) -> None:
    answer = asked(tool, text)
    assert said in " ".join(answer.notes)
    assert changes(answer) == []


FIELDS = (
    ("Add these fields: cost, location and phone number", ["cost", "location", "phone_number"]),
    ("Add two columns: cost and location", ["cost", "location"]),
    ("Every request should have a cost and a location", ["cost", "location"]),
)


@pytest.mark.parametrize(("text", "names"), FIELDS, ids=[row[0] for row in FIELDS])
def test_a_list_of_fields_is_not_a_list_of_values(text: str, names: list[str]) -> None:
    added = [edit for edit in changes(asked("requests", text)) if edit["kind"] == "add_field"]
    assert [edit["item"]["id"] for edit in added] == names


ONE = (
    "Replace minor, serious and dangerous with one field Severity (minor, serious, dangerous)",
    "Replace the fields minor, serious and dangerous by a dropdown severity",
    "Merge minor, serious and dangerous into a single severity field",
    "Instead of minor, serious and dangerous have one choice Severity: minor, serious, dangerous",
    "Turn minor, serious and dangerous into one severity field",
)


@pytest.mark.parametrize("text", ONE)
def test_one_field_takes_the_place_of_several_and_says_what_goes(text: str) -> None:
    answer = asked("repairs", text)
    old, at = ["minor", "serious", "dangerous"], "entities.case.fields"
    edits = changes(answer)
    assert [edit["at"] for edit in edits[:3]] == [f"{at}.{name}" for name in old]
    assert [edit["kind"] for edit in edits] == ["remove"] * 3 + ["add_field", "add_entry"]
    item = edits[3]["item"]
    assert (item["kind"], item["id"]) == ("choice", "severity")
    assert [value["id"] for value in item["values"]] == old
    requirement = answer.edits[5]["item"]
    assert "cannot be carried over into one field" in requirement["partly"]
    nothing_lost(TOOLS["repairs"], answer)


def test_other_values_than_the_old_names_may_be_said() -> None:
    text = "Replace minor, serious and dangerous with one severity field: mild, bad, awful"
    (edit,) = [edit for edit in changes(asked("repairs", text)) if edit["kind"] == "add_field"]
    assert [value["id"] for value in edit["item"]["values"]] == ["mild", "bad", "awful"]
