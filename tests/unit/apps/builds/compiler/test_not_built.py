"""What is not built yet is refused with an address and a way out, and never dropped."""

import pytest

from apps.builds.compiler import NotBuiltYet, compile_blueprint, unsupported
from apps.plans.blueprint.loading import load, shaped

from .trees import COMPILED, blueprint, small


@pytest.mark.parametrize("name", [*COMPILED, "room-free-example"])
def test_a_tool_that_is_built_whole_has_nothing_refused(name: str) -> None:
    assert unsupported(blueprint(name)) == []


LINES = [
    {"kind": "chart", "id": f"chart_{at}", "entity": "thing", "x": "name", "shape": "line"}
    for at in (1, 2)
]
WANTING = small() | {"pages": [{"kind": "dashboard", "id": "all", "parts": LINES}]}


def test_everything_that_is_missing_is_named_at_once() -> None:
    problems = unsupported(load(WANTING).blueprint)

    assert len({(problem.where, problem.message) for problem in problems}) == len(problems) == 2
    assert all(problem.message.endswith(".") for problem in problems)
    assert all(problem.where.count(".") for problem in problems)


def test_a_tool_with_something_missing_is_not_compiled() -> None:
    with pytest.raises(NotBuiltYet) as caught:
        compile_blueprint(load(WANTING).blueprint)

    assert caught.value.problems
    assert all(f"{one.where}: {one.message}" in str(caught.value) for one in caught.value.problems)


def test_an_expression_that_cannot_be_written_is_refused_where_it_stands() -> None:
    fields = [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "people", "id": "crew"},
        {"kind": "integer", "id": "hands", "expr": "count(crew.groups)"},
    ]

    (problem,) = unsupported(load(small(fields=fields)).blueprint)

    assert problem.where == "entities.thing.fields.hands.expr"


PAGES = {
    "a filter that starts with something worked out": (
        {"kind": "table", "filters": ["due=due + days(1)"]},
        "filters",
    ),
    "a line without a date": (
        {
            "kind": "table",
            "parts": [
                {"kind": "chart", "id": "c", "entity": "thing", "x": "state", "shape": "line"}
            ],
        },
        "parts.c.shape",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_cannot_show_yet_is_refused(name: str) -> None:
    page, where = PAGES[name]
    fields = [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "date", "id": "due"},
        {"kind": "people", "id": "crew"},
        {"kind": "status", "id": "state", "values": [{"id": "open"}, {"id": "done"}]},
    ]
    data = small(fields=fields)
    data["pages"] = [{"id": "things", "entity": "thing"} | page]

    problems = unsupported(shaped(data))

    assert [problem.where for problem in problems] == [f"pages.things.{where}".rstrip(".")]
