"""A migration's operations in words."""

from dataclasses import dataclass
from typing import Any

from apps.workbench.words.states import Label, of_risk

VERBS = {
    "CreateModel": ("A table for {model} is made.", "adds"),
    "DeleteModel": ("The table of {model} is removed, with its rows.", "loses"),
    "RenameModel": ("The table of {model} gets another name.", "moves"),
    "AddField": ("{model} gets a column for {field}.", "adds"),
    "RemoveField": ("{model} loses the column {field}, with what was entered there.", "loses"),
    "AlterField": ("The column {field} of {model} changes.", "moves"),
    "RenameField": ("A column of {model} gets another name: {field}.", "moves"),
    "AddConstraint": ("The database holds a rule for {model}: {field}.", "adds"),
    "RemoveConstraint": ("A rule for {model} goes: {field}.", "moves"),
    "AddIndex": ("Finding {model} becomes faster.", "adds"),
    "RemoveIndex": ("An index of {model} goes.", "adds"),
    "RunSQL": ("SQL of its own runs; read it below.", "moves"),
    "RunPython": ("Rows are rewritten.", "moves"),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One line."""

    text: str
    risk: Label


def operation_words(operation: dict[str, Any]) -> Operation:
    """What an operation does, in a sentence; the platform's own words win where it has them."""
    said, risk = VERBS.get(operation.get("kind", ""), ("The database changes.", "moves"))
    text = operation.get("words") or said.format(
        model=operation.get("model", "") or "a table", field=operation.get("field", "") or "one"
    )
    return Operation(text.rstrip(".") + ".", of_risk(operation.get("risk", risk)))
