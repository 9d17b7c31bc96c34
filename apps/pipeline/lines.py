"""What whoever runs the installation reads on the terminal: one line for each step of the flow.

No value of a row and no secret is in it; a prompt is shortened to its beginning.
"""

import logging
import re

from django.db import transaction

from apps.access.queries import current_workspace
from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.plans.models import Plan
from apps.prompts.models import Message
from apps.reviews.models import Review

log = logging.getLogger("sitewright.work")
BEGINNING = 90
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
"""What would break a line, or colour or turn it."""

PLANS = {
    Plan.State.READY: "is understood",
    Plan.State.ASKING: "leaves a question open",
    Plan.State.REFUSED: "cannot be made here",
    Plan.State.COMMAND: "is a command",
}
REVIEWS = {
    Review.State.WAITING: "waits for a review",
    Review.State.APPROVED: "is approved",
    Review.State.CHANGES: "is sent back",
    Review.State.REJECTED: "is rejected",
}


def line_of_prompt(message: Message) -> None:
    """Who asks for what."""
    text = " ".join(UNSEEN.sub(" ", message.text).split())
    short = text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(' ', 1)[0]} …"
    _say(f"{message.author} asks: {short}")


def line_of_plan(plan: Plan) -> None:
    """How it was understood, and how long that took."""
    done = PLANS.get(Plan.State(plan.state), "was not understood")
    _say(f"{plan.site.name} {done}{_after(plan)}.")


def line_of_build(build: Build) -> None:
    """How the build went."""
    if build.version is not None:
        _say(f"{build.site.name}: version {build.version.number} is built{_after(build)}.")
    else:
        _say(f"{build.site.name}: the build ended without a version. {build.error}".strip())


def line_of_review(review: Review) -> None:
    """Where a review stands."""
    version, done = review.version, REVIEWS.get(Review.State(review.state), "must be looked at")
    who = f" by {review.decided_by}" if review.decided_by else ""
    _say(f"{version.site.name}: version {version.number} {done}{who}.")


def line_of_deployment(deployment: Deployment) -> None:
    """Where a version went live, or why it did not."""
    site, number = deployment.site, deployment.version.number
    if deployment.state == Deployment.State.LIVE:
        address = current_workspace().site_address(site.slug)
        _say(f"{site.name}: version {number} is live at {address}")
    else:
        _say(f"{site.name}: version {number} did not go live. {deployment.error}".strip())


def _after(done: Plan | Build) -> str:
    if done.finished_at is None:
        return ""
    return f" after {(done.finished_at - done.created_at).total_seconds():.1f} s"


def _say(line: str) -> None:
    """What was rolled back did not happen."""
    text = f"{current_workspace().slug}: {UNSEEN.sub(' ', line)}"
    transaction.on_commit(lambda: log.info("%s", text))
