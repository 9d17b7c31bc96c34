"""Whom a message reaches: of those that a tool names, the members who may open it now."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.access.actions import give_tool_role, set_access
from apps.access.models import SiteGrant
from apps.automations.recipients import recipients_of
from apps.sites.models import Site
from apps.workspaces.models import Group, Membership
from tests.cast import Cast
from tests.unit.apps.automations.conftest import Live


@pytest.fixture
def tool(live: Live) -> Site:
    return live()


def names(cast: Cast, people: tuple[int, ...]) -> str:
    """First names, sorted."""
    known = {getattr(cast, name).pk: name for name in cast.__dataclass_fields__}
    return " ".join(sorted(known[pk] for pk in people))


def reached(cast: Cast, site: Site, **to: Any) -> tuple[str, int]:
    found = recipients_of(site, to)
    return names(cast, found.people), found.left_out


def test_of_the_people_named_those_who_may_open_it(tool: Site, cast: Cast) -> None:
    everybody = [getattr(cast, name).pk for name in cast.__dataclass_fields__]
    assert reached(cast, tool, people=everybody) == ("ada bea omar", 7)
    set_access(by=cast.bea, site=tool, mode="workspace")
    assert reached(cast, tool, people=everybody) == ("ada bea ines jon mara omar tom", 3)


def test_an_address_is_a_members_own_or_nobodys(tool: Site, cast: Cast) -> None:
    set_access(by=cast.bea, site=tool, mode="workspace")
    emails = ["MARA@acme.example", "nora@northwind.example", "someone@elsewhere.example"]
    assert reached(cast, tool, emails=emails) == ("mara", 2)
    tricks = ["mara@acme.example\nBcc: x@elsewhere.example", "mara@acme.example,x@y.example", "%"]
    assert reached(cast, tool, emails=tricks) == ("", 3)


def test_a_role_is_who_holds_it_here_and_may_open_the_tool(tool: Site, cast: Cast) -> None:
    for person in (cast.mara, cast.jon):
        give_tool_role(by=cast.bea, site=tool, role="clerk", person=person)
    assert reached(cast, tool, roles=["clerk"]) == ("", 0)
    set_access(by=cast.bea, site=tool, mode="custom", people=[cast.jon, cast.tom])
    assert reached(cast, tool, roles=["clerk"]) == ("jon", 0)
    assert reached(cast, tool, roles=["admin"]) == ("ada bea omar", 0)
    assert reached(cast, tool, roles=["member"]) == ("ada bea jon omar tom", 0)
    assert reached(cast, tool, roles=["nobody", "owner", "Clerk"]) == ("", 0)


def test_who_has_left_or_whose_day_is_over_gets_nothing(tool: Site, cast: Cast) -> None:
    group = Group.objects.get(name="Finance")
    set_access(by=cast.bea, site=tool, mode="custom", people=[cast.mara], groups=[group])
    everybody = [cast.mara.pk, cast.jon.pk, cast.ines.pk]
    assert reached(cast, tool, people=everybody) == ("ines jon mara", 0)
    yesterday = timezone.localdate() - timedelta(days=1)
    SiteGrant.objects.filter(person=cast.mara).update(until=yesterday)
    Membership.objects.filter(user=cast.jon).update(is_active=False)
    assert reached(cast, tool, people=everybody) == ("ines", 2)


@pytest.mark.parametrize(
    "to",
    [
        {},
        {"people": "everybody", "roles": {"member": 1}, "emails": None},
        {"people": [True, "1", None, -5, 0, 2**70, [1], 1.0]},
        {"roles": [None, 5, ["member"], {"member": "member"}, "member\0"]},
        {"emails": [[], "\0", {}]},
    ],
)
def test_what_is_no_name_names_nobody(tool: Site, cast: Cast, to: dict[str, Any]) -> None:
    assert reached(cast, tool, **to) == ("", 0)
