"""Run named tests of compiled tools: `python run_tools.py FILE`, each tool in a process of its own.

The file is JSON: a list of `{"tool": folder, "tests": [names], "tables": "same" or "own"}`. The
first tool makes the tables; those that declare the same use them again. Printed is a list of the
tests that failed, for each tool. Django and the kit are imported once: a tool begins with them.
"""

from __future__ import annotations

import inspect
import io
import json
import os
import re
import sys
import unittest
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import django.contrib.staticfiles.storage
import django.test.client
import psycopg
from django.apps import apps

sys.path.insert(0, str(Path(__file__).parents[5]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kit.settings"
SHARED = f"test_kit_tools_{os.getpid()}"
KIT = ("site_kit.directory", "site_kit")


def import_the_kit() -> None:
    """Django and the kit, without any tool."""
    os.environ["KIT_TEST_TOOL"] = "alone"
    from django.conf import settings

    settings.MIGRATION_MODULES = {"app": None}
    settings.INSTALLED_APPS = list(KIT)
    django.setup()
    import_module("site_kit.testing")
    web = import_module("site_kit.web")
    for module in iter_modules(web.__path__, "site_kit.web."):
        if module.name != "site_kit.web.urls":
            import_module(module.name)


def failed(tool: str, tests: list[str], tables: str, about: str = "") -> list[str]:
    """The tests of a tool that fail or break, in this process. `about` is a pattern: then it is the
    first, the last class first, of the tests in whose source it is found.
    """
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from site_kit.directory.schema import create_tables

    sys.path.insert(0, tool)
    settings.DATABASES["default"]["TEST"]["NAME"] = SHARED + ("_own" if tables == "own" else "")
    apps.set_installed_apps([*KIT, "app"])
    setup_test_environment()
    if tables == "same":
        connection.settings_dict["NAME"] = SHARED
    else:
        made = setup_databases(verbosity=0, interactive=False)
        create_tables(connection)
    try:
        suite = unittest.defaultTestLoader.loadTestsFromNames(tests)
        if about:
            named = [one for one in _each(suite) if re.search(about, _source(one))]
            suite = unittest.TestSuite(reversed(named))
        result = unittest.TextTestRunner(stream=io.StringIO(), failfast=bool(about)).run(suite)
    finally:
        if tables == "own":
            teardown_databases(made, verbosity=0)
    return [test.id() for test, _ in (*result.failures, *result.errors)]


def _each(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            yield from _each(one)
        else:
            yield one


def _source(test: unittest.TestCase) -> str:
    return inspect.getsource(getattr(test, test._testMethodName))


def in_a_process(job: dict[str, Any]) -> list[str]:
    """The same, in a process that ends with it."""
    read, write = os.pipe()
    if not os.fork():
        os.write(write, json.dumps(failed(**job)).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        said = answer.read()
    os.wait()
    found: list[str] = json.loads(said or '["the process broke"]')
    return found


def main(file: str) -> None:
    jobs = json.loads(Path(file).read_text("utf-8"))
    import_the_kit()
    print(json.dumps([in_a_process(job) for job in jobs]))
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{SHARED}"')


if __name__ == "__main__":
    main(sys.argv[1])
