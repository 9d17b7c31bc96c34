"""`manage.py review_site`: decide on the newest version of a tool that waits for a review."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.errors import NotAllowed
from apps.pipeline.named import person_named, site_named, workspace_named
from apps.reviews.actions import approve, ask_for_changes, ask_for_review, reject
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.reviews.queries import latest_review
from apps.versions.queries import versions_of


class Command(BaseCommand):
    """Ask for a review, or decide on one: the actions and rights of the pages."""

    help = "Ask for a review of a tool's newest version, or decide on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, who, which tool, what."""
        parser.add_argument("--workspace", required=True)
        parser.add_argument("--as", required=True, dest="email")
        parser.add_argument("--site", required=True)
        parser.add_argument("decision", choices=["ask", "approve", "changes", "reject"])
        parser.add_argument("--reason", default="")
        parser.add_argument("--tick", action="append", default=[], metavar="ITEM")

    def handle(self, *args: Any, **options: Any) -> None:
        """Decide, or say why not."""
        with workspace_named(options["workspace"]):
            try:
                review = self._decide(options)
            except (NotAllowed, ReviewRefused) as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{review.version}: {review.get_state_display().lower()}")
            for item in review.red_items:
                self.stdout.write(f"  to tick: {item['id']}  {item['title']}")

    def _decide(self, options: dict[str, Any]) -> Review:
        person = person_named(options["email"])
        version = versions_of(site_named(options["site"])).first()
        if version is None:
            raise CommandError("This tool has no version yet. Build one first.")
        if options["decision"] == "ask":
            return ask_for_review(by=person, version=version)
        review = latest_review(version)
        if review is None:
            raise CommandError(f"Nobody has asked for a review of {version}.")
        match options["decision"]:
            case "approve":
                return approve(
                    by=person,
                    review=review,
                    digest=version.digest,
                    ticked=options["tick"],
                    reason=options["reason"],
                )
            case "changes":
                return ask_for_changes(by=person, review=review, reason=options["reason"])
            case _:
                return reject(by=person, review=review, reason=options["reason"])
