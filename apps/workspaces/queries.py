"""Who belongs where."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.workspaces.hosts import place_of
from apps.workspaces.models import Group, Membership, Role, Workspace


def membership_of(person: User | AnonymousUser, workspace: Workspace) -> Membership | None:
    """The active membership of an active person, or None. Asked anew on every request."""
    if not person.is_authenticated or not person.is_active:
        return None
    return Membership.objects.filter(workspace=workspace, user=person, is_active=True).first()


def workspaces_of(person: User) -> QuerySet[Workspace]:
    """The workspaces that a person is an active member of."""
    mine: QuerySet[Workspace] = Workspace.objects.filter(
        memberships__user=person, memberships__is_active=True
    )
    return mine.order_by("name")


def members_of(workspace: Workspace) -> QuerySet[Membership]:
    """The active members, by name."""
    return (
        Membership.objects.filter(workspace=workspace, is_active=True, user__is_active=True)
        .select_related("user", "manager__user")
        .prefetch_related("groups")
        .order_by("user__name")
    )


def groups_of(workspace: Workspace) -> QuerySet[Group]:
    """The groups, by name."""
    return Group.objects.filter(workspace=workspace).order_by("name")


def administrators_of(workspace: Workspace) -> QuerySet[User]:
    """The owners and admins of a workspace."""
    return User.objects.filter(
        memberships__workspace=workspace,
        memberships__is_active=True,
        memberships__role__in=[Role.OWNER, Role.ADMIN],
        is_active=True,
    )


def may_enter(person: User | AnonymousUser, host: str) -> bool:
    """Whether a sign-in may be carried over to this host: a host of a workspace that the person
    belongs to.
    """
    place = place_of(host)
    return (
        place is not None
        and place.workspace is not None
        and membership_of(person, place.workspace) is not None
    )


def by_slug(slug: str) -> Workspace | None:
    """A workspace by its address."""
    found: Workspace | None = Workspace.objects.filter(slug=slug).exclude(slug="template").first()
    return found
