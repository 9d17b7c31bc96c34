"""What the gate's decision costs: few queries, and the same answer as the slow, plain question."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.access.actions import give_tool_role, set_access
from apps.access.queries import may_open, tool_roles
from apps.serving.door import door_of
from apps.sites.actions import suspend_site
from apps.sites.models import Site
from apps.workspaces.models import Group, Membership, Workspace
from apps.workspaces.queries import membership_of
from tests.cast import Cast

Browse = Callable[..., Client]
QUERIES, SEARCH_PATHS = 3, 2
"""Workspace, member, door; the path once for the portal's tables and once for the workspace's."""


def asked(browser: Client, address: str = "/x/ping/") -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    return [query["sql"] for query in captured.captured_queries]


def split(statements: list[str]) -> tuple[list[str], list[str]]:
    paths = [sql for sql in statements if sql.startswith("SET search_path")]
    return [sql for sql in statements if sql not in paths], paths


@pytest.mark.parametrize("who", ["mara", "bea", "ada"])
def test_a_request_is_decided_in_three_queries(browse: Browse, cast: Cast, who: str) -> None:
    browser = browse(getattr(cast, who))
    browser.get("/x/ping/")
    queries, paths = split(asked(browser))
    assert (len(queries), len(paths)) == (QUERIES, SEARCH_PATHS)


def test_a_list_of_people_and_groups_costs_no_more(
    browse: Browse, cast: Cast, open_site: Site, acme: Workspace
) -> None:
    groups = list(Group.objects.filter(workspace=acme))
    set_access(by=cast.ada, site=open_site, mode="custom", people=[cast.tom], groups=groups)
    give_tool_role(by=cast.bea, site=open_site, role="approver", person=cast.ines)
    browser = browse(cast.ines)
    assert browser.get("/x/ping/").status_code == 200
    assert len(split(asked(browser))[0]) == QUERIES


def test_a_no_costs_little_too(browse: Browse, cast: Cast, open_site: Site) -> None:
    set_access(by=cast.ada, site=open_site, mode="private")
    for person, most in ((cast.mara, QUERIES), (cast.otto, QUERIES), (None, 2)):
        assert len(split(asked(browse(person)))[0]) <= most


def test_long_texts_of_a_version_are_not_read_for_a_page(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    browser.get("/x/ping/")
    statements = " ".join(asked(browser))
    for column in ("manifest", "blueprint", "receipt", "asked", "password"):
        assert f'"{column}"' not in statements


MODES = ["private", "workspace", "custom"]


@pytest.mark.parametrize("mode", MODES)
def test_the_door_says_what_the_plain_question_says(
    site: Site, cast: Cast, acme: Workspace, mode: str
) -> None:
    finance = Group.objects.get(workspace=acme, name="Finance")
    set_access(by=cast.bea, site=site, mode=mode, people=[cast.tom], groups=[finance])
    give_tool_role(by=cast.bea, site=site, role="approver", person=cast.ines)
    for membership in Membership.objects.filter(workspace=acme).select_related("user"):
        door = door_of(site.slug, membership)
        assert door is not None
        assert door.decision == may_open(person=membership.user, site=site)
        assert door.roles == tool_roles(person=membership.user, site=site)


def member(person: object, workspace: Workspace) -> Membership:
    found = membership_of(person, workspace)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_door_without_a_row_about_access_is_private(
    site: Site, cast: Cast, acme: Workspace
) -> None:
    assert not hasattr(Site.objects.get(pk=site.pk), "access")
    door = door_of(site.slug, member(cast.mara, acme))
    assert door is not None
    assert not door.decision.allowed


def test_a_place_on_the_list_ends_with_its_day_at_the_door_too(
    site: Site, cast: Cast, acme: Workspace
) -> None:
    set_access(by=cast.bea, site=site, mode="custom", people=[cast.tom], until=timezone.localdate())
    tom = member(cast.tom, acme)
    assert door_of(site.slug, tom).decision.allowed  # type: ignore[union-attr]
    site.grants.update(until=timezone.localdate() - timedelta(days=1))
    assert not door_of(site.slug, tom).decision.allowed  # type: ignore[union-attr]


def test_a_place_on_another_tools_list_opens_nothing_here(
    site: Site, cast: Cast, acme: Workspace
) -> None:
    from tests.made import a_site

    other = a_site(cast.bea, "Other")
    finance = Group.objects.get(workspace=acme, name="Finance")
    set_access(by=cast.bea, site=other, mode="custom", people=[cast.tom], groups=[finance])
    set_access(by=cast.bea, site=site, mode="custom")
    give_tool_role(by=cast.bea, site=other, role="approver", person=cast.jon)
    for person in (cast.tom, cast.jon):
        door = door_of(site.slug, member(person, acme))
        assert door is not None
        assert not door.decision.allowed
        assert door.roles == ()


def test_behind_the_door_is_the_live_version_and_no_other(
    site: Site, cast: Cast, acme: Workspace
) -> None:
    door = door_of(site.slug, member(cast.mara, acme))
    assert door is not None
    assert door.site.live_version == site.live_version
    suspend_site(by=cast.omar, site=site, reason="Look first")
    again = door_of(site.slug, member(cast.mara, acme))
    assert again is not None
    assert again.site.state == Site.State.SUSPENDED


def test_what_is_left_out_is_there_when_it_is_wanted(
    site: Site, cast: Cast, acme: Workspace
) -> None:
    door = door_of(site.slug, member(cast.mara, acme))
    assert door is not None
    assert door.site.live_version is not None
    assert site.live_version is not None
    assert door.site.live_version.manifest == site.live_version.manifest
    assert door.site.live_version.env_names == site.live_version.env_names


def test_an_address_without_a_site_has_no_door(site: Site, cast: Cast, acme: Workspace) -> None:
    assert door_of("nothing", member(cast.mara, acme)) is None
