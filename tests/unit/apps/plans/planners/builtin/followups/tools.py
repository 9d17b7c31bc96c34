"""The tools that follow-ups are tried on: the two canonical briefs as the built-in planner reads
them, the two hand-written blueprints, and a workshop whose status moves by buttons.
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


def _example(path: Path) -> Data:
    return canonical_data(load(json.loads(path.read_text(encoding="utf-8"))).blueprint)


TOOLS: dict[str, Data] = {
    "requests": plan_of(REQUESTS),
    "invoices": plan_of(INVOICES),
    "hand-written requests": _example(EXAMPLES / "request-dashboard.json"),
    "hand-written invoices": _example(EXAMPLES / "invoice-matching.json"),
    "repairs": _example(Path(__file__).parent / "repairs.json"),
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


def after(tool: str, text: str) -> Data:
    """The tool after a follow-up."""
    plan = asked(tool, text).blueprint
    assert plan is not None, asked(tool, text)
    return plan


def changed(tool: str, text: str) -> dict[str, tuple[object, object]]:
    """Every address at which the tool differs after a follow-up, as it was and as it is; the lists
    of what was asked are not compared.
    """
    was, now = _flat(TOOLS[tool]), _flat(after(tool, text))
    return {
        at: (was.get(at), now.get(at))
        for at in [*was, *(at for at in now if at not in was)]
        if was.get(at) != now.get(at)
    }


def _flat(data: Data, at: str = "") -> dict[str, object]:
    """Every plain value and list of texts of a blueprint by its address; orders of ids as well."""
    found: dict[str, object] = {}
    for key, value in data.items():
        here = f"{at}.{key}".lstrip(".")
        if here in {"requirements", "left_out", "samples"}:
            continue
        entries = value if isinstance(value, list) else [value]
        if not entries or not isinstance(entries[0], dict):
            found[here] = value
            continue
        if isinstance(value, list):
            found[here] = [_called(entry) for entry in entries]
        for entry in entries:
            found |= _flat(entry, f"{here}.{_called(entry)}" if isinstance(value, list) else here)
    return found


def _called(entry: Data) -> str:
    return str(entry.get("id") or entry.get("kind") or entry)


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
