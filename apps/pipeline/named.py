"""Things named on the command line; a name that is nothing gives a sentence."""

from pathlib import Path

from django.core.management.base import CommandError

from apps.accounts.models import User
from apps.sites.models import Site
from apps.sites.queries import site_by_slug
from apps.workspaces.models import Workspace
from apps.workspaces.queries import by_slug


def workspace_named(slug: str) -> Workspace:
    """The workspace of an address. Raises `CommandError`."""
    workspace = by_slug(slug)
    if workspace is None:
        raise CommandError(f"There is no workspace with the address “{slug}”.")
    return workspace


def site_named(slug: str) -> Site:
    """The tool of an address in the workspace at hand. Raises `CommandError`."""
    site = site_by_slug(slug)
    if site is None:
        raise CommandError(f"There is no tool with the address “{slug}” here.")
    return site


def person_named(email: str) -> User:
    """The person of an e-mail address. Raises `CommandError`."""
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person


def text_in(path: Path) -> str:
    """What a file says. Raises `CommandError`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"The brief cannot be read from {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not text in UTF-8.") from error
