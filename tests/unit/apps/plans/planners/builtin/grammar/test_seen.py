"""What briefs want to see: rows, counts, charts, filters, order."""

import pytest

from apps.plans.planners.builtin.grammar.wishes import Charted, Counted, Filtered, Ordered, Shown
from tests.unit.apps.plans.planners.said import wishes_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Show today's unmatched invoices", ("today's", "unmatched")),
        ("A list of overdue invoices", ("overdue",)),
        ("Show my own invoices", ("mine",)),
        ("Show all invoices", ()),
    ],
)
def test_rows_by_the_words_that_select_them(text: str, words: tuple[str, ...]) -> None:
    shown = wishes_of(f"Build an invoice tool. {text}", Shown)
    assert set(shown[-1].words) == set(words)


@pytest.mark.parametrize("shape", ["board", "calendar", "timeline"])
def test_shapes_by_their_names(shape: str) -> None:
    shown = wishes_of(f"Track tasks. Add a {shape} of tasks", Shown)
    assert shape in {wish.shape for wish in shown}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (
            "Show counts of matched, flagged, and exception invoices",
            ("matched", "flagged", "exception invoices"),
        ),
        ("A summary bar with counts of open and paid ones", ("open", "paid ones")),
        ("See how many are overdue", ("are overdue",)),
        ("Also count the rejected invoices", ("rejected invoices",)),
    ],
)
def test_counts(text: str, groups: tuple[str, ...]) -> None:
    assert [wish.groups for wish in wishes_of(f"Build an invoice tool. {text}", Counted)] == [
        groups
    ]


@pytest.mark.parametrize(
    ("text", "grain", "by", "shape"),
    [
        ("Add a weekly trend chart", "week", "", ""),
        ("A bar chart of amount by supplier", "", "supplier", "bar"),
        ("A pie chart by status", "", "status", "donut"),
        ("Show total amount per month", "month", "", ""),
        ("A line graph of invoices per quarter", "quarter", "", "line"),
    ],
)
def test_charts(text: str, grain: str, by: str, shape: str) -> None:
    (chart,) = wishes_of(f"Build an invoice tool. {text}", Charted)
    assert (chart.grain, chart.by, chart.shape) == (grain, by, shape)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("filter the list", ()),
        ("Filter by status and owner", ("status", "owner")),
        ("Add a filter dropdown for supplier name", ("supplier name",)),
        ("with filters for team, status and date", ("team", "status", "date")),
    ],
)
def test_filters(text: str, fields: tuple[str, ...]) -> None:
    assert [wish.fields for wish in wishes_of(f"Track requests. {text}", Filtered)] == [fields]


@pytest.mark.parametrize(
    ("text", "fields", "group"),
    [
        ("sorted by due date", ("due date",), False),
        ("newest first", ("newest first",), False),
        ("grouped by team", ("team",), True),
    ],
)
def test_order(text: str, fields: tuple[str, ...], group: bool) -> None:
    assert [
        (wish.fields, wish.group)
        for wish in wishes_of(f"Track requests. Show requests {text}", Ordered)
    ] == [(fields, group)]
