"""End sign-ins on other hosts; the next request there is refused."""

from apps.accounts.models import HandoffCode, HostSession, User
from apps.accounts.tokens import hash_of


def end_host_session(*, token: str) -> None:
    """End the one that this token names."""
    HostSession.objects.filter(token_hash=hash_of(token)).delete()


def end_host_sessions_of(*, user: User, session_key: str | None = None) -> None:
    """End all that came from one session of the portal (log-out), or all of a person (password
    change).
    """
    mine = {"user": user} if session_key is None else {"user": user, "session_key": session_key}
    HostSession.objects.filter(**mine).delete()
    HandoffCode.objects.filter(**mine).delete()
