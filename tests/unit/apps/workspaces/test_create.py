"""A new workspace: whole, or not there at all; and nobody's before it was made."""

import io
from importlib import import_module
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django_tenants.utils import schema_exists

from apps.accounts.models import User
from apps.audit.models import Line
from apps.sites.models import Site
from apps.workspaces.actions import create_workspace, ensure_template
from apps.workspaces.actions.create_workspace import schema_for
from apps.workspaces.errors import SlugRefused
from apps.workspaces.hosts import (
    PREVIEW,
    RESERVED,
    SITE_MOST,
    WORKSPACE_MOST,
    place_of,
    valid_slug,
)
from apps.workspaces.models import Domain, Membership, Workspace
from apps.workspaces.queries import membership_of
from tests.cast import Cast


@pytest.fixture
def made(cast: Cast) -> Workspace:
    """A third workspace, of Otto's; gone with the test's transaction."""
    connection.set_schema_to_public()
    return create_workspace(by=None, slug="old-mill", name="Old Mill", owner=cast.otto)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the command asked for; a password is typed."""
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return "a-long-password"

    monkeypatch.setattr("getpass.getpass", ask)
    return asked


class TestANewWorkspace:
    def test_it_has_a_schema_a_host_and_an_owner(self, made: Workspace, cast: Cast) -> None:
        assert (made.schema_name, made.host) == ("ws_old_mill", "old-mill.localhost")
        assert schema_exists("ws_old_mill")
        membership = membership_of(cast.otto, made)
        assert membership is not None
        assert membership.role == "owner"
        place = place_of("old-mill.localhost:8000")
        assert place is not None
        assert place.workspace == made

    def test_it_begins_empty(self, made: Workspace) -> None:
        with made:
            assert not Site.objects.exists()
        assert Membership.objects.filter(workspace=made).count() == 1

    def test_its_log_begins_with_it(self, made: Workspace) -> None:
        log = Line.objects.filter(workspace="ws_old_mill").order_by("id")
        assert [line.verb for line in log] == ["create_workspace", "add_member"]
        assert log[0].previous_hash == ""

    def test_its_rows_are_its_own(self, made: Workspace, acme: Workspace, cast: Cast) -> None:
        from tests.made import a_site

        with made:
            a_site(cast.otto)
        with acme:
            assert not Site.objects.exists()

    def test_the_template_has_no_host_and_no_people(self, made: Workspace) -> None:
        ensure_template()
        template = Workspace.objects.get(slug="template")
        assert not Domain.objects.filter(tenant=template).exists()
        assert not Membership.objects.filter(workspace=template).exists()

    def test_when_its_owner_cannot_come_in_nothing_of_it_is_left(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(**given: Any) -> None:
            raise LookupError

        connection.set_schema_to_public()
        making = import_module("apps.workspaces.actions.create_workspace")
        monkeypatch.setattr(making, "add_member", fail)
        with pytest.raises(LookupError):
            create_workspace(by=None, slug="old-mill", name="Old Mill", owner=cast.otto)
        connection.set_schema_to_public()
        assert not Workspace.objects.filter(slug="old-mill").exists()
        assert not Domain.objects.filter(domain="old-mill.localhost").exists()
        assert not schema_exists("ws_old_mill")
        assert not Line.objects.filter(workspace="ws_old_mill").exists()


class TestAnAddress:
    @pytest.mark.parametrize(
        "slug",
        [
            "Old-Mill", "old mill", "old_mill", "-old", "old-", "old--mill", "1old", "", "ölmühle",
            "pv-mill", "old.mill", "a" * 25, "old\n", "x;drop", "../x", *sorted(RESERVED),
        ],
    )  # fmt: skip
    def test_one_that_cannot_be_used_is_refused(self, cast: Cast, slug: str) -> None:
        connection.set_schema_to_public()
        before = Workspace.objects.count()
        with pytest.raises(SlugRefused, match="cannot be used"):
            create_workspace(by=None, slug=slug, name="Old Mill", owner=cast.otto)
        assert Workspace.objects.count() == before

    def test_one_that_is_taken_is_refused(self, made: Workspace, cast: Cast) -> None:
        connection.set_schema_to_public()
        with pytest.raises(SlugRefused, match="“old-mill” already"):
            create_workspace(by=None, slug="old-mill", name="Another", owner=cast.nils)
        assert Workspace.objects.filter(slug="old-mill").get().name == "Old Mill"

    def test_one_that_is_taken_in_the_same_moment_is_refused(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def too_late(self: Workspace, **rest: Any) -> None:
            raise IntegrityError

        connection.set_schema_to_public()
        ensure_template()
        monkeypatch.setattr(Workspace, "save", too_late)
        with pytest.raises(SlugRefused, match="already"):
            create_workspace(by=None, slug="old-mill", name="Old Mill", owner=cast.otto)

    def test_the_rows_of_a_workspace_that_is_gone_are_not_inherited(
        self, made: Workspace, cast: Cast
    ) -> None:
        connection.set_schema_to_public()
        for rows in (Domain.objects.filter(tenant=made), Membership.objects.filter(workspace=made)):
            rows._raw_delete(using="default")
        Workspace.objects.filter(pk=made.pk)._raw_delete(using="default")
        assert schema_exists("ws_old_mill")
        with pytest.raises(SlugRefused, match="There is, or was, a workspace"):
            create_workspace(by=None, slug="old-mill", name="Old Mill", owner=cast.nils)

    def test_two_slugs_never_share_a_schema(self) -> None:
        slugs = ["a", "a-b", "ab", "a-b-c", "ab-c", "template-x"]
        assert len({schema_for(slug) for slug in slugs}) == len(slugs)
        assert all(len(schema_for("a" * WORKSPACE_MOST)) <= 63 for _ in slugs)

    def test_every_host_fits_into_a_name(self) -> None:
        """A label of a host has at most 63 characters; a longer one resolves nowhere."""
        assert SITE_MOST + len("--") + WORKSPACE_MOST <= 63
        assert len(f"{PREVIEW}{'0' * 20}") <= SITE_MOST
        assert valid_slug("a" * SITE_MOST)
        assert not valid_slug("a" * (SITE_MOST + 1))
        assert not valid_slug("a" * (WORKSPACE_MOST + 1), most=WORKSPACE_MOST)


class TestTheCommand:
    def run(self, *words: str) -> str:
        connection.set_schema_to_public()
        out = io.StringIO()
        call_command("create_workspace", *words, stdout=out)
        return out.getvalue()

    def test_it_makes_one_for_somebody_who_is_here(self, cast: Cast, typed: list[str]) -> None:
        said = self.run("old-mill", "Old Mill", "--owner", "Otto@Elsewhere.Example")
        assert said == "Old Mill is at http://old-mill.localhost:8000\n"
        assert typed == []
        made = Workspace.objects.get(slug="old-mill")
        assert membership_of(cast.otto, made) is not None

    def test_it_makes_somebody_new_with_the_password_that_is_typed(
        self, cast: Cast, typed: list[str]
    ) -> None:
        self.run("old-mill", "Old Mill", "--owner", "gil@mill.example", "--plan", "enterprise")
        gil = User.objects.get(email="gil@mill.example")
        assert typed == ["A password for gil@mill.example: "]
        assert gil.check_password("a-long-password")
        assert (gil.name, Workspace.objects.get(slug="old-mill").plan) == ("gil", "enterprise")

    def test_it_says_why_not(self, cast: Cast, typed: list[str]) -> None:
        with pytest.raises(CommandError, match="“acme” already"):
            self.run("acme", "Acme", "--owner", "otto@elsewhere.example")

    def test_it_makes_nobody_for_an_address_that_is_refused(
        self, cast: Cast, typed: list[str]
    ) -> None:
        with pytest.raises(CommandError, match="cannot be used"):
            self.run("Old Mill", "Old Mill", "--owner", "gil@mill.example")
        assert not User.objects.filter(email="gil@mill.example").exists()

    @pytest.mark.parametrize(
        ("email", "password", "says"),
        [
            ("boss", "a-long-password", "boss: Enter a valid email address."),
            ("gil@mill.example", "short", "gil@mill.example: This password is too short."),
            ("gil@mill.example", None, "gil@mill.example is new here, and no password was typed."),
        ],
        ids=["no address", "no good password", "no terminal"],
    )
    def test_it_makes_nothing_for_an_owner_who_could_not_sign_in(
        self, cast: Cast, monkeypatch: Any, email: str, password: str | None, says: str
    ) -> None:
        def ask(prompt: str) -> str:
            if password is None:
                raise EOFError
            return password

        monkeypatch.setattr("getpass.getpass", ask)
        with pytest.raises(CommandError, match=says):
            self.run("old-mill", "Old Mill", "--owner", email)
        assert not Workspace.objects.filter(slug="old-mill").exists()
        assert not User.objects.filter(email=email).exists()

    def test_it_knows_two_plans(self, cast: Cast) -> None:
        with pytest.raises(CommandError, match="invalid choice: 'free'"):
            self.run("old-mill", "Old Mill", "--owner", "otto@elsewhere.example", "--plan", "free")
