"""The tools that follow-ups are tried on: the two canonical briefs as the built-in planner reads
them, and the two hand-written blueprints.
"""

import json
from functools import cache
from pathlib import Path

from apps.builds.compiler import unsupported
from apps.plans.blueprint.arrival.outcomes import read_outcome
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.loading import load
from apps.plans.planners import Answer
from tests.unit.apps.plans.planners.said import INVOICES, REQUESTS, Data, answer_to, plan_of

EXAMPLES = Path(__file__).parents[3] / "blueprint" / "examples"


def _example(name: str) -> Data:
    text = (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")
    return canonical_data(load(json.loads(text)).blueprint)


TOOLS: dict[str, Data] = {
    "requests": plan_of(REQUESTS),
    "invoices": plan_of(INVOICES),
    "hand-written requests": _example("request-dashboard"),
    "hand-written invoices": _example("invoice-matching"),
}


@cache
def asked(tool: str, text: str) -> Answer:
    """The answer to a follow-up on one of the tools. Answers are asked for more than once, and not
    changed.
    """
    return answer_to(text, TOOLS[tool])


def changes(answer: Answer) -> list[Data]:
    """The edits that change the tool, without the lists of what was asked."""
    said = {"add_requirement", "add_left_out"}
    lists = ("requirements.", "left_out.")
    return [
        edit
        for edit in answer.edits
        if edit["kind"] not in said and not edit.get("at", "").startswith(lists)
    ]


def left_out(answer: Answer) -> list[tuple[str, str]]:
    """What was left out in this follow-up, with the reasons."""
    return [
        (edit["item"]["quote"], edit["item"]["reason"])
        for edit in answer.edits
        if edit["kind"] == "add_left_out"
    ]


def _is_gone(address: str, gone: set[str]) -> bool:
    """Whether an address, or what it lies in, was removed."""
    return any(f"{address}.".startswith(f"{at}.") for at in gone)


def nothing_lost(before: Data, answer: Answer) -> None:
    """What was asked before is on the lists as it was, but for what nothing provides any more; the
    edits lead to the blueprint that comes with them; and it can be built.
    """
    after = answer.blueprint
    assert after is not None
    gone = {edit["at"] for edit in answer.edits if edit["kind"] == "remove"}
    for entry in before["requirements"]:
        if f"requirements.{entry['quote']}" in gone:
            assert all(_is_gone(address, gone) for address in entry["provides"])
    for key in ("requirements", "left_out"):
        said = [entry["quote"] for entry in before.get(key, [])]
        said = [quote for quote in said if f"{key}.{quote}" not in gone]
        assert [entry["quote"] for entry in after.get(key, [])][: len(said)] == said
    outcome = read_outcome(
        {"outcome": "plan", "edits": list(answer.edits)}, blueprint=load(before).blueprint
    ).outcome
    assert outcome.blueprint is not None
    assert canonical_data(outcome.blueprint) == after
    assert unsupported(outcome.blueprint) == []
