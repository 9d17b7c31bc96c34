"""The tool's own acceptance tests, one check each.

They run on the trial's schema itself, with the role that would serve it, each in a transaction that
is rolled back.
"""

from __future__ import annotations

import time
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.test.utils import setup_test_environment, teardown_test_environment

from site_contract.config import SiteConfig
from site_contract.jobs import Check
from site_runtime.inside.jobs import Report
from site_runtime.inside.sentences import LONGEST

PACKAGE = "app.tests"


def run_tests(config: SiteConfig, report: Report) -> list[Check]:
    """A check for each test, each reported as it begins. A tool without tests has nothing that
    shows what it does: not ok.
    """
    suite = unittest.TestSuite(_suites(config))
    if not suite.countTestCases():
        return [Check("tests", "The tool has acceptance tests", False, "It has none.")]
    result = _Result(report)
    setup_test_environment()
    try:
        suite.run(result)
    finally:
        teardown_test_environment()
    return result.checks


def _suites(config: SiteConfig) -> Iterator[unittest.TestSuite]:
    loader = unittest.TestLoader()
    folder = Path(config.code, *PACKAGE.split("."))
    for file in sorted(folder.glob("test_*.py")):
        yield loader.loadTestsFromName(f"{PACKAGE}.{file.stem}")


class _Result(unittest.TestResult):
    """Keeps a check for each test, failed subtests counted into theirs."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report
        self.checks: list[Check] = []
        self._began = 0.0
        self._seen: list[str] = []

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self._began, self._seen = time.perf_counter(), []
        self.report("tests", _title(test))

    def stopTest(self, test: unittest.TestCase) -> None:
        super().stopTest(test)
        self.checks.append(self._check(test, time.perf_counter() - self._began))

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        self._seen.append(_said(err))

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        self._seen.append(_said(err))
        if not hasattr(test, "_testMethodName"):
            # A class that cannot be set up has no test of its own to stop.
            self.checks.append(self._check(test, 0.0))
            self._seen = []

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        if err is not None:
            self._seen.append(f"{subtest._subDescription()}: {_said(err)}")

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        self._seen.append("It was expected to fail and did not.")

    def _check(self, test: Any, seconds: float) -> Check:
        name = getattr(test, "_testMethodName", str(test))
        detail = "; ".join(self._seen)[:LONGEST]
        return Check(f"test.{name}", _title(test), not self._seen, detail, round(seconds, 3))


def _title(test: Any) -> str:
    name = getattr(test, "_testMethodName", str(test))
    return str(name).removeprefix("test_").replace("_", " ").capitalize()


def _said(err: Any) -> str:
    kind, error, _ = err
    text = " ".join(str(error).split()) or "it gave no reason"
    return text if issubclass(kind, AssertionError) else f"{kind.__name__}: {text}"
