"""Tools that are made wrong in one place, and which of their own tests say so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .test_mutants import ROOT, written, wrong

EVERY = "app.tests.test_requirements"


def failures(
    home: Path, source: dict[str, str], mutants: Mapping[str, tuple[str, str, str]]
) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is (under ""), and in each that is wrong."""
    jobs: list[dict[str, Any]] = [
        {"tool": written(home / "right", source), "tests": [EVERY], "tables": "shared"}
    ]
    for number, (test, mutant) in enumerate(mutants.items()):
        folder = written(home / f"wrong_{number}", wrong(source, mutant))
        jobs.append({"tool": folder, "tests": [test], "tables": "same"})
    (home / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    command = [sys.executable, str(Path(__file__).with_name("run_tools.py"))]
    done = subprocess.run(
        [*command, str(home / "jobs.json")],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(["", *mutants], json.loads(done.stdout.splitlines()[-1]), strict=True))
