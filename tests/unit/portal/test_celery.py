"""Worker and beat stop at their start where the web would not serve."""

from pathlib import Path
from typing import Any

import pytest
from celery import signals
from kombu.utils.imports import symbol_by_name
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


def test_the_beat_needs_no_file_and_knows_what_to_send(tmp_path: Path) -> None:
    """It goes on, and begins again, on a disk that is full."""
    kind = symbol_by_name(celery.app.conf.beat_scheduler)
    scheduler = kind(app=celery.app, schedule_filename=str(tmp_path / "beat"))
    sent = {entry.task for entry in scheduler.schedule.values()}
    scheduler.close()
    assert sent == {
        "pipeline.reconcile",
        "pipeline.keep_heads",
        "pipeline.clock",
        "pipeline.outboxes",
    }
    assert list(tmp_path.iterdir()) == []
