"""Who a browser belongs to."""

from django.utils import timezone

from apps.accounts.models import HostSession, User
from apps.accounts.tokens import hash_of


def person_for_token(*, token: str, host: str) -> User | None:
    """The active person whose browser holds this token on this host (with port), asked anew on each
    request.
    """
    found = (
        HostSession.objects.select_related("user")
        .filter(
            token_hash=hash_of(token),
            host=host,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )
    return found.user if found else None


def session_key_for_token(*, token: str) -> str:
    """The portal's session that this token came from, or an empty text."""
    return (
        HostSession.objects.filter(token_hash=hash_of(token))
        .values_list("session_key", flat=True)
        .first()
        or ""
    )
