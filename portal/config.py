"""What can be set from outside, typed, read once, refused loudly.

Environment variables win; then the two files that the local supervisor writes into `DATA_DIR`
(`services.json` with addresses, `secrets.json` with keys); then the defaults here.
"""

import json
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Config(BaseSettings):
    """Every setting of an installation. Names in the environment are these in capitals."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    data_dir: Path = ROOT / ".local"
    database_url: str = ""
    redis_url: str = ""
    secret_key: SecretStr = SecretStr("")
    master_key: SecretStr = SecretStr("")

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    debug: bool = False
    demo: bool = False
    port: int = Field(default=8000, ge=1, le=65535)
    scheme: Literal["http", "https"] = "http"
    portal_host: str = "portal.localhost"
    base_domain: str = "localhost"

    site_database_prefix: str = Field(default="w", pattern=r"^[a-z][a-z0-9]{0,15}$")
    runner_socket: Path | None = None
    sites_dir: Path | None = None
    # Longer than a task may take (`portal.checks`), so a slow worker is never taken for a dead one.
    build_lease_seconds: int = Field(default=180, ge=5)

    storage: Literal["folder", "s3"] = "folder"
    s3_bucket: str = ""
    s3_endpoint_url: str = ""
    s3_access_key: SecretStr = SecretStr("")
    s3_secret_key: SecretStr = SecretStr("")

    model: str = ""
    model_base_url: str = ""
    model_api_key: SecretStr = SecretStr("")
    model_tasks_a_day: int = Field(default=200, ge=0)

    email_url: SecretStr = SecretStr("")

    @field_validator("log_level", mode="before")
    @classmethod
    def _capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then what the supervisor wrote."""
        return init_settings, env_settings, LocalFiles(settings_cls, env_settings)

    @property
    def socket(self) -> Path:
        """Where the runner listens."""
        return self.runner_socket or self.data_dir / "run" / "runner.sock"

    @property
    def sites_folder(self) -> Path:
        """This node's cache of versions: beside the source for the usual data folder, else inside
        the data folder.
        """
        usual = self.data_dir == ROOT / ".local"
        return self.sites_dir or (ROOT if usual else self.data_dir) / "generated_sites"

    @property
    def loopback(self) -> bool:
        """Whether only this machine can open the portal."""
        return self.base_domain == "localhost" and self.portal_host.endswith(".localhost")

    def address(self, host: str) -> str:
        """The address of a host of ours, as people type it: scheme, host, port where it is not the
        usual one.
        """
        usual = {"http": 80, "https": 443}[self.scheme]
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")


class LocalFiles(PydanticBaseSettingsSource):
    """`services.json` and `secrets.json` in the data folder."""

    names = ("services.json", "secrets.json")

    def __init__(self, settings_cls: type[BaseSettings], env: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        self._env = env

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Unused: all values come at once from `__call__`."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """What the files hold; nothing where there are none."""
        folder = Path(self._env().get("data_dir", ROOT / ".local")).expanduser()
        found: dict[str, Any] = {}
        for name in self.names:
            path = folder / name
            if path.is_file():
                found |= json.loads(path.read_text())
        return found


MAIL_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def email_settings(url: str) -> dict[str, Any]:
    """Django's settings for `smtp+tls://user:password@host:port?from=sender`; without an address
    mails are printed to the log.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        raise ValueError(
            "EMAIL_URL must look like smtp+tls://user:password@host:587, or begin with smtps:// "
            "or smtp://."
        )
    found: dict[str, Any] = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
    sender = parse_qs(parts.query).get("from")
    return found | ({"DEFAULT_FROM_EMAIL": sender[0]} if sender else {})


def database_settings(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name`.

    An empty address gives one that refuses to connect with a sentence in its host name, so that
    commands which need no database (`plan_site`, `compile_site`) run without one.
    """
    parts = urlsplit(url or "postgresql://nobody@database-url-is-not-set.invalid/none")
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://. "
            "Only Postgres is supported."
        )
    return {
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
