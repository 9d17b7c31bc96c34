"""The example tool, and beside it the page that is written by hand."""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "generated_sites" / "_example"))
_address = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.path.lstrip("/"),
        "HOST": _address.hostname,
        "PORT": _address.port,
        "USER": unquote(_address.username or ""),
        "PASSWORD": unquote(_address.password or ""),
    }
}
INSTALLED_APPS = [
    "django.contrib.humanize",
    "site_kit.directory",
    "site_kit",
    "app",
    "bench.by_hand",
]
ROOT_URLCONF = "site_kit.web.urls"
SECRET_KEY = "only for measuring"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
TIME_ZONE = "Europe/Copenhagen"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
SITE_ADDRESS = "https://tool.example"
