"""Stop a site at once, and let it run again."""

from django.db import transaction

from apps.access.capabilities import Capability
from apps.access.queries import may_manage
from apps.accounts.models import User
from apps.audit.actions import record
from apps.sites.models import Site


@transaction.atomic
def suspend_site(*, by: User, site: Site, reason: str) -> Site:
    """Its address answers with a sentence and no data, from the next request on; one that is
    stopped stays so. Raises `NotAllowed`.
    """
    site = _locked(by, site)
    if site.state != Site.State.SUSPENDED:
        detail = {"reason": reason.replace("\0", ""), "before": site.state}
        _set_state(by, site, Site.State.SUSPENDED, "suspend_site", detail)
    return site


@transaction.atomic
def resume_site(*, by: User, site: Site) -> Site:
    """It answers again, with the version that was live; one that was not stopped is left alone.
    Raises `NotAllowed`.
    """
    site = _locked(by, site)
    if site.state == Site.State.SUSPENDED:
        state = Site.State.LIVE if site.live_version_id else Site.State.DRAFT
        _set_state(by, site, state, "resume_site", {"after": state})
    return site


def _locked(by: User, site: Site) -> Site:
    may_manage(by, site, Capability.DEPLOY).demand()
    return Site.objects.select_for_update().get(pk=site.pk)


def _set_state(by: User, site: Site, state: str, verb: str, detail: dict[str, str]) -> None:
    site.state = state
    site.save(update_fields=["state"])
    record(by=by, verb=verb, of=site, detail=detail)
