"""Where a version stands on its way to live, and which step comes next for whoever looks."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from apps.access.capabilities import Capability
from apps.access.queries import may
from apps.accounts.models import User
from apps.deployments.models import Deployment
from apps.deployments.queries import previous_version
from apps.reviews.models import Review
from apps.reviews.queries import approval_of, latest_review
from apps.versions.models import Version
from apps.versions.queries import versions_of
from apps.workbench.drawing.again import Again, to_build_again
from apps.workbench.drawing.timeline import under_way
from apps.workbench.words.states import Label, of_version

Next = Literal["", "review", "wait", "deploy", "going", "live", "again"]

SENT_BACK = {Review.State.CHANGES, Review.State.REJECTED}
"""A person has said what should change: that comes before anything else."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`stage` counts plan, build, version, review, live from 1; `next` is the step to offer;
    `sentence` says why.
    """

    stage: int
    next: Next
    label: Label
    sentence: str
    review: Review | None
    review_address: str
    under_way: Deployment | None
    again: Again | None = None


def standing_of(version: Version, person: User) -> Standing:
    """What to show above a version. What may really be done is decided by the actions."""
    site, review = version.site, latest_review(version)
    going = under_way(site)
    again = to_build_again(version)
    stage, step, sentence = _where(version, review, going, again)
    decides = review is not None and review.state == Review.State.WAITING
    if decides and person.pk not in version.authors and may(person, Capability.REVIEW):
        address = reverse("admin:reviews_review_change", args=[review.pk]) if review else ""
    else:
        address = ""
    label = of_version(version, review, site.live_version)
    return Standing(stage, step, label, sentence, review, address, going, again)


def _where(
    version: Version, review: Review | None, going: Deployment | None, again: Again | None
) -> tuple[int, Next, str]:
    live = version.site.live_version
    if going is not None and going.version_id == version.pk:
        return 5, "going", "It is going live."
    if live is not None and live.pk == version.pk:
        return 5, "live", "This is what the address serves."
    newest = versions_of(version.site).first()
    if newest is not None and newest.pk != version.pk:
        return _older(version, newest)
    if again is not None and (review is None or review.state not in SENT_BACK):
        return 3, "again", again.why
    if approval_of(version) is not None:
        by = review.decided_by.name if review and review.decided_by else "Somebody"
        return 5, "deploy", f"{by} approved it. It can go live."
    return _not_approved(review)


def _not_approved(review: Review | None) -> tuple[int, Next, str]:
    if review is None:
        return 3, "review", "Read it, try the preview, then ask for a review."
    by = review.decided_by.name if review.decided_by else "Somebody"
    match review.state:
        case Review.State.WAITING:
            return 4, "wait", "It waits for a second person, who decides in the reviews."
        case Review.State.CHANGES:
            return 3, "review", f"{by} asks for changes: {review.reason}"
        case Review.State.REJECTED:
            return 3, "", f"{by} rejected it: {review.reason} Say what should change."
        case _:
            return 3, "review", f"It must be reviewed again. {review.reason}"


def _older(version: Version, newest: Version) -> tuple[int, Next, str]:
    back = previous_version(version.site)
    if back is not None and back.pk == version.pk:
        return 5, "", "It was live before. Rolling back brings it back."
    return 3, "", f"Version {newest.number} is newer."
