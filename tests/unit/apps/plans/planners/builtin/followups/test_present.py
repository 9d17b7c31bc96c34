"""What a phrase of a follow-up names in the tool at hand."""

import pytest

from apps.plans.planners.builtin.followups.present import Present
from apps.plans.planners.builtin.lexicon import lexicon
from tests.unit.apps.plans.planners.builtin.followups.tools import TOOLS

STATUS = "entities.request.fields.status"
MATCH = "entities.invoice.fields.match_status"


def present(tool: str) -> Present:
    return Present(TOOLS[tool], lexicon())


@pytest.mark.parametrize(
    ("tool", "phrase", "at"),
    [
        ("requests", "owner", "entities.request.fields.owner"),
        ("requests", "the owner field", "entities.request.fields.owner"),
        ("requests", "the column owner", "entities.request.fields.owner"),
        ("requests", "due date", "entities.request.fields.due"),
        ("requests", "status", STATUS),
        ("requests", "blocked", f"{STATUS}.values.blocked"),
        ("requests", 'the status "blocked"', f"{STATUS}.values.blocked"),
        ("requests", "status in progress", f"{STATUS}.values.in_progress"),
        ("requests", "blocked status", f"{STATUS}.values.blocked"),
        ("requests", "priority low", "entities.request.fields.priority.values.low"),
        ("requests", "the board", "pages.board"),
        ("requests", "board page", "pages.board"),
        ("requests", "the list", "pages.project_requests"),
        ("requests", "first page", "pages.project_requests"),
        ("requests", "the count blocked", "pages.project_requests.counts.blocked"),
        ("invoices", "approve", "entities.invoice.actions.approve"),
        ("invoices", "the approve button", "entities.invoice.actions.approve"),
        ("invoices", "button reject", "entities.invoice.actions.reject"),
        ("invoices", "match status", MATCH),
        ("invoices", "matched", f"{MATCH}.values.matched"),
        ("invoices", "the chart", "pages.today.parts.trend"),
        ("invoices", "weekly trend chart", "pages.today.parts.trend"),
        ("invoices", "the graph", "pages.today.parts.trend"),
        ("invoices", "flagged count", "pages.today.counts.flagged"),
        ("invoices", "count of flagged invoices", "pages.today.counts.flagged"),
        ("invoices", "counter for exceptions", "pages.today.counts.exception"),
        ("invoices", "invoice", "entities.invoice"),
        ("invoices", "the approver role", "roles.approver"),
        ("hand-written invoices", "agent notes", "entities.invoice.fields.agent_notes"),
    ],
)
def test_a_phrase_names_what_a_person_means(tool: str, phrase: str, at: str) -> None:
    found = present(tool).find(phrase)
    assert found is not None
    assert found.at == at


@pytest.mark.parametrize("phrase", ["", "moon", "the moon field", "the status moon", "moon chart"])
def test_what_is_not_there_is_nothing(phrase: str) -> None:
    assert present("requests").find(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "sorts"),
    [
        ("owner", ("page",)),
        ("board", ("field",)),
        ("approve", ("field", "value")),
        ("button approve", ("page",)),
        ("the chart", ("field",)),
    ],
)
def test_only_what_is_looked_for_is_found(phrase: str, sorts: tuple[str, ...]) -> None:
    assert present("invoices").find(phrase, *sorts) is None


def test_a_very_name_wins_over_one_that_is_only_like_it() -> None:
    found = present("hand-written invoices").find("invoice")
    assert found is not None
    assert found.sort == "entity"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("add a field to suppliers", "supplier"),
        ("add a field to invoices", "invoice"),
        ("add a field", "invoice"),
    ],
)
def test_the_thing_that_is_meant_is_the_named_one_else_the_main_one(text: str, key: str) -> None:
    assert present("invoices").entity_in(text) == key


@pytest.mark.parametrize(
    ("phrase", "text", "key"),
    [
        ("name", "filter by name", "supplier"),
        ("amount", "filter by amount", "invoice"),
        ("name", "add name to the invoice list", "invoice"),
        ("moon", "filter the suppliers by moon", "supplier"),
    ],
)
def test_a_field_is_looked_for_in_the_list_that_has_it(phrase: str, text: str, key: str) -> None:
    assert present("invoices").entity_with(phrase, text) == key


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("sort the board by due", "board"),
        ("sort the mine list", "project_requests"),
        ("sort by due", "project_requests"),
    ],
)
def test_the_page_that_is_meant_is_the_named_one_else_the_first_list(text: str, page: str) -> None:
    found = present("requests").page_for("request", text)
    assert found is not None
    assert found["id"] == page


def test_a_thing_without_a_list_has_no_page() -> None:
    assert present("requests").page_for("moon") is None


def test_a_tool_without_a_chart_has_none() -> None:
    assert present("requests").chart() is None
    chart = present("invoices").chart()
    assert chart is not None
    assert chart.at == "pages.today.parts.trend"


def test_trying_something_out_changes_nothing() -> None:
    looked_at = present("requests")
    looked_at.draft.entity("request")["fields"].clear()
    assert TOOLS["requests"]["entities"][0]["fields"]
