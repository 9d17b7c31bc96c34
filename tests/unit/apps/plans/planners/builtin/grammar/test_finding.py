"""Which nouns of a brief become things, under which names."""

import pytest

from apps.plans.planners.builtin.grammar.finding import subject_of_tool
from apps.plans.planners.builtin.grammar.things import MOST_THINGS, Things
from apps.plans.planners.builtin.lexicon import lexicon
from tests.unit.apps.plans.planners.said import answer_to, plan_of, reading_of


def things(text: str) -> list[str]:
    return [thing.word for thing in reading_of(text).things]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Track suppliers", ["supplier"]),
        ("List our suppliers with name and terms", ["supplier"]),
        ("A list of scrap metal dealers", ["scrap metal dealer"]),
        ("A visitor log for the front desk", ["visitor"]),
        ("Keep a training log for apprentices", ["training"]),
        ("Let people book meeting rooms", ["booking", "meeting room"]),
        ("Our kitchen records fridge temperatures twice a day", ["fridge temperature"]),
        ("Log every brew with beer name and date", ["brew"]),
        ("Track rooms and buildings. Each room belongs to a building.", ["room", "building"]),
        ("Record which employee completed which course", ["course record"]),
        ("A wish list where readers suggest books with title and reason", ["book"]),
        ("Plan our editorial calendar: title, author, channel", ["article"]),
    ],
)
def test_things_of_a_brief(text: str, words: list[str]) -> None:
    assert things(text)[: len(words)] == words or set(things(text)) == set(words)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Log customer visits with date and outcome", "Customer visit"),
        ("Collect quality complaints with date", "Quality complaint"),
        ("Track open tickets with title", None),
        ("Show today's unmatched invoices with number and amount", None),
    ],
)
def test_a_sort_belongs_to_the_name_and_a_state_does_not(text: str, name: str | None) -> None:
    assert plan_of(text)["entities"][0].get("name") == name


@pytest.mark.parametrize(
    ("phrase", "subject", "tools"),
    [
        ("project request dashboard", "project request", ["dashboard"]),
        ("invoice matching tool", "invoice", ["tool"]),
        ("a visitor log", "visitor", ["log"]),
        ("simple crm", "customer", ["crm"]),
        ("kanban board", "task", ["kanban board"]),
        ("leave approval workflow", "leave", ["workflow"]),
        ("supplier onboarding portal", "supplier", ["portal"]),
        ("expense claims app", "expense claims", ["app"]),
        ("rota", "shift", ["rota"]),
        ("a tool", "", ["tool"]),
        ("list", "", ["list"]),
    ],
)
def test_what_a_tools_name_is_about(phrase: str, subject: str, tools: list[str]) -> None:
    found, _, named = subject_of_tool(phrase, Things(lexicon()))
    assert (found, named) == (subject, tools)


def test_the_list_of_something_else_is_no_thing_of_its_own() -> None:
    plan = plan_of("A wish list where readers suggest books with title and reason.")
    assert [one["id"] for one in plan["entities"]] == ["book"]
    assert plan["name"] == "Wish list"


def test_a_thing_that_is_spoken_of_again_stays() -> None:
    plan = plan_of(
        "A flurb list where readers suggest books with title. Each flurb has a colour and a name."
    )
    assert {one["id"] for one in plan["entities"]} == {"flurb", "book"}


def test_people_for_whom_a_tool_is_are_no_rows() -> None:
    assert things("Keep a training log for apprentices") == ["training"]
    assert things("A task tracker for managers") == ["task"]


def test_more_things_than_a_tool_bears_are_not_made() -> None:
    nouns = ", ".join(f"fl{letter}rbs" for letter in "abcdefghijklmnop")
    assert len(things(f"Track {nouns}")) <= MOST_THINGS


@pytest.mark.parametrize("text", ["Hello there", "Make it nice", "Something with colours please"])
def test_nothing_to_keep_is_asked_for(text: str) -> None:
    assert answer_to(text).outcome == "clarify"


def test_names_of_a_thing_lead_to_it() -> None:
    found = reading_of("Track purchase orders. Each order has a date and an amount.").things
    assert found.named("the orders") is found.named("purchase order")
    assert found.exactly("order") is not None
    assert found.exactly("order of battle") is None


def test_a_thing_taken_out_leaves_its_words_to_another() -> None:
    made = Things(lexicon())
    first, second = made.add("wish"), made.add("book")
    assert first is not None
    assert second is not None
    made.drop(first.key, into=second)
    assert made.main is second
    assert made.named("wishes") is second
    assert len(made) == 1


def test_sorts_of_one_thing_are_found_by_each_of_their_words() -> None:
    made = Things(lexicon())
    both = made.add_sorts(["laptop", "phone"])
    assert both is not None
    assert (both.key, both.sorts) == ("laptop_or_phone", ("laptop", "phone"))
    assert made.named("phones") is made.named("our laptops") is both
    assert made.named("or phone") is both
