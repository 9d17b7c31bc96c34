"""Samples: rows for previews have to be rows that the tool would take."""

from collections.abc import Iterator

from apps.plans.blueprint.checks.filled import check_filled
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.values import fault_of
from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import Call, Format, Path
from apps.plans.blueprint.expressions.problems import ExpressionErrors
from apps.plans.blueprint.expressions.reading import parse
from apps.plans.blueprint.fields import FILES, PERSONS, RELATIONS, Field
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.whole import Sample

SET_BY_THE_TOOL = ("created_at", "created_by")


def check_samples(found: Findings) -> None:
    """All samples."""
    for sample in found.tool.source.samples:
        at = f"samples.{sample.entity}"
        if found.known(at, sample.entity, found.tool.entities, "entity"):
            _check(sample, at, found)


def _check(sample: Sample, at: str, found: Findings) -> None:
    entity = found.tool.entity(sample.entity)
    fields = {field.id: field.source for field in entity.fields}
    for column in sample.columns:
        if column in fields and fields[column].is_computed:
            found.say(f"{at}.columns", "computed", f"“{column}” is computed and has no cells")
        elif column not in SET_BY_THE_TOOL:
            found.known(f"{at}.columns", column, fields, f"field of {sample.entity}")
    check_filled(found, at, sample.entity, {*sample.columns, *_files(fields)}, by_whom="a sample")
    for number, row in enumerate(sample.rows, 1):
        where = f"{at}.rows.{number}"
        if len(row) != len(sample.columns):
            found.say(where, "cells", f"{len(row)} cells for {len(sample.columns)} columns")
            continue
        for column, cell in zip(sample.columns, row, strict=True):
            if column in fields:
                _check_cell(fields[column], cell, where, found)
    _check_unique(sample, fields, at, found)


def _files(fields: dict[str, Field]) -> Iterator[str]:
    return (called for called, field in fields.items() if field.kind in FILES)


def _check_cell(field: Field, cell: str, where: str, found: Findings) -> None:
    if not cell:
        if field.required and field.kind not in FILES and not field.show_if:
            found.say(where, "required-left-empty", f"“{field.id}” is required")
    elif field.kind in RELATIONS:
        titles = sample_titles(field.to, found)
        for title in cell.split(";") if field.kind == "relations" else [cell]:
            if title.strip() not in titles:
                message = (
                    f"no sample of {field.to} is called “{title.strip()}”; {nearest(title, titles)}"
                )
                found.say(where, "cells", message)
    elif field.kind not in PERSONS and (fault := fault_of(cell, field)):
        found.say(where, "cells", fault)


def sample_titles(entity: str, found: Findings) -> set[str]:
    """What the sample rows of an entity answer to: their title, its first part, any unique text."""
    if entity not in found.tool.entities:
        return set()
    named = set(_naming_columns(found.tool.entity(entity), found))
    titles: set[str] = set()
    for sample in found.tool.source.samples:
        if sample.entity == entity:
            places_of = [i for i, column in enumerate(sample.columns) if column in named]
            titles |= {row[i] for row in sample.rows for i in places_of if i < len(row) and row[i]}
    return titles


def _naming_columns(entity: ResolvedEntity, found: Findings) -> Iterator[str]:
    yield from (f.id for f in entity.fields if f.source.unique and f.kind in ("text", "email"))
    try:
        title = parse(entity.title, places.own(entity.id), found.world)
    except ExpressionErrors:
        return
    parts: tuple[object, ...] = (title,)
    if isinstance(title, Call):
        parts = title.arguments
    elif isinstance(title, Format):
        parts = title.parts
    first = next((part for part in parts if isinstance(part, Path)), None)
    if first and len(first.hops) == 1:
        yield first.hops[0].id


def _check_unique(sample: Sample, fields: dict[str, Field], at: str, found: Findings) -> None:
    for position, column in enumerate(sample.columns):
        if column not in fields or not fields[column].unique:
            continue
        cells = [row[position] for row in sample.rows if position < len(row) and row[position]]
        for twice in sorted({cell for cell in cells if cells.count(cell) > 1}):
            found.say(f"{at}.rows", "unique", f"“{twice}” is there twice, and {column} is unique")
