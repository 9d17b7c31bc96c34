"""`manage.py deploy_site`: put the newest version of a tool live, or bring the one before back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.errors import NotAllowed
from apps.deployments.actions import roll_back
from apps.deployments.errors import DeployRefused
from apps.pipeline.carry import NotCarried, deployed, settled
from apps.pipeline.named import person_named, site_named, workspace_named
from apps.versions.queries import versions_of


class Command(BaseCommand):
    """Deploy and wait: the same action, with the same rights, as on the pages."""

    help = "Put the newest version of a tool live, or roll it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, who, which tool, which way."""
        parser.add_argument("--workspace", required=True)
        parser.add_argument("--as", required=True, dest="email")
        parser.add_argument("--site", required=True)
        parser.add_argument("--roll-back", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Deploy, or say why not."""
        workspace = workspace_named(options["workspace"])
        with workspace:
            person, site = person_named(options["email"]), site_named(options["site"])
            version = versions_of(site).first()
            if version is None:
                raise CommandError("This tool has no version yet. Build one first.")
            try:
                if options["roll_back"]:
                    done = settled(roll_back(by=person, site=site))
                else:
                    done = deployed(by=person, version=version)
            except (NotAllowed, DeployRefused, NotCarried) as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"{done.version} is live at {workspace.site_address(site.slug)}")
