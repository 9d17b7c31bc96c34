"""The practice briefs: each gives what it must; each plan can be compiled; follow-ups make their
edits.
"""

from functools import lru_cache
from typing import Any

import pytest

from apps.builds.compiler import unsupported
from apps.plans.blueprint.loading import load
from apps.plans.planners import Context
from apps.plans.planners.builtin import BuiltinPlanner
from tests.briefs.score import briefs, failures, followups, planned

PLANNER = BuiltinPlanner()
BRIEFS = {entry["id"]: entry for entry in briefs()}


@lru_cache(maxsize=64)
def plan_of(name: str) -> Any:
    return planned(PLANNER, BRIEFS[name]["brief"]).blueprint


@pytest.mark.parametrize("name", BRIEFS)
def test_a_brief_gives_what_it_must(name: str) -> None:
    entry = BRIEFS[name]
    failed = failures(planned(PLANNER, entry["brief"]), entry["checks"])
    assert {kind: sentences for kind, sentences in failed.items() if sentences} == {}


@pytest.mark.parametrize(
    "name",
    [name for name, entry in BRIEFS.items() if entry["checks"].get("outcome", "plan") == "plan"],
)
def test_a_plan_holds_without_a_note_and_can_be_compiled(name: str) -> None:
    loaded = load(plan_of(name), BRIEFS[name]["brief"])
    assert (loaded.notes, loaded.warnings) == ((), ())
    assert unsupported(loaded.blueprint) == []


@pytest.mark.parametrize("entry", followups(), ids=lambda entry: entry["id"])
def test_a_follow_up_makes_its_edits(entry: dict[str, Any]) -> None:
    answer = PLANNER.plan(entry["say"], blueprint=plan_of(entry["to"]), context=Context())
    assert answer.outcome == entry.get("outcome", "plan")
    for wanted in entry.get("edits", []):
        assert any(wanted.items() <= edit.items() for edit in answer.edits), wanted
    if "command" in entry:
        assert (answer.command or {})["name"] == entry["command"]


@pytest.mark.parametrize(
    "entry",
    [entry for entry in followups() if entry.get("outcome", "plan") == "plan"],
    ids=lambda entry: entry["id"],
)
def test_after_a_follow_up_the_tool_can_still_be_compiled(entry: dict[str, Any]) -> None:
    answer = PLANNER.plan(entry["say"], blueprint=plan_of(entry["to"]), context=Context())
    assert answer.blueprint is not None
    assert unsupported(load(answer.blueprint).blueprint) == []
