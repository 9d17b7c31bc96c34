"""What a next plan starts from, and what "undo that" goes back to."""

from django.db.models import Max

from apps.plans.models import Plan
from apps.plans.queries import asked_for, base_of, earlier_of, latest_plan, plans_of, waiting_plan
from apps.prompts.actions import answer
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version
from tests.unit.apps.plans.thinkers import named

READY, BUILT, SUPERSEDED = Plan.State.READY, Plan.State.BUILT, Plan.State.SUPERSEDED


def history(site: Site, *steps: tuple[str, str]) -> None:
    """Plans of a site, each with its state and the name in its blueprint."""
    message = answer(site=site, text="Said.")
    last = site.plans.aggregate(last=Max("number"))["last"] or 0
    for number, (state, name) in enumerate(steps, start=last + 1):
        blueprint = named(name) if name else None
        Plan.objects.create(
            site=site, message=message, number=number, state=state, blueprint=blueprint
        )


def names(site: Site) -> list[str]:
    return [data["name"] for data in earlier_of(site)]


def test_a_new_tool_starts_from_nothing(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    assert base_of(site) == (None, None)
    assert (latest_plan(site), waiting_plan(site), earlier_of(site)) == (None, None, ())


def test_a_follow_up_starts_from_the_newest_version(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    a_version(cast.bea, site, blueprint=named("First"))
    newest = a_version(cast.bea, site, files={"app/models.py": ""}, blueprint=named("Second"))
    assert base_of(site) == (newest, named("Second"))


def test_an_unbuilt_plan_wins_over_the_version(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    version = a_version(cast.bea, site)
    history(site, (READY, "Waiting"))
    assert base_of(site) == (version, named("Waiting"))


def test_a_version_came_of_every_prompt_since_the_one_before(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    version = a_version(cast.bea, site)
    prompts = [
        ("Long ago.", SUPERSEDED, None, "Old"),
        ("Add a room.", SUPERSEDED, version, "First"),
        ("Paint it.", Plan.State.DISCARDED, version, "Away"),
        ("What is it?", Plan.State.COMMAND, version, ""),
        ("Sort by room.", READY, version, "Second"),
    ]
    for number, (text, state, base, name) in enumerate(prompts, start=1):
        plan = Plan.objects.create(
            site=site,
            message=answer(site=site, text=text),
            number=number,
            state=state,
            base_version=base,
            blueprint=named(name) if name else None,
        )
    assert asked_for(plan) == "Add a room.\nSort by room."


def test_a_plan_that_was_put_away_is_no_base(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    version = a_version(cast.bea, site)
    history(site, (Plan.State.DISCARDED, "Away"), (Plan.State.FAILED, ""))
    assert base_of(site) == (version, BLUEPRINT)


def test_undo_goes_back_one_plan_at_a_time(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    history(site, (SUPERSEDED, "First"), (SUPERSEDED, "Second"), (READY, "Third"))
    assert names(site) == ["Second", "First"]


def test_undo_after_a_version_goes_back_behind_it(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    a_version(cast.bea, site, blueprint=named("Second"))
    history(site, (BUILT, "First"), (BUILT, "Second"), (BUILT, ""))
    assert names(site) == ["First"]


def test_what_was_put_away_or_only_asked_is_nothing_to_go_back_to(
    acme: Workspace, cast: Cast
) -> None:
    site = a_site(cast.bea)
    history(
        site,
        (BUILT, "First"),
        (Plan.State.DISCARDED, "Away"),
        (Plan.State.ASKING, ""),
        (READY, "Third"),
    )
    assert names(site) == ["First"]


def test_the_blueprint_at_hand_is_nothing_to_go_back_to(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    history(site, (BUILT, "First"), (SUPERSEDED, "Same"), (READY, "Same"))
    assert names(site) == ["First"]


def test_of_a_long_history_the_last_few_are_enough(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    history(site, *((SUPERSEDED, f"Plan {n}") for n in range(8)), (READY, "Now"))
    assert names(site) == [f"Plan {n}" for n in (7, 6, 5, 4, 3)]


def test_plans_of_another_tool_are_not_mixed_in(acme: Workspace, cast: Cast) -> None:
    site, other = a_site(cast.bea), a_site(cast.bea, "Parcels")
    history(other, (SUPERSEDED, "Theirs"), (READY, "Theirs too"))
    history(site, (READY, "Ours"))
    assert names(site) == []
    assert [plan.site for plan in plans_of(site)] == [site]
