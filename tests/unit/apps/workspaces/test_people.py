"""Members and groups: who comes in as what, who can be found, and what nobody can undo by
accident.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.audit.models import Line
from apps.workspaces.actions import add_member, put_in_group
from apps.workspaces.errors import LastOwner, WorkspaceError
from apps.workspaces.models import Group, Membership, Role, Workspace
from apps.workspaces.queries import (
    administrators_of,
    by_slug,
    groups_of,
    may_enter,
    member_by_token,
    members_of,
    membership_of,
    workspaces_of,
)
from apps.workspaces.signals import people_changed
from tests.at_once import at_once, errors
from tests.cast import Cast


@pytest.fixture
def told() -> Iterator[list[Workspace]]:
    """The workspaces whose people are said to have changed."""
    heard: list[Workspace] = []

    def hear(sender: Any, workspace: Workspace, **rest: Any) -> None:
        heard.append(workspace)

    people_changed.connect(hear)
    yield heard
    people_changed.disconnect(hear)


def names(found: Any) -> list[str]:
    return [str(getattr(one, "user", one)) for one in found]


def lines(verb: str) -> list[Any]:
    return list(Line.objects.filter(verb=verb).order_by("id").values_list("detail", flat=True))


class TestBringingSomebodyIn:
    @pytest.mark.parametrize("role", Role.values)
    def test_they_are_what_was_said(self, acme: Workspace, cast: Cast, role: str) -> None:
        made = add_member(by=cast.ada, workspace=acme, user=cast.otto, role=role)
        assert (made.role, made.is_active) == (role, True)
        assert membership_of(cast.otto, acme) == made

    @pytest.mark.parametrize("role", ["king", "", "Owner", "ADMIN"])
    def test_a_role_that_there_is_not_is_refused(
        self, acme: Workspace, cast: Cast, role: str
    ) -> None:
        with pytest.raises(ValueError, match="is not a valid Role"):
            add_member(by=cast.ada, workspace=acme, user=cast.otto, role=role)
        assert membership_of(cast.otto, acme) is None

    def test_it_is_written_down_with_before_and_after(self, acme: Workspace, cast: Cast) -> None:
        for role in ("member", "builder"):
            add_member(by=cast.ada, workspace=acme, user=cast.otto, role=role)
        assert lines("add_member")[-2:] == [
            {"before": None, "role": "member"},
            {"before": "member", "role": "builder"},
        ]

    def test_the_second_time_it_is_nothing(
        self,
        acme: Workspace,
        cast: Cast,
        told: list[Workspace],
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:
        before = len(lines("add_member"))
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                add_member(by=cast.ada, workspace=acme, user=cast.otto, role="member")
        assert told == [acme]
        assert len(lines("add_member")) == before + 1

    def test_another_role_keeps_the_department(self, acme: Workspace, cast: Cast) -> None:
        made = add_member(by=cast.ada, workspace=acme, user=cast.tom, role="builder")
        assert (made.role, made.department) == ("builder", "Sales")

    def test_who_had_left_comes_back_with_the_new_role(self, acme: Workspace, cast: Cast) -> None:
        Membership.objects.filter(user=cast.omar).update(is_active=False)
        add_member(by=cast.ada, workspace=acme, user=cast.omar, role="member")
        membership = membership_of(cast.omar, acme)
        assert membership is not None
        assert membership.role == "member"
        assert lines("add_member")[-1] == {"before": None, "role": "member"}

    def test_a_person_is_something_else_in_each_workspace(
        self, acme: Workspace, northwind: Workspace, cast: Cast
    ) -> None:
        with northwind:
            add_member(by=cast.nils, workspace=northwind, user=cast.mara, role="admin")
        here, there = membership_of(cast.mara, acme), membership_of(cast.mara, northwind)
        assert here is not None
        assert there is not None
        assert (here.role, there.role) == ("member", "admin")
        assert names(workspaces_of(cast.mara)) == ["Acme Foods", "Northwind Paper"]

    def test_in_the_same_moment_they_come_in_once(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        def bring() -> Membership:
            return add_member(
                by=shared_cast.ada, workspace=shared_acme, user=shared_cast.otto, role="member"
            )

        try:
            assert errors(at_once(shared_acme, *[bring] * 4)) == []
            assert Membership.objects.filter(user=shared_cast.otto).count() == 1
            assert len([line for line in lines("add_member") if line["before"] is None]) >= 1
        finally:
            Membership.objects.filter(user=shared_cast.otto).delete()


class TestTheLastOwner:
    @pytest.mark.parametrize("role", ["admin", "builder", "member"])
    def test_stays_an_owner(self, acme: Workspace, cast: Cast, role: str) -> None:
        with pytest.raises(LastOwner, match="Ada Marsh is the only owner of Acme Foods") as refused:
            add_member(by=cast.omar, workspace=acme, user=cast.ada, role=role)
        assert isinstance(refused.value, WorkspaceError)
        membership = membership_of(cast.ada, acme)
        assert membership is not None
        assert membership.role == "owner"

    def test_goes_when_there_is_another(self, acme: Workspace, cast: Cast) -> None:
        add_member(by=cast.ada, workspace=acme, user=cast.omar, role="owner")
        add_member(by=cast.omar, workspace=acme, user=cast.ada, role="member")
        assert names(administrators_of(acme)) == ["Omar Haddad"]

    @pytest.mark.parametrize("gone", ["membership", "account"])
    def test_another_who_is_gone_does_not_count(
        self, acme: Workspace, cast: Cast, gone: str
    ) -> None:
        add_member(by=cast.ada, workspace=acme, user=cast.omar, role="owner")
        if gone == "membership":
            Membership.objects.filter(user=cast.omar).update(is_active=False)
        else:
            cast.omar.is_active = False
            cast.omar.save()
        with pytest.raises(LastOwner):
            add_member(by=cast.ada, workspace=acme, user=cast.ada, role="member")

    def test_an_owner_of_another_workspace_does_not_count(
        self, acme: Workspace, northwind: Workspace, cast: Cast
    ) -> None:
        with acme, pytest.raises(LastOwner):
            add_member(by=cast.ada, workspace=acme, user=cast.ada, role="admin")

    def test_two_owners_who_step_down_at_once_leave_one(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        ada, omar = shared_cast.ada, shared_cast.omar
        add_member(by=ada, workspace=shared_acme, user=omar, role="owner")

        def step_down(person: Any) -> Callable[[], Any]:
            return lambda: add_member(by=ada, workspace=shared_acme, user=person, role="member")

        try:
            found = at_once(shared_acme, step_down(ada), step_down(omar))
            assert errors(found) == [LastOwner]
            assert Membership.objects.filter(workspace=shared_acme, role="owner").count() == 1
        finally:
            Membership.objects.filter(user=ada).update(role="owner")
            Membership.objects.filter(user=omar).update(role="admin")


class TestGroups:
    def of(self, person: Any) -> Membership:
        return Membership.objects.get(user=person, workspace__slug="acme")

    def test_a_group_is_made_with_its_first_member(self, acme: Workspace, cast: Cast) -> None:
        group = put_in_group(by=cast.ada, membership=self.of(cast.tom), name="Drivers")
        assert names(group.members.all()) == ["Tom Hale"]
        assert lines("put_in_group")[-1] == {"member": "Tom Hale"}

    def test_a_second_member_finds_it(self, acme: Workspace, cast: Cast) -> None:
        for person in (cast.tom, cast.mara):
            put_in_group(by=cast.ada, membership=self.of(person), name="Drivers")
        assert names(Group.objects.get(name="Drivers").members.all()) == ["Mara Lind", "Tom Hale"]

    def test_the_second_time_it_is_nothing(
        self,
        acme: Workspace,
        cast: Cast,
        told: list[Workspace],
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:
        before = len(lines("put_in_group"))
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                put_in_group(by=cast.ada, membership=self.of(cast.tom), name="Drivers")
        assert told == [acme]
        assert len(lines("put_in_group")) == before + 1

    def test_groups_of_one_name_in_two_workspaces_are_two(
        self, acme: Workspace, northwind: Workspace, cast: Cast
    ) -> None:
        with northwind:
            nora = Membership.objects.get(user=cast.nora)
            theirs = put_in_group(by=cast.nils, membership=nora, name="Finance")
        assert theirs not in groups_of(acme)
        assert names(theirs.members.all()) == ["Nora Dahl"]

    def test_they_come_by_name(self, acme: Workspace, cast: Cast) -> None:
        put_in_group(by=cast.ada, membership=self.of(cast.tom), name="Drivers")
        assert names(groups_of(acme)) == ["Drivers", "Finance", "Operations"]


class TestWhoIsFound:
    def test_members_come_by_name_and_only_while_they_are(
        self, acme: Workspace, cast: Cast
    ) -> None:
        Membership.objects.filter(user=cast.tom).update(is_active=False)
        cast.jon.is_active = False
        cast.jon.save()
        assert names(members_of(acme)) == [
            "Ada Marsh",
            "Bea Lund",
            "Ines Roca",
            "Mara Lind",
            "Omar Haddad",
        ]

    def test_administrators_are_owners_and_admins_while_they_are(
        self, acme: Workspace, cast: Cast
    ) -> None:
        assert set(names(administrators_of(acme))) == {"Ada Marsh", "Omar Haddad"}
        Membership.objects.filter(user=cast.omar).update(is_active=False)
        assert names(administrators_of(acme)) == ["Ada Marsh"]

    @pytest.mark.parametrize("who", ["nils", "nora", "otto"])
    def test_strangers_have_no_membership(self, acme: Workspace, cast: Cast, who: str) -> None:
        assert membership_of(getattr(cast, who), acme) is None

    def test_nobody_has_none_either(self, acme: Workspace) -> None:
        assert membership_of(AnonymousUser(), acme) is None
        assert member_by_token(token="", host="acme.localhost:8000", workspace=acme) is None

    def test_who_has_left_a_workspace_does_not_see_it_to_choose(
        self, acme: Workspace, cast: Cast
    ) -> None:
        Membership.objects.filter(user=cast.mara).update(is_active=False)
        assert names(workspaces_of(cast.mara)) == []

    @pytest.mark.parametrize("slug", ["template", "nowhere", "", "ACME", "acme "])
    def test_what_is_no_workspace_is_not_found(self, acme: Workspace, slug: str) -> None:
        assert by_slug(slug) is None

    @pytest.mark.parametrize(
        ("who", "host", "goes"),
        [
            ("mara", "acme.localhost:8000", True),
            ("mara", "office-keys--acme.localhost:8000", True),
            ("mara", "pv-x7k2m--acme.localhost:8000", True),
            ("mara", "northwind.localhost:8000", False),
            ("mara", "nowhere.localhost:8000", False),
            ("mara", "template.localhost:8000", False),
            ("mara", "portal.localhost:8000", False),
            ("mara", "localhost:8000", False),
            ("mara", "acme.localhost:9000", False),
            ("mara", "acme.localhost.evil.example:8000", False),
            ("mara", "evil.example", False),
            ("mara", "", False),
            ("nora", "acme.localhost:8000", False),
            ("nora", "northwind.localhost:8000", True),
            ("otto", "acme.localhost:8000", False),
        ],
    )
    def test_a_sign_in_is_carried_to_the_persons_own_workspaces_only(
        self, acme: Workspace, cast: Cast, who: str, host: str, goes: bool
    ) -> None:
        assert may_enter(getattr(cast, who), host) is goes

    def test_a_sign_in_of_somebody_who_left_is_carried_nowhere(
        self, acme: Workspace, cast: Cast
    ) -> None:
        Membership.objects.filter(user=cast.mara).update(is_active=False)
        assert not may_enter(cast.mara, "acme.localhost:8000")
        assert not may_enter(AnonymousUser(), "acme.localhost:8000")
