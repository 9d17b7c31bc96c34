"""`docs/states.md` is true: its tables have every state of the models and none that there is not,
every state can be reached, and whoever is named as moving it exists.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db.models import Model

from apps.automations.models import Delivery
from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.plans.models import Plan
from apps.reviews.models import Review
from apps.sites.models import Site
from tests.architecture.source import ROOT, rooms
from tests.unit.apps.sites.test_states import ARROWS

MODELS: dict[str, type[Model]] = {
    "Plan": Plan,
    "Build": Build,
    "Review": Review,
    "Deployment": Deployment,
    "Site": Site,
    "Delivery": Delivery,
}
NAME = re.compile(r"`(\w+)`")


@dataclass(frozen=True)
class Arrow:
    """One way from a state to another, and who goes it."""

    start: str
    end: str
    by: str


def arrows(name: str, text: str = "") -> list[Arrow]:
    """The arrows in the table of a section."""
    text = text or (ROOT / "docs/states.md").read_text()
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    own = next(part for part in section if part.startswith(f"{name} "))
    return list(_in(own))


def _in(section: str) -> Iterator[Arrow]:
    for line in section.splitlines():
        if not line.startswith("| ") or line.startswith(("| from", "| ---")):
            continue
        starts, ends, by = (cell.strip() for cell in line.strip("|").split("|"))
        for start in starts.split(", "):
            for end in ends.split(", "):
                yield Arrow(start.strip(), end.strip(), by)


def states(name: str) -> set[str]:
    return {str(value) for value, _ in MODELS[name]._meta.get_field("state").flatchoices}


def verbs() -> set[str]:
    """Everything that the rooms' actions offer."""
    return {
        alias.name
        for room in rooms()
        if (room / "actions").is_dir()
        for node in ast.walk(ast.parse((room / "actions" / "__init__.py").read_text()))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize("name", MODELS)
def test_the_table_has_every_state_and_no_other(name: str) -> None:
    named = {state for arrow in arrows(name) for state in (arrow.start, arrow.end)}
    assert named == states(name)


@pytest.mark.parametrize("name", MODELS)
def test_every_state_can_be_reached_from_the_first(name: str) -> None:
    reached = {str(MODELS[name]._meta.get_field("state").default)}
    for _ in states(name):
        reached |= {arrow.end for arrow in arrows(name) if arrow.start in reached}
    assert reached == states(name)


@pytest.mark.parametrize("name", MODELS)
def test_who_moves_it_is_a_verb_that_there_is(name: str) -> None:
    named = {verb for arrow in arrows(name) for verb in NAME.findall(arrow.by)}
    assert named
    assert named - verbs() == set()


def test_the_arrows_of_a_site_are_those_that_its_test_goes() -> None:
    """All others in that test lead from a state to itself, or would stop being stopped."""
    gone = {(start, end) for start, _, _, end in ARROWS if start != end}
    assert gone == {(arrow.start, arrow.end) for arrow in arrows("Site")}


def test_no_arrow_leads_out_of_what_is_decided() -> None:
    assert {arrow.start for arrow in arrows("Review")} == {"waiting"}
    assert {arrow.start for arrow in arrows("Deployment")} == {"queued", "running", "live"}
    assert {arrow.start for arrow in arrows("Build")} == {"queued", "running"}


def test_a_table_that_is_wrong_is_seen() -> None:
    """The test can fail: a state too many, a state too few."""
    text = "## Site · x\n\n| from | to | by |\n| --- | --- | --- |\n| draft | gone | `go_live` |\n"
    assert arrows("Site", text) == [Arrow("draft", "gone", "`go_live`")]
