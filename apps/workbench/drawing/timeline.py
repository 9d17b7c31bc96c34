"""The versions of a tool in time, each with where it stands."""

from dataclasses import dataclass

from apps.deployments.models import Deployment
from apps.deployments.queries import latest_deployment
from apps.reviews.models import Review
from apps.sites.models import Site
from apps.versions.models import Version
from apps.versions.queries import versions_of
from apps.workbench.words.states import Label, of_version


@dataclass(frozen=True, slots=True)
class Point:
    """One version."""

    version: Version
    state: Label
    review: Review | None
    says: str
    is_live: bool


def timeline_of(site: Site) -> list[Point]:
    """The versions of a site, the newest first."""
    reviews: dict[int, Review] = {}
    asked = Review.objects.filter(version__site=site).select_related("decided_by", "asked_by")
    for review in asked.order_by("pk"):
        reviews[review.version_id] = review
    live = site.live_version
    return [
        Point(
            version=version,
            state=of_version(version, reviews.get(version.pk), live),
            review=reviews.get(version.pk),
            says=what_it_is(version),
            is_live=live is not None and live.pk == version.pk,
        )
        for version in versions_of(site).defer("manifest", "migration", "checks", "receipt")
    ]


def what_it_is(version: Version) -> str:
    """A version in a line: its first change, or the tool's summary where there is none."""
    if version.changes:
        more = len(version.changes) - 1
        others = f" And {more} more change{'s' if more > 1 else ''}." if more else ""
        return f"{version.changes[0]['text']}{others}"
    return version.blueprint.get("summary", "") or version.asked.splitlines()[0]


def under_way(site: Site) -> Deployment | None:
    """The deployment that a worker is carrying out, if there is one."""
    newest = latest_deployment(site)
    going = {Deployment.State.QUEUED, Deployment.State.RUNNING}
    return newest if newest is not None and newest.state in going else None
