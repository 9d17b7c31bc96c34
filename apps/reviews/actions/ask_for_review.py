"""Put a version before a second person."""

from django.db import transaction

from apps.access.queries import may_change
from apps.accounts.models import User
from apps.audit.actions import record
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.reviews.red_items import red_items
from apps.reviews.signals import review_asked
from apps.sites.models import Site
from apps.versions.models import Version


@transaction.atomic
def ask_for_review(*, by: User, version: Version) -> Review:
    """The review, waiting. Only the newest version can be reviewed; asking twice is asking once.

    Raises `NotAllowed`, `ReviewRefused`.
    """
    may_change(by, version.site).demand()
    Site.objects.select_for_update().get(pk=version.site_id)
    newest = version.site.versions.latest("number")
    if newest != version:
        raise ReviewRefused(f"Version {newest.number} is newer. Ask for a review of that one.")
    settled = version.reviews.filter(
        state__in=[Review.State.WAITING, Review.State.APPROVED]
    ).first()
    if settled is not None:
        return settled
    _set_aside(by, version)
    review = Review.objects.create(
        version=version, digest=version.digest, red_items=red_items(version), asked_by=by
    )
    record(by=by, verb="ask_for_review", of=review, detail={"digest": version.digest})
    review_asked.send(sender=Review, review=review)
    return review


def _set_aside(by: User, version: Version) -> None:
    """What waited of an earlier version waits no more."""
    older = Review.objects.filter(version__site=version.site, state=Review.State.WAITING)
    for review in older.select_for_update(of=("self",)):
        review.state = Review.State.STALE
        review.save(update_fields=["state"])
        record(by=by, verb="review_stale", of=review, detail={"newer": version.number})
