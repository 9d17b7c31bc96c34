"""The room's entry in Django."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """Connects the flow."""

    name = "apps.pipeline"

    def ready(self) -> None:
        """Listen to the rooms."""
        from apps.pipeline import flow

        flow.connect()
