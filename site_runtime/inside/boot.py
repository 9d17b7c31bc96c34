"""Django's settings for one site, from its configuration and from nowhere else."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

from site_contract.config import LIVE, Database, SiteConfig

OWNER = "owner"
"""The second connection, of the role that changes tables; only jobs that do so have it."""

SLOWEST_STATEMENT = "10s"


def boot(config: SiteConfig) -> None:
    """Make Django ready. From here on the site's own modules are loaded."""
    settings.configure(**settings_of(config))
    django.setup()
    from site_kit.web import files
    from site_runtime.inside.files import GateFiles

    files.use(GateFiles())


def settings_of(config: SiteConfig) -> dict[str, Any]:
    """Every setting of a site's process."""
    databases = {"default": _database(config, config.database, SLOWEST_STATEMENT)}
    if config.owner:
        databases[OWNER] = _database(config, config.owner, "60s")
    return {
        "DEBUG": False,
        "SECRET_KEY": _derived(config, "secret-key"),
        "ALLOWED_HOSTS": [urlsplit(config.address).hostname or "localhost", "testserver"],
        "ROOT_URLCONF": "site_kit.web.urls",
        "INSTALLED_APPS": ["site_kit.directory", "site_kit", "app"],
        "MIDDLEWARE": [],
        "DATABASES": databases,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "TEMPLATES": [
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        "USE_TZ": True,
        "TIME_ZONE": config.timezone,
        "LANGUAGE_CODE": config.language,
        "LOGGING": _LOGGING,
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 32 * 1024 * 1024,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2_500_000,
        "STORAGES": {"default": {"BACKEND": "site_kit.web.storage.SiteStorage"}},
        "SITE_ADDRESS": config.address,
        "SITE_CURRENCY": config.currency,
        "SITE_ENVIRONMENT": dict(config.environment),
        "SITE_KIT": {
            "site": config.site,
            "name": config.name,
            "kind": config.kind,
            "workspace": config.workspace,
            "portal_address": config.portal_address,
        },
    }


def _database(config: SiteConfig, database: Database, slowest: str) -> dict[str, Any]:
    # People are found in the site's own schema first: a trial brings its own.
    path = f"{database.schema},directory,public"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": database.host,
        "PORT": database.port,
        "NAME": database.name,
        "USER": database.user,
        "PASSWORD": database.password,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": config.kind == LIVE,
        "OPTIONS": {
            "options": f"-c search_path={path} -c statement_timeout={slowest}",
            "application_name": config.site[:60],
            "connect_timeout": 5,
        },
    }


def _derived(config: SiteConfig, purpose: str) -> str:
    return hmac.new(bytes.fromhex(config.visitor_key), purpose.encode(), hashlib.sha256).hexdigest()


_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"printed": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["printed"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["printed"], "level": "ERROR", "propagate": False}},
}
