"""A blueprint as the page of a plan draws it."""

import pytest

from apps.plans.models import Plan
from apps.workbench.drawing.plan import Drawing, draw, drawing_of
from tests.unit.apps.workbench.conftest import WORKSHOP

BRIEF = "Keep repair orders, show those due today and draw a weekly chart. Send a fax."
REQUIREMENTS = [
    {
        "quote": "Keep repair orders",
        "meaning": "A table",
        "provides": ["entities.order", "entities.order.fields.due"],
    },
    {"quote": "show those due today", "meaning": "", "provides": ["pages.today.scope"]},
    {
        "quote": "draw a weekly chart",
        "meaning": "A chart",
        "provides": ["pages.today.parts.trend"],
        "partly": "Without the costs.",
    },
    {"quote": "From an earlier brief", "meaning": "Kept", "provides": ["roles.chief"]},
]


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return draw(
        WORKSHOP
        | {
            "requirements": REQUIREMENTS,
            "left_out": [{"quote": "Send a fax", "reason": "There is no fax."}],
            "assumptions": ["Chiefs are named by hand."],
            "settings_needed": [{"key": "CHAT_URL", "kind": "secret", "why": "To tell."}],
        },
        BRIEF,
        [{"text": "The page loses a column.", "risk": "loses"}],
        ["A note."],
    )


def test_each_clause_has_its_number_its_meaning_and_what_provides_it(drawing: Drawing) -> None:
    said = [(one.number, one.meaning, one.provided) for one in drawing.provisions]
    assert said == [
        (1, "A table", "A table of repair orders and the field Due of a repair order"),
        (2, "show those due today", "The rows that “Due today” begins with"),
        (3, "A chart", "“Orders a week” on “Due today”"),
    ]


def test_what_is_built_in_part_says_which_part_is_not(drawing: Drawing) -> None:
    assert [one.partly for one in drawing.provisions] == ["", "", "Without the costs."]


def test_numbers_in_the_brief_are_those_of_the_table(drawing: Drawing) -> None:
    marked = {segment.numbers: segment.text for segment in drawing.brief if segment.numbers}
    assert marked == {
        (1,): "Keep repair orders",
        (2,): "show those due today",
        (3,): "draw a weekly chart",
    }
    assert [segment.text for segment in drawing.brief if segment.out] == ["Send a fax"]


def test_what_an_earlier_brief_asked_stands_apart_without_a_number(drawing: Drawing) -> None:
    assert [(one.number, one.meaning) for one in drawing.earlier] == [(0, "Kept")]


def test_records_are_cards_with_what_is_special_about_them(drawing: Drawing) -> None:
    notes = {card.name: card.note for card in drawing.entities}
    assert notes == {
        "Customer": "5 fields",
        "Repair order": "15 fields, comments",
        "Part": "2 fields, lines of an order",
        "Note": "1 field, only added to",
    }


def test_closed_lists_are_written_out_on_the_card(drawing: Drawing) -> None:
    order = next(card for card in drawing.entities if card.name == "Repair order")
    lines = {line.name: line for line in order.fields}
    assert lines["Status"].values == "New, In work, Done"
    assert lines["Place"].values == "Bench, Yard, Outside"
    assert lines["Customer"].required
    assert not lines["Due"].required


def test_pages_rights_and_rules_are_all_there(drawing: Drawing) -> None:
    assert [page.name for page, _ in drawing.pages] == [
        "Due today",
        "Repair orders",
        "Bring",
        "Help",
    ]
    assert [one.entity for one in drawing.rights] == ["Customer", "Repair order", "Note"]
    assert len(drawing.rules) == 6
    assert drawing.automations == []


def test_the_rest_is_handed_on(drawing: Drawing) -> None:
    assert drawing.assumptions == ["Chiefs are named by hand."]
    assert drawing.left_out[0]["reason"] == "There is no fax."
    assert drawing.settings[0]["key"] == "CHAT_URL"
    assert drawing.notes == ["A note."]
    [(change, risk)] = drawing.changes
    assert (change["text"], risk.text) == ("The page loses a column.", "Loses data")


def test_a_plan_without_a_blueprint_has_no_drawing() -> None:
    assert drawing_of(Plan(blueprint=None)) is None
    assert drawing_of(Plan(blueprint={})) is None


def test_a_plan_that_would_be_refused_today_can_still_be_looked_at() -> None:
    rule = {"kind": "validation", "id": "gone", "expr": "no_such_field > 1"}
    item = {"id": "item", "fields": [{"kind": "text", "id": "title"}], "rules": [rule]}
    drawing = draw({"name": "Old", "entities": [item]}, "An old tool")
    assert [card.name for card in drawing.entities] == ["Item"]
