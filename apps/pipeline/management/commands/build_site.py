"""`manage.py build_site`: from a brief or a template to a version, by the worker of the pages."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.errors import NotAllowed
from apps.accounts.models import User
from apps.builds.actions import start_build
from apps.builds.errors import BuildRefused
from apps.pipeline.carry import NotCarried, plan_from, plan_of, version_of
from apps.pipeline.named import person_named, site_named, text_in, workspace_named
from apps.plans.models import Plan
from apps.prompts.errors import PromptRefused


class Command(BaseCommand):
    """Plan a brief and build the plan; without --wait the build is left to the worker."""

    help = "Plan a brief, or take a template, and build it into a version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Workspace, person, brief or template, the site to change."""
        parser.add_argument("--workspace", required=True)
        parser.add_argument("--as", required=True, dest="email")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--brief-file", type=Path)
        what.add_argument("--template", help="the id of a tool of the gallery")
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
        plan = self._plan(person, options)
        if not options["wait"]:
            return {"build": start_build(by=person, plan=plan).pk, "plan": plan.number}
        version = version_of(by=person, plan=plan)
        return {"site": version.site.slug, "version": version.number, "digest": version.digest}

    def _plan(self, person: User, options: dict[str, Any]) -> Plan:
        if options["template"] and options["site"]:
            raise NotCarried("A template begins a tool of its own: leave --site out.")
        if options["template"]:
            return plan_from(by=person, template=options["template"])
        site = site_named(options["site"]) if options["site"] else None
        return plan_of(by=person, brief=text_in(options["brief_file"]), site=site)
