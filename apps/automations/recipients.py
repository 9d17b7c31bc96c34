"""Whom a message of a tool reaches: of those that it names, the members who may open it now.

What the tool says of people is a wish; who they are, and whether they are let in, is the portal's
own knowledge of this moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apps.access.models import ToolRole
from apps.access.queries import runs, who_can_open
from apps.sites.models import Site
from apps.workspaces.models import Membership

MEMBER, ADMIN = "member", "admin"
MOST_NAMED = 5000


@dataclass(frozen=True, slots=True)
class Recipients:
    """Ids of people, in order, and how many were named besides and are not let in."""

    people: tuple[int, ...]
    left_out: int


def recipients_of(site: Site, to: dict[str, Any]) -> Recipients:
    """The recipients of `{"people": [id], "roles": [id], "emails": [address]}`."""
    let_in = who_can_open(site)
    ids, emails = set(_numbers(to.get("people"))), set(_texts(to.get("emails")))
    by_id = set(let_in.filter(user__in=ids).values_list("user", flat=True))
    by_email = _by_email(let_in, emails)
    roles = set(_texts(to.get("roles")))
    found = by_id | set(by_email.values()) | _holders(site, let_in, roles)
    left_out = len(ids - by_id) + len(emails - by_email.keys())
    return Recipients(tuple(sorted(found)), left_out)


def _by_email(let_in: "QuerySet[Membership]", emails: set[str]) -> dict[str, int]:
    """Address as it was named to the member whose own it is."""
    if not emails:
        return {}
    known = {email.lower(): pk for pk, email in let_in.values_list("user", "user__email")}
    return {email: known[email.lower()] for email in emails if email.lower() in known}


def _holders(site: Site, let_in: "QuerySet[Membership]", roles: set[str]) -> set[int]:
    """Everybody of these roles of the tool who is let in."""
    found: set[int] = set()
    if MEMBER in roles:
        found |= set(let_in.values_list("user", flat=True))
    if ADMIN in roles:
        found |= {one.user_id for one in let_in if runs(one, site)}
    held = ToolRole.objects.filter(site_id=site.pk, role__in=roles - {MEMBER, ADMIN})
    return found | set(let_in.filter(user__in=held.values("person")).values_list("user", flat=True))


def _numbers(said: Any) -> Iterable[int]:
    several = said[:MOST_NAMED] if isinstance(said, list) else []
    return (one for one in several if type(one) is int and 0 < one < 2**63)


def _texts(said: Any) -> Iterable[str]:
    several = said[:MOST_NAMED] if isinstance(said, list) else []
    return (one for one in several if isinstance(one, str) and "\0" not in one)
