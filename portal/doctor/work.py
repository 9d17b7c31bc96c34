"""Questions about who works: the worker, the runner, the planner."""

import socket

from django.conf import settings
from kombu.exceptions import OperationalError
from redis import RedisError

from portal.doctor.answer import Missing

PATIENCE = 2.0


def worker() -> str:
    """Whether at least one worker takes tasks."""
    from portal.celery import app

    if not settings.SITEWRIGHT.redis_url:
        raise Missing("REDIS_URL is not set, so no worker can be asked.")
    try:
        answers = app.control.ping(timeout=PATIENCE)
    except (OperationalError, RedisError) as error:
        raise Missing("the queue does not answer, so no worker can be asked.") from error
    if not answers:
        raise Missing(
            "no worker answers, so nothing is planned, built or deployed. "
            "Start one: `celery -A portal worker`."
        )
    names = sorted(name for answer in answers for name in answer)
    return f"{len(names)} at work ({', '.join(names)})."


def runner() -> str:
    """Whether the runner on this machine takes connections."""
    from apps.runners.client import status
    from apps.runners.errors import RunnerRefused, RunnerUnavailable

    try:
        status()
    except (RunnerUnavailable, RunnerRefused) as error:
        socket = settings.SITEWRIGHT.socket
        raise Missing(
            f"{error} Nothing can be built or served on this machine. Start it: "
            f"`python -m site_runtime.runner --socket {socket} --log-dir …`."
        ) from error
    return f"it answers at {settings.SITEWRIGHT.socket}."


def mail() -> str:
    """Whether what tools say also goes by mail; without a server it is found under the bell."""
    config = settings.SITEWRIGHT
    if not config.email_url.get_secret_value():
        return "no EMAIL_URL is set: what tools say is found in the portal only."
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    try:
        socket.create_connection((host, port), PATIENCE).close()
    except OSError as error:
        raise Missing(
            f"nothing answers at {host}:{port}; mails wait until something does."
        ) from error
    return f"a server answers at {host}:{port}."


def planner() -> str:
    """Which planner reads prompts; a model needs a key, or an address of its own."""
    config = settings.SITEWRIGHT
    if not config.model:
        return "the built-in one (no MODEL is set)."
    if ":" not in config.model:
        raise Missing(f"MODEL is {config.model}; it is written as provider:model.")
    if not config.model_api_key.get_secret_value() and not config.model_base_url:
        raise Missing(
            f"MODEL is {config.model}, and neither MODEL_API_KEY nor MODEL_BASE_URL is set."
        )
    at = f" at {config.model_base_url}" if config.model_base_url else ""
    return f"the model {config.model}{at}; it is not called by this examination."
