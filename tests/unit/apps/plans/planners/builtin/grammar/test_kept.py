"""What is kept: phrases of a clause, sorts of one thing, states in front of a noun."""

import pytest

from apps.plans.planners.builtin.grammar.kept import drop_states, joined, kept_phrases
from apps.plans.planners.builtin.grammar.things import Things
from apps.plans.planners.builtin.lexicon import lexicon
from tests.unit.apps.plans.planners.said import clauses_of, field, plan_of, values


@pytest.mark.parametrize(
    ("rest", "phrases"),
    [
        ("suppliers, orders and deliveries with name", ["suppliers", "orders", "deliveries"]),
        ("tickets from customers", ["tickets"]),
        ("visits every week", ["visits"]),
        ("monthly meter readings", ["monthly meter readings"]),
        ("fridge temperatures twice a day", ["fridge temperatures"]),
        ("laptops and phones we lend", ["laptops", "phones"]),
        ("who owns each one", []),
        ("", []),
    ],
)
def test_phrases_end_where_something_else_begins(rest: str, phrases: list[str]) -> None:
    assert joined(rest) == phrases


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Keep track of our suppliers", ["our suppliers"]),
        ("Track which laptops and phones we lend", ["laptops", "phones"]),
        ("Keep a record of visits", ["visits"]),
        ("Keep an eye on deadlines", ["deadlines"]),
    ],
)
def test_what_a_clause_says_is_kept(text: str, phrases: list[str]) -> None:
    (clause,) = clauses_of(text)
    assert kept_phrases(clause) == phrases


@pytest.mark.parametrize(
    ("phrase", "thing"),
    [
        ("today's unmatched invoices", "invoice"),
        ("open tickets", "ticket"),
        ("overdue loans", "loan"),
        ("flagged invoices", "invoice"),
        ("unpaid bills", "bill"),
        ("incoming invoices", "invoice"),
        ("quality complaints", "quality complaint"),
        ("customer visits", "customer visit"),
        ("monthly meter readings", "meter reading"),
        ("purchase orders", "purchase order"),
        ("glorps", "glorp"),
    ],
)
def test_states_go_and_sorts_stay(phrase: str, thing: str) -> None:
    assert drop_states(phrase, Things(lexicon())) == thing


@pytest.mark.parametrize(
    ("brief", "plural", "sorts"),
    [
        (
            "Track which laptops and phones we lend and who has them.",
            "Laptops and phones",
            ["laptop", "phone"],
        ),
        (
            "Keep our cameras and microphones with a shelf and who has them.",
            "Cameras and microphones",
            ["camera", "microphone"],
        ),
        (
            "Track flurbs, glorbs and snarks with a name and a date for each.",
            "Flurbs, glorbs and snarks",
            ["flurb", "glorb", "snark"],
        ),
    ],
)
def test_nouns_told_about_together_are_sorts_of_one_thing(
    brief: str, plural: str, sorts: list[str]
) -> None:
    plan = plan_of(brief)
    (only,) = plan["entities"]
    assert only["plural"] == plural
    assert values(plan, f"{only['id']}.category") == sorts
    assert field(plan, f"{only['id']}.category")["required"] is True


@pytest.mark.parametrize(
    ("brief", "names"),
    [
        ("Track suppliers and invoices with a date for each.", {"supplier", "invoice"}),
        ("Track rooms and buildings. Each room belongs to a building.", {"room", "building"}),
        ("Track projects and tasks. Each task belongs to a project.", {"project", "task"}),
    ],
)
def test_things_of_business_stay_apart(brief: str, names: set[str]) -> None:
    assert {one["id"] for one in plan_of(brief)["entities"]} == names
