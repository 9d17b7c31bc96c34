"""Sentences that are commands: what will be done is said first, with the address; done once, by who
may, and only then.
"""

from collections.abc import Callable
from typing import Any

import pytest

from apps.access.actions import set_access
from apps.access.errors import NotAllowed
from apps.access.models import Mode
from apps.access.queries import audience, mode_of
from apps.builds.models import Build
from apps.deployments.errors import DeployRefused
from apps.deployments.models import Deployment
from apps.pipeline import commands
from apps.plans.errors import PlanRefused
from apps.plans.models import Plan
from apps.reviews.models import Review
from apps.sites.models import Site
from tests.cast import Cast
from tests.made import a_ready_plan, a_version
from tests.unit.apps.pipeline.conftest import approved_version, put_live

ACommand = Callable[..., Plan]
ADDRESS = "http://office-keys--acme.localhost"
pytestmark = pytest.mark.usefixtures("queued")


def test_saving_builds_the_plan_at_hand_where_there_is_one(a_command: ACommand, cast: Cast) -> None:
    site = a_ready_plan(cast.bea).site
    plan = a_command("save", site=site)
    Plan.objects.filter(site=site, number=1).update(state=Plan.State.READY)
    assert commands.what_it_will_do(plan) == (
        f"Build the plan of {site.name} and save it as a version that can be reviewed."
    )
    assert commands.confirm(by=cast.bea, plan=plan) == "The version is being built."
    assert Build.objects.get(site=site).plan.number == 1


def test_saving_asks_for_a_review_where_all_is_built(a_command: ACommand, cast: Cast) -> None:
    plan = a_command("save")
    a_version(cast.bea, plan.site)
    assert commands.what_it_will_do(plan) == (
        "Ask for a review of the newest version of Office keys: source, database change, checks."
    )
    commands.confirm(by=cast.bea, plan=plan)
    assert Review.objects.get(version__site=plan.site).asked_by == cast.bea


@pytest.mark.parametrize("name", ["save", "deploy"])
def test_without_a_version_the_next_step_is_named(
    a_command: ACommand, cast: Cast, name: str
) -> None:
    plan = a_command(name)
    with pytest.raises(DeployRefused, match=r"There is no version yet. Build the plan first."):
        commands.confirm(by=cast.bea, plan=plan)


def test_deploying_says_the_address_before_and_after(a_command: ACommand, cast: Cast) -> None:
    plan = a_command("deploy")
    approved_version(cast, plan.site)
    before = commands.what_it_will_do(plan)
    assert before.startswith(f"Put the newest version of Office keys live at {ADDRESS}")
    assert before.endswith("if it is approved. Who can open it does not change.")
    assert commands.confirm(by=cast.bea, plan=plan).startswith(
        f"Version 1 is going live at {ADDRESS}"
    )
    assert Deployment.objects.get(site=plan.site).state == Deployment.State.QUEUED


def test_what_nobody_approved_is_not_deployed_and_can_be_confirmed_later(
    a_command: ACommand, cast: Cast
) -> None:
    plan = a_command("deploy")
    a_version(cast.bea, plan.site)
    with pytest.raises(DeployRefused, match="approve"):
        commands.confirm(by=cast.bea, plan=plan)
    plan.refresh_from_db()
    assert plan.state == Plan.State.COMMAND
    assert not Deployment.objects.exists()


@pytest.mark.parametrize(
    ("target", "mode"),
    [
        ("everyone in my workspace", Mode.WORKSPACE),
        ("Everybody", Mode.WORKSPACE),
        ("the whole WORKSPACE", Mode.WORKSPACE),
        ("all members", Mode.WORKSPACE),
        ("only me", Mode.PRIVATE),
        ("private", Mode.PRIVATE),
        ("", Mode.PRIVATE),
    ],
)
def test_who_can_open_it_becomes_what_was_said(
    a_command: ACommand, cast: Cast, target: str, mode: Mode
) -> None:
    plan = a_command("access", target)
    assert commands.what_it_will_do(plan).endswith(f"Change that to: {mode.label}.")
    commands.confirm(by=cast.bea, plan=plan)
    assert mode_of(plan.site) == mode


@pytest.mark.parametrize(
    "target",
    [
        "finally only me",
        "the small team",
        "not everybody",
        "everybody but finance",
        "all except the interns",
        "no longer the whole workspace",
    ],
)
def test_what_only_looks_like_everybody_opens_nothing(
    a_command: ACommand, cast: Cast, target: str
) -> None:
    plan = a_command("access", target)
    commands.confirm(by=cast.bea, plan=plan)
    assert mode_of(plan.site) == Mode.PRIVATE


