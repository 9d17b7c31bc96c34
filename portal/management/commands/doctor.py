"""`manage.py doctor`: what is there and what is missing, in words. Exit code 1 if something is
missing.
"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.doctor import examine


class Command(BaseCommand):
    """Examine this installation."""

    help = "Say what is missing for Sitewright to work here, and what to do about it."
    # It has to work where nothing else does.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which questions: all, without a word."""
        parser.add_argument("names", nargs="*", help="only these questions, by their first word")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask each question and print its answer."""
        answers = list(examine(options["names"]))
        for answer in answers:
            self.stdout.write(f"{'ok ' if answer.good else 'NO '} {answer.name}: {answer.text}")
        missing = sum(not answer.good for answer in answers)
        if missing:
            self.stdout.write(f"{missing} of {len(answers)} things are missing.")
            sys.exit(1)
        self.stdout.write("Nothing is missing.")
