"""`manage.py create_workspace SLUG NAME --owner EMAIL`: make a workspace and its first owner."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from apps.accounts.models import User
from apps.workspaces.actions import create_workspace
from apps.workspaces.errors import WorkspaceError
from apps.workspaces.models import Workspace


class Command(BaseCommand):
    """Make a workspace and its first owner, who is asked for a password if new here."""

    help = "Make a workspace and its first owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Address, name, owner, plan."""
        parser.add_argument("slug")
        parser.add_argument("name")
        parser.add_argument("--owner", required=True, metavar="EMAIL")
        parser.add_argument("--owner-name", default="")
        parser.add_argument(
            "--plan", choices=Workspace.Plan.values, default=Workspace.Plan.BUSINESS
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say why not."""
        try:
            with transaction.atomic():
                made = create_workspace(
                    by=None,
                    slug=options["slug"],
                    name=options["name"],
                    owner=_owner(options["owner"].lower(), options["owner_name"]),
                    plan=options["plan"],
                )
        except WorkspaceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.name} is at {made.address}")


def _owner(email: str, name: str) -> User:
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    owner = User(email=email, name=name or email.split("@")[0])
    try:
        validate_email(email)
        password = getpass.getpass(f"A password for {email}: ")
        validate_password(password, owner)
    except EOFError as error:
        raise CommandError(f"{email} is new here, and no password was typed.") from error
    except ValidationError as error:
        raise CommandError(f"{email}: {' '.join(error.messages)}") from error
    return User.objects.create_user(email, password, name=owner.name)
