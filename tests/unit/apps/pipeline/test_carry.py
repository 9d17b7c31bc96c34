"""From the command line: the actions of the pages, waited for; what does not come is said."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.pipeline import carry
from apps.plans.models import Plan
from apps.reviews.models import Review
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_ready_plan, a_version
from tests.unit.apps.pipeline.conftest import approved_version, put_live

pytestmark = pytest.mark.usefixtures("queued")
DESTROYS = {
    "operations": [{"kind": "RemoveField", "words": "No door.", "risk": "loses"}],
    "statements": ["ALTER TABLE key DROP door"],
    "names": ["0001_initial", "0002_no_door"],
}


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`meanwhile(step, step)`: what a worker does while the command sleeps, one step a sleep."""

    def later(*steps: Callable[[], Any]) -> None:
        left: Iterator[Callable[[], Any]] = iter(steps)
        monkeypatch.setattr(carry.time, "sleep", lambda seconds: next(left)())

    return later


def plans(**outcome: Any) -> Callable[[], Any]:
    """A planner that comes to this."""
    return lambda: Plan.objects.filter(state=Plan.State.THINKING).update(**outcome)


def test_a_plan_is_waited_for(acme: Workspace, cast: Cast, meanwhile: Callable[..., None]) -> None:
    meanwhile(lambda: None, plans(state=Plan.State.READY, blueprint=BLUEPRINT))
    plan = carry.plan_of(by=cast.bea, brief="Track keys")
    assert (plan.state, plan.message.text, plan.message.author) == (
        Plan.State.READY,
        "Track keys",
        cast.bea,
    )


def test_a_follow_up_is_about_its_tool(
    site: Site, cast: Cast, meanwhile: Callable[..., None]
) -> None:
    meanwhile(plans(state=Plan.State.READY, blueprint=BLUEPRINT))
    assert carry.plan_of(by=cast.bea, brief="Add a floor", site=site).site == site


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ({"state": Plan.State.FAILED, "error": "No model answers."}, "(not understood): No model"),
        (
            {
                "state": Plan.State.REFUSED,
                "outcome": {"reason": "No payments here.", "instead": "Send an invoice."},
            },
            "(refused): No payments here. Send an invoice.",
        ),
        (
            {"state": Plan.State.ASKING, "outcome": {"questions": [{"text": "Who decides?"}]}},
            "): Who decides?",
        ),
        (
            {"state": Plan.State.COMMAND, "outcome": {"command": {"name": "deploy"}}},
            "(a command)",
        ),
    ],
)
def test_what_is_no_plan_is_said(
    acme: Workspace,
    cast: Cast,
    meanwhile: Callable[..., None],
    outcome: dict[str, Any],
    says: str,
) -> None:
    meanwhile(plans(**outcome))
    with pytest.raises(carry.NotCarried) as caught:
        carry.plan_of(by=cast.bea, brief="Track keys")
    assert str(caught.value).startswith("No plan came of it (")
    assert says in str(caught.value)


def test_without_a_worker_the_wait_ends_with_what_to_look_at(acme: Workspace, cast: Cast) -> None:
    with pytest.raises(carry.NotCarried, match=r"is not done after 0 s. Is the worker running\?"):
        carry.plan_of(by=cast.bea, brief="Track keys", seconds=0)


def test_a_version_is_waited_for(
    acme: Workspace, cast: Cast, meanwhile: Callable[..., None]
) -> None:
    plan = a_ready_plan(cast.bea)

    def worker() -> None:
        made = a_version(cast.bea, plan.site)
        Build.objects.filter(plan=plan).update(state=Build.State.SUCCEEDED, version=made)

    meanwhile(worker)
    assert carry.version_of(by=cast.bea, plan=plan).number == 1


@pytest.mark.parametrize(
    ("came", "says"),
    [
        ({"state": Build.State.FAILED, "error": "Two fields have one name."}, "Two fields have"),
        ({"state": Build.State.CANCELLED}, "The build was cancelled."),
    ],
)
def test_a_build_without_a_version_says_why(
    acme: Workspace, cast: Cast, meanwhile: Callable[..., None], came: dict[str, Any], says: str
) -> None:
    plan = a_ready_plan(cast.bea)
    meanwhile(lambda: Build.objects.filter(plan=plan).update(**came))
    with pytest.raises(carry.NotCarried, match=says):
        carry.version_of(by=cast.bea, plan=plan)


def test_an_approval_ticks_what_is_red_by_the_reviewer(site: Site, cast: Cast) -> None:
    put_live(cast, a_version(cast.bea, site))
    version = a_version(cast.bea, site, migration=DESTROYS, files={"app/models.py": "# less\n"})
    carry.approved(by=cast.bea, reviewer=cast.omar, version=version)
    review = Review.objects.get(version=version)
    assert (review.state, review.decided_by) == (Review.State.APPROVED, cast.omar)
    assert review.red_items
    assert review.ticked == [item["id"] for item in review.red_items]


def test_a_deployment_is_waited_for(site: Site, cast: Cast, meanwhile: Callable[..., None]) -> None:
    version = approved_version(cast, site)
    meanwhile(lambda: Deployment.objects.update(state=Deployment.State.LIVE))
    assert carry.deployed(by=cast.bea, version=version).state == Deployment.State.LIVE


def test_a_deployment_that_fails_says_why(
    site: Site, cast: Cast, meanwhile: Callable[..., None]
) -> None:
    version = approved_version(cast, site)
    meanwhile(
        lambda: Deployment.objects.update(state=Deployment.State.FAILED, error="No room left.")
    )
    with pytest.raises(carry.NotCarried, match=r"No room left\."):
        carry.deployed(by=cast.bea, version=version)
