"""A tool from draft to live and stopped: every arrow of docs/states.md, and every one that is not
there; its name and its address, also when two take the same in one moment.
"""

from collections.abc import Callable
from typing import Any

import pytest

from apps.access.actions import set_access
from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.deployments.queries import live_version
from apps.sites.actions import create_site, go_live, name_site, resume_site, suspend_site
from apps.sites.actions.name_site import free_slug
from apps.sites.models import Site
from apps.sites.queries import site_by_slug, site_known_as, sites_open_to, sites_run_by
from apps.versions.models import Version
from apps.workspaces.hosts import SITE_MOST, valid_slug
from apps.workspaces.models import Membership, Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast
from tests.made import a_site, a_version

DRAFT, LIVE, SUSPENDED = Site.State.DRAFT, Site.State.LIVE, Site.State.SUSPENDED
Verb = Callable[[Site, Version, Cast], Site]
VERBS: dict[str, Verb] = {
    "go live": lambda site, version, cast: go_live(by=cast.bea, site=site, version=version),
    "stop": lambda site, version, cast: suspend_site(by=cast.bea, site=site, reason="Look."),
    "resume": lambda site, version, cast: resume_site(by=cast.bea, site=site),
}
# from, had a live version, verb, to
ARROWS = [
    (DRAFT, False, "go live", LIVE),
    (DRAFT, False, "stop", SUSPENDED),
    (DRAFT, False, "resume", DRAFT),
    (LIVE, True, "go live", LIVE),
    (LIVE, True, "stop", SUSPENDED),
    (LIVE, True, "resume", LIVE),
    (SUSPENDED, True, "go live", SUSPENDED),
    (SUSPENDED, False, "go live", SUSPENDED),
    (SUSPENDED, True, "stop", SUSPENDED),
    (SUSPENDED, True, "resume", LIVE),
    (SUSPENDED, False, "resume", DRAFT),
]


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


@pytest.fixture
def version(site: Site, cast: Cast) -> Version:
    return a_version(cast.bea, site)


def lines(site: Site, *verbs: str) -> list[tuple[str, Any]]:
    found = Line.objects.filter(verb__in=verbs, object_id=str(site.pk)).order_by("id")
    return [(line.verb, line.detail) for line in found]


