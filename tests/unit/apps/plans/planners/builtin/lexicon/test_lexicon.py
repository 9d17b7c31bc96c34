"""The lexicon as data: every entry usable, adding a noun is one entry."""

from pathlib import Path

import pytest

from apps.plans.blueprint.loading import load
from apps.plans.planners import Context
from apps.plans.planners.builtin import BuiltinPlanner
from apps.plans.planners.builtin.language.words import plural_phrase
from apps.plans.planners.builtin.lexicon.load import DATA, Lexicon, lexicon
from tests.unit.apps.plans.planners.said import entity, plan_of

WORDS = lexicon()


@pytest.mark.parametrize("name", sorted(WORDS.nouns))
def test_every_noun_gives_a_tool_that_holds(name: str) -> None:
    plan = plan_of(f"Keep track of our {plural_phrase(name)}.")
    assert load(plan).blueprint.entities
    assert plan["samples"], name


@pytest.mark.parametrize("name", sorted(WORDS.nouns))
def test_every_noun_speaks_only_of_fields_it_has(name: str) -> None:
    noun = WORDS.nouns[name]
    named = {hint.name for hint in noun.fields}
    assert not noun.when or noun.when in named | {"created_at"}
    assert len(named) == len(noun.fields)


def test_verbs_that_move_say_where_to() -> None:
    assert all(verb.to for verb in WORDS.verbs.values() if verb.does == "move")


def test_states_know_only_colours_of_the_language() -> None:
    known = {"", "grey", "blue", "teal", "green", "amber", "red", "purple", "pink"}
    assert {state.colour for state in WORDS.states.values()} <= known
    assert {state.closed for state in WORDS.states.values()} <= {"", "always", "last"}


def test_extras_that_are_left_out_say_why_and_others_what_provides_them() -> None:
    for extra in WORDS.extras:
        assert bool(extra.reason) == (extra.sort == "beyond"), extra.id
        assert bool(extra.provides) == (extra.sort == "platform"), extra.id


def copied(folder: Path) -> Path:
    for path in DATA.rglob("*.yaml"):
        target = folder / path.relative_to(DATA)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_adding_a_noun_is_one_entry(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "nouns" / "bees.yaml").write_text(
        "beehive:\n  also: [hive]\n  fields: [name!!, queen since /date, harvest /decimal]\n  "
        "status: [strong, weak]\n",
        encoding="utf-8",
    )
    plan = (
        BuiltinPlanner(Lexicon(folder))
        .plan("Track our hives", blueprint=None, context=Context())
        .blueprint
    )
    assert plan is not None
    assert [found["id"] for found in entity(plan, "hive")["fields"]] == [
        "name",
        "queen_since",
        "harvest",
        "status",
    ]


def test_a_noun_twice_or_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    more = folder / "nouns" / "more.yaml"
    more.write_text("invoice:\n  fields: [number!]\n", encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        _ = Lexicon(folder).nouns
    more.write_text("hive:\n  feilds: [a]\n", encoding="utf-8")
    with pytest.raises(ValueError, match="unknown keys"):
        _ = Lexicon(folder).nouns
