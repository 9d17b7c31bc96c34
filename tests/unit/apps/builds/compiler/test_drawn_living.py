"""Drawn tools, alive: their migrations pass the inspector, they start, and everybody uses them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .drawn.whole import POOL, USUAL, drawn, tree

RUN = Path(__file__).parent / "living" / "run.py"
ALIVE = POOL[:1] if len(POOL) == USUAL else POOL


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    """What is told of each tool after its life."""
    folder = tmp_path_factory.mktemp("drawn")
    jobs = [_job(seed, folder / f"tool_{seed}") for seed in ALIVE]
    file = folder / "jobs.json"
    file.write_text(json.dumps(jobs), "utf-8")
    lines = subprocess.run(
        [sys.executable, str(RUN), str(file)], check=True, capture_output=True, text=True
    )
    return dict(zip(ALIVE, map(json.loads, lines.stdout.splitlines()), strict=True))


def _job(seed: int, folder: Path) -> dict[str, Any]:
    for path, text in tree(seed).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return {"folder": str(folder), "blueprint": drawn(seed).data}


@pytest.mark.parametrize("seed", ALIVE)
def test_it_is_inspected_migrated_filled_visited_and_written_to(
    told: dict[int, dict[str, Any]], seed: int
) -> None:
    assert told[seed]["wrong"] == []
    assert told[seed]["statuses"]["200"] > 30
    assert sum(told[seed]["rows"].values()) >= 8
