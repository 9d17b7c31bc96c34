"""Prints which share of the checks of the practice briefs holds, by kind: `python -m
tests.briefs.score`.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from apps.plans.planners.answer import Answer
from apps.plans.planners.builtin import BuiltinPlanner
from apps.plans.planners.context import Context
from apps.plans.planners.protocol import Planner
from tests.briefs.checks import CHECKS, size

FOLDER = Path(__file__).parent / "data"


def briefs() -> list[dict[str, Any]]:
    """All first briefs."""
    return [
        entry
        for path in sorted(FOLDER.glob("*.yaml"))
        if path.stem != "followups"
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def followups() -> list[dict[str, Any]]:
    """All follow-ups."""
    found: list[dict[str, Any]] = yaml.safe_load(
        (FOLDER / "followups.yaml").read_text(encoding="utf-8")
    )
    return found


def failures(answer: Answer, checks: dict[str, Any]) -> dict[str, list[str]]:
    """What does not hold, by kind of check."""
    wanted = checks.get("outcome", "plan")
    if answer.outcome != wanted:
        return {
            kind: [f"the outcome is {answer.outcome}"] * size(value)
            for kind, value in checks.items()
        }
    plan = answer.blueprint or {}
    return {
        kind: list(CHECKS[kind](plan, value)) for kind, value in checks.items() if kind != "outcome"
    } | ({"outcome": []} if "outcome" in checks else {})


def planned(planner: Planner, text: str) -> Answer:
    """A first plan in an empty workspace."""
    return planner.plan(text, blueprint=None, context=Context())


def main() -> None:
    """Scores, and with --failed what does not hold."""
    planner = BuiltinPlanner()
    asked: dict[str, int] = defaultdict(int)
    missed: dict[str, int] = defaultdict(int)
    for brief in briefs():
        failed = failures(planned(planner, brief["brief"]), brief["checks"])
        for kind, wanted in brief["checks"].items():
            asked[kind] += size(wanted)
            missed[kind] += min(len(failed.get(kind, [])), size(wanted))
            if "--failed" in sys.argv:
                for sentence in failed.get(kind, []):
                    print(f"  {brief['id']}: {sentence}")
    for kind in asked:
        print(
            f"{kind:12} {asked[kind] - missed[kind]:4} of {asked[kind]:4}  "
            f"{100 * (asked[kind] - missed[kind]) / asked[kind]:5.1f} %"
        )
    total, lost = sum(asked.values()), sum(missed.values())
    print(f"{'all':12} {total - lost:4} of {total:4}  {100 * (total - lost) / total:5.1f} %")


if __name__ == "__main__":
    main()
