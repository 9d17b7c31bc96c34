"""Sites: names, addresses, owners, stopping."""

import pytest

from apps.access.errors import NotAllowed
from apps.sites.actions import create_site, name_site, resume_site, suspend_site
from apps.sites.models import Site
from apps.sites.queries import site_by_slug, sites_run_by
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site


def test_a_draft_has_no_address_that_anybody_knows(acme: Workspace, cast: Cast) -> None:
    site = create_site(by=cast.bea, name="Track keys")
    assert site.slug.startswith("draft-")
    assert not site.named


@pytest.mark.parametrize("who", ["mara", "nora", "otto"])
def test_who_may_not_build_begins_nothing(acme: Workspace, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        create_site(by=getattr(cast, who), name="Keys")
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Office keys", "office-keys"),
        ("Schlüssel & Türen", "schlussel-turen"),
        ("2nd floor", "tool-2nd-floor"),
        ("Portal", "tool-portal"),
        ("鍵", "tool"),
        ("pv-keys", "tool-pv-keys"),
        (
            "A very long name for a tool that nobody would ever type",
            "a-very-long-name-for-a-tool-that",
        ),
    ],
)
def test_the_address_follows_the_name(acme: Workspace, cast: Cast, name: str, slug: str) -> None:
    assert a_site(cast.bea, name).slug == slug


def test_two_tools_of_one_name_have_two_addresses(acme: Workspace, cast: Cast) -> None:
    assert [a_site(cast.bea).slug for _ in range(3)] == [
        "office-keys",
        "office-keys-2",
        "office-keys-3",
    ]


def test_an_address_never_moves_again(acme: Workspace, cast: Cast) -> None:
    site = name_site(by=cast.bea, site=a_site(cast.bea), name="House keys")
    assert (site.name, site.slug) == ("House keys", "office-keys")


def test_people_run_their_own_tools_and_admins_all(acme: Workspace, cast: Cast) -> None:
    site = a_site(cast.bea)
    assert [list(sites_run_by(p)) for p in (cast.bea, cast.omar, cast.mara)] == [[site], [site], []]


def test_a_suspended_site_runs_again_as_it_was(acme: Workspace, cast: Cast) -> None:
    site = suspend_site(by=cast.omar, site=a_site(cast.bea), reason="Look at it first")
    assert site.state == Site.State.SUSPENDED
    assert resume_site(by=cast.omar, site=site).state == Site.State.DRAFT


def test_a_member_cannot_stop_a_site(acme: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        suspend_site(by=cast.mara, site=a_site(cast.bea), reason="No")


def test_a_site_is_found_in_its_own_workspace_only(
    acme: Workspace, northwind: Workspace, cast: Cast
) -> None:
    with acme:
        site = a_site(cast.bea)
        assert site_by_slug(site.slug) == site
    with northwind:
        assert site_by_slug(site.slug) is None
