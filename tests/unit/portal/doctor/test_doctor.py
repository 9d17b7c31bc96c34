"""The doctor: a yes or no in words to each question, whatever is broken."""

import shutil
import socket
from collections.abc import Callable
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pydantic import SecretStr

from apps.audit.actions import record
from apps.audit.models import Line
from apps.workspaces.models import Workspace
from portal import doctor
from portal.doctor import answer, house, services, work
from portal.doctor.answer import Answer, Missing
from tests.cast import Cast


@pytest.fixture
def having(settings: Any) -> Callable[..., None]:
    """`having(port=1)`: the same settings but for these."""

    def change(**values: Any) -> None:
        settings.SITEWRIGHT = settings.SITEWRIGHT.model_copy(update=values)

    return change


def no(question: Callable[[], str]) -> str:
    with pytest.raises(Missing) as caught:
        question()
    return str(caught.value)


def test_the_database_answers(db: None) -> None:
    assert services.database().startswith("Postgres 18.")


@pytest.mark.parametrize(
    ("walled", "said"),
    [(True, "have been denied what they do not need"), (False, "run portal/local/walls.sql")],
)
def test_it_says_whether_the_walls_stand(walled: bool, said: str) -> None:
    rows = iter([(True, True, False), (walled,)])
    info = SimpleNamespace(server_version=180006, user="good", host="h", port=1)

    def execute(statement: str, *_: Any) -> Any:
        if statement == services.AVAILABLE:
            return [(name,) for name in services.EXTENSIONS]
        row = next(rows)
        return SimpleNamespace(fetchone=lambda: row)

    asked = SimpleNamespace(info=info, execute=execute)
    assert said in services._examined(asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["postgresql://me:hush@127.0.0.1:1/none"])
def test_a_silent_database_is_a_no_without_its_password(
    having: Callable[..., None], url: str
) -> None:
    having(database_url=url)
    said = no(services.database)
    assert "does not answer at 127.0.0.1:1" in said
    assert "hush" not in said


def test_no_database_is_a_no(having: Callable[..., None]) -> None:
    having(database_url="")
    assert "DATABASE_URL is not set" in no(services.database)


def test_a_role_without_rights_is_a_no() -> None:
    rows = iter([SimpleNamespace(fetchone=lambda: (False, True, False))])
    info = SimpleNamespace(server_version=180006, user="weak", host="h", port=1)
    asked = SimpleNamespace(info=info, execute=lambda *a: next(rows))
    assert "ALTER ROLE weak CREATEDB CREATEROLE" in no(lambda: services._examined(asked))  # type: ignore[arg-type]


def test_an_old_server_is_a_no() -> None:
    asked = SimpleNamespace(info=SimpleNamespace(server_version=140002))
    assert "Postgres 14; 15 or later" in no(lambda: services._examined(asked))  # type: ignore[arg-type]


def test_nothing_is_pending_in_a_new_database(db: None) -> None:
    assert services.migrations() == "no migration is pending."


def test_a_workspace_that_is_behind_is_named(northwind: Workspace) -> None:
    schema = connection.ops.quote_name(northwind.schema_name)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {schema}.django_migrations WHERE app = 'reviews'")
    assert northwind.schema_name in no(services.migrations)


def test_a_log_whose_last_line_is_gone_is_named(acme: Workspace, cast: Cast) -> None:
    record(by=cast.bea, verb="wave", of=cast.mara)
    assert services.audit_log().endswith("logs hold, to the last line of each.")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE public.audit_line DISABLE TRIGGER USER")
    Line.objects.latest("id").delete()
    assert no(services.audit_log).startswith("ws_acme: The log ends too early:")


def test_the_queue_answers() -> None:
    assert services.redis().startswith("Valkey 9.")


def test_a_silent_queue_is_a_no(having: Callable[..., None]) -> None:
    having(redis_url="redis://:hush@127.0.0.1:1/0")
    said = no(services.redis)
    assert "nothing answers at 127.0.0.1:1" in said
    assert "hush" not in said


