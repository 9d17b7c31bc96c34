"""Types of requests, by what the middleware has found out about them."""

from django.http import HttpRequest

from apps.accounts.models import User
from apps.workspaces.hosts import Place
from apps.workspaces.models import Membership, Workspace


class PlacedRequest(HttpRequest):
    """A request whose host is known: every one, once `portal.middleware.Door` has let it in."""

    place: Place
    tenant: Workspace | None


class PersonRequest(PlacedRequest):
    """A request by somebody who has signed in."""

    user: User


class MemberRequest(PersonRequest):
    """A request on a workspace's host by one of its members: what `MembersOnly` lets through."""

    membership: Membership
