"""Finding reviews."""

from django.db.models import QuerySet

from apps.reviews.models import Review
from apps.versions.models import Version


def waiting() -> QuerySet[Review]:
    """The reviews that wait for a decision, the oldest first."""
    return _with_names().filter(state=Review.State.WAITING).order_by("id")


def approval_of(version: Version) -> Review | None:
    """The approval that holds for what a version is now, by its digest."""
    return (
        _with_names()
        .filter(version=version, digest=version.digest, state=Review.State.APPROVED)
        .first()
    )


def latest_review(version: Version) -> Review | None:
    """The newest review of a version."""
    return _with_names().filter(version=version).first()


def _with_names() -> QuerySet[Review]:
    return Review.objects.select_related("version__site", "version__base", "asked_by", "decided_by")
