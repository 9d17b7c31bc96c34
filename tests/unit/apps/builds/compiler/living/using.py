"""What is done with one tool in its process: checked, migrated, tried, filled, visited, written."""

from __future__ import annotations

from typing import Any

from django.core import checks as system
from django.db import transaction

from site_contract.config import SiteConfig
from site_runtime.inside.jobs import JobFailed, migrate
from site_runtime.inside.jobs.acceptance import run_tests
from site_runtime.inside.jobs.access_proof import prove
from site_runtime.inside.jobs.questions import Answers
from site_runtime.inside.jobs.samples import Samples
from site_runtime.inside.jobs.write_migrations import changes
from tests.unit.apps.builds.compiler.living.visiting import broken, everybody
from tests.unit.apps.builds.compiler.living.writing import write_everything

Data = dict[str, Any]


def all_of(config: SiteConfig, blueprint: Data) -> Data:
    """The story; `wrong` is empty where all went well."""
    wrong = [f"check: {one.msg}" for one in system.run_checks() if one.is_serious()]
    missing = [str(one) for found in changes(Answers()) for one in found.operations]
    wrong += [f"migrations: {one}" for one in missing]
    try:
        migrate.work(config, {}, _silent)
    except Exception as error:  # noqa: BLE001  # what is looked for
        return {"wrong": [*wrong, f"migrate: {broken(error)}"]}
    wrong += [f"test: {one.id} {one.detail}" for one in run_tests(config, _silent) if not one.ok]
    told = fill(config, blueprint)
    wrong += told["wrong"]
    wrong += [f"access: {one}" for one in prove(_silent)[0]]
    statuses: dict[str, int] = {}
    for visit in everybody():
        visit.walk()
        wrong += visit.wrong
        for status, times in visit.statuses.items():
            statuses[f"{status}"] = statuses.get(f"{status}", 0) + times
    wrong += write_everything(statuses)
    return {"wrong": wrong, "statuses": statuses, "rows": told["rows"]}


def _silent(step: str, words: str) -> None:
    """Nobody listens."""


def fill(config: SiteConfig, blueprint: Data) -> Data:
    """Put the samples in."""
    try:
        with transaction.atomic():
            rows = Samples(config, blueprint.get("samples", [])).load()
    except JobFailed as error:
        return {"wrong": [f"samples: {error}"], "rows": {}}
    except Exception as error:  # noqa: BLE001  # what is looked for
        return {"wrong": [f"samples: {broken(error)}"], "rows": {}}
    return {"wrong": [], "rows": rows}
