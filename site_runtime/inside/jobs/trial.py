"""Job `try`: everything that is tried of a version before anybody sees it, in one process.

Runs in a scratch schema. Payload: `samples`, `roles`. Gives `{"checks": [Check…], "sql":
[{"migration", "statements"}], "access": {address: {persona: status}}}`. A check that does not hold
does not stop the others, unless nothing could stand on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core import checks as system
from django.core.exceptions import ImproperlyConfigured

from site_contract.config import TRIAL, SiteConfig
from site_contract.jobs import Check
from site_contract.plain import to_plain
from site_runtime.inside.files import MemoryFiles
from site_runtime.inside.jobs import JobFailed, Report, tables
from site_runtime.inside.jobs.acceptance import run_tests
from site_runtime.inside.jobs.access_proof import prove
from site_runtime.inside.jobs.people import bring_people
from site_runtime.inside.jobs.questions import Answers
from site_runtime.inside.jobs.samples import Samples
from site_runtime.inside.jobs.write_migrations import changes
from site_runtime.inside.sentences import LONGEST, sentence_of


def work(config: SiteConfig, payload: dict[str, Any], report: Report) -> dict[str, Any]:
    """See the module."""
    if config.kind != TRIAL:
        raise JobFailed("A trial runs in a schema of its own.")
    return Trial(config, payload, report).run()


class Trial:
    """The steps in order; `checks` grows as they are done."""

    def __init__(self, config: SiteConfig, payload: dict[str, Any], report: Report) -> None:
        self.config, self.payload, self.report = config, payload, report
        self.checks: list[Check] = []
        self.sql: list[dict[str, Any]] = []
        self.access: dict[str, dict[str, int]] = {}

    def run(self) -> dict[str, Any]:
        """All of it."""
        from site_kit.web import files

        files.use(MemoryFiles())
        self._step("system", "The declarations fit together", _system_check)
        self._step("migrations", "The migrations say what the models say", _nothing_missing)
        if self._step("migrate", "The tables can be made in an empty database", self._migrate):
            self.checks += run_tests(self.config, self.report)
            self._step("samples", "The sample rows fit", self._load_samples)
            self._step("access", "Everybody gets what is theirs and no more", self._prove_access)
        return {
            "checks": [to_plain(check) for check in self.checks],
            "sql": self.sql,
            "access": self.access,
        }

    def _step(self, name: str, title: str, do: Callable[[], str]) -> bool:
        """Do one and keep its check: `do` gives what is wrong, or an empty text."""
        self.report(name, title)
        began = time.perf_counter()
        try:
            wrong = do()
        except JobFailed as error:
            wrong = str(error)
        except Exception as error:  # noqa: BLE001  # whatever the site's code raises fails its check
            wrong = sentence_of(error, self.config.code)
        seconds = round(time.perf_counter() - began, 3)
        self.checks.append(Check(name, title, not wrong, wrong[:LONGEST], seconds))
        return not wrong

    def _migrate(self) -> str:
        bring_people(self.config)
        self.sql = [
            {"migration": one.name, "statements": one.statements}
            for one in tables.migrate(self.config)
            if one.app == tables.APP
        ]
        return ""

    def _load_samples(self) -> str:
        Samples(self.config, self.payload.get("samples", [])).load()
        return ""

    def _prove_access(self) -> str:
        wrong, self.access = prove(self.report)
        return "; ".join(wrong)


def _system_check() -> str:
    try:
        problems = [one for one in system.run_checks() if one.is_serious()]
    except ImproperlyConfigured as error:
        return str(error)
    return "; ".join(f"{one.msg} {one.hint or ''}".strip() for one in problems)


def _nothing_missing() -> str:
    missing = [str(operation) for one in changes(Answers()) for operation in one.operations]
    return f"{len(missing)} changes have no migration." if missing else ""
