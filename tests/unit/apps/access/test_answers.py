"""Requests to be let in, places on lists, roles inside tools, switches: what each action leaves,
also the second time, and in the same moment.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.access.actions import (
    answer_request,
    ask_for_access,
    give_tool_role,
    set_access,
    set_switch,
    take_tool_role,
)
from apps.access.capabilities import ALL, DEFAULTS, FIXED, OFF_AT_FIRST, Capability, on_by_default
from apps.access.decisions import Decision
from apps.access.errors import NotAllowed
from apps.access.models import (
    AccessRequest,
    CapabilitySwitch,
    Mode,
    SiteAccess,
    SiteGrant,
    ToolRole,
)
from apps.access.queries import (
    audience,
    current_workspace,
    may,
    may_change,
    may_manage,
    may_open,
    mode_of,
    role_may,
    tool_roles,
)
from apps.audit.models import Line
from apps.sites.models import Site
from apps.workspaces.models import Group, Membership, Role, Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast
from tests.made import a_site


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


@pytest.fixture
def asked(site: Site, cast: Cast) -> AccessRequest:
    return ask_for_access(by=cast.mara, site=site)


def said(verb: str) -> list[dict[str, Any]]:
    """What the lines of a verb tell, the oldest first."""
    lines = Line.objects.filter(verb=verb).order_by("id")
    return list(lines.values_list("detail", flat=True))


class TestARequestToBeLetIn:
    def test_a_yes_to_a_private_tool_lets_in_that_person_alone(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        answer_request(by=cast.bea, asked=asked, let_in=True)
        assert mode_of(site) == Mode.CUSTOM
        assert [grant.person for grant in site.grants.all()] == [cast.mara]

    def test_whoever_was_on_the_list_before_it_was_made_private_stays_out(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom, cast.jon])
        set_access(by=cast.bea, site=site, mode="private")
        answer_request(by=cast.bea, asked=asked, let_in=True)
        assert not may_open(person=cast.tom, site=site)
        assert audience(site) == 4

    def test_a_yes_adds_to_the_list_of_a_custom_tool(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom])
        answer_request(by=cast.bea, asked=asked, let_in=True)
        assert {grant.person for grant in site.grants.all()} == {cast.tom, cast.mara}

    def test_a_yes_leaves_a_tool_of_the_workspace_as_it_is(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        set_access(by=cast.bea, site=site, mode="workspace")
        answer_request(by=cast.bea, asked=asked, let_in=True)
        assert mode_of(site) == Mode.WORKSPACE

    def test_a_yes_lifts_the_day_on_which_a_place_ended(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        gone = timezone.localdate() - timedelta(days=1)
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.mara], until=gone)
        answer_request(by=cast.bea, asked=asked, let_in=True)
        assert may_open(person=cast.mara, site=site)

    def test_a_no_opens_nothing(self, site: Site, cast: Cast, asked: AccessRequest) -> None:
        answer_request(by=cast.bea, asked=asked, let_in=False)
        assert (mode_of(site), site.grants.count()) == (Mode.PRIVATE, 0)

    @pytest.mark.parametrize("first", [True, False])
    def test_the_first_answer_holds(
        self, site: Site, cast: Cast, asked: AccessRequest, first: bool
    ) -> None:
        one = answer_request(by=cast.bea, asked=asked, let_in=first)
        two = answer_request(by=cast.omar, asked=asked, let_in=not first)
        assert two.answered_at == one.answered_at
        assert bool(may_open(person=cast.mara, site=site)) is first
        assert len(said("answer_request")) == 1

    def test_a_request_can_be_made_again_after_a_no(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        answer_request(by=cast.bea, asked=asked, let_in=False)
        again = ask_for_access(by=cast.mara, site=site)
        assert again != asked
        assert again.answered_at is None

    def test_who_has_left_meanwhile_is_not_let_in(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        Membership.objects.filter(user=cast.mara).update(is_active=False)
        with pytest.raises(NotAllowed, match="Mara Lind is not a member"):
            answer_request(by=cast.bea, asked=asked, let_in=True)
        assert not site.grants.exists()
        answer_request(by=cast.bea, asked=asked, let_in=False)
        asked.refresh_from_db()
        assert asked.answered_at is not None

    def test_nobody_lets_themselves_in(self, site: Site, cast: Cast, asked: AccessRequest) -> None:
        with pytest.raises(NotAllowed):
            answer_request(by=cast.mara, asked=asked, let_in=True)
        asked.refresh_from_db()
        assert asked.answered_at is None

    def test_the_answer_is_written_down_with_what_it_opened(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        answer_request(by=cast.bea, asked=asked, let_in=True)
        assert said("answer_request") == [{"person": "Mara Lind", "let_in": True, "mode": "custom"}]

    def test_the_database_holds_one_open_request_of_a_person(
        self, site: Site, cast: Cast, asked: AccessRequest
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessRequest.objects.create(site=site, person=cast.mara)

    def test_two_clicks_in_the_same_moment_are_one_request(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        site = a_site(shared_cast.bea)
        ask = lambda: ask_for_access(by=shared_cast.mara, site=site)  # noqa: E731
        found = at_once(shared_acme, *[ask] * 5)
        assert errors(found) == []
        assert len({one.pk for one in found}) == 1
        assert len(said("ask_for_access")) == 1

    def test_two_answers_in_the_same_moment_are_one(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        site = a_site(shared_cast.bea)
        asked = ask_for_access(by=shared_cast.mara, site=site)
        at_once(
            shared_acme,
            lambda: answer_request(by=shared_cast.bea, asked=asked, let_in=True),
            lambda: answer_request(by=shared_cast.omar, asked=asked, let_in=False),
        )
        answers = said("answer_request")
        assert len(answers) == 1
        assert bool(may_open(person=shared_cast.mara, site=site)) is answers[0]["let_in"]


class TestTheAudience:
    def test_a_list_replaces_the_list_before(self, site: Site, cast: Cast) -> None:
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom, cast.mara])
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.jon])
        assert [grant.person for grant in site.grants.all()] == [cast.jon]

    def test_the_list_is_kept_while_the_tool_is_private(self, site: Site, cast: Cast) -> None:
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom])
        set_access(by=cast.bea, site=site, mode="private")
        assert not may_open(person=cast.tom, site=site)
        assert [grant.person for grant in site.grants.all()] == [cast.tom]

    def test_naming_somebody_twice_names_them_once(self, site: Site, cast: Cast) -> None:
        people = list({cast.tom.pk: cast.tom}.values())
        set_access(by=cast.bea, site=site, mode="custom", people=[*people, cast.mara])
        assert site.grants.count() == 2

    def test_a_group_of_another_workspace_is_left_out(
        self, site: Site, cast: Cast, northwind: Workspace, acme: Workspace
    ) -> None:
        theirs = Group.objects.create(workspace=northwind, name="Finance")
        with acme:
            set_access(by=cast.bea, site=site, mode="custom", groups=[theirs])
            assert not site.grants.exists()

    def test_who_is_on_the_list_twice_is_counted_once(self, site: Site, cast: Cast) -> None:
        groups = list(Group.objects.filter(name__in=["Finance", "Operations"]))
        people = [cast.ines, cast.ada]
        set_access(by=cast.bea, site=site, mode="custom", people=people, groups=groups)
        let_in = {n for n, person in vars(cast).items() if may_open(person=person, site=site)}
        assert audience(site) == len(let_in) == 6

    def test_a_deputy_opens_a_private_tool(self, site: Site, cast: Cast) -> None:
        site.deputy = cast.jon
        site.save()
        assert may_open(person=cast.jon, site=site)
        assert audience(site) == 4

    def test_an_owner_who_has_left_is_not_counted_and_admins_remain(
        self, site: Site, cast: Cast
    ) -> None:
        Membership.objects.filter(user=cast.bea).update(is_active=False)
        assert not may_open(person=cast.bea, site=site)
        assert may_change(cast.omar, site)
        assert audience(site) == 2

    def test_an_unknown_mode_is_no_mode(self, site: Site, cast: Cast) -> None:
        with pytest.raises(ValueError, match="everybody"):
            set_access(by=cast.bea, site=site, mode="everybody")
        assert not SiteAccess.objects.exists()

    def test_a_change_is_written_down_with_before_and_after(self, site: Site, cast: Cast) -> None:
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom])
        set_access(by=cast.omar, site=site, mode="workspace")
        first, second = said("set_access")
        assert (first["before"], first["after"]) == ("private", "custom")
        assert first["list"] == ["Tom Hale may open Office keys"]
        assert (second["before"], second["after"]) == ("custom", "workspace")

    def test_a_place_is_for_a_person_or_for_a_group(self, site: Site, cast: Cast) -> None:
        finance = Group.objects.get(name="Finance")
        for given in ({"person": None}, {"person": cast.tom, "group": finance}):
            with pytest.raises(IntegrityError), transaction.atomic():
                SiteGrant.objects.create(site=site, **given)

    def test_two_lists_in_the_same_moment_end_as_one_of_them(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        site = a_site(shared_cast.bea)

        def choose(name: str) -> Callable[[], Any]:
            people = [getattr(shared_cast, name), shared_cast.tom]
            return lambda: set_access(by=shared_cast.bea, site=site, mode="custom", people=people)

        assert errors(at_once(shared_acme, choose("mara"), choose("jon"), choose("ines"))) == []
        names = {grant.person.name for grant in site.grants.all()}
        assert "Tom Hale" in names
        assert len(names) == 2


class TestRolesInATool:
    def test_given_twice_is_given_once(self, site: Site, cast: Cast) -> None:
        for _ in range(2):
            give_tool_role(by=cast.bea, site=site, role="keeper", person=cast.ines)
        assert ToolRole.objects.count() == 1
        assert said("give_tool_role") == [{"role": "keeper", "person": "Ines Roca"}]

    def test_taking_what_nobody_has_is_nothing(self, site: Site, cast: Cast) -> None:
        take_tool_role(by=cast.bea, site=site, role="keeper", person=cast.ines)
        assert said("take_tool_role") == []

    @pytest.mark.parametrize("role", ["admin", "member"])
    def test_what_follows_from_something_else_is_not_given(
        self, site: Site, cast: Cast, role: str
    ) -> None:
        with pytest.raises(NotAllowed, match="tool"):
            give_tool_role(by=cast.bea, site=site, role=role, person=cast.mara)
        assert tool_roles(person=cast.mara, site=site) == ()

    def test_roles_are_of_one_tool(self, site: Site, cast: Cast) -> None:
        other = a_site(cast.bea, "Vans")
        give_tool_role(by=cast.bea, site=site, role="keeper", person=cast.mara)
        assert tool_roles(person=cast.mara, site=other) == ()

    def test_who_has_left_has_none(self, site: Site, cast: Cast) -> None:
        give_tool_role(by=cast.bea, site=site, role="keeper", person=cast.mara)
        Membership.objects.filter(user=cast.mara).update(is_active=False)
        assert tool_roles(person=cast.mara, site=site) == ()

    def test_several_come_in_order_with_admin_among_them(self, site: Site, cast: Cast) -> None:
        for role in ("keeper", "approver"):
            give_tool_role(by=cast.omar, site=site, role=role, person=cast.bea)
        assert tool_roles(person=cast.bea, site=site) == ("admin", "approver", "keeper")

    def test_somebody_elses_tool_gives_no_roles(self, acme: Workspace, cast: Cast) -> None:
        of_omar = a_site(cast.omar)
        with pytest.raises(NotAllowed, match="Only the owner of Office keys"):
            give_tool_role(by=cast.bea, site=of_omar, role="keeper", person=cast.bea)


class TestSwitches:
    @pytest.mark.parametrize(
        ("role", "capability"), [("king", "build"), ("member", "fly"), ("", ""), ("Owner", "build")]
    )
    def test_a_switch_that_there_is_not_is_not_moved(
        self, acme: Workspace, cast: Cast, role: str, capability: str
    ) -> None:
        with pytest.raises(ValueError, match="is not a valid"):
            set_switch(by=cast.ada, role=role, capability=capability, on=True)
        assert not CapabilitySwitch.objects.exists()

    def test_moved_to_where_it_stands_it_says_nothing(self, acme: Workspace, cast: Cast) -> None:
        set_switch(by=cast.ada, role="admin", capability="build", on=True)
        assert said("set_switch") == []

    def test_moved_and_moved_back_it_is_as_before(self, acme: Workspace, cast: Cast) -> None:
        for on in (False, True):
            set_switch(by=cast.ada, role="builder", capability="deploy", on=on)
        assert role_may("builder", "deploy")
        assert [one["after"] for one in said("set_switch")] == [False, True]

    def test_an_admin_can_shut_the_admins_out_and_an_owner_lets_them_back(
        self, acme: Workspace, cast: Cast
    ) -> None:
        set_switch(by=cast.omar, role="admin", capability="administer", on=False)
        with pytest.raises(NotAllowed, match="Admins may not change people"):
            set_switch(by=cast.omar, role="admin", capability="administer", on=True)
        set_switch(by=cast.ada, role="admin", capability="administer", on=True)
        assert may(cast.omar, Capability.ADMINISTER)

    def test_a_row_that_locks_the_owners_out_counts_for_nothing(
        self, acme: Workspace, cast: Cast
    ) -> None:
        CapabilitySwitch.objects.create(
            role="owner", capability="administer", on=False, changed_by=cast.omar
        )
        assert may(cast.ada, Capability.ADMINISTER)

    def test_the_same_switch_in_the_same_moment_is_one_switch(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        def move(on: bool) -> Callable[[], Any]:
            return lambda: set_switch(by=shared_cast.ada, role="member", capability="build", on=on)

        assert errors(at_once(shared_acme, move(True), move(True), move(False))) == []
        assert CapabilitySwitch.objects.filter(role="member", capability="build").count() == 1

    @pytest.mark.parametrize("plan", Workspace.Plan.values)
    def test_every_role_has_an_answer_for_every_capability_on_every_plan(self, plan: str) -> None:
        assert set(DEFAULTS) == set(Role.values)
        for role in Role.values:
            for capability in Capability.values:
                on = on_by_default(role, capability, plan)
                assert on is (capability in DEFAULTS[role] and capability not in OFF_AT_FIRST[plan])

    def test_more_never_means_less(self) -> None:
        """What a member may, a builder may; what a builder may, an admin may."""
        ranks = [DEFAULTS[role] for role in (Role.MEMBER, Role.BUILDER, Role.ADMIN, Role.OWNER)]
        assert all(lower <= higher for lower, higher in pairwise(ranks))
        assert ranks[-1] == ALL
        assert all(capability in DEFAULTS[role] for role, capability in FIXED)


class TestDecisions:
    def test_a_no_raises_its_reason(self) -> None:
        with pytest.raises(NotAllowed, match="Because so") as refused:
            Decision(False, "Because so.").demand()
        assert (refused.value.id, refused.value.reason) == (
            "access:person:not-allowed",
            "Because so.",
        )

    def test_a_yes_is_silent(self) -> None:
        Decision(True, "").demand()

    @pytest.mark.parametrize(
        ("who", "reason"),
        [
            ("bea", "Builders may put an approved version live and take it back."),
            ("mara", "Only the owner of Office keys and the workspace's admins can do this."),
            ("nils", "Only the owner of Office keys and the workspace's admins can do this."),
        ],
    )
    def test_every_answer_gives_its_reason(
        self, site: Site, cast: Cast, who: str, reason: str
    ) -> None:
        assert may_manage(getattr(cast, who), site, Capability.DEPLOY).reason == reason

    def test_without_a_workspace_no_question_is_answered(self, db: None, cast: Cast) -> None:
        with pytest.raises(LookupError, match="No workspace is chosen"):
            current_workspace()
        with pytest.raises(LookupError):
            may(cast.ada, Capability.BUILD)
