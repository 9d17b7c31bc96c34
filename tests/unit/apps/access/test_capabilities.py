"""What each role may do: the whole table, so that a change of rights is always seen."""

from typing import Any

import pytest

from apps.access.actions import set_switch
from apps.access.capabilities import Capability
from apps.access.errors import NotAllowed
from apps.access.queries import may, role_may, switches
from apps.audit.models import Line
from apps.workspaces.models import Role, Workspace
from tests.cast import Cast

# owner admin builder member
BUSINESS = """
build            x x x -
review           x x - -
deploy           x x x -
widen_access     x x x -
manage_secrets   x x x -
use_api          x x x -
see_data         x x - -
edit_data        x x - -
export           x x - -
make_public      - - - -
approve_budget   x x - -
administer       x x - -
"""


def table(text: str) -> dict[str, dict[str, bool]]:
    rows = [line.split() for line in text.strip().splitlines()]
    roles = ("owner", "admin", "builder", "member")
    return {
        name: {role: mark == "x" for role, mark in zip(roles, marks, strict=True)}
        for name, *marks in rows
    }


def test_the_business_plan_is_this_table(acme: Workspace) -> None:
    assert switches() == table(BUSINESS)


def test_the_enterprise_plan_is_the_same_but_nobody_builds(acme: Workspace) -> None:
    acme.plan = "enterprise"
    expected = table(BUSINESS)
    expected["build"] = dict.fromkeys(expected["build"], False)
    assert switches() == expected


def test_on_the_enterprise_plan_an_admin_switches_building_on(acme: Workspace, cast: Cast) -> None:
    acme.plan = "enterprise"
    assert not may(cast.bea, Capability.BUILD)
    set_switch(by=cast.omar, role="builder", capability="build", on=True)
    assert may(cast.bea, Capability.BUILD)


def test_a_switch_takes_a_capability_away_at_once(acme: Workspace, cast: Cast) -> None:
    set_switch(by=cast.omar, role="builder", capability="build", on=False)
    refused = may(cast.bea, Capability.BUILD)
    assert not refused
    assert (
        refused.reason
        == "Builders may not ask for tools and change their own here. An admin can allow it."
    )


def test_a_switch_holds_for_its_workspace_only(
    acme: Workspace, cast: Cast, northwind: Workspace
) -> None:
    with acme:
        set_switch(by=cast.omar, role="builder", capability="build", on=False)
    with northwind:
        assert role_may("builder", "build")


@pytest.mark.parametrize("who", ["bea", "mara", "nils", "otto"])
def test_only_who_administers_moves_a_switch(acme: Workspace, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_switch(by=getattr(cast, who), role="member", capability="build", on=True)


def test_owners_cannot_lock_themselves_out(acme: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="Owners always administer"):
        set_switch(by=cast.ada, role="owner", capability="administer", on=False)


def test_a_move_is_written_down(acme: Workspace, cast: Cast) -> None:
    set_switch(by=cast.omar, role="member", capability="build", on=True)
    line = Line.objects.filter(verb="set_switch").first()
    assert line is not None
    assert (line.person_name, line.detail) == ("Omar Haddad", {"before": False, "after": True})


def test_a_person_of_another_workspace_may_nothing(acme: Workspace, cast: Cast) -> None:
    assert not any(may(cast.nils, capability) for capability in Capability)


def test_a_person_switched_off_may_nothing(acme: Workspace, cast: Cast) -> None:
    cast.ada.is_active = False
    assert not any(may(cast.ada, capability) for capability in Capability)


def test_the_whole_table_says_what_each_question_says(acme: Workspace, cast: Cast) -> None:
    set_switch(by=cast.ada, role="member", capability="build", on=True)
    set_switch(by=cast.ada, role="builder", capability="deploy", on=False)
    assert switches() == {
        capability: {role: role_may(role, capability) for role in Role} for capability in Capability
    }


def test_the_whole_table_is_one_question_to_the_database(
    acme: Workspace, django_assert_num_queries: Any
) -> None:
    switches()  # the first one chooses the schema too
    with django_assert_num_queries(1):
        switches()
