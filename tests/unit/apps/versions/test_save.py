"""Saving a version: numbered in a row, with everybody who has a part in it, whole or not at all."""

from importlib import import_module
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from apps.audit.models import Line
from apps.sites.actions import go_live
from apps.sites.models import Site
from apps.versions.actions.save_version import hosts_in
from apps.versions.models import Version
from apps.versions.queries import authors_since_live, digest_now, versions_of
from apps.versions.signals import version_saved
from apps.workspaces.models import Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


class TestNumbers:
    def test_each_tool_counts_for_itself(self, site: Site, cast: Cast) -> None:
        a_version(cast.bea, site)
        assert a_version(cast.omar, a_site(cast.omar, "Vans")).number == 1

    def test_the_newest_comes_first(self, site: Site, cast: Cast) -> None:
        for _ in range(3):
            a_version(cast.bea, site)
        assert [version.number for version in versions_of(site)] == [3, 2, 1]

    def test_those_saved_in_the_same_moment_stand_in_a_row(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        site = a_site(shared_cast.bea)
        found = at_once(shared_acme, *[lambda: a_version(shared_cast.bea, site)] * 4)
        assert errors(found) == []
        saved = Version.objects.order_by("number").values_list("number", "base__number")
        assert list(saved) == [(1, None), (2, 1), (3, 2), (4, 3)]

    def test_a_digest_is_read_in_two_groups(self, site: Site, cast: Cast) -> None:
        version = a_version(cast.bea, site)
        assert version.short_digest == f"{version.digest[:4]} {version.digest[4:8]}"


class TestWhatIsFrozen:
    def test_names_and_hosts_come_from_the_blueprint(self, site: Site, cast: Cast) -> None:
        needs = [{"key": "CHAT_URL", "kind": "secret", "why": "x"}]
        does = [{"kind": "webhook", "host": "chat.example"}, {"kind": "notify"}]
        wanted = BLUEPRINT | {"settings_needed": needs, "automations": [{"id": "a", "do": does}]}
        version = a_version(cast.bea, site, blueprint=wanted)
        assert (version.env_names, version.egress_hosts) == (["CHAT_URL"], ["chat.example"])
        assert digest_now(version) == version.digest

    def test_a_host_that_is_spoken_to_twice_stands_there_once(self) -> None:
        step = {"kind": "webhook", "host": "b.example"}
        other = {"kind": "webhook", "host": "a.example"}
        assert hosts_in({"automations": [{"do": [step, other]}, {"do": [step]}, {}]}) == [
            "a.example",
            "b.example",
        ]

    def test_the_log_has_the_digest_and_nothing_of_the_source(self, site: Site, cast: Cast) -> None:
        version = a_version(cast.bea, site, files={"app/models.py": "of these tests"})
        said = Line.objects.filter(verb="save_version").values()
        assert said.latest("id")["detail"] == {"digest": version.digest}
        assert "of these tests" not in str(said)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE versions_version SET digest = repeat('0', 64)",
            "UPDATE versions_version SET authors = '[]'",
            "UPDATE versions_version SET checks = '[]', migration = '{}'",
            "UPDATE versions_version SET number = number",
            "DELETE FROM versions_version",
        ],
    )
    def test_the_database_refuses_to_change_one_by_hand(
        self, site: Site, cast: Cast, statement: str
    ) -> None:
        a_version(cast.bea, site)
        before = Version.objects.values().get()
        with (
            pytest.raises((ProgrammingError, InternalError), match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert Version.objects.values().get() == before

    @pytest.mark.parametrize(
        "altered",
        [
            {"manifest": {}},
            {"blueprint": {"name": "Another", "entities": []}},
            {"migration": {"operations": [], "statements": ["DROP TABLE key"], "names": []}},
            {"env_names": ["CHAT_URL"]},
            {"egress_hosts": ["evil.example"]},
        ],
        ids=lambda altered: next(iter(altered)),
    )
    def test_a_row_altered_past_the_trigger_no_longer_fits_its_digest(
        self, site: Site, cast: Cast, altered: dict[str, Any]
    ) -> None:
        version = a_version(cast.bea, site)
        for name, value in altered.items():
            setattr(version, name, value)
        assert digest_now(version) != version.digest

    @pytest.mark.parametrize("name", ["asked", "changes", "checks", "receipt", "authors"])
    def test_what_is_only_told_about_it_is_not_in_the_digest(
        self, site: Site, cast: Cast, name: str
    ) -> None:
        version = a_version(cast.bea, site)
        setattr(version, name, "other")
        assert digest_now(version) == version.digest


class TestNothingIsHalfMade:
    def counted(self) -> tuple[int, int]:
        return Version.objects.count(), Line.objects.filter(verb="save_version").count()

    def test_when_the_log_cannot_be_written(
        self, site: Site, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(**given: Any) -> None:
            raise LookupError

        before = self.counted()
        saving = import_module("apps.versions.actions.save_version")
        monkeypatch.setattr(saving, "record", fail)
        with pytest.raises(LookupError), transaction.atomic():
            a_version(cast.bea, site)
        assert self.counted() == before

    def test_when_somebody_who_listens_fails(self, site: Site, cast: Cast) -> None:
        def fail(**given: Any) -> None:
            raise LookupError

        before = self.counted()
        version_saved.connect(fail)
        try:
            with pytest.raises(LookupError), transaction.atomic():
                a_version(cast.bea, site)
        finally:
            version_saved.disconnect(fail)
        assert self.counted() == before

    def test_when_a_text_is_none(self, site: Site, cast: Cast) -> None:
        before = self.counted()
        with pytest.raises(UnicodeEncodeError), transaction.atomic():
            a_version(cast.bea, site, files={"app/models.py": "\ud800"})
        assert self.counted() == before


class TestAuthors:
    def test_one_who_saves_is_one(self, site: Site, cast: Cast) -> None:
        assert a_version(cast.bea, site).authors == [cast.bea.pk]

    def test_what_is_live_was_somebody_elses_business(self, site: Site, cast: Cast) -> None:
        first = a_version(cast.omar, site)
        go_live(by=cast.bea, site=site, version=first)
        site.refresh_from_db()
        assert a_version(cast.bea, site).authors == [cast.bea.pk]

    def test_whoever_had_a_part_in_what_was_taken_back_still_has_one(
        self, site: Site, cast: Cast
    ) -> None:
        first, second = a_version(cast.bea, site), a_version(cast.omar, site)
        for version in (first, second, first):
            go_live(by=cast.bea, site=site, version=version)
        site.refresh_from_db()
        assert authors_since_live(site) == {cast.bea.pk, cast.omar.pk}
        assert set(a_version(cast.bea, site).authors) == {cast.bea.pk, cast.omar.pk}

    def test_a_tool_without_versions_has_none(self, site: Site) -> None:
        assert authors_since_live(site) == set()
