"""The planner as a whole: its outcomes, and that no text makes it fail."""

import logging
import random
import time

import pytest

from apps.plans.planners.builtin.abilities import Abilities
from apps.plans.planners.builtin.compose.whole import compose
from apps.plans.planners.builtin.grammar.reading import read
from apps.plans.planners.builtin.language.source import MOST_CHARACTERS, Source
from apps.plans.planners.builtin.lexicon import lexicon
from tests.briefs.score import briefs, followups
from tests.unit.apps.plans.planners.said import INVOICES, REQUESTS, answer_to, plan_of

TEXTS = [entry["brief"] for entry in briefs()] + [entry["say"] for entry in followups()]


def test_the_same_brief_gives_the_same_plan() -> None:
    assert plan_of(INVOICES) == plan_of(INVOICES)


def test_the_mention_changes_nothing() -> None:
    with_mention, without = plan_of(f"@Sites {REQUESTS}"), plan_of(REQUESTS)
    assert with_mention["entities"] == without["entities"]
    assert with_mention["pages"] == without["pages"]


def test_it_says_what_it_is() -> None:
    from apps.plans.planners.builtin import BuiltinPlanner

    assert (BuiltinPlanner.name, BuiltinPlanner.label) == (
        "builtin",
        "Built-in planner (no language model)",
    )


def test_a_plan_takes_far_less_than_a_second() -> None:
    plan_of(REQUESTS)
    started = time.perf_counter()
    plan_of(INVOICES)
    assert time.perf_counter() - started < 0.5


def test_a_megabyte_is_cut_and_said() -> None:
    answer = answer_to("Track loans with borrower and due date. " + "Blah blah blah. " * 65_000)
    assert answer.outcome == "plan"
    assert f"{MOST_CHARACTERS:,}" in answer.notes[0]


def test_a_vague_wish_with_a_thing_in_it_is_planned_small() -> None:
    plan = plan_of("something to organise our library")
    assert len(plan["entities"]) == 1


@pytest.mark.parametrize("text", ["I need something for my team", "make it nice", "a tool"])
def test_a_wish_without_a_thing_is_asked_back(text: str) -> None:
    answer = answer_to(text)
    assert answer.outcome == "clarify"
    assert answer.questions[0]["default"] in answer.questions[0]["options"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "Erstelle ein Werkzeug für Urlaubsanträge, die von der Führungskraft genehmigt werden.",
            "Englisch",
        ),
        ("Necesito una herramienta para que los empleados puedan pedir vacaciones.", "inglés"),
        (
            "Nous avons besoin d'un outil pour suivre les prêts de matériel dans le bureau.",
            "anglais",
        ),
    ],
)
def test_other_languages_are_answered_in_them(text: str, word: str) -> None:
    answer = answer_to(text)
    assert answer.outcome == "clarify"
    assert word in answer.questions[0]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "Build me a payment page where customers pay by credit card.",
        "A list of our customers' card numbers and CVV codes",
        "A password manager for the office",
        "Scrape LinkedIn profiles into a list",
        "Secretly record what employees do on their screens",
    ],
)
def test_purposes_that_are_out_are_refused_with_what_can_be_done(text: str) -> None:
    answer = answer_to(text)
    assert answer.outcome == "refuse"
    assert answer.reason
    assert answer.instead


@pytest.mark.parametrize(
    "text",
    [
        "Track invoices and whether they are paid, without any card numbers",
        "A list of scrap metal dealers",
        "Track business cards we hand out",
        "Log password resets by the helpdesk",
    ],
)
def test_near_misses_of_refusals_are_planned(text: str) -> None:
    assert answer_to(text).outcome == "plan"


def mixed(chance: random.Random) -> str:
    words = [word for text in TEXTS for word in text.split()]
    kind = chance.random()
    if kind < 0.5:
        return " ".join(chance.choice(words) for _ in range(chance.randrange(1, 50)))
    if kind < 0.8:
        letters = list(chance.choice(TEXTS) or "x")
        for _ in range(chance.randrange(1, 25)):
            letters[chance.randrange(len(letters))] = chance.choice(
                "abc ,.:;()\"'-\n/<>{}[]%€İßé漢🙂\u202e\x00"
            )
        return "".join(letters)
    return "".join(chr(chance.randrange(32, 0x2FFF)) for _ in range(chance.randrange(1, 200)))


@pytest.mark.parametrize("seed", range(4))
def test_no_mixture_of_words_makes_the_composer_fail(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        reading = read(Source(mixed(chance)), lexicon())
        if reading.things.main is not None:
            assert compose(reading, lexicon(), Abilities())["entities"]


@pytest.mark.parametrize("seed", range(3))
def test_every_text_gets_an_outcome(seed: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    chance = random.Random(100 + seed)
    for _ in range(30):
        assert answer_to(mixed(chance)).outcome in {"plan", "clarify", "refuse", "command"}
    assert caplog.records == []
