"""One row with all that belongs to it: facts, long texts, files, children, comments, history.

The row, its related titles and what the person may do to it come in one query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from site_kit import asker, comments, history, write
from site_kit.actions import annotate_may, toggled_by
from site_kit.asker import Asker
from site_kit.errors import NotThere
from site_kit.models import entity_id, entity_of
from site_kit.pages import Detail
from site_kit.paths import computed_of
from site_kit.permissions import Fields, rights_for
from site_kit.registry import declared
from site_kit.titles import seen_title, title_path
from site_kit.web import formats
from site_kit.web.buttons import Button, buttons_of
from site_kit.web.cells import EMPTY, at_moment, face
from site_kit.web.columns import Column, columns_of, default_paths
from site_kit.web.door import guarded
from site_kit.web.entry import model_named, noun
from site_kit.web.files import size_of, stored_name
from site_kit.web.frame import answer, list_page_of
from site_kit.web.html import safe
from site_kit.web.kinds import FILES, LONG
from site_kit.web.prose import prose

FACTS = 6
CHILD_ROWS = 20
CHILD_TABLES = 3
HISTORY_SHOWN = 8
FACT_KINDS = frozenset({"status", "choice", "person", "date", "money", "datetime", "rating"})
EVERY_ROW = ("created_at", "created_by", "updated_at", "updated_by")


@guarded
def show(request: HttpRequest, *, entity: str, pk: int) -> HttpResponse:
    """The page of one row."""
    model = model_named(entity)
    person = asker.current()
    page = page_of(model)
    fields = rights_for(model).fields_for(person)
    columns = columns_of(model, _paths(model, page), fields)
    row = _fetched(model, pk, columns, person)
    title = str(row.row_title or f"#{row.pk}")
    shown = _Shown(row, columns, fields)
    list_page = list_page_of(model, person)
    lock = write.lock_on(row, person)
    context = {
        "row": {"pk": row.pk, "title": title, "entity": entity},
        "crumb": {"href": f"/{list_page.id}/", "name": list_page.name} if list_page else None,
        "noun": noun(model),
        "made": _made(row),
        **_buttons(row, model, page, lock),
        "facts": shown.facts(),
        "texts": shown.texts(),
        "rest": shown.rest(),
        "files": shown.files(),
        "children": _children(model, page, row, person, lock),
        "comments": _comments(row) if entity_of(model).comments else None,
        **_history(row, person, whole="history" in request.GET),
    }
    return answer(request, "detail.html", context, title=title, page=list_page)


def page_of(model: type[Model]) -> type[Detail] | None:
    """What the tool declares of an entity's own pages."""
    return next(
        (page for page in declared.pages if issubclass(page, Detail) and page.model is model),
        None,
    )


def _paths(model: type[Model], page: type[Detail] | None) -> list[str]:
    if page is not None and page.columns:
        return list(page.columns)
    stored = [*model._meta.concrete_fields, *model._meta.many_to_many]
    own = [f.name for f in stored if not f.primary_key and f.name not in EVERY_ROW]
    return [*own, *computed_of(model)]


def _fetched(model: type[Model], pk: int, columns: Sequence[Column], person: Asker) -> Any:
    values = {f"c{place}": column.select for place, column in enumerate(columns)}
    rows: Any = model.objects.filter(pk=pk)  # type: ignore[attr-defined]
    rows = rows.select_related("created_by", "updated_by")
    rows = annotate_may(rows.annotate(row_title=seen_title(model), **values), person)
    row = rows.first()
    if row is None:
        raise NotThere(f"There is no such {model._meta.verbose_name}.")
    return row


def _made(row: Any) -> Any:
    by = f" by {escape(row.created_by.name)}" if row.created_by else ""
    return safe(f"Added{by}, {at_moment(row.created_at)}")


def _buttons(row: Any, model: type[Model], page: type[Detail] | None, lock: str) -> dict[str, Any]:
    """What this person may do to the row; a lock takes editing and deleting away and says so."""
    only = page.actions if page is not None else ()
    mine = [
        one.on_row(vars(row)) for one in buttons_of(model, only) if getattr(row, f"may_{one.id}")
    ]
    primary = next((one for one in mine if one.tone == "good"), mine[0] if mine else None)
    ordered: list[Button] = [one for one in mine if one is not primary]
    drawn = [one.in_head(row.pk, primary=False) for one in ordered]
    if primary is not None:
        drawn.append(primary.in_head(row.pk, primary=primary.tone != "bad"))
    return {
        "buttons": drawn,
        "lock": lock if row.may_edit or row.may_delete else "",
        "may_edit": row.may_edit and not lock,
        "may_delete": row.may_delete and not lock,
        "address": f"/{entity_id(model)}/{row.pk}/",
    }


