"""The settings of a tool on its own: what the runner gives to one, without the portal's.

With `KIT_TEST_TOOL=request_dashboard` the example of generated source is served, by itself. Without
it, the invoice tool is, as the compiler writes it, with the workshop beside it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
ALONE = os.environ.get("KIT_TEST_TOOL", "")
EXAMPLE = HERE.parents[1] / "generated_sites" / "_example"
WRITTEN = HERE.parent / "unit/apps/builds/compiler/expected/invoice-matching.txt"
_unpacked = TemporaryDirectory(prefix="kit_")
TOOL = EXAMPLE if ALONE else Path(_unpacked.name) / "invoice_matching"
if not ALONE:
    for path, _, text in (one.partition("\n") for one in WRITTEN.read_text().split("==== ")[1:]):
        (TOOL / path).parent.mkdir(parents=True, exist_ok=True)
        (TOOL / path).write_text(text)
if str(TOOL) not in sys.path:
    sys.path.insert(0, str(TOOL))

_address = urlsplit(os.environ.get("DATABASE_URL", "postgres:///kit"))

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.path.lstrip("/"),
        "HOST": _address.hostname or "",
        "PORT": _address.port or "",
        "USER": unquote(_address.username or ""),
        "PASSWORD": unquote(_address.password or ""),
        "TEST": {"NAME": f"test_kit_{os.environ.get('KIT_TEST_SERVED', TOOL.name)}{WORKER}"},
    }
}
INSTALLED_APPS = ["site_kit.directory", "site_kit", "app"]
MIGRATION_MODULES: dict[str, None] = {}
if not ALONE:
    INSTALLED_APPS.append("tests.kit.lab")
    MIGRATION_MODULES["app"] = None
ROOT_URLCONF = "site_kit.web.urls"
SECRET_KEY = "only for tests"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
LANGUAGE_CODE = "en"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "APP_DIRS": True}
]
SITE_ADDRESS = "https://tool.example"
SITE_CURRENCY = "EUR"
