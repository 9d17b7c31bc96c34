"""How things are said: conditions, addresses, times, operations, the marked brief."""

from datetime import datetime

import pytest

from apps.plans.blueprint.loading import load
from apps.plans.blueprint.resolved import resolve
from apps.workbench.drawing.clauses import Segment, marked
from apps.workbench.templatetags.workbench import duration, in_words, people
from apps.workbench.words.addresses import provided_words
from apps.workbench.words.conditions import condition_words
from apps.workbench.words.operations import operation_words
from apps.workbench.words.rights import rights_of
from apps.workbench.words.tool import Tool, a, listed, lower
from tests.views.shop import BLUEPRINT


@pytest.fixture(scope="module")
def tool() -> Tool:
    """The shop's tool by its words."""
    return Tool(resolve(load(BLUEPRINT).blueprint))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("status == 'new'", "status is “new”"),
        ("status == 'in_review'", "status is “in review”"),
        ("not status.closed", "status is open"),
        ("status.closed", "status is closed"),
        ("owner == me", "owner is you"),
        ("me in [requester, owner]", "requester or owner is you"),
        ("me in employee.managers", "you are in employee managers"),
        ("due < today and owner != empty", "due is under today and owner is filled in"),
        ("total >= 100", "total is at least 100"),
    ],
)
def test_a_condition_reads_as_words(condition: str, said: str) -> None:
    assert condition_words(condition) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("entities.request", "A table of requests"),
        ("entities.request.fields.owner", "The field Owner of a request"),
        ("entities.request.actions.approve", "The button Approve on a request"),
        ("entities.request.permissions.member", "Everybody may see and add requests"),
        ("pages.requests", "The page “Requests”"),
        ("pages.requests.columns.owner", "The column Owner on “Requests”"),
        ("pages.requests.filters", "The filters of “Requests”"),
        ("pages.requests.filters.status", "The filter Status on “Requests”"),
        ("platform.sign_in", "Workspace sign-in at the door"),
        ("roles.approver", "The role Approver"),
        ("something.new.altogether", "Altogether"),
    ],
)
def test_an_address_reads_as_words(tool: Tool, address: str, said: str) -> None:
    assert provided_words([address], tool) == said


def test_rights_are_a_table_with_everybody_first_and_admins_last(tool: Tool) -> None:
    entity = tool.entity("request")
    assert entity is not None
    rights = rights_of(entity, tool)
    assert rights is not None
    assert rights.people == ["Everybody", "Its owner", "Approver", "Admins"]
    lines = {name: [cell.answer for cell in cells] for name, cells in rights.lines}
    assert lines["See requests"] == ["yes", "yes", "yes", "yes"]
    assert lines["Change a request"] == ["no", "some", "no", "yes"]
    assert lines["Approve"] == ["no", "no", "yes", "no"]


def test_the_brief_is_cut_into_marked_segments() -> None:
    segments = marked("Add a list, then a chart.", ["a list"], ["a chart"])
    assert segments == [
        Segment("Add "),
        Segment("a list", (1,)),
        Segment(", then "),
        Segment("a chart", (), True),
        Segment("."),
    ]


def test_quotes_that_overlap_are_one_stretch_with_all_their_numbers() -> None:
    segments = marked("Keep a list of keys.", ["list of keys", "a list"], ["of"])
    assert segments == [Segment("Keep "), Segment("a list of keys", (1, 2)), Segment(".")]


def test_quotes_that_are_not_there_do_no_harm() -> None:
    assert marked("a list of keys", ["vans", ""], ["  "]) == [Segment("a list of keys")]
    assert marked("", ["vans"], []) == []


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 20, 9, 5), "today, 09:05"),
        (datetime(2026, 11, 19, 23, 59), "yesterday, 23:59"),
        (datetime(2026, 3, 2, 8, 0), "2 Mar, 08:00"),
        (datetime(2025, 11, 20, 8, 0), "20 Nov 2025"),
    ],
)
def test_times_are_said_as_people_say_them(moment: datetime, said: str) -> None:
    assert in_words(moment, datetime(2026, 11, 20, 12, 0)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.44, "0.4 s"), (12.3, "12 s"), (112, "1 min 52 s"), (None, ""), (-1, "0.0 s")],
)
def test_seconds_are_said_as_people_say_them(seconds: float | None, said: str) -> None:
    assert duration(seconds) == said


def test_people_are_counted_in_words() -> None:
    assert [people(n) for n in (0, 1, 2, 1200)] == [
        "0 people",
        "1 person",
        "2 people",
        "1,200 people",
    ]


def test_words_are_joined_and_begun_as_in_a_sentence() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == ""
    assert (a("invoice"), a("supplier")) == ("an invoice", "a supplier")
    assert (lower("Owner"), lower("PO number")) == ("owner", "PO number")


def test_an_operation_says_what_happens_and_what_it_risks() -> None:
    removed = operation_words({"kind": "RemoveField", "model": "Invoice", "field": "fax"})
    assert removed.text == "Invoice loses the column fax, with what was entered there."
    assert removed.risk.text == "Loses data"
    told = operation_words({"kind": "AddField", "words": "Invoices get a due date", "risk": "adds"})
    assert told.text == "Invoices get a due date."
    assert operation_words({"kind": "Unheard"}).text == "The database changes."
