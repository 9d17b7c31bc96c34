"""The label of a state: its word, its tone and its shape. The tone is one of the look's: ok, warn,
bad, info, on, or none.
"""

from dataclasses import dataclass

from apps.automations.models import Delivery
from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.plans.models import Plan
from apps.reviews.models import Review
from apps.sites.models import Site
from apps.versions.models import Version


@dataclass(frozen=True, slots=True)
class Label:
    """A word with its tone and icon."""

    text: str
    tone: str = ""
    icon: str = "ring"


SITE = {
    Site.State.DRAFT: Label("Draft", "", "pencil"),
    Site.State.LIVE: Label("Live", "ok", "ok"),
    Site.State.SUSPENDED: Label("Stopped", "bad", "bad"),
}
PLAN = {
    Plan.State.THINKING: Label("Being understood", "info", "wait"),
    Plan.State.READY: Label("Ready to build", "on", "bolt"),
    Plan.State.ASKING: Label("Has questions", "warn", "warn"),
    Plan.State.REFUSED: Label("Refused", "bad", "no"),
    Plan.State.COMMAND: Label("To confirm", "on", "arrow"),
    Plan.State.FAILED: Label("Not understood", "bad", "bad"),
    Plan.State.BUILT: Label("Done", "ok", "ok"),
    Plan.State.SUPERSEDED: Label("Replaced by a later plan"),
    Plan.State.DISCARDED: Label("Discarded"),
}
ANSWERED = Label("Answered", "ok", "ok")
BUILD = {
    Build.State.QUEUED: Label("Waiting for a worker", "info", "wait"),
    Build.State.RUNNING: Label("Building", "info", "wait"),
    Build.State.SUCCEEDED: Label("Built", "ok", "ok"),
    Build.State.FAILED: Label("Failed", "bad", "bad"),
    Build.State.CANCELLED: Label("Cancelled"),
}
REVIEW = {
    Review.State.WAITING: Label("In review", "info", "wait"),
    Review.State.CHANGES: Label("Changes asked", "warn", "warn"),
    Review.State.APPROVED: Label("Approved", "ok", "check"),
    Review.State.REJECTED: Label("Rejected", "bad", "bad"),
    Review.State.STALE: Label("To be reviewed again", "warn", "warn"),
}
DEPLOYMENT = {
    Deployment.State.QUEUED: Label("Waiting", "info", "wait"),
    Deployment.State.RUNNING: Label("Going live", "info", "wait"),
    Deployment.State.LIVE: Label("Live", "ok", "ok"),
    Deployment.State.FAILED: Label("Failed", "bad", "bad"),
    Deployment.State.REPLACED: Label("Replaced"),
}
DELIVERY = {
    Delivery.State.WAITING: Label("Waiting", "info", "wait"),
    Delivery.State.HELD: Label("Waiting for a value", "bad", "key"),
    Delivery.State.DELIVERED: Label("Delivered", "ok", "ok"),
    Delivery.State.GIVEN_UP: Label("Given up", "bad", "bad"),
}
WAITS_FOR_A_MODEL = Label("No model yet", "bad", "key")
PROVIDED = Label("Provided", "ok", "ok")
IN_PART = Label("In part", "warn", "warn")
LEFT_OUT = Label("Left out", "bad", "no")
"""What became of a wish: the same three words wherever wishes stand."""
RISKS = {
    "adds": Label("Adds only", "ok", "ok"),
    "changes": Label("Changes data", "warn", "warn"),
    "moves": Label("Keeps all rows", "info", "info"),
    "loses": Label("Loses data", "bad", "bad"),
    "rights": Label("Changes rights", "warn", "warn"),
    "none": Label("No data concerned", "", "check"),
}


TURNS = {
    "asker": "It is your turn: say it otherwise below.",
    "admin": "It is the turn of whoever runs this installation; your words are kept.",
    "later": "It is nobody’s turn: send it again in a while; your words are kept.",
}
"""Whose turn it is after a plan failed, by what `plans` says of it."""


def of_plan(plan: Plan) -> Label:
    """Where a plan stands; a question about the tool has nothing to confirm."""
    asked = plan.outcome.get("command") or {}
    if plan.state == Plan.State.COMMAND and asked.get("name") == "explain":
        return ANSWERED
    return PLAN[Plan.State(plan.state)]


def of_version(version: Version, review: Review | None, live: Version | None) -> Label:
    """Where a version stands: live, been live, in review, or new."""
    if live is not None and live.pk == version.pk:
        return SITE[Site.State.LIVE]
    if review is None:
        return Label("Not reviewed")
    if review.state == Review.State.APPROVED and live is not None and live.number > version.number:
        return Label("Replaced")
    return REVIEW[Review.State(review.state)]


def of_risk(risk: str) -> Label:
    """The label of a change's risk, as `plans` names it."""
    return RISKS.get(risk, Label(risk.replace("_", " ").capitalize() or "Changes"))
