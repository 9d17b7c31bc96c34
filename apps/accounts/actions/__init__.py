"""What can be done to sign-ins."""

from apps.accounts.actions.end_sessions import end_host_session, end_host_sessions_of
from apps.accounts.actions.open_handoff import open_handoff
from apps.accounts.actions.redeem_handoff import redeem_handoff

__all__ = ["end_host_session", "end_host_sessions_of", "open_handoff", "redeem_handoff"]
