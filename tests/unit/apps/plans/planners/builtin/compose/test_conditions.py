"""Words that select rows, as expressions."""

import pytest

from apps.plans.planners.builtin.compose.conditions import condition
from apps.plans.planners.builtin.followups.present import Present
from apps.plans.planners.builtin.lexicon import lexicon
from tests.unit.apps.plans.planners.said import plan_of

TASKS = plan_of(
    "Track tasks with title, owner, due date, priority (low, high), billable (yes/no) and "
    "status (new, in progress, done). Highlight overdue tasks."
)


@pytest.mark.parametrize(
    ("words", "expr"),
    [
        ("overdue", "overdue"),
        ("open", "not status.closed"),
        ("finished", "status.closed"),
        ("in progress", "status == 'in_progress'"),
        ("mine", "owner == me"),
        ("unassigned", "owner == empty"),
        ("high priority", "priority == 'high'"),
        ("billable", "billable"),
        ("not billable", "not billable"),
        ("due today", "due_date == today"),
        (
            "due this week",
            "due_date >= week_start(today) and due_date < week_start(today) + weeks(1)",
        ),
        ("due in the next 7 days", "due_date >= today and due_date <= today + days(7)"),
        ("upcoming", "due_date >= today"),
        ("my open", "owner == me and not status.closed"),
    ],
)
def test_words_become_expressions(words: str, expr: str) -> None:
    found = condition(Present(TASKS, lexicon()).draft, "task", tuple(words.split()))
    assert found is not None
    assert found.expr == expr


def test_words_that_say_nothing_give_no_condition() -> None:
    assert condition(Present(TASKS, lexicon()).draft, "task", ("flurby",)) is None


def test_what_could_not_be_said_is_kept() -> None:
    found = condition(Present(TASKS, lexicon()).draft, "task", ("overdue", "flurby"))
    assert found is not None
    assert found.rest == ("flurby",)
