"""What the documents point to is there, and what has to be described is."""

import re
from pathlib import Path

import pytest

from apps.pipeline import flow
from portal.config import Config
from tests.architecture.source import ROOT, rooms, sources

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
MADE = "docs/screenshots/"  # by `make screenshots`, where there is a browser
# Set for the portal's own processes by whoever starts them; nobody types these.
INSIDE = {"site_database_prefix", "sites_dir", "runner_socket", "build_lease_seconds"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if MADE not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_tour_goes_through_every_room() -> None:
    tour = (ROOT / "docs/tour.md").read_text()
    missing = [
        room.name
        for room in rooms()
        if f"apps.{room.name}" not in tour and f"apps/{room.name}" not in tour
    ]
    assert missing == []


def test_every_state_is_described() -> None:
    from apps.builds.models import Build
    from apps.deployments.models import Deployment
    from apps.plans.models import Plan
    from apps.reviews.models import Review
    from apps.sites.models import Site

    text = (ROOT / "docs/states.md").read_text()
    for model in (Plan, Build, Review, Deployment, Site):
        for state in model.State:
            assert re.search(rf"\b{state.value.replace('_', '.')}\b", text), (
                f"{model.__name__}: {state}"
            )


def test_the_flow_is_named_where_people_look_for_it() -> None:
    assert flow.__name__.replace(".", "/") + ".py" in (ROOT / "docs/tour.md").read_text()


def test_every_setting_is_described() -> None:
    text = (ROOT / "docs/settings.md").read_text()
    names = {name.upper() for name in Config.model_fields if name not in INSIDE}
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_every_command_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text()
    offered = set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE)) - {"help", "setup"}
    told = (ROOT / "CONTRIBUTING.md").read_text()
    assert {name for name in offered if f"`make {name}`" not in told} == set()


def test_every_test_that_shows_a_security_case_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/security-cases.md").read_text()))
    tests = {name for source in sources("tests") for name, _ in source.functions()}
    assert len(named) > 60
    assert named - tests == set()


def test_decisions_are_numbered_in_a_row_and_short() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("0*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text()
        assert len(text) < 2_500, f"{page.name} is longer than half a page"
        assert all(f"**{part}" in text for part in ("Decided", "Why", "Costs", "Instead of")), (
            page.name
        )
