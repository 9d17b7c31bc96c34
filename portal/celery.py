"""The Celery app. All tasks are in `apps.pipeline.tasks`; a task runs in the workspace that sent
it.
"""

import os

from django.conf import settings
from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = CeleryApp("sitewright")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: ["apps.pipeline"])
app.conf.task_default_queue = "delivering"
app.conf.beat_schedule_filename = str(settings.SITEWRIGHT.data_dir / "run" / "beat")
