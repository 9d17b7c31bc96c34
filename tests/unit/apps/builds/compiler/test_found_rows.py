"""People and rows that are worked out, from a blueprint to tests that fail where the tool is
wrong.
"""

from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load

from . import mutated

Data = dict[str, Any]
MARKS: list[Data] = [{"id": "warm"}, {"id": "loud"}]
ROOM: Data = {
    "id": "room",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "people", "id": "crew"},
        {"kind": "choices", "id": "marks", "values": MARKS},
        {"kind": "relations", "id": "beside", "to": "room"},
    ],
}
LADDER: Data = {
    "id": "ladder",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "relation", "id": "home", "to": "room"},
        {"kind": "person", "id": "holder", "expr": "last(loan.person, where=not returned)"},
        {
            "kind": "relation",
            "id": "place",
            "name": "Where it is",
            "to": "room",
            "expr": "home if holder == empty else last(loan.room)",
        },
        {"kind": "people", "id": "crew", "expr": "home.crew"},
        {"kind": "relations", "id": "nearby", "to": "room", "expr": "home.beside"},
        {"kind": "choices", "id": "marks", "values": MARKS, "expr": "home.marks"},
        {"kind": "integer", "id": "hands", "expr": "count(crew)"},
        {"kind": "text", "id": "called", "expr": "text(home.title, title)"},
        {"kind": "long_text", "id": "said", "expr": "comment"},
        {"kind": "url", "id": "where", "expr": "link"},
        {"kind": "boolean", "id": "quiet", "expr": "comment == empty or title == 'x'"},
    ],
    "comments": True,
    "permissions": [
        {"by": ["member"], "can": ["view", "create"]},
        {"by": ["row.holder", "row.crew"], "can": ["edit"]},
    ],
}
LOAN: Data = {
    "id": "loan",
    "fields": [
        {"kind": "relation", "id": "ladder", "to": "ladder", "required": True},
        {"kind": "person", "id": "person", "required": True},
        {"kind": "relation", "id": "room", "to": "room"},
        {"kind": "boolean", "id": "returned"},
    ],
}
LADDERS: Data = {
    "kind": "table",
    "id": "ladders",
    "entity": "ladder",
    "columns": ["name", "holder", "place", "crew", "nearby", "marks"],
    "filters": ["holder", "place", "crew", "marks"],
    "sort": ["place"],
    "group_by": ["holder"],
    "counts": [{"id": "mine", "where": "holder == me"}, {"id": "free", "where": "holder == empty"}],
}
WISHES = {
    "held": "entities.ladder.fields.holder",
    "placed": "entities.ladder.fields.place",
    "free": "pages.ladders.counts.free",
}
TOOL: Data = {
    "name": "Ladders",
    "entities": [ROOM, LADDER, LOAN],
    "pages": [LADDERS],
    "requirements": [{"quote": quote, "provides": [address]} for quote, address in WISHES.items()],
}
REQUIREMENT = "app.tests.test_requirements.RequirementTests.test_"
RIGHTS = "app.tests.test_requirements.PermissionTests.test_who_may_do_what"
MUTANTS: dict[str, tuple[str, str, str]] = {
    f"{REQUIREMENT}held": ("models", "Q(returned=False)), kit.Per", "Q(returned=True)), kit.Per"),
    f"{REQUIREMENT}placed": ("models", '"Loan.room"', '"Loan.ladder"'),
    f"{REQUIREMENT}free": ("pages", "holder__isnull=True", "holder__isnull=False"),
    RIGHTS: ("permissions", '"row.holder", ', ""),
}


def with_field(**field: Any) -> Data:
    """The tool, with one more field of a ladder."""
    return {**TOOL, "entities": [ROOM, {**LADDER, "fields": [*LADDER["fields"], field]}, LOAN]}


def said(data: Data) -> list[str]:
    with pytest.raises(BlueprintErrors) as refused:
        load(data)
    return [problem.message for problem in refused.value.problems]


def test_nothing_of_it_is_refused() -> None:
    assert unsupported(load(TOOL).blueprint) == []


def test_it_reads_as_written_by_hand() -> None:
    files = compile_blueprint(load(TOOL).blueprint)

    assert inspect_source(files) == []
    for line in (
        'kit.LastOf("Loan.person", via="ladder", where=Q(returned=False)), kit.PersonField()',
        'models.ForeignKey(Room, models.DO_NOTHING, verbose_name="Where it is"),',
        'crew = kit.Computed(F("home__crew"), kit.PeopleField())',
        'nearby = kit.Computed(F("home__beside"), models.ManyToManyField(Room))',
        'marks = kit.Computed(F("home__marks"), kit.ChoicesField(Marks))',
        'hands = kit.Computed(kit.SizeOf("crew"), models.IntegerField())',
        'kit.Text(kit.TitleAt("home"), kit.TitleAt()), models.CharField(max_length=250)',
        "said = kit.Computed(kit.CommentAt(), models.TextField())",
        "where = kit.Computed(kit.LinkAt(), models.URLField())",
        "Q(models.lookups.IsNull(kit.CommentAt(), True))",
        'Q(models.lookups.Exact(kit.TitleAt(), models.Value("x")))',
    ):
        assert line in files["app/models.py"], files["app/models.py"]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (
            {"kind": "text", "id": "mail", "expr": "holder.email"},
            "“holder” is computed, and a path ends there: compute its “email” too",
        ),
        (
            {"kind": "people", "id": "both", "expr": "home.crew if holder == empty else home.crew"},
            "computed people are a path to a field that holds several, like project.members",
        ),
        (
            {"kind": "choices", "id": "first", "values": MARKS, "expr": "['warm']"},
            "computed choices are a path to a field that holds several, like project.members",
        ),
    ],
)
def test_what_cannot_be_worked_out_is_said(field: Data, sentence: str) -> None:
    assert any(one.startswith(sentence) for one in said(with_field(**field)))


@pytest.mark.parametrize("key", ["sort", "group_by"])
def test_nothing_is_ordered_by_several(key: str) -> None:
    found = said({**TOOL, "pages": [{**LADDERS, key: ["crew"]}]})
    assert any("by people" in one for one in found), found


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is (under ""), and in each that is wrong."""
    source = compile_blueprint(load(TOOL).blueprint)
    return mutated.failures(tmp_path_factory.mktemp("tools"), source, MUTANTS)


def test_the_tool_as_it_is_passes_its_tests(failures: dict[str, list[str]]) -> None:
    assert failures[""] == []


@pytest.mark.parametrize("test", MUTANTS)
def test_a_tool_that_is_wrong_in_one_place_fails(test: str, failures: dict[str, list[str]]) -> None:
    assert {one.partition(" (")[0] for one in failures[test]} == {test}
