"""Sheets: rows as they are printed, one to a page; by a body of the tool's own, or all fields.

A sheet is only looked at: nothing is written. What the person may not see stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.html import escape, strip_tags

from site_kit import asker
from site_kit.actions import PLACES, Print, annotate_may, paths_in
from site_kit.asker import Asker
from site_kit.errors import Refused
from site_kit.permissions import Fields, rights_for
from site_kit.titles import seen_title
from site_kit.web import formats, record
from site_kit.web.address import local
from site_kit.web.cells import EMPTY
from site_kit.web.columns import Column, columns_of
from site_kit.web.detail import page_of
from site_kit.web.door import wants_json
from site_kit.web.entry import list_address, named, row_address
from site_kit.web.frame import answer
from site_kit.web.html import safe
from site_kit.web.kinds import DATES, LONG, NUMBERS
from site_kit.web.prose import prose

OPENS, CLOSES = "\ue000", "\ue001"
"""Around the number of a place, while the body becomes markup: signs that nobody types."""


def sheets(request: HttpRequest, action: Print, rows: Sequence[Model]) -> HttpResponse:
    """The sheets of these rows: of those that this person may print; 403 where there is none."""
    person, model = asker.current(), action.model
    fields = rights_for(model).fields_for(person)
    paths = paths_in(action.body) or record.paths_of(model, page_of(model))
    columns = columns_of(model, paths, fields)
    found = _fetched(model, [row.pk for row in rows], columns, person)
    mine = [row for row in found if getattr(row, f"may_{action.id}")]
    if not mine:
        raise Refused(action.reason())
    if wants_json(request):
        return JsonResponse({"ids": [row.pk for row in mine]})
    printed = [_sheet(action, row, columns, fields) for row in mine]
    one = mine[0] if len(rows) == 1 else None
    meta = action.model._meta
    several = formats.counted(len(mine), str(meta.verbose_name), str(meta.verbose_name_plural))
    back = row_address(one) if one is not None else list_address(action.model)
    given = request.POST.get("_next", "") or request.GET.get("next", "")
    left = len(rows) - len(mine)
    heading = f"{action.label}: {named(one) if one is not None else several}"
    context = {
        "heading": heading,
        "about": f"{left} more are not yours to print." if left else "",
        "sheets": printed,
        "back": local(given, back),
        "back_name": named(one) if one is not None else str(meta.verbose_name_plural).capitalize(),
    }
    return answer(request, "sheets.html", context, title=heading)


def _fetched(
    model: type[Model], keys: Sequence[int], columns: Sequence[Column], person: Asker
) -> list[Any]:
    """The rows with the values of their columns (`c0` …) and who may print them: one query."""
    values = {f"c{at}": column.select for at, column in enumerate(columns)}
    rows: Any = model.objects.filter(pk__in=keys).order_by("pk")  # type: ignore[attr-defined]
    return list(annotate_may(rows.annotate(row_title=seen_title(model), **values), person))


def _sheet(action: Print, row: Any, columns: Sequence[Column], fields: Fields) -> dict[str, Any]:
    """One sheet, ready to be drawn: `body`, or the fields."""
    title = str(row.row_title or f"#{row.pk}")
    if not action.body:
        shown = record.Shown(row, columns, fields)
        return {"title": title, "fields": [*shown.facts(), *shown.rest()], "texts": shown.texts()}
    site = str(getattr(settings, "SITE_ADDRESS", "")).rstrip("/")
    texts = {
        column.path: _text(column, getattr(row, f"c{at}")) for at, column in enumerate(columns)
    }
    texts |= {"title": title, "link": f"{site}{row_address(row)}"}
    long = {column.path for column in columns if column.kind in LONG}
    return {"title": title, "body": filled(action.body, texts, long)}


def _text(column: Column, value: Any) -> str:
    """A value as people read it on paper: without markup, dates with their year."""
    if value is None or column.kind not in NUMBERS | DATES | {"time"}:
        return column.plain(value)
    if column.kind == "datetime":
        local = timezone.localtime(value)
        return f"{_with_year(formats.day(local.date()), local.year)}, {local:%H:%M}"
    shown = unescape(strip_tags(column.cell(value)))
    if column.kind in DATES:
        year = value.isocalendar().year if column.kind == "week" else value.year
        return _with_year(shown, year)
    return "" if shown == EMPTY else shown


def _with_year(said: str, year: int) -> str:
    return said if str(year) in said else f"{said} {year}"


def filled(body: str, texts: dict[str, str], long: set[str]) -> Any:
    """The body as markup, with values that are only values: nothing in them becomes markup.

    Only a long text that stands by itself is written as markdown, as everywhere.
    """
    places = list(dict.fromkeys(PLACES.findall(body)))
    plain = body.replace(OPENS, "").replace(CLOSES, "")
    marked = PLACES.sub(lambda found: f"{OPENS}{places.index(found[1])}{CLOSES}", plain)
    drawn = str(prose(marked, level=2))
    for number, path in enumerate(places):
        mark, text = f"{OPENS}{number}{CLOSES}", texts.get(path, "")
        if path in long:
            drawn = drawn.replace(f"<p>{mark}</p>", str(prose(text, level=3)))
        drawn = drawn.replace(mark, str(escape(text)))
    return safe(drawn)
