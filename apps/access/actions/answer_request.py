"""Answer somebody who asked to be let into a site."""

from django.db import transaction
from django.utils import timezone

from apps.access.capabilities import Capability
from apps.access.errors import NotAllowed
from apps.access.models import AccessRequest, Mode, SiteAccess, SiteGrant
from apps.access.queries import current_workspace, may_manage, mode_of
from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.queries import membership_of


@transaction.atomic
def answer_request(*, by: User, asked: AccessRequest, let_in: bool) -> AccessRequest:
    """The request, answered; the first answer holds. Who is let in comes onto the site's list, one
    for the workspace stays as it is. A private site becomes Custom for this person alone: whoever
    else was on its list once was shut out since. Raises `NotAllowed`.
    """
    may_manage(by, asked.site, Capability.WIDEN_ACCESS).demand()
    asked = AccessRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if asked.answered_at is not None:
        return asked
    if let_in and membership_of(asked.person, current_workspace()) is None:
        raise NotAllowed(f"{asked.person} is not a member of this workspace.")
    if let_in:
        _let_in(asked)
    asked.answered_at = timezone.now()
    asked.save(update_fields=["answered_at"])
    detail = {"person": str(asked.person), "let_in": let_in, "mode": mode_of(asked.site)}
    record(by=by, verb="answer_request", of=asked.site, detail=detail)
    return asked


def _let_in(asked: AccessRequest) -> None:
    if mode_of(asked.site) == Mode.PRIVATE:
        asked.site.grants.all().delete()
        SiteAccess.objects.update_or_create(site=asked.site, defaults={"mode": Mode.CUSTOM})
    SiteGrant.objects.update_or_create(
        site=asked.site, person=asked.person, defaults={"until": None}
    )
