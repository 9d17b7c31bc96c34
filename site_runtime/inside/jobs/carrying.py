"""The kit's operations among those that the autodetector found, so that rows come along.

`carried` is data of the compiler's: `[{model, field, how, before, after}]`, where `before` and
`after` are `[[name in site_kit.operations, {argument: value}]]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    Migration,
    RemoveField,
)

from site_kit import operations as carriers
from site_runtime.inside.jobs.questions import neutral

Carried = Mapping[str, Any]
LAST = (AddIndex, AddConstraint)


def carry(migrations: list[Any], carried: Iterable[Carried], after: Any) -> list[Any]:
    """The migrations with the operations of `carried` at their places; where nothing of a column
    changes but its values, in a migration that may be theirs alone: the one `after` (app, name).
    """
    wanted = {(one["model"], one["field"]): one for one in carried}
    for migration in migrations:
        placed: list[Any] = []
        for operation in migration.operations:
            column = _column(operation)
            placed += _with(operation, wanted[column]) if column in wanted else [operation]
        # Django may put them before a column that goes and comes anew, of which they are.
        migration.operations = sorted(placed, key=lambda one: isinstance(one, LAST))
    altered = {_column(one) for migration in migrations for one in migration.operations}
    moves = [
        getattr(carriers, name)(model, field, **given)
        for (model, field), one in wanted.items()
        if (model, field) not in altered
        for name, given in one["before"]
    ]
    if moves and not migrations:
        migrations = [_one_more(after)]
    if moves:
        _put(migrations[-1], moves)
    return migrations


def _column(operation: Any) -> tuple[str, str]:
    return getattr(operation, "model_name_lower", ""), getattr(operation, "name", "")


def _one_more(after: tuple[str, str]) -> Any:
    app, name = after
    number = int(name.split("_")[0]) + 1
    migration: Any = Migration(f"{number:04}_move_values", app)
    migration.dependencies = [after]
    return migration


def _put(migration: Any, moves: list[Any]) -> None:
    """Before new rules are asked about, after old ones are gone."""
    places = [
        place
        for place, operation in enumerate(migration.operations)
        if isinstance(operation, AddConstraint)
    ]
    place = places[0] if places else len(migration.operations)
    migration.operations[place:place] = moves


def _with(operation: Any, one: Carried) -> Iterator[Any]:
    """What stands in the place of an operation on the column."""
    altered = isinstance(operation, AlterField)
    if altered and one["how"] == "replaced":
        yield RemoveField(operation.model_name, operation.name)
        yield _added(operation)
        return
    if altered or (one["how"] == "several" and isinstance(operation, RemoveField)):
        yield from _made(operation, one["before"])
    yield _altered(operation) if altered else operation
    if altered or (one["how"] == "several" and isinstance(operation, AddField)):
        yield from _made(operation, one["after"])


def _added(operation: Any) -> Any:
    """A new column in the place of one that nothing of fits: compulsory ones begin with a neutral
    value of their kind.
    """
    field = operation.field.clone()
    begins = not field.null and not field.has_default()
    if begins:
        field.default = neutral(field)[0]
    return AddField(operation.model_name, operation.name, field, preserve_default=not begins)


def _altered(operation: Any) -> Any:
    return carriers.Altered(
        operation.model_name, operation.name, operation.field, operation.preserve_default
    )


def _made(operation: Any, steps: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[Any]:
    for name, given in steps:
        yield getattr(carriers, name)(operation.model_name, operation.name, **given)
