"""The rule of the door by itself: role, mode, list. And days on which a place on a list ends."""

from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone

from apps.access.actions import set_access
from apps.access.queries import audience, may_open, opens_to, roles_in, runs
from apps.accounts.models import User
from apps.sites.models import Site
from apps.workspaces.models import Group, Membership, Role, Workspace
from tests.cast import Cast
from tests.made import a_site

MODES = (None, "private", "workspace", "custom", "everybody", "")
OWNER, DEPUTY, OTHER = 1, 2, 3
RUNS = "The tool's owner and the workspace's admins can always open it."
WORKSPACE = "Everybody in the workspace can open this tool."
LISTED = "You are on the list of people and groups who can open this tool."
NOT_LISTED = "Only the people and groups on its list can open this tool."
CLOSED = "Only its owner and the workspace's admins can open this tool."


def a_member(user_id: int, role: str = "member") -> Membership:
    return Membership(user_id=user_id, role=role)


def the_tool(deputy: int | None = DEPUTY) -> Site:
    return Site(pk=7, name="Office keys", owner_id=OWNER, deputy_id=deputy)


@pytest.mark.parametrize(("mode", "listed"), list(product(MODES, (True, False))))
@pytest.mark.parametrize(
    ("who", "role"),
    [(OWNER, "member"), (DEPUTY, "member"), (OTHER, "admin"), (OTHER, "owner")],
)
def test_whoever_answers_for_a_tool_opens_it_in_every_mode(
    who: int, role: str, mode: str | None, listed: bool
) -> None:
    found = opens_to(a_member(who, role), the_tool(), mode=mode, listed=listed)
    assert (found.allowed, found.reason) == (True, RUNS)


@pytest.mark.parametrize("role", ["builder", "member"])
@pytest.mark.parametrize(
    ("mode", "listed", "allowed", "reason"),
    [
        (None, False, False, CLOSED),
        (None, True, False, CLOSED),
        ("private", False, False, CLOSED),
        ("private", True, False, CLOSED),
        ("workspace", False, True, WORKSPACE),
        ("workspace", True, True, WORKSPACE),
        ("custom", False, False, NOT_LISTED),
        ("custom", True, True, LISTED),
        ("everybody", False, False, CLOSED),
        ("everybody", True, False, CLOSED),
        ("", True, False, CLOSED),
        ("Workspace", True, False, CLOSED),
    ],
)
def test_everybody_else_opens_what_its_mode_opens(
    role: str, mode: str | None, listed: bool, allowed: bool, reason: str
) -> None:
    found = opens_to(a_member(OTHER, role), the_tool(), mode=mode, listed=listed)
    assert (found.allowed, found.reason) == (allowed, reason)


def test_a_tool_without_a_deputy_is_not_run_by_somebody_without_a_number() -> None:
    nobody = Membership(user_id=None, role="member")
    assert not runs(a_member(OTHER), the_tool(deputy=None))
    assert not runs(nobody, the_tool(deputy=5))


@pytest.mark.parametrize(
    ("who", "role", "held", "roles"),
    [
        (OTHER, "member", [], ()),
        (OTHER, "member", ["keeper", "approver"], ("approver", "keeper")),
        (OTHER, "admin", ["keeper"], ("admin", "keeper")),
        (OWNER, "builder", [], ("admin",)),
        (DEPUTY, "member", ["keeper"], ("admin", "keeper")),
    ],
)
def test_roles_inside_are_those_held_and_admin_for_whoever_answers(
    who: int, role: str, held: list[str], roles: tuple[str, ...]
) -> None:
    assert roles_in(a_member(who, role), the_tool(), held) == roles


class TestTheDay:
    @pytest.fixture
    def site(self, acme: Workspace, cast: Cast) -> Site:
        return a_site(cast.bea)

    @pytest.mark.parametrize(
        ("days", "open_then"), [(0, True), (1, True), (2, False), (400, False)]
    )
    def test_a_place_ends_with_its_day(
        self, site: Site, cast: Cast, days: int, open_then: bool
    ) -> None:
        tomorrow = timezone.localdate() + timedelta(days=1)
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom], until=tomorrow)
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            assert bool(may_open(person=cast.tom, site=site)) is open_then
            assert audience(site) == (4 if open_then else 3)

    def test_a_groups_place_ends_for_all_of_them(self, site: Site, cast: Cast) -> None:
        finance = [Group.objects.get(name="Finance")]
        gone = timezone.localdate() - timedelta(days=1)
        set_access(by=cast.bea, site=site, mode="custom", groups=finance, until=gone)
        assert not any(may_open(person=one, site=site) for one in (cast.jon, cast.ines))
        assert may_open(person=cast.bea, site=site)

    def test_a_place_that_has_ended_keeps_nobody_out_who_has_another(
        self, site: Site, cast: Cast
    ) -> None:
        gone = timezone.localdate() - timedelta(days=1)
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.ines], until=gone)
        site.grants.create(group=Group.objects.get(name="Finance"))
        assert may_open(person=cast.ines, site=site)

    def test_a_day_without_end_never_comes(self, site: Site, cast: Cast) -> None:
        set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom])
        with time_machine.travel(date(2126, 1, 1)):
            assert may_open(person=cast.tom, site=site)

    @pytest.mark.parametrize("role", Role.values)
    def test_the_question_answers_what_the_rule_says_for_every_role(
        self, site: Site, cast: Cast, role: str
    ) -> None:
        """From the rows, as from the facts."""
        Membership.objects.filter(user=cast.tom).update(role=role)
        for mode in ("private", "workspace", "custom"):
            set_access(by=cast.bea, site=site, mode=mode, people=[cast.mara])
            tom = User.objects.get(pk=cast.tom.pk)
            membership = Membership.objects.get(user=tom)
            asked, ruled = (
                may_open(person=tom, site=site),
                opens_to(membership, site, mode=mode, listed=False),
            )
            assert asked == ruled
