"""Run one target tool's own tests: `python tests/kit/run_target.py request_dashboard`.

One process serves one tool, so the second target cannot run beside the first.
"""

from __future__ import annotations

import os
import sys
import unittest
from pathlib import Path


def main(tool: str) -> int:
    os.environ["KIT_TEST_TOOL"] = tool
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kit.settings"
    sys.path.insert(0, str(Path(__file__).parents[2]))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    from site_kit.directory.schema import create_tables

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        create_tables(connection)
        call_command("check", fail_level="WARNING")
        call_command("makemigrations", "app", check=True, dry_run=True, verbosity=0)
        suite = unittest.defaultTestLoader.discover("app.tests")
        result = unittest.TextTestRunner(verbosity=1).run(suite)
    finally:
        teardown_databases(made, verbosity=0)
        teardown_test_environment()
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
