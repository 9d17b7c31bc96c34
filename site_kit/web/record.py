"""One row with its fields, ready to be drawn: on its own page and in a queue.

The row, its related titles and what the person may do to it come in one query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils.html import escape

from site_kit import asker
from site_kit.actions import annotate_may
from site_kit.asker import Asker
from site_kit.errors import NotThere
from site_kit.files import keys_of, mark_of
from site_kit.models import entity_id
from site_kit.pages import Detail
from site_kit.paths import computed_of
from site_kit.permissions import Fields, rights_for
from site_kit.titles import seen_title, title_path
from site_kit.web import formats
from site_kit.web.buttons import Button, buttons_of
from site_kit.web.cells import EMPTY, at_moment
from site_kit.web.columns import Column
from site_kit.web.files import size_of, stored_name
from site_kit.web.html import safe
from site_kit.web.kinds import FILES, LONG
from site_kit.web.prose import prose

FACTS = 6
FACT_KINDS = frozenset({"status", "choice", "person", "date", "money", "datetime", "rating"})
EVERY_ROW = ("created_at", "created_by", "updated_at", "updated_by")


def paths_of(model: type[Model], page: type[Detail] | None) -> list[str]:
    """The fields of a row's own page: those it names, else all."""
    if page is not None and page.columns:
        return list(page.columns)
    stored = [*model._meta.concrete_fields, *model._meta.many_to_many]
    own = [f.name for f in stored if not f.primary_key and f.name not in EVERY_ROW]
    return [*own, *computed_of(model)]


def fetched(model: type[Model], pk: int, columns: Sequence[Column], person: Asker) -> Any:
    """The row with the values of its columns (`c0` …) and what the person may do; else 404."""
    values = {f"c{place}": column.select for place, column in enumerate(columns)}
    rows: Any = model.objects.filter(pk=pk)  # type: ignore[attr-defined]
    rows = rows.select_related("created_by", "updated_by")
    rows = annotate_may(rows.annotate(row_title=seen_title(model), **values), person)
    row = rows.first()
    if row is None:
        raise NotThere(f"There is no such {model._meta.verbose_name}.")
    return row


def made(row: Any) -> Any:
    """Who made it, and when."""
    by = f" by {escape(row.created_by.name)}" if row.created_by else ""
    return safe(f"Added{by}, {at_moment(row.created_at)}")


def buttons(
    row: Any, model: type[Model], only: Sequence[str], lock: str, back: str = ""
) -> dict[str, Any]:
    """What this person may do to the row; a lock takes editing and deleting away and says so.
    `back` is where a button that asks comes back to."""
    mine = [
        one.on_row(vars(row)) for one in buttons_of(model, only) if getattr(row, f"may_{one.id}")
    ]
    primary = next((one for one in mine if one.tone == "good"), mine[0] if mine else None)
    ordered: list[Button] = [one for one in mine if one is not primary]
    drawn = [one.in_head(row.pk, primary=False, back=back) for one in ordered]
    if primary is not None:
        drawn.append(primary.in_head(row.pk, primary=primary.tone != "bad", back=back))
    return {
        "buttons": drawn,
        "lock": lock if row.may_edit or row.may_delete else "",
        "may_edit": row.may_edit and not lock,
        "may_delete": row.may_delete and not lock,
        "address": f"/{entity_id(model)}/{row.pk}/",
    }


class Shown:
    """The fields of a row, each in the place that suits its kind."""

    def __init__(self, row: Any, columns: Sequence[Column], fields: Fields) -> None:
        self.row = row
        self.model: type[Model] = type(row)
        title = title_path(self.model)
        self.columns = [
            (column, getattr(row, f"c{place}"))
            for place, column in enumerate(columns)
            if column.path != title
        ]
        short = [pair for pair in self.columns if pair[0].kind not in LONG | FILES]
        facts = [pair for pair in short if pair[0].kind in FACT_KINDS and pair[1] is not None]
        statuses = [pair for pair in facts if pair[0].kind == "status"]
        others = [pair for pair in facts if pair not in statuses]
        self._facts = [*statuses, *others][:FACTS] if len(facts) > 1 else []
        self._rest = [pair for pair in short if pair not in self._facts]

    def facts(self) -> list[dict[str, Any]]:
        """The strip under the heading: where it stands, whose it is, when."""
        found = [self._field(column, value) for column, value in self._facts]
        if found and self._facts[0][0].kind == "status":
            found[0]["key"] = True
        return found

    def rest(self) -> list[dict[str, Any]]:
        """The other short fields."""
        return [self._field(column, value) for column, value in self._rest]

    def texts(self) -> list[dict[str, Any]]:
        """Long texts, each under its own heading; empty ones are left out."""
        long = [(column, value) for column, value in self.columns if column.kind in LONG]
        return [
            {"path": column.path, "label": column.label, "text": prose(value)}
            for column, value in long
            if value
        ]

    def files(self) -> list[dict[str, Any]]:
        """The file fields that hold something."""
        found = []
        for column, value in self.columns:
            if column.kind in FILES:
                found += [self._file(column, key) for key in keys_of(value)]
        return found

    def _file(self, column: Column, key: str) -> dict[str, Any]:
        size = size_of(key)
        which = f"{mark_of(key)}/" if column.kind == "files" else ""
        return {
            "path": column.path,
            "label": column.label,
            "name": stored_name(key),
            "size": formats.size(size) if size is not None else "",
            "href": f"/{entity_id(self.model)}/{self.row.pk}/file/{column.path}/{which}",
        }

    def _field(self, column: Column, value: Any) -> dict[str, Any]:
        no = "No" if column.kind == "boolean" else EMPTY
        inside = column.cell(value) or no
        link = self._link(column)
        if link and inside != EMPTY:
            inside = f'<a href="{link}">{inside}</a>'
        return {
            "path": column.path,
            "label": column.label,
            "inside": safe(inside),
            "number": column.is_number,
        }

    def _link(self, column: Column) -> str:
        """Where a related row has its page, if everybody like this person may see it."""
        if column.kind != "relation" or "." in column.path:
            return ""
        target = column.field.related_model
        key = getattr(self.row, column.field.attname, None)
        key = key.pk if isinstance(key, Model) else key
        if key is None or rights_for(target).condition("view", asker.current()) is not True:
            return ""
        return f"/{entity_id(target)}/{key}/"
