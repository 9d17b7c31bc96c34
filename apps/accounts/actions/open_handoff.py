"""Begin to carry a sign-in over to another host."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import HandoffCode, User
from apps.accounts.tokens import hash_of, new_token

LIFE = timedelta(seconds=60)


def open_handoff(*, by: User, host: str, state: str, session_key: str) -> str:
    """A code for `host` (with its port), good once and for a minute, in the browser that holds
    `state`.
    """
    HandoffCode.objects.filter(expires_at__lt=timezone.now()).delete()
    code = new_token()
    HandoffCode.objects.create(
        code_hash=hash_of(code),
        state_hash=hash_of(state),
        user=by,
        host=host,
        session_key=session_key,
        expires_at=timezone.now() + LIFE,
    )
    return code
