"""Every write of every row, kept by default: who, when, by which way, from what to what.

A line is seen by whoever may see its row, cut to the fields that this person may see. What was
deleted is kept whole, so that it can be restored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Model

from site_kit import asker
from site_kit.asker import Asker, acting
from site_kit.files import FilesField, names_of
from site_kit.models import entity_id
from site_kit.permissions import rights_for
from site_kit.records import HistoryLine
from site_kit.texts import text_of
from site_kit.titles import seen_title_of
from site_kit.words import in_words

STAMPS = ("created_at", "created_by", "updated_at", "updated_by")

_json = DjangoJSONEncoder()


def snapshot(row: Model, many: Mapping[str, list[Any]] | None = None) -> dict[str, Any]:
    """A row's stored values as JSON has them; relations by number, stamps left out."""
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if not field.primary_key and field.name not in STAMPS:
            found[field.name] = _as_json(field, getattr(row, field.attname))
    for several in row._meta.many_to_many:
        chosen = (many or {}).get(several.name)
        if chosen is None:
            chosen = [one.pk for one in getattr(row, several.name).all()] if row.pk else []
        found[several.name] = sorted(chosen)
    return found


def _as_json(field: Any, value: Any) -> Any:
    if isinstance(field, models.FileField):
        return value.name or "" if value else ""
    if value is None or isinstance(value, (bool, int, list)):
        return value
    if isinstance(field, models.DecimalField):
        return f"{field.to_python(value):.{field.decimal_places}f}"
    return str(value) if isinstance(value, str) else _json.default(value)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person reads it: `changes` are (label, before, after) in plain words."""

    id: int
    at: datetime
    by: str
    action: str
    note: str
    changes: Sequence[tuple[str, str, str]]


def record(
    row: Model,
    action: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    cause: str,
    note: str = "",
    kept: Mapping[str, Any] | None = None,
) -> HistoryLine:
    """Add a line, by whoever acts, at the request's moment."""
    names = [*after, *(name for name in before if name not in after)]
    changes = {
        name: [before.get(name), after.get(name)]
        for name in names
        if before.get(name) != after.get(name)
    }
    return HistoryLine.objects.create(
        entity=entity_id(type(row)),
        record=row.pk,
        at=asker.moment(),
        by_id=asker.current().id,
        action=action,
        cause=cause,
        note=note,
        changes=changes,
        kept=kept,
    )


def lines(row: Model, by: Asker, limit: int = 100) -> list[Line]:
    """The newest lines of a row, cut to what this person may see of it."""
    with acting(by):
        seen = rights_for(type(row)).fields_for(by).seen_on(row)
        found = HistoryLine.objects.filter(entity=entity_id(type(row)), record=row.pk)
        several = list(found.select_related("by").order_by("-id")[:limit])
        titles = _titles(type(row), several)
        return [_read(type(row), line, seen, titles) for line in several]


def _read(
    model: type[Model], line: HistoryLine, seen: frozenset[str], titles: Mapping[Any, str]
) -> Line:
    changes = []
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if field.name not in seen or field.name not in line.changes:
            continue
        before, after = line.changes[field.name]
        label = str(field.verbose_name)
        texts = [_shown(field, value, titles) for value in (before, after)]
        changes.append((label[:1].upper() + label[1:], texts[0], texts[1]))
    by = line.by.name if line.by else "The tool"
    return Line(line.pk, line.at, by, in_words(line.action), line.note, changes)


def _shown(field: Any, value: Any, titles: Mapping[Any, str]) -> str:
    if isinstance(field, (models.FileField, FilesField)):
        return ", ".join(names_of(value))
    if not field.is_relation:
        try:
            read = None if value is None else field.to_python(value)
        except ValidationError:
            return str(value)  # from when the field was of another kind
        return text_of(read, field)
    several = value if isinstance(value, list) else [value]
    target = field.related_model
    kept = {one: f"#{one}" if isinstance(one, int) else str(one) for one in several}
    return ", ".join(titles.get((target, one), kept[one]) for one in kept if one is not None)


def _titles(model: type[Model], several: Sequence[HistoryLine]) -> dict[Any, str]:
    """What the related rows of some lines are called; one query for each other entity."""
    wanted: dict[Any, set[Any]] = {}
    for line in several:
        for name, pair in line.changes.items():
            field: Any = _field(model, name)
            if field is not None and field.is_relation:
                flat = [one for v in pair for one in (v if isinstance(v, list) else [v])]
                keys = {one for one in flat if isinstance(one, int)}
                wanted.setdefault(field.related_model, set()).update(keys)
    titles: dict[Any, str] = {}
    for target, keys in wanted.items():
        rows = target.objects.filter(pk__in=keys)
        titles |= {(target, row.pk): seen_title_of(row) for row in rows}
    return titles


def _field(model: type[Model], name: str) -> Any:
    fields = {f.name: f for f in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    return fields.get(name)


def may_restore(line: HistoryLine, model: type[Model], by: Asker) -> bool:
    """Whoever may create here, and sees all rows or deleted this one: its values are all in it."""
    rights = rights_for(model)
    if not rights.allowed("create", None, by):
        return False
    sees_all = rights.condition("view", by) is True
    return sees_all or (line.by_id is not None and line.by_id == by.id)
