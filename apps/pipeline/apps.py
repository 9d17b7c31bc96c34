"""The room's entry in Django."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """Connects the flow."""

    name = "apps.pipeline"

    def ready(self) -> None:
        """Know the Celery app, which tasks are sent by, and listen to the rooms."""
        import portal.celery  # noqa: F401  # making it makes it the current one
        from apps.pipeline import flow

        flow.connect()
