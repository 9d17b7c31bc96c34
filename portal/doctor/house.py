"""Questions about the machine and the settings."""

import os
import platform
import shutil
import sys
from importlib.metadata import version

from django.conf import settings

from portal.checks import refusals
from portal.doctor.answer import Missing

OLDEST_PYTHON = (3, 11)
ROOM = 500 * 1024**2
PACKAGES = ("Django", "django-tenants", "celery", "psycopg", "granian")


def versions() -> str:
    """Python and the packages that decide most."""
    if sys.version_info < OLDEST_PYTHON:
        raise Missing(f"this is Python {platform.python_version()}; 3.11 or later is needed.")
    named = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()}, {named}."


def settings_allow_serving() -> str:
    """What `portal.checks` says."""
    found = refusals(settings.SITEWRIGHT)
    if found:
        raise Missing(" ".join(sentence for _, sentence in found))
    mode = "demo" if settings.SITEWRIGHT.demo else "no demo"
    return f"nothing speaks against serving ({mode}, {settings.SITEWRIGHT.scheme})."


def data_folder() -> str:
    """Whether the data folder can be written."""
    folder = settings.SITEWRIGHT.data_dir
    probe = folder / f".doctor-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("written by the doctor")
        probe.unlink()
    except OSError as error:
        raise Missing(f"{folder} cannot be written: {error.strerror}. Set DATA_DIR.") from error
    return f"{folder} can be written."


def disk() -> str:
    """Whether there is room."""
    folder = settings.SITEWRIGHT.data_dir
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        raise Missing(
            f"only {free // 1024**2} MB are free for {folder}; at least {ROOM // 1024**2} MB are "
            "needed. Make room."
        )
    return f"{free / 1024**3:.1f} GB are free for {folder}."
