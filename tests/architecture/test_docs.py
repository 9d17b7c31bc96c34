"""What the documents point to is there, and what has to be described is."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import pytest
from django.conf import settings

from apps.pipeline import flow
from portal.config import Config
from portal.doctor.services import OLDEST_POSTGRES
from tests.architecture.source import ROOT, rooms, sources

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
MADE = "docs/screenshots/"  # by `make screenshots`, where there is a browser
BEAT: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE
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


def test_every_kind_of_page_is_pictured() -> None:
    from apps.plans.blueprint.pages import AnyPage
    from apps.plans.blueprint.structure import kinds_of
    from tests.browser.page_kinds import ELSEWHERE, IN_THE_GALLERY

    pictured = {*ELSEWHERE, *(kind for pages in IN_THE_GALLERY.values() for kind in pages)}
    shown = re.findall(r"^\| `(\w+)`", (ROOT / "docs/pages.md").read_text(), re.M)
    # What a tool's own code shows is put together of the same tables and texts.
    kinds = {kind for shape in get_args(AnyPage) for kind in kinds_of(shape)} - {"extension"}
    assert pictured == kinds == set(shown)


def test_the_flow_is_named_where_people_look_for_it() -> None:
    assert flow.__name__.replace(".", "/") + ".py" in (ROOT / "docs/tour.md").read_text()


def test_every_setting_is_described() -> None:
    text = (ROOT / "docs/settings.md").read_text()
    names = {name.upper() for name in Config.model_fields if name not in INSIDE}
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_every_default_is_the_codes_own() -> None:
    """Where a default is written as a value; words such as “none” are for reading."""
    text = (ROOT / "docs/settings.md").read_text()
    told = re.findall(r"^\| `([A-Z_]+)` \| `([^`]+)`(?: \(|  ?\|)", text, re.MULTILINE)
    known = {name.upper(): field.default for name, field in Config.model_fields.items()}
    checked = {name: value for name, value in told if name in known and name != "DATA_DIR"}
    assert len(checked) >= 8
    assert checked == {name: str(known[name]).lower() if isinstance(known[name], bool)
                       else str(known[name]) for name in checked}  # fmt: skip


def figures_in_the_documents() -> list[tuple[str, str, float]]:
    """Page, how it is said there, and what the code says."""
    from apps.builds import leases
    from apps.deployments.actions import carry_out
    from apps.plans import leases as plans

    every = {name: float(entry["schedule"]) for name, entry in BEAT.items()}
    preview = import_module("apps.deployments.actions.open_preview").LIFE.total_seconds()
    deploying = import_module(carry_out.__module__).MOST_ATTEMPTS
    lease = float(Config.model_fields["build_lease_seconds"].default)
    return [
        ("states", "`pipeline.reconcile` (every 30 seconds)", every["reconcile"] / 30),
        ("states", "`pipeline.outboxes` (every 20 seconds)", every["empty the outboxes"] / 20),
        ("states", "`pipeline.clock` (every minute)", every["look at the clock"] / 60),
        ("states", "queues the plan again, three times at", plans.MOST_ATTEMPTS / 3),
        ("states", "After three workers the reconciler", leases.MOST_ATTEMPTS / 3),
        ("states", "when the lease is over; three at most", deploying / 3),
        ("states", "The lease (180 seconds, renewed with each step)", lease / 180),
        ("states", "than a task may take (150)", settings.CELERY_TASK_TIME_LIMIT / 150),
        ("states", "There for two hours", preview / 7200),
        ("states", "its process when it has been idle for ten minutes", idle_seconds() / 600),
        ("security-cases", "and every ten minutes in the storage", every["keep heads"] / 600),
        ("settings", "Postgres 15 or later", OLDEST_POSTGRES / 150000),
    ]


def idle_seconds() -> float:
    source = (ROOT / "site_runtime/runner/__main__.py").read_text()
    found = re.search(r'"--idle-seconds", type=float, default=([\d.]+)', source)
    assert found
    return float(found[1])


def test_every_figure_is_the_codes_own() -> None:
    for page, said, ratio in figures_in_the_documents():
        text = " ".join((ROOT / f"docs/{page}.md").read_text().split())
        assert said in text, f"{page}: {said}"
        assert ratio == 1, f"{page}: {said}"


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