def test_a_queue_that_may_throw_tasks_away_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"maxmemory_policy": "allkeys-lru", "redis_version": "7.2"}
    client = SimpleNamespace(info=lambda: said, close=lambda: None)
    monkeypatch.setattr(services.Redis, "from_url", lambda *a, **k: client)
    assert "can throw away tasks" in no(services.redis)


@pytest.mark.parametrize(
    ("url", "said"),
    [("", "REDIS_URL is not set"), ("redis://127.0.0.1:1/0", "the queue does not answer")],
)
def test_without_a_queue_no_worker_can_be_asked(
    having: Callable[..., None], monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    from portal.celery import app

    def silent(timeout: float) -> None:
        with app.connection_for_write(url) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0)

    having(redis_url=url)
    monkeypatch.setattr(app.control, "ping", silent)
    assert said in no(work.worker)


def test_files_can_be_kept() -> None:
    assert services.storage() == "files are kept in a folder."


def test_without_worker_and_runner_it_says_how_to_start_them() -> None:
    assert "celery -A portal worker" in no(work.worker)
    assert "python -m site_runtime.runner" in no(work.runner)


@pytest.mark.parametrize(
    ("model", "more", "expected"),
    [
        ("", {}, "the built-in one"),
        ("local:big", {"model_base_url": "http://127.0.0.1:1/v1"}, "the model local:big at"),
    ],
)
def test_the_planner_is_named(
    having: Callable[..., None], model: str, more: dict[str, str], expected: str
) -> None:
    having(model=model, **more)
    assert expected in work.planner()


@pytest.mark.parametrize(
    ("model", "expected"), [("big", "provider:model"), ("firm:big", "neither MODEL_API_KEY")]
)
def test_a_model_that_cannot_work_is_a_no(
    having: Callable[..., None], model: str, expected: str
) -> None:
    having(model=model)
    assert expected in no(work.planner)


def test_a_folder_that_cannot_be_written_is_a_no(
    having: Callable[..., None], tmp_path: Any
) -> None:
    (tmp_path / "file").touch()
    having(data_dir=tmp_path / "file" / "data")
    assert "cannot be written" in no(house.data_folder)


def test_a_full_disk_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=7 * 1024**2))
    assert "only 7 MB are free" in no(house.disk)


def test_an_old_python_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 10, 1))
    assert "3.11 or later" in no(house.versions)


def test_settings_that_must_not_serve_are_a_no(having: Callable[..., None]) -> None:
    having(demo=True, debug=False)
    assert "DEMO is on while DEBUG is off" in no(house.settings_allow_serving)


def test_a_question_that_breaks_is_a_no_and_the_next_is_asked() -> None:
    def broken() -> str:
        raise RuntimeError("first line\nsecond line")

    assert answer.ask("broken", broken) == Answer(
        "broken", False, "it could not be examined: first line"
    )


def test_the_command_fails_when_something_is_missing() -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("doctor", "versions", "runner", stdout=out)
    assert caught.value.code == 1
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("ok  versions: Python 3.")
    assert lines[1].startswith("NO  runner: ")
    assert lines[2] == "1 of 2 things are missing."


def test_the_command_is_content_when_nothing_is(db: None) -> None:
    out = StringIO()
    call_command("doctor", "versions", "database", stdout=out)
    assert out.getvalue().endswith("Nothing is missing.\n")


def test_every_question_has_a_name_of_its_own() -> None:
    names = [question.__name__ for question in doctor.QUESTIONS]
    assert len(names) == len(set(names)) == 13


def test_without_a_mail_server_the_portal_is_the_only_place(having: Callable[..., None]) -> None:
    having(email_url=SecretStr(""))
    assert "in the portal only" in work.mail()


def test_a_mail_server_is_asked_for_and_missed(having: Callable[..., None], settings: Any) -> None:
    having(email_url=SecretStr("smtp://127.0.0.1:25"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        assert work.mail() == f"a server answers at 127.0.0.1:{settings.EMAIL_PORT}."
    assert "mails wait until something does" in no(work.mail)
