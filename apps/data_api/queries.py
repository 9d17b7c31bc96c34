"""Which tokens there are, and whose one is."""

import hmac
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.access.capabilities import Capability
from apps.access.decisions import Decision
from apps.access.queries import may_manage, role_may, runs
from apps.accounts.models import User
from apps.data_api.models import ApiToken
from apps.data_api.tokens import Token
from apps.sites.models import Site
from apps.workspaces.models import Membership

NOTED_EVERY = timedelta(minutes=1)
"""How exactly it is known when a token was used last."""


def may_use(person: User, site: Site) -> Decision:
    """Whether a person may make tokens for a site and use theirs."""
    return may_manage(person, site, Capability.USE_API)


def still_may(membership: Membership, site: Site) -> bool:
    """The same for a member at the gate."""
    return runs(membership, site) and role_may(membership.role, Capability.USE_API)


def tokens_of(site: Site) -> QuerySet[ApiToken]:
    """The tokens of a site that were not revoked, the newest first."""
    return site.api_tokens.filter(revoked_at=None).select_related("person")


def holder_of(token: Token) -> ApiToken | None:
    """The row of a token that works now, in the workspace at hand, with its person."""
    rows = ApiToken.objects.filter(
        beginning=token.beginning,
        revoked_at=None,
        expires_at__gt=timezone.now(),
        person__is_active=True,
    )
    found = rows.select_related("person").first()
    kept = found.token_hash if found else ""
    return found if hmac.compare_digest(token.hash, kept) else None


def note_use(token: ApiToken) -> None:
    """Remember that it was used."""
    now = timezone.now()
    if token.used_at is None or token.used_at < now - NOTED_EVERY:
        before = Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY)
        ApiToken.objects.filter(before, pk=token.pk).update(used_at=now)
