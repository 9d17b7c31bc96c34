"""Drawn edits of drawn tools: on filled tables no row and no value is lost that no edit takes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.whole import Blueprint

from .drawn.edited import edited, job

RUN = Path(__file__).parent / "living" / "run.py"
FIRST, _, LAST = os.environ.get("EDITED", "3:4").partition(":")
SEEDS = range(int(FIRST), int(LAST))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    """What is told of each tool after its change."""
    folder = tmp_path_factory.mktemp("edited")
    jobs = [_job(seed, folder / f"tool_{seed}") for seed in SEEDS]
    file = folder / "jobs.json"
    file.write_text(json.dumps(jobs), "utf-8")
    lines = subprocess.run(
        [sys.executable, str(RUN), str(file)], check=True, capture_output=True, text=True
    )
    return dict(zip(SEEDS, map(json.loads, lines.stdout.splitlines()), strict=True))


def _job(seed: int, folder: Path) -> dict[str, Any]:
    made = edited(seed)
    told: dict[str, Any] = job(made, str(folder))
    _put(made.before, Path(told["folder"]))
    _put(made.after, Path(told["next"]["folder"]))
    return told


def _put(blueprint: Blueprint, folder: Path) -> None:
    for path, text in compile_blueprint(blueprint).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_is_kept_and_every_page_is_served(
    told: dict[int, dict[str, Any]], seed: int
) -> None:
    assert told[seed]["wrong"] == []
    assert told[seed]["rows"] >= sum(len(one.rows) for one in edited(seed).before.samples)
