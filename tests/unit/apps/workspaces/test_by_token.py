"""The member whom a host's cookie proves: everything that must hold at once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.actions import end_host_session, open_handoff, redeem_handoff
from apps.accounts.models import User
from apps.workspaces.models import Membership, Workspace
from apps.workspaces.queries import Member, member_by_token
from tests.cast import Cast

HOST = "office-keys--acme.localhost:8000"


def token_of(person: User, host: str = HOST) -> str:
    code = open_handoff(by=person, host=host, state="mine", session_key="s1")
    return redeem_handoff(code=code, state="mine", host=host)


def found(token: str, workspace: Workspace, host: str = HOST) -> Member | None:
    return member_by_token(token=token, host=host, workspace=workspace)


def test_a_cookie_proves_a_member_with_their_groups(cast: Cast, acme: Workspace) -> None:
    member = found(token_of(cast.ines), acme)
    assert member is not None
    assert member.person == cast.ines
    assert (member.person.name, member.person.email) == (cast.ines.name, cast.ines.email)
    assert member.membership == Membership.objects.get(user=cast.ines, workspace=acme)
    assert member.groups == ("Finance", "Operations")


def test_who_is_in_no_group_has_none(cast: Cast, acme: Workspace) -> None:
    member = found(token_of(cast.tom), acme)
    assert member is not None
    assert member.groups == ()


@pytest.mark.parametrize("token", ["", "guess", "' OR 1=1 --", "ü"])
def test_a_guess_proves_nobody(cast: Cast, acme: Workspace, token: str) -> None:
    token_of(cast.mara)
    assert found(token, acme) is None


@pytest.mark.parametrize(
    "host", ["acme.localhost:8000", "office-keys--acme.localhost:9", "office-keys--acme.localhost"]
)
def test_a_cookie_of_another_host_proves_nobody(cast: Cast, acme: Workspace, host: str) -> None:
    assert found(token_of(cast.mara), acme, host) is None


def test_a_member_of_another_workspace_is_none_here(cast: Cast, acme: Workspace) -> None:
    assert found(token_of(cast.nora), acme) is None
    assert found(token_of(cast.otto), acme) is None


def test_a_members_cookie_is_worth_nothing_in_another_workspace(
    cast: Cast, northwind: Workspace
) -> None:
    assert found(token_of(cast.mara), northwind) is None


def test_it_ends_with_the_cookie(cast: Cast, acme: Workspace) -> None:
    token = token_of(cast.mara)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert found(token, acme) is None


def test_it_ends_with_the_sign_out(cast: Cast, acme: Workspace) -> None:
    token = token_of(cast.mara)
    end_host_session(token=token)
    assert found(token, acme) is None


def test_it_ends_with_the_membership_and_comes_back_with_it(cast: Cast, acme: Workspace) -> None:
    token = token_of(cast.mara)
    mine = Membership.objects.filter(user=cast.mara, workspace=acme)
    mine.update(is_active=False)
    assert found(token, acme) is None
    mine.update(is_active=True)
    assert found(token, acme) is not None


def test_it_ends_with_the_account(cast: Cast, acme: Workspace) -> None:
    token = token_of(cast.mara)
    User.objects.filter(pk=cast.mara.pk).update(is_active=False)
    assert found(token, acme) is None


def test_two_browsers_of_one_person_are_one_member(cast: Cast, acme: Workspace) -> None:
    one, two = found(token_of(cast.mara), acme), found(token_of(cast.mara), acme)
    assert one == two


def test_the_password_is_not_read(cast: Cast, acme: Workspace) -> None:
    member = found(token_of(cast.mara), acme)
    assert member is not None
    assert "password" in member.person.get_deferred_fields()
