"""Versions on their way: approved, and live."""

from typing import Any

from apps.deployments.actions import carry_out, deploy
from apps.deployments.models import Deployment
from apps.reviews.actions import approve, ask_for_review
from apps.sites.models import Site
from apps.versions.models import Version
from tests.cast import Cast
from tests.made import a_version


def approved(cast: Cast, site: Site, **given: Any) -> Version:
    version = a_version(cast.bea, site, **given)
    review = ask_for_review(by=cast.bea, version=version)
    approve(
        by=cast.omar,
        review=review,
        digest=version.digest,
        ticked=[item["id"] for item in review.red_items],
    )
    return version


def live(cast: Cast, site: Site, **given: Any) -> Version:
    version = approved(cast, site, **given)
    done = carry_out(deployment_id=deploy(by=cast.bea, version=version).pk)
    assert done is not None
    assert done.state == Deployment.State.LIVE, done.error
    site.refresh_from_db()
    return version
