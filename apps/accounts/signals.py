"""What ends with a sign-in on the portal's host: everything it was carried over to."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from apps.accounts.actions import end_host_sessions_of
from apps.accounts.models import User


@receiver([user_logged_out, password_changed, password_reset, password_set])
def end_everywhere(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Log-out and another password end the sign-in on every workspace's and site's host."""
    if user is not None:
        end_host_sessions_of(user=user)
