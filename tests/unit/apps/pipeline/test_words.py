"""What the platform says in a conversation, state by state, of what the database holds."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.pipeline import words
from apps.plans.models import Plan
from apps.reviews.models import Review
from apps.sites.models import Site
from tests.cast import Cast
from tests.made import a_ready_plan, a_version


@pytest.mark.parametrize(
    ("state", "given", "says"),
    [
        ("ready", {}, "The plan for {site} is ready. Read it, then build it."),
        (
            "ready",
            {"changes": [{"text": "A filter is added."}, {"text": "A column goes."}]},
            "A filter is added. A column goes. Read the plan, then build it.",
        ),
        (
            "asking",
            {"outcome": {"questions": [{"text": "Who decides?"}, {"text": "By when?"}]}},
            "Who decides? By when?",
        ),
        (
            "refused",
            {"outcome": {"reason": "Payments are not built here.", "instead": "Link to one."}},
            "Payments are not built here. Link to one.",
        ),
        (
            "refused",
            {"outcome": {"reason": "Payments are not built here.", "instead": ""}},
            "Payments are not built here.",
        ),
        (
            "command",
            {"outcome": {"command": {"name": "deploy"}}},
            "This is a command. Confirm it on its page, and it is done.",
        ),
        (
            "command",
            {"outcome": {"command": {"name": "explain"}}},
            "Nothing has been built yet: the plan says what is meant.",
        ),
        ("failed", {"error": "The model did not answer."}, "The model did not answer."),
    ],
)
def test_of_a_plan(acme: Any, cast: Cast, state: str, given: dict[str, Any], says: str) -> None:
    plan = a_ready_plan(cast.bea)
    for name, value in ({"state": Plan.State(state)} | given).items():
        setattr(plan, name, value)
    assert words.of_plan(plan) == says.format(site=plan.site.name)


def test_of_a_build_that_became_a_version(
    a_build: Callable[..., Build], cast: Cast, site: Site
) -> None:
    build = a_build(state=Build.State.SUCCEEDED)
    build.version = a_version(cast.bea, site)
    assert words.of_build(build) == "Version 1 is saved. All 1 checks hold."


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("cancelled", "The build was cancelled. The plan is still here."),
        ("failed", "The build did not succeed. Two fields have one name."),
    ],
)
def test_of_a_build_that_did_not(a_build: Callable[..., Build], state: str, says: str) -> None:
    build = a_build(state=Build.State(state), error="Two fields have one name.")
    assert words.of_build(build) == says


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("waiting", "Version 1 waits for a second person to review it."),
        ("approved", "Omar Haddad approved version 1. It can go live."),
        ("changes", "Omar Haddad asks for changes to version 1: The tax is missing."),
        ("rejected", "Omar Haddad rejected version 1: The tax is missing."),
        ("stale", "Version 1 must be reviewed again. The tax is missing."),
    ],
)
def test_of_a_review(site: Site, cast: Cast, state: str, says: str) -> None:
    review = Review(
        version=a_version(cast.bea, site),
        state=Review.State(state),
        asked_by=cast.bea,
        decided_by=cast.omar,
        reason="The tax is missing.",
    )
    assert words.of_review(review) == says


@pytest.mark.parametrize(
    ("kind", "state", "says"),
    [
        ("deploy", "live", "Version 1 is live at http://office-keys--acme.localhost"),
        ("roll_back", "live", "Version 1 is back at http://office-keys--acme.localhost"),
        ("deploy", "failed", "Version 1 did not go live; what was live still is. No room."),
    ],
)
def test_of_a_deployment(site: Site, cast: Cast, kind: str, state: str, says: str) -> None:
    deployment = Deployment(
        site=site, version=a_version(cast.bea, site), kind=kind, state=state, error="No room."
    )
    assert words.of_deployment(deployment).startswith(says)
