"""A build's page: the steps while it runs, and the choices when it did not succeed."""

import pytest
from django.test import Client

from apps.builds.models import Build, BuildStep
from apps.plans.models import Plan
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.reading import actions_on, done, refusal, words
from tests.views.shop import BLUEPRINT, BRIEF, a_build, a_frozen, a_plan


@pytest.fixture
def plan(acme: Workspace, cast: Cast) -> Plan:
    """A plan to build."""
    return a_plan(cast.bea, BRIEF, blueprint=BLUEPRINT)


def at(build: Build, verb: str = "") -> str:
    return f"/tools/{build.site.slug}/builds/{build.pk}{'/' + verb if verb else ''}"


def test_all_steps_are_listed_those_to_come_too(cast: Cast, plan: Plan, bea: Client) -> None:
    page = words(bea.get(at(a_build(cast.bea, plan))))
    assert "1 of 5 steps" in page
    for title in (
        "Writing the source",
        "Reading the source for anything forbidden",
        "Trying it out as each role",
        "Saving the version",
    ):
        assert title in page


def test_the_steps_are_asked_for_again_with_and_without_script(
    cast: Cast, plan: Plan, bea: Client
) -> None:
    build = a_build(cast.bea, plan)
    html = bea.get(at(build)).content.decode()
    assert f'hx-get="{at(build, "steps")}"' in html
    assert '<noscript><meta http-equiv="refresh"' in html
    fragment = bea.get(at(build, "steps"))
    assert "<html" not in fragment.content.decode()
    assert "1 of 5 steps" in words(fragment)


def test_a_build_in_the_queue_says_that_it_waits(cast: Cast, plan: Plan, bea: Client) -> None:
    build = Build.objects.create(plan=plan, site=plan.site, asked_by=cast.bea)
    assert "waiting for a worker" in words(bea.get(at(build)))


def test_a_finished_build_leads_to_its_version(cast: Cast, plan: Plan, bea: Client) -> None:
    version = a_frozen(cast.bea, plan.site)
    build = a_build(cast.bea, plan, state="succeeded", version=version)
    where = f"/tools/{plan.site.slug}/versions/1"
    assert bea.get(at(build))["Location"] == where
    assert bea.get(at(build, "steps"))["HX-Redirect"] == where


def test_the_address_of_a_build_survives_the_new_name_of_its_tool(
    cast: Cast, plan: Plan, bea: Client
) -> None:
    build = a_build(cast.bea, plan)
    before = at(build)
    plan.site.slug = "another-address"
    plan.site.save()
    assert bea.get(before).status_code == 200


def test_cancelling_stops_it_and_keeps_the_plan(cast: Cast, plan: Plan, bea: Client) -> None:
    build = a_build(cast.bea, plan)
    answer = bea.post(at(build, "cancel"), follow=True)
    assert "The build is cancelled." in done(answer)
    build.refresh_from_db()
    assert build.state == Build.State.CANCELLED
    assert at(build, "again") in actions_on(answer)


def test_a_build_that_is_over_cannot_be_cancelled(cast: Cast, plan: Plan, bea: Client) -> None:
    build = a_build(cast.bea, plan, state="cancelled")
    page = bea.post(at(build, "cancel"))
    assert page.status_code == 409
    assert "This build is over already." in refusal(page)


@pytest.mark.parametrize(
    ("error_id", "turn"),
    [
        ("builds:person:plan", "It is your turn"),
        ("builds:operator:runner", "This is not your fault"),
    ],
)
def test_a_failure_says_whose_turn_it_is_and_offers_choices(
    cast: Cast, plan: Plan, bea: Client, error_id: str, turn: str
) -> None:
    build = a_build(cast.bea, plan, state="failed", error_id=error_id, error="Votes do not fit.")
    BuildStep.objects.filter(build=build, state="running").update(state="failed")
    page = bea.get(at(build))
    assert turn in words(page)
    assert "Votes do not fit." in words(page)
    assert at(build, "again") in actions_on(page)
    assert "#change" in page.content.decode()


def test_when_it_fails_while_watched_the_page_is_loaded_anew(
    cast: Cast, plan: Plan, bea: Client
) -> None:
    build = a_build(cast.bea, plan, state="failed", error="No.")
    assert bea.get(at(build, "steps"))["HX-Refresh"] == "true"


def test_trying_again_builds_the_same_plan(cast: Cast, plan: Plan, bea: Client) -> None:
    failed = a_build(cast.bea, plan, state="failed", error="No.")
    answer = bea.post(at(failed, "again"))
    newest = Build.objects.latest("pk")
    assert newest != failed
    assert newest.plan == plan
    assert answer["Location"] == at(newest)


def test_a_build_of_another_tool_does_not_leak_through_its_number(
    cast: Cast, plan: Plan, mara: Client
) -> None:
    build = a_build(cast.bea, plan)
    assert mara.get(at(build)).status_code == 404
    assert mara.get(f"/tools/anything/builds/{build.pk}/steps").status_code == 404
