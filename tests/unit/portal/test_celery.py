"""Worker and beat stop at their start where the web would not serve."""

from typing import Any

import pytest
from celery import signals
from pydantic import SecretStr

from portal import celery


@pytest.mark.parametrize("begins", [signals.celeryd_init, signals.beat_init])
def test_settings_that_must_not_serve_stop_the_process_with_all_sentences(
    settings: Any, begins: Any
) -> None:
    settings.SITEWRIGHT = settings.SITEWRIGHT.model_copy(
        update={"debug": False, "demo": True, "secret_key": SecretStr("short")}
    )
    with pytest.raises(SystemExit) as stopped:
        begins.send(sender="worker@here")
    assert "DEMO is on while DEBUG is off" in str(stopped.value)
    assert "SECRET_KEY is too short" in str(stopped.value)


@pytest.mark.parametrize("begins", [signals.celeryd_init, signals.beat_init])
def test_good_settings_stop_nothing(begins: Any) -> None:
    assert all(answer is None for _, answer in begins.send(sender="worker@here"))


def test_every_task_has_a_queue_that_the_worker_takes() -> None:
    from portal.local.processes import QUEUES

    routes = celery.app.conf.task_routes
    known = {route["queue"] for route in routes.values()} | {celery.app.conf.task_default_queue}
    assert known <= set(QUEUES.split(","))


def test_a_task_is_never_taken_twice_while_it_may_still_run() -> None:
    conf = celery.app.conf
    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit
