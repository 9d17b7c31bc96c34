"""Calendars and timelines: what is written for them, and that their own tests find a page that
does it wrong.
"""

from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.plans.blueprint.loading import load

from .mutated import EVERY, failures

Data = dict[str, Any]
TOUR: Data = {
    "id": "tour",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "person", "id": "guide"},
        {"kind": "integer", "id": "seats"},
        {"kind": "date", "id": "asked_on"},
        {"kind": "date", "id": "day"},
        {"kind": "date", "id": "until"},
        {"kind": "datetime", "id": "opens_at"},
        {"kind": "datetime", "id": "from"},
        {"kind": "status", "id": "state", "values": [{"id": "planned"}, {"id": "off"}]},
    ],
}
PAGES: list[Data] = [
    {
        "kind": "calendar",
        "id": "tours",
        "entity": "tour",
        "start": "day",
        "end": "until",
        "lanes": "guide",
        "colour_by": "state",
    },
    {
        "kind": "timeline",
        "id": "hours",
        "entity": "tour",
        "start": "from",
        "scope": "state == 'planned'",
        "lanes": "guide.department",
    },
    {"kind": "matrix", "id": "load", "entity": "tour", "rows": "guide", "across": "state"},
    {
        "kind": "matrix",
        "id": "rota",
        "entity": "tour",
        "rows": "state",
        "across": "day",
        "grain": "week",
        "cell": "name",
        "inline_edit": True,
    },
    {
        "kind": "matrix",
        "id": "daily",
        "entity": "tour",
        "rows": "state",
        "across": "day",
        "cell": "name",
    },
    {
        "kind": "matrix",
        "id": "seats",
        "entity": "tour",
        "rows": "guide",
        "across": "until",
        "grain": "month",
        "cell": "sum(seats)",
    },
]
WISHES = {
    "by day": "pages.tours.start",
    "along the hours": "pages.hours",
    "crossed": "pages.load.cell",
    "day by day": "pages.daily",
}
TOOL: Data = {
    "name": "Tours",
    "entities": [TOUR],
    "pages": PAGES,
    "requirements": [{"quote": quote, "provides": [at]} for quote, at in WISHES.items()],
}
SOURCE = compile_blueprint(load(TOOL).blueprint)


@pytest.mark.parametrize(
    "line",
    [
        "class ToursPage(kit.Calendar):",
        "Every tour in a calendar, from day to until, a lane for each guide, coloured by state.",
        'start = "day" end = "until" lanes = "guide" colour_by = "state"',
        "class HoursPage(kit.Timeline):",
        '"""Hours: tours along a line of time, by from, a lane for each guide department."""',
        'start = "from_field" lanes = "guide.department" scope = Q(state=Tour.State.PLANNED)',
        '"""Every tour by guide and state."""',
        'model = Tour rows = "guide" across = "state"',
        '"""Every tour by state and day, with its name."""',
        'rows = "state" across = "day" grain = "week" cell = "name" inline_edit = True',
        '"""Every tour by guide and until, as sum(seats)."""',
        'across = "until" grain = "month" cell = models.Sum("seats")',
    ],
)
def test_what_is_declared_is_written(line: str) -> None:
    assert " ".join(line.split()) in " ".join(SOURCE["app/pages.py"].split())


def test_nothing_of_it_is_refused() -> None:
    assert unsupported(load(TOOL).blueprint) == []


def test_the_date_that_a_calendar_asks_for_has_an_index() -> None:
    assert 'fields=["day"]' in SOURCE["app/models.py"]


TESTS = f"{EVERY}.RequirementTests.test_"
MUTANTS: dict[str, tuple[str, str, str]] = {
    f"{TESTS}by_day": ("pages", 'start = "day"', 'start = "asked_on"'),
    f"{TESTS}crossed": ("pages", 'across = "state"', 'across = "asked_on"'),
    f"{TESTS}day_by_day": ("pages", 'across = "day"\n    cell', 'across = "until"\n    cell'),
    f"{TESTS}along_the_hours": (
        "pages",
        "scope = Q(state=Tour.State.PLANNED)",
        "scope = Q(state=Tour.State.OFF)",
    ),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is, and in each that is wrong."""
    return failures(tmp_path_factory.mktemp("tours"), SOURCE, MUTANTS)


def test_the_tool_as_it_is_passes_its_tests(found: dict[str, list[str]]) -> None:
    assert found[""] == []


@pytest.mark.parametrize("test", MUTANTS)
def test_a_page_that_is_wrong_in_one_place_fails(test: str, found: dict[str, list[str]]) -> None:
    assert found[test]
