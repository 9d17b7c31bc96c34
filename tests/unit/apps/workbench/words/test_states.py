"""The label of every state: a word, a tone, a shape that the look really has."""

import re
from typing import Any

import pytest
from django.db.models import TextChoices

from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.plans.models import Plan
from apps.reviews.models import Review
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workbench.words import states
from apps.workbench.words.states import Label, of_plan, of_risk, of_version
from tests.architecture.source import ROOT

TABLES: list[tuple[type[TextChoices], dict[Any, Label]]] = [
    (Site.State, states.SITE),
    (Plan.State, states.PLAN),
    (Build.State, states.BUILD),
    (Review.State, states.REVIEW),
    (Deployment.State, states.DEPLOYMENT),
]
LABELS = [label for _, table in TABLES for label in table.values()] + [*states.RISKS.values()]


@pytest.mark.parametrize(("known", "table"), TABLES)
def test_every_state_has_a_label(known: type[TextChoices], table: dict[Any, Label]) -> None:
    assert set(known) == table.keys()


def test_every_label_has_a_tone_and_a_shape_of_the_look() -> None:
    sprite = (ROOT / "look/static/look/icons.svg").read_text()
    shapes = set(re.findall(r'id="i-([\w-]+)"', sprite))
    assert {label.icon for label in LABELS} - shapes == set()
    assert {label.tone for label in LABELS} <= {"", "ok", "warn", "bad", "info", "on"}


def test_states_that_differ_in_colour_differ_in_shape_or_word() -> None:
    for _, table in TABLES:
        said = [(label.text, label.icon) for label in table.values()]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("risk", "text", "tone"),
    [
        ("adds", "Adds only", "ok"),
        ("moves", "Keeps all rows", "info"),
        ("loses", "Loses data", "bad"),
        ("rights", "Changes rights", "warn"),
        ("needs_care", "Needs care", ""),
        ("", "Changes", ""),
    ],
)
def test_a_risk_is_a_label(risk: str, text: str, tone: str) -> None:
    assert (of_risk(risk).text, of_risk(risk).tone) == (text, tone)


@pytest.mark.parametrize(
    ("state", "command", "text"),
    [
        ("command", {"name": "explain"}, "Answered"),
        ("command", {"name": "deploy"}, "To confirm"),
        ("built", {"name": "explain"}, "Done"),
        ("ready", None, "Ready to build"),
    ],
)
def test_a_question_about_a_tool_has_nothing_to_confirm(
    state: str, command: dict[str, str] | None, text: str
) -> None:
    plan = Plan(state=state, outcome={"command": command} if command else {})
    assert of_plan(plan).text == text


def version(number: int) -> Version:
    return Version(pk=number, number=number)


@pytest.mark.parametrize(
    ("review", "live", "text"),
    [
        (None, None, "Not reviewed"),
        (None, 2, "Live"),
        ("waiting", 1, "In review"),
        ("waiting", 3, "In review"),
        ("approved", None, "Approved"),
        ("approved", 1, "Approved"),
        ("approved", 3, "Replaced"),
        ("approved", 2, "Live"),
        ("changes", None, "Changes asked"),
        ("rejected", 3, "Rejected"),
        ("stale", None, "To be reviewed again"),
    ],
)
def test_where_a_version_stands(review: str | None, live: int | None, text: str) -> None:
    asked = Review(state=review) if review else None
    assert of_version(version(2), asked, version(live) if live else None).text == text
