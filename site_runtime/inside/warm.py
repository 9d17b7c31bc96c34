"""What every site needs of Django, imported while nobody waits and no site is known."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "django.apps",
    "django.conf",
    "django.core.checks",
    "django.core.files.storage",
    "django.core.files.uploadhandler",
    "django.core.handlers.wsgi",
    "django.core.management",
    "django.core.serializers.json",
    "django.core.signing",
    "django.db.backends.postgresql.base",
    "django.db.backends.postgresql.schema",
    "django.db.migrations.autodetector",
    "django.db.migrations.executor",
    "django.db.migrations.writer",
    "django.db.models",
    "django.db.models.functions",
    "django.forms",
    "django.forms.renderers",
    "django.middleware.common",
    "django.shortcuts",
    "django.template.backends.django",
    "django.template.defaulttags",
    "django.template.loader_tags",
    "django.templatetags.i18n",
    "django.templatetags.l10n",
    "django.templatetags.static",
    "django.templatetags.tz",
    "django.test",
    "django.urls",
    "django.utils.dateformat",
    "django.views.decorators.csrf",
    "psycopg",
    "site_contract.frames",
    "site_contract.jobs",
    "site_contract.visitor",
    "zoneinfo",
)


def warm_up() -> None:
    """Import them; none starts a thread, opens a connection or needs settings."""
    for name in MODULES:
        import_module(name)