def test_before_access_is_changed_it_is_said_as_it_is(a_command: ACommand, cast: Cast) -> None:
    plan = a_command("access", "private")
    set_access(by=cast.bea, site=plan.site, mode=Mode.WORKSPACE)
    said = commands.what_it_will_do(plan)
    assert said.startswith(f"Office keys is at {ADDRESS}")
    assert f"{audience(plan.site)} people can open it now (Workspace)." in said


def test_rolling_back_names_what_is_lost(a_command: ACommand, cast: Cast, site: Site) -> None:
    put_live(cast, a_version(cast.bea, site))
    adds = {
        "operations": [{"kind": "AddField", "model": "Key", "field": "floor", "words": "…"}],
        "statements": ["ALTER TABLE key ADD floor text"],
        "names": ["0002_floor"],
    }
    put_live(cast, a_version(cast.bea, site, migration=adds, files={"app/models.py": "# two\n"}))
    plan = a_command("roll_back", site=site)
    assert commands.what_it_will_do(plan) == (
        "Bring back version 1 of Office keys. "
        "The column floor of Key goes, with what was entered there."
    )
    assert commands.confirm(by=cast.bea, plan=plan) == "Version 1 is coming back."
    assert Deployment.objects.filter(kind="roll_back", version__number=1).exists()


def test_rolling_back_says_where_nothing_is_lost(
    a_command: ACommand, cast: Cast, site: Site
) -> None:
    for text in ("# one\n", "# two\n"):
        put_live(cast, a_version(cast.bea, site, files={"app/models.py": text}))
    plan = a_command("roll_back", site=site)
    assert commands.what_it_will_do(plan).endswith("No data is lost.")


def test_there_may_be_nothing_to_go_back_to(a_command: ACommand, cast: Cast) -> None:
    plan = a_command("roll_back")
    put_live(cast, a_version(cast.bea, plan.site))
    assert "there is nothing to go back to" in commands.what_it_will_do(plan)
    with pytest.raises(DeployRefused):
        commands.confirm(by=cast.bea, plan=plan)


def test_an_explanation_is_of_the_newest_version_and_changes_nothing(
    a_command: ACommand, cast: Cast
) -> None:
    plan = a_command("explain")
    blueprint = {"name": "Office keys", "entities": [], "summary": "Who has which key."}
    a_version(cast.bea, plan.site, blueprint=blueprint)
    assert commands.what_it_will_do(plan) == (
        "Who has which key. It is not live yet. 3 people can open it (Private). "
        "What each role may do stands in its plan and on Access."
    )
    assert commands.button(plan) == ""
    assert commands.confirm(by=cast.bea, plan=plan) == "Nothing was changed."


def test_an_explanation_of_what_is_live_says_where(a_command: ACommand, cast: Cast) -> None:
    plan = a_command("explain")
    put_live(cast, approved_version(cast, plan.site))
    plan.refresh_from_db()
    assert f"Version 1 is live at {ADDRESS}" in commands.what_it_will_do(plan)


def test_a_command_that_nobody_knows_is_refused_in_words(a_command: ACommand, cast: Cast) -> None:
    plan = a_command("paint_it_red")
    assert "cannot be done by a sentence yet" in commands.what_it_will_do(plan)
    assert commands.button(plan) == ""


@pytest.mark.parametrize("name", ["save", "deploy", "access", "roll_back"])
@pytest.mark.parametrize("who", ["mara", "nora", "otto"])
def test_who_may_not_gets_nothing_done(
    a_command: ACommand, cast: Cast, name: str, who: str
) -> None:
    plan = a_command(name, "everybody")
    for text in ("# one\n", "# two\n"):
        put_live(cast, approved_version(cast, plan.site, files={"app/models.py": text}))
    before = (Deployment.objects.count(), Review.objects.count(), mode_of(plan.site))
    with pytest.raises(NotAllowed):
        commands.confirm(by=getattr(cast, who), plan=plan)
    plan.refresh_from_db()
    assert plan.state == Plan.State.COMMAND
    assert (Deployment.objects.count(), Review.objects.count(), mode_of(plan.site)) == before


@pytest.mark.parametrize("state", [Plan.State.BUILT, Plan.State.DISCARDED, Plan.State.SUPERSEDED])
def test_what_is_over_cannot_be_confirmed(a_command: ACommand, cast: Cast, state: Any) -> None:
    plan = a_command("access", "everybody")
    Plan.objects.filter(pk=plan.pk).update(state=state)
    with pytest.raises(PlanRefused):
        commands.confirm(by=cast.bea, plan=plan)
    assert mode_of(plan.site) == Mode.PRIVATE
