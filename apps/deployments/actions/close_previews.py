"""Take away previews that are over."""

import logging

import psycopg
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.deployments.models import Preview
from apps.runners import databases

log = logging.getLogger(__name__)


def close_previews() -> int:
    """Drop the rows of every expired preview of the workspace at hand; how many went. One that
    cannot go now is tried again with the next call, and keeps nobody else's.
    """
    over = list(Preview.objects.filter(expires_at__lte=timezone.now()))
    return sum(_close(preview) for preview in over)


def _close(preview: Preview) -> bool:
    try:
        databases.drop_schema(current_workspace().pk, preview.schema)
    except psycopg.Error:
        log.exception("The rows of %s could not be dropped", preview)
        return False
    preview.delete()
    return True
