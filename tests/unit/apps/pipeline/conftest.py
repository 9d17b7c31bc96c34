"""What the pipeline's tests share: a queue that only writes down, and things at every stage."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.pipeline import tasks
from apps.plans.models import Plan
from apps.prompts.actions import ask
from apps.reviews.actions import approve, ask_for_review
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan, a_site, a_version

TASKS = ("plan", "build", "deploy", "sync_people")


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """In the place of the broker: what was sent, by task and id."""
    sent: list[tuple[str, int]] = []
    for name in TASKS:
        monkeypatch.setattr(
            getattr(tasks, name), "delay", lambda key, name=name: sent.append((name, key))
        )
    return sent


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    """Bea's tool, without a version."""
    return a_site(cast.bea)


@pytest.fixture
def a_build(acme: Workspace, cast: Cast) -> Callable[..., Build]:
    """`a_build(state=…)`: a build of a ready plan of a tool of its own."""

    def make(**given: Any) -> Build:
        plan = a_ready_plan(cast.bea)
        return Build.objects.create(plan=plan, site=plan.site, asked_by=cast.bea, **given)

    return make


@pytest.fixture
def a_command(acme: Workspace, cast: Cast) -> Callable[..., Plan]:
    """`a_command("deploy")`: a sentence that was understood as a command, to be confirmed."""

    def make(name: str, target: str = "", site: Site | None = None) -> Plan:
        site = site or a_site(cast.bea)
        plan = Plan.objects.get(message=ask(by=cast.bea, text="Do it, please", site=site))
        plan.state, plan.outcome = Plan.State.COMMAND, {"command": {"name": name, "target": target}}
        plan.save()
        return plan

    return make


def approved_version(cast: Cast, site: Site, **given: Any) -> Version:
    """A version that Omar has said yes to."""
    version = a_version(cast.bea, site, **given)
    review = ask_for_review(by=cast.bea, version=version)
    ticked = [item["id"] for item in review.red_items]
    approve(by=cast.omar, review=review, digest=version.digest, ticked=ticked)
    return version


def put_live(cast: Cast, version: Version) -> Deployment:
    """A version as a deployment would leave it."""
    version.site.deployments.filter(state="live").update(state="replaced")
    done = Deployment.objects.create(
        site=version.site, version=version, state="live", asked_by=cast.bea
    )
    Site.objects.filter(pk=version.site_id).update(live_version=version, state="live")
    version.site.refresh_from_db()
    return done
