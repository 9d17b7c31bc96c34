"""A tool's own pages: overview, conversation, versions; going back, stopping."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.deployments.models import Deployment
from apps.plans.models import Plan
from apps.reviews.actions import approve
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.reading import actions_on, done, refusal, words
from tests.views.shop import BLUEPRINT, BRIEF, Shop, a_build, a_frozen, a_live, a_plan


def at(site: Site, rest: str = "") -> str:
    return f"/tools/{site.slug}/{rest}"


@pytest.fixture
def twice_live(shop: Shop, cast: Cast) -> Site:
    """A tool of which two versions have been live."""
    a_live(cast, a_frozen(cast.bea, shop.site, blueprint=shop.first.blueprint))
    shop.site.refresh_from_db()
    return shop.site


def test_the_overview_gives_address_audience_owner_and_state(site: Site, bea: Client) -> None:
    page = bea.get(at(site))
    assert "http://equipment-requests--acme.localhost:8000" in page.content.decode()
    assert 'data-copy="http://equipment-requests--acme.localhost:8000"' in page.content.decode()
    assert "Live version 1" in words(page)
    assert "4 people" in words(page)
    assert "Owner Bea Lund" in words(page)


def test_versions_stand_in_a_timeline_with_their_state(site: Site, bea: Client) -> None:
    page = words(bea.get(at(site)))
    assert page.index("Version 2 In review") < page.index("Version 1 Live")
    assert "Approved by Omar Haddad: Fine." in page
    assert "Version 2 In review" in words(bea.get(at(site, "versions/")))


def test_what_keeps_the_newest_version_from_going_live_is_said(site: Site, bea: Client) -> None:
    assert "Version 2 cannot go live yet: nobody has filled in LIMIT." in words(bea.get(at(site)))


def test_the_overview_offers_the_next_step_of_a_version_that_is_not_live(
    shop: Shop, cast: Cast, bea: Client, omar: Client
) -> None:
    page = bea.get(at(shop.site))
    assert "Version 2 is not live. It waits for a second person" in words(page)
    assert not [one for one in actions_on(page) if one.endswith("/deploy")]
    approve(
        by=cast.omar,
        review=shop.second.reviews.get(),
        digest=shop.second.digest,
        ticked=[item["id"] for item in shop.second.reviews.get().red_items],
    )
    page = bea.get(at(shop.site))
    assert "Version 2 is not live. Omar Haddad approved it. It can go live." in words(page)
    assert [one for one in actions_on(page) if one.endswith("/deploy")]


def test_what_is_live_has_no_next_step(twice_live: Site, bea: Client) -> None:
    assert "is not live" not in words(bea.get(at(twice_live)))


def test_a_draft_leads_to_its_plan(bea: Client) -> None:
    bea.post("/begin", {"text": "A list of keys."})
    site = Site.objects.get()
    page = bea.get(at(site))
    assert "Nothing has been built yet. Plan 1: being understood." in words(page)
    assert "with its first version" in words(page)


def test_a_draft_whose_first_version_is_being_built_says_so(
    cast: Cast, acme: Workspace, bea: Client
) -> None:
    plan = a_plan(cast.bea, BRIEF, blueprint=BLUEPRINT)
    build = a_build(cast.bea, plan)
    page = words(bea.get(at(plan.site)))
    assert "A version is being built." in page
    assert "Nothing has been built yet" not in page
    assert "The first version is being built." in page
    build.state, build.error = build.State.FAILED, "The table could not be made."
    build.save()
    assert "The last build did not succeed. The table could not be made." in words(
        bea.get(at(plan.site))
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"state": "ready"}, "Plan 2: ready to build."),
        ({"state": "asking"}, "Plan 2: has questions."),
        ({"state": "discarded"}, ""),
        ({"state": "command", "outcome": {"command": {"name": "deploy"}}}, "Plan 2: to confirm."),
        ({"state": "command", "outcome": {"command": {"name": "explain"}}}, ""),
    ],
)
def test_a_plan_that_waits_is_said_above_a_tool_that_is_there(
    shop: Shop, cast: Cast, bea: Client, given: dict[str, Any], says: str
) -> None:
    a_plan(cast.bea, "Add a due date.", site=shop.site, **given)
    page = words(bea.get(at(shop.site)))
    assert ("Plan 2:" in page) == bool(says)
    assert says in page


def test_the_conversation_shows_who_said_what_with_its_plan(shop: Shop, bea: Client) -> None:
    page = words(bea.get(at(shop.site, "conversation")))
    assert "Bea Lund" in page
    assert "Sitewright" in page
    assert f"Plan {shop.plan.number} Done" in page


def test_a_follow_up_becomes_a_plan(site: Site, bea: Client) -> None:
    answer = bea.post(at(site, "conversation/ask"), {"text": "Add a due date."})
    newest = Plan.objects.latest("pk")
    assert answer["Location"] == at(site, f"plans/{newest.number}")
    assert newest.message.text == "Add a due date."


def test_an_empty_follow_up_is_refused_where_it_was_typed(site: Site, bea: Client) -> None:
    page = bea.post(at(site, "conversation/ask"), {"text": ""})
    assert page.status_code == 422
    assert "Say in a sentence" in refusal(page)


def test_there_is_nothing_to_go_back_to_before_a_second_version_was_live(
    site: Site, bea: Client
) -> None:
    assert at(site, "roll-back") not in actions_on(bea.get(at(site)))
    page = bea.post(at(site, "roll-back"))
    assert page.status_code == 409
    assert "nothing to go back to" in refusal(page)


def test_rolling_back_says_first_what_would_be_lost(twice_live: Site, bea: Client) -> None:
    page = bea.get(at(twice_live))
    assert at(twice_live, "roll-back") in actions_on(page)
    assert "Bring back version 1?" in words(page)


def test_rolling_back_queues_it_and_shows_it_under_way(twice_live: Site, bea: Client) -> None:
    page = bea.post(at(twice_live, "roll-back"), follow=True)
    assert "Version 1 is coming back." in done(page)
    assert Deployment.objects.filter(kind="roll_back", state="queued").exists()
    assert f'hx-get="{at(twice_live, "going-live")}"' in page.content.decode()


def test_while_a_version_goes_live_the_page_asks_until_it_is(
    shop: Shop, cast: Cast, bea: Client
) -> None:
    going = Deployment.objects.create(
        site=shop.site, version=shop.second, asked_by=cast.bea, state="running"
    )
    assert "Version 2 is going live." in words(bea.get(at(shop.site, "going-live")))
    Deployment.objects.filter(pk=going.pk).update(state="failed", finished_at=timezone.now())
    assert bea.get(at(shop.site, "going-live"))["HX-Refresh"] == "true"


def test_a_failed_deployment_says_why(shop: Shop, cast: Cast, bea: Client) -> None:
    Deployment.objects.create(
        site=shop.site,
        version=shop.second,
        asked_by=cast.bea,
        state="failed",
        error="The database change did not go through.",
    )
    assert "The database change did not go through." in words(bea.get(at(shop.site)))


def test_stopping_a_tool_and_letting_it_run_again(site: Site, bea: Client) -> None:
    page = bea.post(at(site, "stop"), {"reason": "Wrong figures."}, follow=True)
    assert "is stopped" in done(page)
    assert "Let it run again" in words(page)
    page = bea.post(at(site, "resume"), follow=True)
    assert "answers again" in done(page)
    assert "Let it run again" not in words(page)


def test_an_admin_may_stop_a_tool_that_is_not_theirs(site: Site, omar: Client) -> None:
    assert omar.post(at(site, "stop"), {"reason": "Now."}).status_code == 302
