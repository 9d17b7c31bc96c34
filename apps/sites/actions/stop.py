"""Stop a site at once, and let it run again."""

from django.db import transaction

from apps.access.capabilities import Capability
from apps.access.queries import may_manage
from apps.accounts.models import User
from apps.audit.actions import record
from apps.sites.models import Site


def suspend_site(*, by: User, site: Site, reason: str) -> Site:
    """Its address answers with a sentence and no data, from the next request on. Raises
    `NotAllowed`.
    """
    return _set_state(by, site, Site.State.SUSPENDED, "suspend_site", {"reason": reason})


def resume_site(*, by: User, site: Site) -> Site:
    """It answers again, with the version that was live. Raises `NotAllowed`."""
    state = Site.State.LIVE if site.live_version_id else Site.State.DRAFT
    return _set_state(by, site, state, "resume_site", {})


@transaction.atomic
def _set_state(by: User, site: Site, state: str, verb: str, detail: dict[str, str]) -> Site:
    may_manage(by, site, Capability.DEPLOY).demand()
    site = Site.objects.select_for_update().get(pk=site.pk)
    site.state = state
    site.save(update_fields=["state"])
    record(by=by, verb=verb, of=site, detail=detail)
    return site