class _Shown:
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
            if column.kind in FILES and value:
                size = size_of(str(value))
                found.append(
                    {
                        "path": column.path,
                        "label": column.label,
                        "name": stored_name(str(value)),
                        "size": formats.size(size) if size is not None else "",
                        "href": f"/{entity_id(self.model)}/{self.row.pk}/file/{column.path}/",
                    }
                )
        return found

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
        if key is None or rights_for(target).condition("view", asker.current()) is not True:
            return ""
        return f"/{entity_id(target)}/{key}/"


def _children(
    model: type[Model], page: type[Detail] | None, row: Any, person: Asker, lock: str
) -> list[dict[str, Any]]:
    """The rows that point to this one, by entity."""
    found: list[dict[str, Any]] = []
    for child, link in pointing_here(model, page):
        rights = rights_for(child)
        if not rights.allowed("view", None, person) or len(found) == CHILD_TABLES:
            continue
        is_line = entity_of(child).child_of == link.name
        shut = is_line and (lock or (rights.goes_by_parent and not row.may_edit))
        found.append(_child_table(child, link, row, person, may_add=not shut))
    return found


def pointing_here(model: type[Model], page: type[Detail] | None) -> list[tuple[type[Model], Any]]:
    """The entities whose rows point to this one, with the field that does."""
    from site_kit.web.frame import this_tool

    wanted = page.children if page is not None else None
    pressed = toggled_by(model)
    found: list[tuple[type[Model], Any]] = []
    for child in this_tool().entities:
        if wanted is not None and entity_id(child) not in wanted:
            continue
        links = [f for f in child._meta.concrete_fields if f.related_model is model]
        if links and (wanted is not None or child not in pressed):
            found.append((child, links[0]))
    own = [pair for pair in found if entity_of(pair[0]).child_of == pair[1].name]
    return [*own, *(pair for pair in found if pair not in own)]


def _child_table(
    child: type[Model], link: Any, row: Any, person: Asker, *, may_add: bool
) -> dict[str, Any]:
    from site_kit.web.rows_html import plain_rows

    fields = rights_for(child).fields_for(person)
    paths = [path for path in default_paths(child) if path != link.name][:6]
    columns = columns_of(child, paths, fields)
    values = {f"c{place}": column.select for place, column in enumerate(columns)}
    rows: Any = child.objects.filter(**{link.name: row.pk})  # type: ignore[attr-defined]
    rows = rows.annotate(row_title=seen_title(child), **values).order_by("-pk")
    found = list(rows.values("pk", "row_title", *values)[: CHILD_ROWS + 1])
    plural = str(child._meta.verbose_name_plural)
    may_add = may_add and bool(rights_for(child).allowed("create", None, person))
    back = f"/{entity_id(type(row))}/{row.pk}/"
    return {
        "entity": entity_id(child),
        "name": plural[:1].upper() + plural[1:],
        "plural": plural,
        "noun": noun(child),
        "table": plain_rows(child, columns, found[:CHILD_ROWS]) if found else "",
        "more": len(found) > CHILD_ROWS,
        "shown": CHILD_ROWS,
        "add": f"/{entity_id(child)}/new/?{link.name}={row.pk}&next={back}" if may_add else "",
    }


def _comments(row: Any) -> list[dict[str, Any]]:
    return [
        {
            "by": one.by,
            "face": safe(face(one.by)),
            "at": safe(at_moment(one.at)),
            "text": prose(one.text),
        }
        for one in comments.thread(row)
    ]


def _history(row: Any, person: Asker, whole: bool) -> dict[str, Any]:
    lines = history.lines(row, person)
    shown = lines if whole else lines[:HISTORY_SHOWN]
    return {
        "history": [
            {
                "by": line.by,
                "action": line.action,
                "at": safe(at_moment(line.at)),
                "note": line.note,
                "changes": _changes(line) if line.action != "Created" else [],
            }
            for line in shown
        ],
        "history_in_all": len(lines),
        "history_hidden": len(lines) - len(shown),
    }


def _changes(line: history.Line) -> list[dict[str, str]]:
    return [
        {"label": label, "before": _short(before), "after": _short(after)}
        for label, before, after in line.changes
    ]


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
