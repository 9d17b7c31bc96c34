"""Generated source passes its own tests: the invoice tool's here, the example's by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.tests.test_requirements import (  # noqa: F401  # run as if they stood here
    AutomationTests,
    PermissionTests,
    RequirementTests,
    RuleTests,
)

RUN = Path(__file__).parents[1] / "run_target.py"


def test_the_request_dashboard_passes_its_own_tests() -> None:
    done = subprocess.run(
        [sys.executable, str(RUN), "request_dashboard"],
        capture_output=True,
        text=True,
        timeout=120,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
    )
    assert done.returncode == 0, done.stderr[-4000:]
