"""The first migrations of a compiled tree, written by Django's autodetector in a runner's process.

Nothing of the tree is imported here: a private runner starts a process that does, without a
database, and hands back the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test.utils import override_settings

from apps.builds.compiler.formatting import format_sources
from apps.runners.client import run_job
from apps.runners.configs import NOWHERE
from apps.runners.local import private_runner
from site_contract.config import TRIAL, SiteConfig

SECONDS = 60.0
NO_KEY = "00" * 32


class NoMigrations(Exception):
    """The autodetector could not be run, or found fault with the tree; the message says why."""


def first_migrations(folder: Path) -> dict[str, str]:
    """Path -> text of the migrations that a tree in `folder` needs, laid out.

    Raises `NoMigrations`, or `RunnerUnavailable` where no process can be started.
    """
    with _own_runner():
        result = run_job("write_migrations", _config(folder), {}, timeout=SECONDS)
    if not result.ok:
        raise NoMigrations(result.error)
    return format_sources(result.data["files"])


@contextmanager
def _own_runner() -> Iterator[None]:
    with private_runner(spares=0) as socket:
        own = settings.SITEWRIGHT.model_copy(update={"runner_socket": socket})
        with override_settings(SITEWRIGHT=own):
            yield


def _config(folder: Path) -> SiteConfig:
    return SiteConfig(
        site="nowhere/compiled",
        kind=TRIAL,
        digest=folder.name,
        code=str(folder),
        database=NOWHERE,
        visitor_key=NO_KEY,
        environment={},
        name=folder.name,
        language="en",
        timezone="UTC",
        currency="EUR",
        address="",
        portal_address="",
    )
