"""Begin a tool."""

import secrets

from django.db import transaction

from apps.access.capabilities import Capability
from apps.access.queries import may
from apps.accounts.models import User
from apps.audit.actions import record
from apps.sites.models import Site


@transaction.atomic
def create_site(*, by: User, name: str) -> Site:
    """A draft owned by `by`, with a provisional address until its first version is saved. Raises
    `NotAllowed`.
    """
    may(by, Capability.BUILD).demand()
    slug = f"draft-{secrets.token_hex(4)}"
    site = Site.objects.create(name=name[:200], slug=slug, first_slug=slug, owner=by)
    record(by=by, verb="create_site", of=site)
    return site
