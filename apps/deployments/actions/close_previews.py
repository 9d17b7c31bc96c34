"""Take away previews that are over."""

from django.utils import timezone

from apps.access.queries import current_workspace
from apps.deployments.models import Preview
from apps.runners import databases


def close_previews() -> int:
    """Drop the rows of every expired preview of the workspace at hand; how many there were."""
    over = list(Preview.objects.filter(expires_at__lte=timezone.now()))
    for preview in over:
        databases.drop_schema(current_workspace().pk, preview.schema)
        preview.delete()
    return len(over)
