"""`manage.py build_site`: from a brief to a saved version, by the same worker as on the pages."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.errors import NotAllowed
from apps.builds.actions import start_build
from apps.builds.errors import BuildRefused
from apps.pipeline.carry import NotCarried, plan_of, version_of
from apps.pipeline.named import person_named, site_named, text_in, workspace_named
from apps.prompts.errors import PromptRefused


class Command(BaseCommand):
    """Plan a brief and build the plan; without --wait the build is left to the worker."""

    help = "Plan a brief and build it into a version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Workspace, person, brief, the site to change."""
        parser.add_argument("--workspace", required=True)
        parser.add_argument("--as", required=True, dest="email")
        parser.add_argument("--brief-file", required=True, type=Path)
        parser.add_argument("--site", default="")
        parser.add_argument("--wait", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, or say why not."""
        with workspace_named(options["workspace"]):
            try:
                said = self._build(options)
            except (NotCarried, NotAllowed, PromptRefused, BuildRefused) as error:
                raise CommandError(str(error)) from error
        self.stdout.write(
            json.dumps(said) if options["json"] else " ".join(map(str, said.values()))
        )

    def _build(self, options: dict[str, Any]) -> dict[str, Any]:
        person = person_named(options["email"])
        site = site_named(options["site"]) if options["site"] else None
        plan = plan_of(by=person, brief=text_in(options["brief_file"]), site=site)
        if not options["wait"]:
            return {"build": start_build(by=person, plan=plan).pk, "plan": plan.number}
        version = version_of(by=person, plan=plan)
        return {"site": version.site.slug, "version": version.number, "digest": version.digest}
