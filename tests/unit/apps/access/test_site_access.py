"""Who can open a site: everybody in every mode, and what changes from one request to the next."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.access.actions import ask_for_access, give_tool_role, set_access, take_tool_role
from apps.access.errors import NotAllowed
from apps.access.models import AccessRequest, SiteAccess
from apps.access.queries import audience, may_change, may_open, tool_roles
from apps.sites.models import Site
from apps.workspaces.models import Group, Membership, Workspace
from tests.cast import Cast
from tests.made import a_site

# bea owns the site; the list of Custom holds the group Finance (jon, ines) and tom
MODES = """
private    ada omar bea
workspace  ada omar bea mara jon ines tom
custom     ada omar bea jon ines tom
"""


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


def widen(site: Site, cast: Cast, mode: str) -> None:
    finance = Group.objects.get(name="Finance")
    set_access(by=cast.bea, site=site, mode=mode, people=[cast.tom], groups=[finance])


@pytest.mark.parametrize("line", MODES.strip().splitlines(), ids=lambda line: line.split()[0])
def test_a_mode_lets_in_just_these(site: Site, cast: Cast, line: str) -> None:
    mode, *expected = line.split()
    widen(site, cast, mode)
    let_in = {name for name in vars(cast) if may_open(person=getattr(cast, name), site=site)}
    assert let_in == set(expected)
    assert audience(site) == len(expected)
    assert not may_open(person=AnonymousUser(), site=site)


def test_a_new_site_is_private(site: Site, cast: Cast) -> None:
    assert not may_open(person=cast.mara, site=site)
    assert may_open(person=cast.bea, site=site)


def test_a_no_says_why(site: Site, cast: Cast) -> None:
    said = may_open(person=cast.mara, site=site).reason
    assert said == "Only its owner and the workspace's admins can open this tool."


def test_an_unknown_mode_in_the_row_is_a_no(site: Site, cast: Cast) -> None:
    SiteAccess.objects.create(site=site, mode="everybody")
    assert not may_open(person=cast.mara, site=site)


def test_a_place_on_the_list_ends_on_its_day(site: Site, cast: Cast) -> None:
    today = timezone.localdate()
    set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom], until=today)
    assert may_open(person=cast.tom, site=site)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert not may_open(person=cast.tom, site=site)


def test_leaving_the_group_takes_effect_at_once(site: Site, cast: Cast) -> None:
    widen(site, cast, "custom")
    Group.objects.get(name="Finance").members.clear()
    assert not may_open(person=cast.jon, site=site)


def test_a_new_group_of_the_same_name_is_not_the_old_one(
    site: Site, cast: Cast, acme: Workspace
) -> None:
    widen(site, cast, "custom")
    Group.objects.get(name="Finance").delete()
    again = Group.objects.create(workspace=acme, name="Finance")
    again.members.add(Membership.objects.get(user=cast.jon))
    assert not may_open(person=cast.jon, site=site)


def test_a_member_who_left_cannot_open_anything(site: Site, cast: Cast) -> None:
    widen(site, cast, "workspace")
    Membership.objects.filter(user=cast.mara).update(is_active=False)
    assert not may_open(person=cast.mara, site=site)


def test_strangers_are_left_out_of_a_list(site: Site, cast: Cast) -> None:
    set_access(by=cast.bea, site=site, mode="custom", people=[cast.otto, cast.nils])
    assert not site.grants.exists()


@pytest.mark.parametrize("who", ["mara", "jon", "nora", "otto"])
def test_others_cannot_widen(site: Site, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_access(by=getattr(cast, who), site=site, mode="workspace")


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("bea", True), ("omar", True), ("ada", True), ("mara", False), ("nora", False)],
)
def test_its_owner_and_the_admins_change_a_site(
    site: Site, cast: Cast, who: str, allowed: bool
) -> None:
    assert bool(may_change(getattr(cast, who), site)) is allowed


def test_roles_in_a_tool_are_given_and_taken(site: Site, cast: Cast) -> None:
    give_tool_role(by=cast.bea, site=site, role="approver", person=cast.ines)
    assert tool_roles(person=cast.ines, site=site) == ("approver",)
    take_tool_role(by=cast.bea, site=site, role="approver", person=cast.ines)
    assert tool_roles(person=cast.ines, site=site) == ()


def test_whoever_answers_for_a_tool_is_its_admin(site: Site, cast: Cast) -> None:
    assert [tool_roles(person=p, site=site) for p in (cast.bea, cast.omar, cast.mara)] == [
        ("admin",),
        ("admin",),
        (),
    ]


def test_a_stranger_gets_no_role(site: Site, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="not a member"):
        give_tool_role(by=cast.bea, site=site, role="approver", person=cast.otto)


def test_asking_twice_is_asking_once(site: Site, cast: Cast) -> None:
    ask_for_access(by=cast.mara, site=site)
    ask_for_access(by=cast.mara, site=site)
    assert AccessRequest.objects.filter(person=cast.mara).count() == 1


def test_a_stranger_cannot_ask(site: Site, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        ask_for_access(by=cast.otto, site=site)
