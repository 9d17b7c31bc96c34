"""Beginning a tool: a draft that only its owner and the admins know of."""

import pytest

from apps.access.actions import set_switch
from apps.access.errors import NotAllowed
from apps.access.queries import mode_of
from apps.audit.models import Line
from apps.sites.actions import create_site
from apps.sites.models import Site
from apps.sites.queries import sites_open_to, sites_run_by
from apps.workspaces.hosts import valid_slug
from apps.workspaces.models import Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast


def test_it_belongs_to_whoever_began_it_and_is_private(acme: Workspace, cast: Cast) -> None:
    site = create_site(by=cast.bea, name="Track keys")
    assert (site.owner, site.deputy, site.state) == (cast.bea, None, Site.State.DRAFT)
    assert (site.live_version, mode_of(site)) == (None, "private")


def test_it_is_written_down(acme: Workspace, cast: Cast) -> None:
    site = create_site(by=cast.bea, name="Track keys")
    line = Line.objects.get(verb="create_site", object_id=str(site.pk))
    assert (line.person_name, line.object_name) == ("Bea Lund", "Track keys")


def test_its_first_address_cannot_be_guessed_and_is_a_good_one(acme: Workspace, cast: Cast) -> None:
    slugs = {create_site(by=cast.bea, name="Track keys").slug for _ in range(20)}
    assert len(slugs) == 20
    assert all(valid_slug(slug) and len(slug) == len("draft-") + 8 for slug in slugs)


@pytest.mark.parametrize("name", ["", "K" * 1_000, "<b>", "鍵", "a\nb"])
def test_any_name_will_do_for_a_draft(acme: Workspace, cast: Cast, name: str) -> None:
    assert create_site(by=cast.bea, name=name).name == name[:200]


def test_a_member_who_is_let_build_begins_one_of_their_own(acme: Workspace, cast: Cast) -> None:
    set_switch(by=cast.ada, role="member", capability="build", on=True)
    site = create_site(by=cast.mara, name="Track keys")
    assert list(sites_run_by(cast.mara)) == [site]
    assert list(sites_run_by(cast.jon)) == []


def test_on_the_enterprise_plan_even_the_owner_waits_for_the_switch(
    acme: Workspace, cast: Cast
) -> None:
    acme.plan = "enterprise"
    with pytest.raises(NotAllowed, match="Owners may not ask for tools"):
        create_site(by=cast.ada, name="Track keys")
    set_switch(by=cast.ada, role="owner", capability="build", on=True)
    assert create_site(by=cast.ada, name="Track keys").owner == cast.ada


def test_a_draft_is_among_nobodys_open_tools(acme: Workspace, cast: Cast) -> None:
    create_site(by=cast.bea, name="Track keys")
    assert [sites_open_to(person) for person in (cast.bea, cast.omar, cast.mara)] == [[], [], []]


def test_several_begun_in_the_same_moment_are_several(
    shared_acme: Workspace, shared_cast: Cast
) -> None:
    found = at_once(shared_acme, *[lambda: create_site(by=shared_cast.bea, name="Track keys")] * 5)
    assert errors(found) == []
    assert len({site.slug for site in found}) == 5
