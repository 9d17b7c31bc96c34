"""The demo: two invented firms with a fixed cast. Only ever on the machine at hand, with passwords
that are printed.
"""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings

from apps.accounts.models import User
from apps.pipeline.flow import syncing_once
from apps.workspaces.actions import add_member, create_workspace, put_in_group
from apps.workspaces.models import Workspace
from apps.workspaces.queries import by_slug, membership_of

PASSWORD = "demo-password"  # noqa: S105  # printed on purpose; refused outside a loopback demo
OUTSIDER = ("Otto Krug", "otto@elsewhere.example")


class DemoRefused(Exception):
    """The demo is not for this installation; whoever runs it makes a workspace of their own."""

    id = "pipeline:operator:demo"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented."""

    name: str
    email: str
    role: str
    department: str = ""
    groups: tuple[str, ...] = ()


CAST: dict[tuple[str, str], tuple[Person, ...]] = {
    ("acme", "Acme Foods"): (
        Person("Ada Marsh", "ada@acme.example", "owner", "Management"),
        Person("Omar Haddad", "omar@acme.example", "admin", "IT"),
        Person("Bea Lund", "bea@acme.example", "builder", "Operations", ("Operations",)),
        Person("Mara Lind", "mara@acme.example", "member", "Operations", ("Operations",)),
        Person("Jon Vale", "jon@acme.example", "member", "Finance", ("Finance",)),
        Person("Ines Roca", "ines@acme.example", "member", "Finance", ("Finance", "Operations")),
        Person("Tom Hale", "tom@acme.example", "member", "Sales"),
    ),
    ("northwind", "Northwind Paper"): (
        Person("Nils Berg", "nils@northwind.example", "owner", "Management"),
        Person("Nora Dahl", "nora@northwind.example", "builder", "Operations"),
    ),
}


def create_people() -> list[Workspace]:
    """The workspaces with their people, as far as they are not there yet. Raises `DemoRefused`."""
    if not (
        settings.SITEWRIGHT.demo and settings.SITEWRIGHT.debug and settings.SITEWRIGHT.loopback
    ):
        raise DemoRefused(
            "The demo is made only with DEMO=1 and DEBUG=1 and on addresses under localhost, "
            "since its passwords are known to everybody."
        )
    _user(*OUTSIDER)
    with syncing_once():
        return [_workspace(slug, name, people) for (slug, name), people in CAST.items()]


def _workspace(slug: str, name: str, people: tuple[Person, ...]) -> Workspace:
    owner = _user(people[0].name, people[0].email)
    workspace = by_slug(slug) or create_workspace(by=None, slug=slug, name=name, owner=owner)
    with workspace:
        for person in people:
            user = _user(person.name, person.email)
            if membership_of(user, workspace) is None or user == owner:
                _join(workspace, user, person)
    return workspace


def _join(workspace: Workspace, user: User, person: Person) -> None:
    member = add_member(
        by=None, workspace=workspace, user=user, role=person.role, department=person.department
    )
    for group in person.groups:
        put_in_group(by=None, membership=member, name=group)


def _user(name: str, email: str) -> User:
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    user = User.objects.create_user(email, PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def how_to_sign_in() -> str:
    """What the terminal says when everything is up."""
    config = settings.SITEWRIGHT
    lines = [f"Open {config.address('acme.' + config.base_domain)} and sign in as one of", ""]
    for people in CAST.values():
        lines += [f"  {person.email:28} {person.role:8} {person.name}" for person in people]
        lines.append("")
    return "\n".join(
        [*lines, f"Everybody's password is {PASSWORD} (this is a demo; its people are invented)."]
    )
