"""What the language model is asked for a task of a tool, and how it may answer.

All of it comes from the blueprint of the version that is live, which a second person has approved:
the words of the task, the fields and the actions. From the tool's process come only the values of
the places, which are data to the model and cut to a size.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from apps.automations.errors import NotAnswered
from apps.language_models.questions import Question
from apps.language_models.quoting import quoted
from apps.language_models.reading import NoObject, object_in
from apps.notices.words import unseen_gone
from apps.versions.models import Version
from apps.versions.queries import task_of

INSTRUCTIONS = Path(__file__).parent / "instructions" / "task.1.txt"
MARKS = ("task", "value", "may")
BRACES = re.compile(r"\{([^{}]*)\}")
MOST_TOLD, LONGEST_ANSWER, MOST_TOKENS = 24_000, 50_000, 8_000
"""Letters of all values together, and of an answer; tokens of an answer."""

NUMBERS = {"integer": "integer", "rating": "integer"} | dict.fromkeys(
    ("decimal", "money", "percent", "duration"), "number"
)
FORMS = {
    **dict.fromkeys(("date", "week", "month"), "a date"),
    "datetime": "a moment",
    "time": "a time",
    "boolean": "true or false",
    "long_text": "a text of several lines at most",
}


@dataclass(frozen=True, slots=True)
class Task:
    """A step of an automation that asks the model: ids that it may name, fields and actions."""

    instructions: str
    may: tuple[str, ...]
    fields: tuple[dict[str, Any], ...]
    actions: tuple[dict[str, Any], ...]

    def question(self, values: Any) -> Question:
        """What is sent; `values` are those of the places, in their order, as the tool says them."""
        schema = self._schema()
        body = "\n\n".join(
            [
                quoted("task", self.instructions, MARKS),
                *self._told(values if isinstance(values, list) else []),
                quoted("may", "\n".join(self._lines()), MARKS),
            ]
        )
        said = (("user", body),)
        return Question(instructions(), said, schema, schema, "answer", MOST_TOKENS)  # type: ignore[arg-type]

    def _told(self, values: list[Any]) -> Iterator[str]:
        left = MOST_TOLD
        places = dict.fromkeys(place.strip() for place in BRACES.findall(self.instructions))
        for place, value in zip(places, values, strict=False):
            text = unseen_gone(value[:left]) if isinstance(value, str) else ""
            left -= len(text)
            yield f"{{{place}}} is:\n{quoted('value', text, MARKS)}"

    def _lines(self) -> Iterator[str]:
        for field in self.fields:
            listed = [f"{v['id']} ({v['name']})" if v.get("name") else v["id"] for v in _of(field)]
            several = "any of " if field["kind"] == "choices" else "one of "
            form = several + ", ".join(listed) if listed else FORMS.get(field["kind"], "")
            yield _line(field, form)
        for action in self.actions:
            yield _line(action, "an action to run")

    def _schema(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"why": {"type": "string"}}
        if self.actions:
            answer["run"] = _or_null(
                {"type": "string", "enum": [one["id"] for one in self.actions]}
            )
        if self.fields:
            answer["set"] = _object({one["id"]: _or_null(_kind(one)) for one in self.fields})
        return _object(answer)


def task_for(version: Version | None, to: dict[str, Any]) -> Task | None:
    """The task that an outbox row names; None where the version asks no such thing."""
    automation, step = task_of(version, to.get("task"), to.get("step")) if version else ({}, {})
    if not step or version is None:
        return None
    entity = next(e for e in version.blueprint["entities"] if e["id"] == automation["entity"])
    may = tuple(step["may"])
    return Task(
        step["instructions"],
        may,
        tuple(one for one in entity["fields"] if one["id"] in may),
        tuple(one for one in entity.get("actions", []) if one["id"] in may),
    )


def answer_in(text: str) -> dict[str, Any]:
    """The object of an answer, such as a row can hold. Raises `NotAnswered`."""
    try:
        if len(text) > LONGEST_ANSWER:
            raise NoObject("it is too long")
        found = object_in(text)
        kept = json.dumps(found, allow_nan=False, ensure_ascii=False)
        kept.encode()  # half of a sign is a ValueError
    except (NoObject, ValueError, RecursionError):
        raise NotAnswered("The language model's answer could not be read.") from None
    if "\\u0000" in kept:
        raise NotAnswered("The language model's answer could not be read.")
    return found


@lru_cache(maxsize=1)
def instructions() -> str:
    """The room's own words, the same for all tasks."""
    return INSTRUCTIONS.read_text(encoding="utf-8").strip()


def _of(field: dict[str, Any]) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = field.get("values", [])
    return values


def _line(one: dict[str, Any], form: str) -> str:
    said = [one.get("name") or one["id"].replace("_", " "), form, one.get("help", "")]
    return f"- {one['id']}: {'; '.join(filter(None, said))}"


def _kind(field: dict[str, Any]) -> dict[str, Any]:
    if values := [value["id"] for value in _of(field)]:
        one = {"type": "string"} if field.get("managed") else {"type": "string", "enum": values}
        return {"type": "array", "items": one} if field["kind"] == "choices" else one
    if field["kind"] == "boolean":
        return {"type": "boolean"}
    return {"type": NUMBERS.get(field["kind"], "string")}


def _or_null(kind: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
