"""Say yes or no to one digest."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from apps.access.capabilities import Capability
from apps.access.queries import may
from apps.accounts.models import User
from apps.audit.actions import record
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.reviews.signals import review_decided
from apps.versions.queries import digest_now

MOST = 4_000
"""Characters of a reason."""


def approve(
    *, by: User, review: Review, digest: str, ticked: Iterable[str], reason: str = ""
) -> Review:
    """Approve the digest that was on the page. Everything red must be ticked, and nothing may have
    moved since.

    Raises `NotAllowed`, `ReviewRefused`; `Tampered` when the stored files are not those that were
    saved.
    """
    may(by, Capability.REVIEW).demand()
    ticked = sorted({item["id"] for item in review.red_items}.intersection(ticked))
    if digest != review.digest:
        raise ReviewRefused(
            "The page showed something else than what waits here. Open the review again."
        )
    if digest_now(review.version) != review.digest:
        _decide(
            by,
            review,
            Review.State.STALE,
            "It is not what was put up for review, and has to be built again.",
            [],
        )
        raise ReviewRefused(
            "This version, or what it would run on, is not what it was when the review was asked "
            "for. It has to be built again."
        )
    missing = [item["title"] for item in review.red_items if item["id"] not in ticked]
    if missing:
        raise ReviewRefused("Read and tick everything in red first: " + " ".join(missing))
    return _decide(by, review, Review.State.APPROVED, _clean(reason), ticked)


def ask_for_changes(*, by: User, review: Review, reason: str) -> Review:
    """Send it back with what should change. Raises `NotAllowed`, `ReviewRefused`."""
    return _decide(by, review, Review.State.CHANGES, _said(reason), [])


def reject(*, by: User, review: Review, reason: str) -> Review:
    """Say no, and why. Raises `NotAllowed`, `ReviewRefused`."""
    return _decide(by, review, Review.State.REJECTED, _said(reason), [])


def _said(reason: str) -> str:
    said = _clean(reason)
    if not said:
        raise ReviewRefused("Say why in a sentence: whoever asked reads it.")
    return said


def _clean(reason: str) -> str:
    return reason.replace("\0", "").strip()[:MOST]


@transaction.atomic
def _decide(by: User, review: Review, state: str, reason: str, ticked: list[str]) -> Review:
    may(by, Capability.REVIEW).demand()
    review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("version__site")
        .get(pk=review.pk)
    )
    if review.state != Review.State.WAITING:
        raise ReviewRefused(
            f"This review is settled already: {review.get_state_display().lower()}."
        )
    if by.pk in review.version.authors:
        raise ReviewRefused("You had a part in this version, so somebody else decides on it.")
    review.state, review.reason, review.ticked = state, reason, ticked
    review.decided_by, review.decided_at = by, timezone.now()
    review.save(update_fields=["state", "reason", "ticked", "decided_by", "decided_at"])
    record(
        by=by,
        verb=f"review_{state}",
        of=review,
        detail={"digest": review.digest, "ticked": ticked, "reason": reason},
    )
    review_decided.send(sender=Review, review=review)
    return review
