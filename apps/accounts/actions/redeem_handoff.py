"""Finish carrying a sign-in over to another host."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.errors import HandoffRefused
from apps.accounts.models import HandoffCode, HostSession
from apps.accounts.tokens import hash_of, new_token

LIFE = timedelta(hours=12)


@transaction.atomic
def redeem_handoff(*, code: str, state: str, host: str) -> str:
    """Turn a code into the token of a new host session. Raises `HandoffRefused`; a code is gone
    after its first use.
    """
    found = HandoffCode.objects.select_for_update().filter(code_hash=hash_of(code)).first()
    if found is None:
        raise HandoffRefused
    fits = (
        found.host == host
        and found.state_hash == hash_of(state)
        and found.expires_at > timezone.now()
    )
    if not fits or not found.user.is_active:
        raise HandoffRefused
    found.delete()
    now = timezone.now()
    HostSession.objects.filter(user=found.user, expires_at__lte=now).delete()
    token = new_token()
    HostSession.objects.create(
        token_hash=hash_of(token),
        user=found.user,
        host=host,
        session_key=found.session_key,
        expires_at=now + LIFE,
    )
    return token
