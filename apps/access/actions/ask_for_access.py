"""Ask to be let into a site."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.errors import NotAllowed
from apps.access.models import AccessRequest
from apps.access.queries import current_workspace
from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.queries import membership_of

if TYPE_CHECKING:
    from apps.sites.models import Site


@transaction.atomic
def ask_for_access(*, by: User, site: "Site") -> AccessRequest:
    """One open request a person and site; asking twice is asking once. Raises `NotAllowed` for
    strangers.
    """
    if membership_of(by, current_workspace()) is None:
        raise NotAllowed("Only members of this workspace can ask for access.")
    asked, new = AccessRequest.objects.get_or_create(site=site, person=by, answered_at=None)
    if new:
        record(by=by, verb="ask_for_access", of=site)
    return asked
