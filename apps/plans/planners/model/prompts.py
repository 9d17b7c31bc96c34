"""What is sent: versioned instructions, then the words, the blueprint, the house rules. No rows, no
secrets.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from apps.language_models.questions import Question
from apps.language_models.quoting import quoted
from apps.plans.blueprint.errors import Problem
from apps.plans.blueprint.sent import schema_as_sent
from apps.plans.planners.context import Context

FOLDER = Path(__file__).parent / "instructions"
VERSION = "2"
MOST_PROBLEMS = 30
MOST_BRIEF = 12_000
MARKS = ("brief", "blueprint", "follow_up", "answer", "wrong")


@lru_cache(maxsize=8)
def instructions(name: str) -> str:
    """The text of one instruction file."""
    return (FOLDER / f"{name}.{VERSION}.txt").read_text(encoding="utf-8").strip()


def first_question(brief: str, context: Context) -> Question:
    """A brief, quoted as data, with what the workspace has as defaults."""
    return _question(
        "first", f"{_context(context)}\n\n{_quoted('brief', brief[:MOST_BRIEF])}", first=True
    )


def follow_up_question(text: str, blueprint: dict[str, Any], context: Context) -> Question:
    """A follow-up with the present blueprint; samples stay out, they are rows of a kind."""
    lean = {key: value for key, value in blueprint.items() if key not in {"samples"}}
    said = json.dumps(lean, ensure_ascii=False, separators=(",", ":"))
    body = (
        f"{_context(context)}\n\n{_quoted('blueprint', said)}\n\n"
        f"{_quoted('follow_up', text[:MOST_BRIEF])}"
    )
    return _question("follow_up", body, first=False)


def repair_question(answer: str, problems: list[Problem], *, first: bool) -> Question:
    """The last answer and what is wrong with it; nothing of what went before."""
    listed = "\n".join(f"- {problem}" for problem in problems[:MOST_PROBLEMS])
    more = len(problems) - MOST_PROBLEMS
    listed += f"\n- and {more} more" if more > 0 else ""
    body = f"{_quoted('answer', answer)}\n\n{_quoted('wrong', listed)}"
    return _question("repair", body, first=first)


def _quoted(called: str, text: str) -> str:
    return quoted(called, text, MARKS)


def _question(name: str, body: str, *, first: bool) -> Question:
    return Question(
        instructions=instructions(name),
        said=(("user", body),),
        schema=schema_as_sent(first=first, strict=False),
        strict_schema=schema_as_sent(first=first, strict=True),
    )


def _context(context: Context) -> str:
    groups = ", ".join(context.groups) or "none"
    lines = [
        f"Workspace defaults: language {context.language}, timezone {context.timezone}, currency "
        f"{context.currency}; groups: {groups}."
    ]
    if context.house_rules:
        lines.append(f"House rules of the workspace: {context.house_rules}")
    return "\n".join(lines)
