"""The directory as a Django app. It has no migrations: its two relations are not ours."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """`directory.Person` is what every person field points to."""

    name = "site_kit.directory"
    label = "directory"
    verbose_name = "People"
