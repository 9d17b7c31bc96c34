"""What can be set from outside: where it is read, what wins, what is refused with a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from portal.config import ROOT, Config, database_settings, email_settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with nothing in it, and an environment with nothing else in it."""
    for name in Config.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


def write(folder: Path, name: str, **values: str) -> None:
    (folder / name).write_text(json.dumps(values))


def test_what_the_supervisor_wrote_is_read(folder: Path) -> None:
    write(folder, "services.json", database_url="postgresql://a@b/c", redis_url="redis://b")
    write(folder, "secrets.json", secret_key="s" * 40, master_key="m" * 40)
    config = Config()
    assert (config.database_url, config.redis_url) == ("postgresql://a@b/c", "redis://b")
    assert config.secret_key.get_secret_value() == "s" * 40


def test_the_environment_wins_over_what_was_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "services.json", database_url="postgresql://written/x", redis_url="redis://kept")
    monkeypatch.setenv("DATABASE_URL", "postgresql://named/x")
    config = Config()
    assert (config.database_url, config.redis_url) == ("postgresql://named/x", "redis://kept")


def test_an_empty_folder_gives_the_defaults(folder: Path) -> None:
    config = Config()
    assert (config.port, config.scheme, config.portal_host) == (8000, "http", "portal.localhost")
    assert (config.debug, config.demo, config.database_url) == (False, False, "")


def test_names_that_nobody_knows_in_the_files_do_no_harm(folder: Path) -> None:
    write(folder, "services.json", something="else")
    assert Config().port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "http"),
        ("SCHEME", "ftp"),
        ("STORAGE", "tape"),
        ("DEBUG", "perhaps"),
        ("SITE_DATABASE_PREFIX", "W"),
        ("SITE_DATABASE_PREFIX", "w; drop database"),
        ("SITE_DATABASE_PREFIX", ""),
        ("BUILD_LEASE_SECONDS", "1"),
    ],
)
def test_a_wrong_value_stops_everything_and_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.lower()):
        Config()


def test_secrets_are_not_shown_where_settings_are_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SECRET_KEY", "MASTER_KEY", "S3_SECRET_KEY", "MODEL_API_KEY", "EMAIL_URL"):
        monkeypatch.setenv(name, "canary")
    assert "canary" not in repr(Config())


def test_settings_cannot_be_changed_afterwards(folder: Path) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Config().port = 9  # type: ignore[misc]


def test_a_data_folder_is_meant_from_where_one_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DATA_DIR", "here")
    assert Config().data_dir == folder / "here"
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("DATA_DIR", "~/there")
    assert Config().data_dir == folder / "there"


def test_versions_lie_beside_the_source_or_inside_the_data_folder(folder: Path) -> None:
    assert Config().sites_folder == folder / "generated_sites"
    assert Config(data_dir=ROOT / ".local").sites_folder == ROOT / "generated_sites"
    assert Config(sites_dir=folder / "x").sites_folder == folder / "x"


def test_the_runner_listens_in_the_data_folder_or_where_it_is_told(folder: Path) -> None:
    assert Config().socket == folder / "run" / "runner.sock"
    assert Config(runner_socket=folder / "r").socket == folder / "r"


@pytest.mark.parametrize(
    ("scheme", "port", "address"),
    [
        ("http", 8000, "http://acme.localhost:8000"),
        ("http", 80, "http://acme.localhost"),
        ("https", 443, "https://acme.localhost"),
        ("https", 80, "https://acme.localhost:80"),
        ("http", 443, "http://acme.localhost:443"),
    ],
)
def test_an_address_names_the_port_where_it_is_not_the_usual_one(
    folder: Path, scheme: Any, port: int, address: str
) -> None:
    assert Config(scheme=scheme, port=port).address("acme.localhost") == address


@pytest.mark.parametrize(
    ("host", "domain", "loopback"),
    [
        ("portal.localhost", "localhost", True),
        ("portal.example.com", "localhost", False),
        ("portal.localhost", "example.com", False),
        ("localhost", "localhost", False),
        ("portallocalhost", "localhost", False),
    ],
)
def test_only_names_under_localhost_are_this_machine(
    folder: Path, host: str, domain: str, loopback: bool
) -> None:
    assert Config(portal_host=host, base_domain=domain).loopback is loopback


def test_a_database_address_is_taken_apart() -> None:
    found = database_settings("postgresql://me:p%40ss%2F@db.example:5433/my%20base")
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("me", "p@ss/", "db.example")
    assert (found["PORT"], found["NAME"]) == ("5433", "my base")


def test_the_usual_port_and_the_short_scheme_are_understood() -> None:
    assert database_settings("postgres://me@db/x")["PORT"] == "5432"


@pytest.mark.parametrize("url", ["mysql://a/b", "sqlite:///x", "just-a-name"])
def test_only_postgres_is_a_database(url: str) -> None:
    with pytest.raises(ValueError, match="Only Postgres is supported"):
        database_settings(url)


def test_no_database_is_a_name_that_says_so_and_answers_nowhere() -> None:
    assert database_settings("")["HOST"] == "database-url-is-not-set.invalid"


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp+tls://mail.example", 587, True, False),
        ("smtps://mail.example", 465, False, True),
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example:2525", 2525, True, False),
    ],
)
def test_a_mail_server_is_reached_as_its_address_says(
    url: str, port: int, tls: bool, ssl: bool
) -> None:
    found = email_settings(url)
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert found["EMAIL_HOST"] == "mail.example"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_a_mail_servers_user_password_and_sender() -> None:
    found = email_settings("smtp+tls://me%40x:p%3Aw@mail.example?from=tools%40example.com")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me@x", "p:w")
    assert found["DEFAULT_FROM_EMAIL"] == "tools@example.com"
    assert "DEFAULT_FROM_EMAIL" not in email_settings("smtp://mail.example")


def test_django_knows_every_mail_setting() -> None:
    from django.conf import global_settings

    found = email_settings("smtps://me:pw@mail.example?from=a@b")
    assert [name for name in found if not hasattr(global_settings, name)] == []


def test_without_a_mail_server_mails_are_printed() -> None:
    assert email_settings("") == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp:mail"])
def test_what_is_no_mail_server_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"EMAIL_URL must look like smtp\+tls://user:password@"):
        email_settings(url)
