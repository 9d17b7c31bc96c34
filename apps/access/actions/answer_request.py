"""Answer somebody who asked to be let into a site."""

from django.db import transaction
from django.utils import timezone

from apps.access.capabilities import Capability
from apps.access.models import AccessRequest, Mode, SiteAccess, SiteGrant
from apps.access.queries import may_manage, mode_of
from apps.accounts.models import User
from apps.audit.actions import record


@transaction.atomic
def answer_request(*, by: User, asked: AccessRequest, let_in: bool) -> AccessRequest:
    """The request, answered. Who is let in comes onto the site's list; a private site becomes
    Custom with that list, one for the workspace stays as it is. Raises `NotAllowed`.
    """
    may_manage(by, asked.site, Capability.WIDEN_ACCESS).demand()
    if let_in:
        SiteGrant.objects.update_or_create(
            site=asked.site, person=asked.person, defaults={"until": None}
        )
        if mode_of(asked.site) == Mode.PRIVATE:
            SiteAccess.objects.update_or_create(site=asked.site, defaults={"mode": Mode.CUSTOM})
    asked.answered_at = timezone.now()
    asked.save(update_fields=["answered_at"])
    detail = {"person": str(asked.person), "let_in": let_in, "mode": mode_of(asked.site)}
    record(by=by, verb="answer_request", of=asked.site, detail=detail)
    return asked
