"""A short list on a page: the first rows in some order, ticks, and the buttons that are named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.db.models.expressions import OrderBy

from site_kit import asker
from site_kit.actions import annotate_may, as_column, may_names
from site_kit.locks import may_change
from site_kit.models import RowQuerySet, entity_id
from site_kit.parts import Checklist, RowList
from site_kit.permissions import Fields, rights_for
from site_kit.titles import seen_title, title_path
from site_kit.web.buttons import Button, buttons_of, in_row
from site_kit.web.cells import EMPTY
from site_kit.web.children import ShortTable
from site_kit.web.columns import TITLE, Column, column_of, columns_of, is_stored
from site_kit.web.entry import noun
from site_kit.web.html import safe
from site_kit.web.kinds import FILES, kind_of


def context(part: RowList, rows: RowQuerySet, back: str) -> dict[str, Any]:
    """What the template draws; `back` is where the buttons return to. One query."""
    model, person = part.model, asker.current()
    fields = rights_for(model).fields_for(person)
    named = title_path(model)  # stands in front already, as the link
    columns = columns_of(model, [path for path in part.columns if path != named], fields)
    tick = _first_boolean(model) if isinstance(part, Checklist) else None
    buttons = buttons_of(model, part.actions) if part.actions else []
    if part.size == "full" and len(columns) > 1 and not (tick or buttons):
        return _as_table(
            part,
            rows,
            columns,
            column_of(model, named if isinstance(named, str) else TITLE, fields),
        )
    found = _fetched(part, rows, columns, tick, bool(buttons))
    items = [_item(model, row, columns, tick, buttons, back) for row in found]
    return {
        "items": items,
        "tick": tick.name if tick else "",
        "done": sum(1 for item in items if item["ticked"]),
    }


def _as_table(
    part: RowList, rows: RowQuerySet, columns: list[Column], title: Column | None
) -> dict[str, Any]:
    """So wide a list has room for headings, without which a figure says nothing."""
    several = [replace(title, label=noun(part.model).capitalize())] if title else []
    several += columns
    found = _fetched(part, rows, several, None, acts=False)
    return {
        "items": found,
        "table": ShortTable(entity_id(part.model), several, [], "").table(found),
    }


def _fetched(
    part: RowList, rows: RowQuerySet, columns: list[Column], tick: Any, acts: bool
) -> list[dict[str, Any]]:
    model, person = part.model, asker.current()
    values = {f"c{place}": column.select for place, column in enumerate(columns)}
    may = may_change(model, tick.name, person) if tick else False
    named: Any = rows.annotate(row_title=seen_title(model), may_tick=as_column(may), **values)
    names = ["pk", "row_title", "may_tick", *values, *([tick.name] if tick else [])]
    if acts:
        named, names = annotate_may(named, person), [*names, *may_names(model)]
    fields = rights_for(model).fields_for(person)
    return list(named.order_by(*_order(part, fields), "-pk").values(*names)[: part.limit])


def _item(
    model: type[Model],
    row: dict[str, Any],
    columns: list[Column],
    tick: Any,
    buttons: list[Button],
    back: str,
) -> dict[str, Any]:
    return {
        "pk": row["pk"],
        "href": f"/{entity_id(model)}/{row['pk']}/",
        "title": row["row_title"] or f"#{row['pk']}",
        "cells": [
            {
                "path": column.path,
                "label": column.label if column.is_number else "",
                "inside": _inside(model, row["pk"], column, inside),
            }
            for place, column in enumerate(columns)
            if (inside := column.cell(row[f"c{place}"])) not in ("", EMPTY)
        ],
        "ticked": row[tick.name] if tick else None,
        "may_tick": row["may_tick"],
        "acts": safe(in_row(buttons, row, back)) if buttons else "",
    }


def _inside(model: type[Model], pk: int, column: Column, inside: str) -> str:
    """A value; that of a file leads to it."""
    if column.kind not in FILES:
        return safe(inside)
    return safe(f'<a href="/{entity_id(model)}/{pk}/file/{column.path}/">{inside}</a>')


def _order(part: RowList, fields: Fields) -> list[OrderBy]:
    """The declared order, by what the person may see; empty values come last. Where there are
    none nothing is said of them, since no index has that.
    """
    found = []
    for path in part.sort:
        column = column_of(part.model, path.removeprefix("-"), fields)
        if column is not None and column.order is not None:
            down = path.startswith("-")
            filled = is_stored(part.model, column) and not column.field.null
            found.append(OrderBy(column.order, descending=down, nulls_last=not filled or None))
    return found


def _first_boolean(model: type[Model]) -> Any:
    return next((f for f in model._meta.concrete_fields if kind_of(f) == "boolean"), None)
