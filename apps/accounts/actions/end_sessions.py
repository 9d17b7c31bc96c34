"""End sign-ins on other hosts; the next request there is refused."""

from apps.accounts.models import HandoffCode, HostSession, User
from apps.accounts.tokens import hash_of


def end_host_session(*, token: str) -> None:
    """End the one that this token names."""
    HostSession.objects.filter(token_hash=hash_of(token)).delete()


def end_host_sessions_of(*, user: User) -> None:
    """End all of a person's, in every browser, and what is on its way to become one."""
    HostSession.objects.filter(user=user).delete()
    HandoffCode.objects.filter(user=user).delete()
