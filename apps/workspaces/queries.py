"""Who belongs where."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, DateTimeField, IntegerField, OuterRef, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.queries import token_key, valid_sessions
from apps.workspaces.hosts import place_of
from apps.workspaces.models import Group, Membership, Role, Workspace
from apps.workspaces.prepared import Given, Prepared, loaded, plain_fields


def membership_of(person: User | AnonymousUser, workspace: Workspace) -> Membership | None:
    """The active membership of an active person, or None. Asked anew on every request."""
    if not person.is_authenticated or not person.is_active:
        return None
    return Membership.objects.filter(workspace=workspace, user=person, is_active=True).first()


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a workspace, with all that a site is told of them."""

    person: User
    membership: Membership
    groups: tuple[str, ...]


USER_FIELDS = plain_fields(User, without=("password",))
MEMBERSHIP_FIELDS = plain_fields(Membership)


def _members_by_token() -> "QuerySet[Membership, tuple[object, ...]]":
    holders = valid_sessions(
        token_hash=Given("token_hash", CharField()),
        host=Given("host", CharField()),
        now=Given("now", DateTimeField()),
    )
    names = Group.objects.filter(members=OuterRef("pk")).order_by("name").values("name")
    return (
        Membership.objects.filter(
            workspace=Given("workspace", IntegerField()),
            is_active=True,
            user__in=holders.values("user"),
        )
        .order_by()
        .values_list(
            *MEMBERSHIP_FIELDS, *(f"user__{name}" for name in USER_FIELDS), ArraySubquery(names)
        )
    )


MEMBER_BY_TOKEN = Prepared(_members_by_token)


def member_by_token(*, token: str, host: str, workspace: Workspace) -> Member | None:
    """The active member whose browser holds this token on this host, asked anew on each request:
    person, membership and names of groups in one query.
    """
    found = MEMBER_BY_TOKEN.first(
        token_hash=token_key(token), host=host, now=timezone.now(), workspace=workspace.pk
    )
    if found is None:
        return None
    *mine, groups = found
    membership = loaded(Membership, MEMBERSHIP_FIELDS, tuple(mine[: len(MEMBERSHIP_FIELDS)]))
    person = loaded(User, USER_FIELDS, tuple(mine[len(MEMBERSHIP_FIELDS) :]))
    membership.workspace, membership.user = workspace, person
    return Member(person, membership, tuple(groups))


def member_of(person: User, workspace: Workspace) -> Member | None:
    """The same of a person who is known already."""
    membership = membership_of(person, workspace)
    if membership is None:
        return None
    membership.workspace, membership.user = workspace, person
    groups = Group.objects.filter(members=membership).order_by("name")
    return Member(person, membership, tuple(groups.values_list("name", flat=True)))


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
