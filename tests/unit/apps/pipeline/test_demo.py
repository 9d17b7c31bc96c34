"""The demo: made once, for one machine only, with nobody real in it."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from apps.accounts.models import User
from apps.pipeline import demo, flow
from apps.workspaces.models import Group, Membership, Workspace
from apps.workspaces.queries import by_slug

pytestmark = pytest.mark.django_db
Queued = list[tuple[str, int]]


def set_to(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    monkeypatch.setattr(settings, "SITEWRIGHT", settings.SITEWRIGHT.model_copy(update=changed))


@pytest.mark.parametrize(
    "changed",
    [{"demo": False}, {"debug": False}, {"base_domain": "tools.example.com"}],
    ids=["not asked for", "not for debugging", "not on this machine"],
)
def test_known_passwords_are_refused_wherever_others_come_in(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    set_to(monkeypatch, **changed)
    before = User.objects.count()
    with pytest.raises(demo.DemoRefused, match="its passwords are known to everybody"):
        demo.create_people()
    with pytest.raises(CommandError, match="DEMO=1 and DEBUG=1"):
        call_command("create_demo")
    assert User.objects.count() == before


def test_a_second_time_makes_nobody_twice() -> None:
    before = (User.objects.count(), Membership.objects.count(), Workspace.objects.count())
    demo.create_people()
    assert (User.objects.count(), Membership.objects.count(), Workspace.objects.count()) == before


def test_a_second_time_changes_nobody_whom_an_admin_has_changed(acme: Workspace) -> None:
    tom = Membership.objects.get(workspace=acme, user__email="tom@acme.example")
    tom.role = "builder"
    tom.save()
    demo.create_people()
    tom.refresh_from_db()
    assert tom.role == "builder"


def test_somebody_who_was_taken_out_comes_back(acme: Workspace) -> None:
    Membership.objects.filter(workspace=acme, user__email="tom@acme.example").delete()
    demo.create_people()
    tom = Membership.objects.get(workspace=acme, user__email="tom@acme.example")
    assert (tom.role, tom.department) == ("member", "Sales")


@pytest.mark.parametrize(
    ("slug", "name", "roles"),
    [
        ("acme", "Acme Foods", {"owner": 1, "admin": 1, "builder": 1, "member": 4}),
        ("northwind", "Northwind Paper", {"owner": 1, "builder": 1}),
    ],
)
def test_each_workspace_has_its_people(slug: str, name: str, roles: dict[str, int]) -> None:
    workspace = by_slug(slug)
    assert workspace is not None
    assert (workspace.name, workspace.plan) == (name, "business")
    held = list(Membership.objects.filter(workspace=workspace).values_list("role", flat=True))
    assert {role: held.count(role) for role in held} == roles


def test_groups_hold_who_is_written_down(acme: Workspace) -> None:
    held = {
        group.name: sorted(group.members.values_list("user__name", flat=True))
        for group in Group.objects.filter(workspace=acme)
    }
    assert held == {
        "Operations": ["Bea Lund", "Ines Roca", "Mara Lind"],
        "Finance": ["Ines Roca", "Jon Vale"],
    }


def test_everybody_can_sign_in_and_one_belongs_nowhere() -> None:
    people = User.objects.all()
    assert all(person.check_password(demo.PASSWORD) for person in people)
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == people.count()
    outsider = User.objects.get(email="otto@elsewhere.example")
    assert not Membership.objects.filter(user=outsider).exists()


def test_the_terminal_names_address_people_and_password() -> None:
    said = demo.how_to_sign_in()
    assert said.startswith("Open http://acme.localhost")
    for people in demo.CAST.values():
        for person in people:
            assert f"{person.email:28} {person.role:8} {person.name}" in said
    assert f"Everybody's password is {demo.PASSWORD}" in said
    assert "otto" not in said


def test_the_command_says_how_to_sign_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_demo")
    assert capsys.readouterr().out.strip() == demo.how_to_sign_in()


def test_many_new_people_are_one_message_a_workspace(
    queued: Queued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda then: then())
    Membership.objects.exclude(role="owner").delete()
    workspaces = demo.create_people()
    assert queued == [("sync_people", pk) for pk in sorted(one.pk for one in workspaces)]


def test_people_are_told_of_even_when_the_rest_goes_wrong(
    acme: Workspace, queued: Queued, django_capture_on_commit_callbacks: Any
) -> None:
    def half_done() -> None:
        with flow.syncing_once():
            flow.sync_people(acme)
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        half_done()
    assert queued == [("sync_people", acme.pk)]


def test_afterwards_each_change_is_told_by_itself_again(
    acme: Workspace, queued: Queued, django_capture_on_commit_callbacks: Any
) -> None:
    with flow.syncing_once():
        pass
    with django_capture_on_commit_callbacks(execute=True):
        flow.sync_people(acme)
    assert queued == [("sync_people", acme.pk)]
