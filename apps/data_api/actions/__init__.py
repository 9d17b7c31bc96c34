"""What can be done to tokens."""

from apps.data_api.actions.make_token import make_token
from apps.data_api.actions.revoke_token import revoke_token

__all__ = ["make_token", "revoke_token"]
