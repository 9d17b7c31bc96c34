"""The portal's entry in Django: its system checks and its own commands (`doctor`)."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the checks."""

    name = "portal"
    verbose_name = "Sitewright"

    def ready(self) -> None:
        """Have the checks registered."""
        from portal import checks  # noqa: F401  # importing registers
