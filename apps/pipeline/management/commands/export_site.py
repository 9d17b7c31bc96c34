"""`manage.py export_site`: the source of a tool's newest version as a zip file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.errors import NotAllowed
from apps.pipeline.named import person_named, site_named, workspace_named
from apps.versions.actions import export_version
from apps.versions.errors import Tampered
from apps.versions.queries import versions_of


class Command(BaseCommand):
    """Write the file, by the same rights as ever. Rows and secrets stay where they are."""

    help = "Write the source of a tool's newest version (or of --number) into a zip file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, who, which tool, which version, into which file."""
        parser.add_argument("--workspace", required=True)
        parser.add_argument("--as", required=True, dest="email")
        parser.add_argument("--site", required=True)
        parser.add_argument("--number", type=int)
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, or say why not."""
        with workspace_named(options["workspace"]):
            person, site = person_named(options["email"]), site_named(options["site"])
            versions = versions_of(site)
            if options["number"] is not None:
                versions = versions.filter(number=options["number"])
            version = versions.first()
            if version is None:
                raise CommandError("This tool has no such version. Build one first.")
            try:
                packed = export_version(by=person, version=version)
                options["out"].write_bytes(packed)
            except (NotAllowed, Tampered) as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(
                    f"{options['out']} cannot be written: {error.strerror}."
                ) from error
        self.stdout.write(f"{version} is in {options['out']}: source, without rows and secrets.")
