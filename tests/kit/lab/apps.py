"""The workshop as a second app beside the tool."""

from django.apps import AppConfig


class LabConfig(AppConfig):
    name = "tests.kit.lab"
    label = "lab"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tests.kit.lab import declarations  # noqa: F401