class TestStates:
    @pytest.mark.parametrize(
        ("start", "was_live", "verb", "end"), ARROWS, ids=lambda value: str(value)
    )
    def test_a_verb_leads_where_the_table_says(
        self,
        site: Site,
        version: Version,
        cast: Cast,
        start: str,
        was_live: bool,
        verb: str,
        end: str,
    ) -> None:
        Site.objects.filter(pk=site.pk).update(
            state=start, live_version=version if was_live else None
        )
        VERBS[verb](site, version, cast)
        site.refresh_from_db()
        assert site.state == end

    def test_every_state_has_every_verb_in_the_table(self) -> None:
        assert {(start, verb) for start, _, verb, _ in ARROWS} == {
            (state, verb) for state in Site.State for verb in VERBS
        }

    def test_what_goes_live_while_it_is_stopped_is_served_after_it_runs_again(
        self, site: Site, version: Version, cast: Cast
    ) -> None:
        suspend_site(by=cast.omar, site=site, reason="Look at it first.")
        go_live(by=cast.bea, site=site, version=version)
        site.refresh_from_db()
        assert live_version(site) is None
        assert live_version(resume_site(by=cast.omar, site=site)) == version

    def test_stopping_twice_says_it_once(self, site: Site, cast: Cast) -> None:
        for reason in ("First.", "Second."):
            suspend_site(by=cast.omar, site=site, reason=reason)
        assert lines(site, "suspend_site") == [
            ("suspend_site", {"reason": "First.", "before": "draft"})
        ]

    def test_resuming_what_runs_says_nothing(
        self, site: Site, version: Version, cast: Cast
    ) -> None:
        go_live(by=cast.bea, site=site, version=version)
        resume_site(by=cast.omar, site=site)
        assert lines(site, "resume_site") == []

    def test_going_live_is_written_down_with_what_was_before(self, site: Site, cast: Cast) -> None:
        first, second = a_version(cast.bea, site), a_version(cast.bea, site)
        for version in (first, second):
            go_live(by=cast.bea, site=site, version=version)
        assert [(said["before"], said["after"]) for _, said in lines(site, "go_live")] == [
            (None, 1),
            (1, 2),
        ]

    def test_a_reason_may_be_anything_that_people_paste(self, site: Site, cast: Cast) -> None:
        stopped = suspend_site(by=cast.omar, site=site, reason="a\0b “ü” 鍵\n<script>")
        assert stopped.state == SUSPENDED
        assert lines(site, "suspend_site")[0][1]["reason"] == "ab “ü” 鍵\n<script>"

    @pytest.mark.parametrize("who", ["mara", "tom", "nils", "nora", "otto"])
    def test_others_stop_and_resume_nothing(
        self, site: Site, version: Version, cast: Cast, who: str
    ) -> None:
        with pytest.raises(NotAllowed):
            suspend_site(by=getattr(cast, who), site=site, reason="No.")
        with pytest.raises(NotAllowed):
            resume_site(by=getattr(cast, who), site=site)
        site.refresh_from_db()
        assert site.state == DRAFT

    def test_two_who_stop_it_at_once_stop_it_once(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        site = a_site(shared_cast.bea)

        def stop() -> Site:
            return suspend_site(by=shared_cast.bea, site=site, reason="Look.")

        assert errors(at_once(shared_acme, *[stop] * 4)) == []
        assert len(lines(site, "suspend_site")) == 1


class TestNamesAndAddresses:
    @pytest.mark.parametrize(
        "name",
        ["A", "a" * 500, "-- --", "..", "0", "Ünï çödé", "🔑", "x" * 31 + " yz", "pv-1", "WWW"],
    )
    def test_every_name_gives_an_address_that_can_be_used(
        self, acme: Workspace, cast: Cast, name: str
    ) -> None:
        assert valid_slug(a_site(cast.bea, name).slug)

    def test_a_thousand_tools_of_one_name_still_fit_into_a_host(self) -> None:
        longest = "a" * 32
        assert len(f"{longest}-9999") <= SITE_MOST

    def test_a_long_name_is_cut_and_does_not_count_as_a_change_each_time(
        self, acme: Workspace, cast: Cast
    ) -> None:
        site = a_site(cast.bea, "Keys " * 80)
        again = name_site(by=cast.bea, site=site, name="Keys " * 80, summary="s" * 900)
        assert (len(again.name), len(again.summary)) == (200, 500)
        assert len(lines(site, "name_site")) == 1

    def test_another_name_is_written_down_and_the_address_stays(
        self, site: Site, cast: Cast
    ) -> None:
        name_site(by=cast.bea, site=site, name="House keys")
        name_site(by=cast.bea, site=site, name="House keys", summary="Who has which.")
        assert [said for _, said in lines(site, "name_site")] == [{"slug": site.slug}] * 2

    def test_the_first_address_of_a_draft_is_nobody_elses(
        self, acme: Workspace, cast: Cast
    ) -> None:
        draft = create_site(by=cast.bea, name="Vans")
        clever = a_site(cast.omar, draft.first_slug)
        assert clever.slug != draft.first_slug
        assert site_known_as(draft.first_slug) == draft

    def test_a_draft_is_still_known_by_its_first_address(self, site: Site) -> None:
        assert site.slug != site.first_slug
        assert site_known_as(site.first_slug) == site_known_as(site.slug) == site
        assert site_by_slug(site.first_slug) is None

    @pytest.mark.parametrize("slug", ["", "nowhere", "OFFICE-KEYS", "office-keys ", "1"])
    def test_another_address_is_nobodys(self, site: Site, slug: str) -> None:
        assert site_by_slug(slug) is None
        assert site_known_as(slug) is None

    def test_its_own_address_is_free_for_itself(self, site: Site) -> None:
        assert free_slug("Office keys", site) == site.slug

    def test_two_tools_of_one_name_in_the_same_moment_have_two_addresses(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        drafts = [create_site(by=shared_cast.bea, name="Keys") for _ in range(4)]

        def name(site: Site) -> Callable[[], Site]:
            return lambda: name_site(by=shared_cast.bea, site=site, name="Office keys")

        found = at_once(shared_acme, *[name(draft) for draft in drafts])
        assert errors(found) == []
        assert len({site.slug for site in found}) == 4
        assert all(site.slug.startswith("office-keys") for site in found)

    def test_the_schema_of_its_rows_follows_from_its_number_alone(
        self, site: Site, cast: Cast
    ) -> None:
        other = a_site(cast.bea, 'x"; DROP SCHEMA public; --')
        assert (site.schema, other.schema) == (f"s_{site.pk}", f"s_{other.pk}")


class TestWhoseTools:
    def test_a_deputy_runs_it_too(self, site: Site, cast: Cast) -> None:
        site.deputy = cast.jon
        site.save()
        assert site in sites_run_by(cast.jon)

    @pytest.mark.parametrize("who", ["nils", "otto"])
    def test_strangers_run_none(self, site: Site, cast: Cast, who: str) -> None:
        assert list(sites_run_by(getattr(cast, who))) == []

    def test_who_has_left_runs_none(self, site: Site, cast: Cast) -> None:
        Membership.objects.filter(user=cast.bea).update(is_active=False)
        assert list(sites_run_by(cast.bea)) == []
        assert site in sites_run_by(cast.omar)

    @pytest.mark.parametrize("state", Site.State.values)
    def test_only_live_tools_stand_among_those_one_can_open(
        self, site: Site, cast: Cast, state: str
    ) -> None:
        set_access(by=cast.bea, site=site, mode="workspace")
        Site.objects.filter(pk=site.pk).update(state=state)
        assert (site in sites_open_to(cast.mara)) is (state == LIVE)

    def test_tools_that_one_cannot_open_are_not_among_them(self, site: Site, cast: Cast) -> None:
        Site.objects.filter(pk=site.pk).update(state=LIVE)
        assert site not in sites_open_to(cast.mara)
        assert site in sites_open_to(cast.omar)
