"""Give a program of a person a token for one site."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.audit.actions import record
from apps.data_api import tokens
from apps.data_api.errors import TokenRefused
from apps.data_api.models import ApiToken
from apps.data_api.queries import may_use
from apps.sites.models import Site

LONGEST_DAYS = 365
LONGEST_NAME = 60


@transaction.atomic
def make_token(*, by: User, site: Site, name: str, scope: str, days: int) -> tuple[ApiToken, str]:
    """The token's row and its text, which is told here and never again. Raises `NotAllowed`,
    `TokenRefused`.
    """
    may_use(by, site).demand()
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise TokenRefused(f"Say what the token is for, in at most {LONGEST_NAME} letters.")
    if scope not in ApiToken.Scope.values:
        raise TokenRefused("Say whether it may only read, or write too.")
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenRefused(f"A token ends after 1 to {LONGEST_DAYS} days.")
    token = tokens.made()
    row = ApiToken.objects.create(
        site=site,
        person=by,
        name=name,
        scope=scope,
        beginning=token.beginning,
        token_hash=token.hash,
        expires_at=timezone.now() + timedelta(days=days),
    )
    told = {"name": name, "scope": scope, "days": days, "beginning": token.beginning}
    record(by=by, verb="make_token", of=site, detail=told)
    return row, token.text
