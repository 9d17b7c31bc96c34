"""The Celery app. All tasks are in `apps.pipeline.tasks`; a task runs in the workspace that sent
it.
"""

import os
import sys
from typing import Any

from celery import signals
from django.core.exceptions import ImproperlyConfigured
from tenant_schemas_celery.app import CeleryApp

from portal.checks import refuse_to_serve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

READY = "Ready for work."
app = CeleryApp("sitewright")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: ["apps.pipeline"])
app.conf.task_default_queue = "delivering"


def refuse_to_work(**_: Any) -> None:
    """Worker and beat stop at their start where the web would: with the sentences."""
    try:
        refuse_to_serve()
    except ImproperlyConfigured as error:
        # Celery swallows every other exception of a receiver.
        raise SystemExit(str(error)) from error


def leave_logging_alone(**_: Any) -> None:
    """Django's settings say what is logged; somebody who listens here keeps Celery from it."""


def say_ready(**_: Any) -> None:
    """The line that the supervisor waits for, whatever the level of what is logged."""
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()


signals.setup_logging.connect(leave_logging_alone)
signals.worker_ready.connect(say_ready)
signals.celeryd_init.connect(refuse_to_work)
signals.beat_init.connect(refuse_to_work)
