"""Which nouns of a brief become entities."""

import pytest

from tests.unit.apps.plans.planners.said import reading_of


@pytest.mark.parametrize(
    ("brief", "keys"),
    [
        ("Build a project request dashboard", ["request"]),
        ("Build an invoice matching tool", ["invoice"]),
        ("I need a tool to track our equipment loans", ["loan"]),
        ("Build a visitor log for reception", ["visitor"]),
        ("A contract renewal tracker", ["contract"]),
        ("Make an app where people can book meeting rooms", ["booking", "room"]),
        ("Keep track of suppliers, orders and deliveries", ["supplier", "order", "delivery"]),
        ("Expense report review queue", ["expense_report"]),
        ("Lightweight CRM: companies with name and website", ["company"]),
        ("HR wants an onboarding checklist", ["new_hire"]),
        ("Stock room app: items with name and SKU", ["item"]),
        ("For every visit we record the customer and the date", ["visit"]),
        ("keep our flurbs", ["flurb"]),
        ("Something nice for the team", []),
    ],
)
def test_things_by_their_words(brief: str, keys: list[str]) -> None:
    assert [thing.key for thing in reading_of(brief).things] == keys


def test_a_thing_is_found_by_all_its_names() -> None:
    things = reading_of("Build a maintenance ticket tool").things
    main = things.main
    assert main is not None
    for name in ("tickets", "the ticket", "maintenance tickets"):
        assert things.named(name) is main
    assert things.named("invoice") is None


@pytest.mark.parametrize("word", ["status", "people", "managers", "chart", "it", "done"])
def test_people_states_and_words_of_pages_are_no_things(word: str) -> None:
    assert not reading_of("Track loans").things.may_be_thing(word)
