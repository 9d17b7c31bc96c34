"""Job `write_migrations`: what Django's autodetector finds between models and migrations, as a
file.

Needs no database. Payload: `carried`, for rows that have to come along (`jobs.carrying`). Gives
`{"files": {path: text}, "operations": [...]}`, both empty where nothing has changed; operations as
in `wording.described`. Texts are not formatted yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from site_contract.config import SiteConfig
from site_runtime.inside.jobs import Report
from site_runtime.inside.jobs.carrying import Carried, carry
from site_runtime.inside.jobs.questions import Answers
from site_runtime.inside.jobs.wording import all_described

APP = "app"
FIRST = "The first tables."


def work(config: SiteConfig, payload: dict[str, Any], report: Report) -> dict[str, Any]:
    """See the module."""
    report("detect", "Working out the database change")
    answers = Answers()
    files, operations = {}, []
    for migration in changes(answers, payload.get("carried", [])):
        words = all_described(migration.operations, answers.named)
        name = _named(migration)
        files[f"app/migrations/{name}.py"] = _text(migration, _docstring(migration, words))
        operations += words
    return {"files": files, "operations": operations}


def changes(answers: Answers, carried: Sequence[Carried] = ()) -> list[Migration]:
    """The migrations that are missing, with what rows need to come along."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps), answers)
    found = detector.changes(graph=loader.graph, trim_to_apps={APP}, convert_apps={APP})
    return carry(list(found.get(APP, [])), carried, next(iter(loader.graph.leaf_nodes(APP)), None))


def _named(migration: Migration) -> str:
    """Django's own name; where that would hold the time of day, plain words instead."""
    name = re.sub(r"auto_\d{8}_\d{4}$", "changes", migration.name)
    migration.name = name
    return name


def _docstring(migration: Migration, operations: list[dict[str, Any]]) -> str:
    if migration.initial:
        return FIRST
    words = [str(operation["words"]) for operation in operations]
    more = f" and {len(words) - 1} more" if len(words) > 1 else ""
    return f"{words[0]}{more}."


def _text(migration: Migration, docstring: str) -> str:
    body = MigrationWriter(migration, include_header=False).as_string()
    return f'"""{docstring}"""\n\n{body.lstrip()}'
