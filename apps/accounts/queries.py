"""Who a browser belongs to."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import HostSession, User
from apps.accounts.tokens import hash_of


def token_key(token: str) -> str:
    """What a token is kept and found by, for `valid_sessions`."""
    return hash_of(token)


def valid_sessions(*, token_hash: Any, host: Any, now: Any) -> QuerySet[HostSession]:
    """The session, if any, of an active person whose browser holds this token on this host (with
    port) now. Takes values, or expressions that stand for them.
    """
    return HostSession.objects.filter(
        token_hash=token_hash, host=host, expires_at__gt=now, user__is_active=True
    )


def person_for_token(*, token: str, host: str) -> User | None:
    """The active person whose browser holds this token on this host (with port), asked anew on each
    request.
    """
    found = (
        valid_sessions(token_hash=token_key(token), host=host, now=timezone.now())
        .select_related("user")
        .first()
    )
    return found.user if found else None
