"""The operations of a migration as people read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Index

from site_kit.operations import SetAside

Named = dict[tuple[str, str], str]


def all_described(operations: Sequence[Any], named: Named) -> list[dict[str, Any]]:
    """Each operation of a migration; what was set aside is not lost with its column."""
    aside = {_column(one) for one in operations if isinstance(one, SetAside)}
    words = []
    for operation in operations:
        said = described(operation, named)
        if said["risk"] == "loses" and _column(operation) in aside:
            said |= {
                "risk": "changes",
                "words": f"Column {said['field']} of {said['model']} makes room for a list",
            }
        words.append(said)
    return words


def _column(operation: Any) -> tuple[str, str]:
    return str(getattr(operation, "model_name", "")).lower(), str(getattr(operation, "name", ""))


def described(operation: Any, named: Named) -> dict[str, Any]:
    """One operation: `kind`, `model`, `field` (where there is one), `words`, and `risk`.

    `risk` is "adds", "changes" or "loses" (what was entered there).
    """
    model = str(getattr(operation, "model_name", "") or getattr(operation, "name", ""))
    field = _part_of(operation)
    kind = type(operation).__name__
    tell = WORDS.get(kind)
    words = tell(operation, model, field) if tell else operation.describe()
    default = named.get((model.lower(), field), "")
    if default:
        words += f"; rows that are there get {default}"
    said = {"kind": kind, "model": model, "field": field, "words": words, "risk": _risk(kind)}
    return said | {"default": default} if default else said


def _part_of(operation: Any) -> str:
    if hasattr(operation, "model_name"):
        return str(getattr(operation, "name", ""))
    return ""


def _risk(kind: str) -> str:
    if kind in {"DeleteModel", "RemoveField"}:
        return "loses"
    return "adds" if kind in {"CreateModel", "AddField", "AddIndex", "AddConstraint"} else "changes"


def _create(operation: Any, model: str, field: str) -> str:
    columns = sum(1 for name, _ in operation.fields if name != "id")
    return f"New table {model} with {columns} columns"


def _alter_field(operation: Any, model: str, field: str) -> str:
    may_be_empty = "may be empty" if operation.field.null else "is never empty"
    return f"Column {field} of {model} changes its kind or limits; it {may_be_empty}"


WORDS: dict[str, Callable[[Any, str, str], str]] = {
    "CreateModel": _create,
    "DeleteModel": lambda operation, model, field: f"Table {model} goes, with its rows",
    "AddField": lambda operation, model, field: f"New column {field} in {model}",
    "RemoveField": lambda operation, model, field: (
        f"Column {field} of {model} goes, with what is in it"
    ),
    "AlterField": _alter_field,
    "Altered": _alter_field,
    "AlterModelOptions": lambda operation, model, field: f"{model} is named or sorted differently",
    "AddConstraint": lambda operation, model, field: (
        f"New rule on {model}: {operation.constraint.name}"
    ),
    "RemoveConstraint": lambda operation, model, field: f"Rule {field} on {model} goes",
    "AlterConstraint": lambda operation, model, field: f"Rule {field} on {model} says it otherwise",
    "AddIndex": lambda operation, model, field: (
        f"Faster to search: {model} by {', '.join(_indexed(operation.index))}"
    ),
    "RemoveIndex": lambda operation, model, field: f"Index {field} of {model} is not needed",
}


def _indexed(index: Index) -> list[str]:
    return [name.removeprefix("-") for name in index.fields] or [index.name]
