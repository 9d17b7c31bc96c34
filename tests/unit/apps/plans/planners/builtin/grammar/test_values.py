"""Closed lists as briefs say them."""

import pytest

from apps.plans.planners.builtin.grammar.wishes import HasValues
from tests.unit.apps.plans.planners.said import wishes_of


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("Status: new, open or done", "status", ("new", "open", "done")),
        ("The status can be draft, sent and paid", "status", ("draft", "sent", "paid")),
        ("priority (low/medium/high)", "priority", ("low", "medium", "high")),
        (
            "with stages applied, screening, interview",
            "stage",
            ("applied", "screening", "interview"),
        ),
        ("Requests go from open to mitigated to closed", "status", ("open", "mitigated", "closed")),
        (
            "received -> in repair -> waiting for parts -> ready",
            "status",
            ("received", "in repair", "waiting for parts", "ready"),
        ),
        ("Requests are marked as open, done or declined", "status", ("open", "done", "declined")),
    ],
)
def test_values_and_their_field(text: str, field: str, values: tuple[str, ...]) -> None:
    found = wishes_of(f"Track requests. {text}", HasValues)
    assert [(wish.field, wish.values) for wish in found] == [(field, values)]


@pytest.mark.parametrize(
    "text", ["Update the status", "Sort by priority and date", "The type of damage matters"]
)
def test_a_field_alone_has_no_values(text: str) -> None:
    assert wishes_of(f"Track requests. {text}", HasValues) == []
