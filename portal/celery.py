"""The Celery app. All tasks are in `apps.pipeline.tasks`; a task runs in the workspace that sent
it.
"""

import os

from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = CeleryApp("sitewright")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: ["apps.pipeline"])
app.conf.task_default_queue = "delivering"
