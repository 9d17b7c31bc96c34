"""`manage.py create_demo`: the demo's people; with `--tools` also its two live tools, which need
worker and runner.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.pipeline import demo
from apps.pipeline.demo_tools import create_tools


class Command(BaseCommand):
    """Make the demo, as far as it is not there yet."""

    help = "Make the demo's workspaces and people; with --tools its live tools."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether the tools are made too."""
        parser.add_argument("--tools", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say why not."""
        try:
            workspaces = demo.create_people()
        except demo.DemoRefused as error:
            raise CommandError(str(error)) from error
        if options["tools"]:
            for line in create_tools(workspaces[0]):
                self.stdout.write(line)
        else:
            self.stdout.write(demo.how_to_sign_in())
