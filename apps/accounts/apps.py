"""The room's entry in Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Listens for log-out and for another password."""

    name = "apps.accounts"

    def ready(self) -> None:
        """Connect the signals."""
        from apps.accounts import signals  # noqa: F401  # importing connects
