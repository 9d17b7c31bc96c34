"""Point a site at the version that its address serves."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.accounts.models import User
from apps.audit.actions import record
from apps.sites.models import Site

if TYPE_CHECKING:
    from apps.versions.models import Version


@transaction.atomic
def go_live(*, by: User | None, site: Site, version: "Version") -> Site:
    """The next request is answered by this version. Called by `deployments` only, which has checked
    and migrated.
    """
    site = Site.objects.select_for_update().get(pk=site.pk)
    before = site.live_version
    site.live_version = version
    if site.state == Site.State.DRAFT:
        site.state = Site.State.LIVE
    site.save(update_fields=["live_version", "state"])
    detail = {
        "before": before.number if before else None,
        "after": version.number,
        "digest": version.digest,
    }
    record(by=by, verb="go_live", of=site, detail=detail)
    return site
