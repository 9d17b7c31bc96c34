"""One row with all that belongs to it: facts, long texts, files, children, comments, history.

The row, its related titles and what the person may do to it come in one query.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from site_kit import asker, comments, history, write
from site_kit.asker import Asker
from site_kit.errors import NotThere
from site_kit.models import entity_id, entity_of
from site_kit.pages import Detail
from site_kit.permissions import rights_for
from site_kit.registry import declared
from site_kit.web import chart_svg, children, html, panel, parts, record
from site_kit.web.cells import at_moment, face
from site_kit.web.columns import columns_of
from site_kit.web.door import guarded
from site_kit.web.entry import model_named, noun
from site_kit.web.frame import answer, guarded_headers, list_page_of
from site_kit.web.html import safe
from site_kit.web.prose import prose

HISTORY_SHOWN = 8


@guarded
def show(request: HttpRequest, *, entity: str, pk: int) -> HttpResponse:
    """The page of one row."""
    model = model_named(entity)
    person = asker.current()
    page = page_of(model)
    fields = rights_for(model).fields_for(person)
    columns = columns_of(model, record.paths_of(model, page), fields)
    row = record.fetched(model, pk, columns, person)
    title = str(row.row_title or f"#{row.pk}")
    shown = record.Shown(row, columns, fields)
    list_page = list_page_of(model, person)
    if "part" in request.GET and page is not None:
        return _one_part(request, page, row, title)
    here = f"/{entity_id(model)}/{row.pk}/"
    at_once = parts.AT_ONCE_ALONE if panel.is_wanted(request) else 1
    drawn = parts.drawn(page.parts, at_once=at_once, row=row, back=here) if page else []
    lock = write.lock_on(row, person)
    context = {
        "row": {"pk": row.pk, "title": title, "entity": entity},
        "crumb": {"href": f"/{list_page.id}/", "name": list_page.name} if list_page else None,
        "noun": noun(model),
        "made": record.made(row),
        **record.buttons(row, model, page.actions if page else (), lock),
        "facts": shown.facts(),
        "texts": shown.texts(),
        "rest": shown.rest(),
        "files": shown.files(),
        "children": children.tables(model, page, row, person, lock),
        "above": parts.in_rows([one for one in drawn if one.above]),
        "below": parts.in_rows([one for one in drawn if not one.above]),
        "hatch": chart_svg.hatch() if drawn else "",
        "comments": _comments(row) if entity_of(model).comments else None,
        **_history(row, person, whole="history" in request.GET),
    }
    if panel.is_wanted(request):
        return panel.answer(context)
    return answer(request, "detail.html", context, title=title, page=list_page)


def _one_part(request: HttpRequest, page: type[Detail], row: Any, title: str) -> HttpResponse:
    """A part of the row's page by itself: what the page leaves for later."""
    here = f"/{entity_id(page.model)}/{row.pk}/"
    several = parts.drawn(page.parts, only=request.GET.get("part", ""), row=row, back=here)
    if not several:
        raise NotThere("There is no such part here.")
    context = {"part": several[0], "hatch": chart_svg.hatch(), "next": here}
    if request.headers.get("X-Kit") == "part":
        within = {**context, "children": []}
        return guarded_headers(HttpResponse(html.render("part.html", within)))
    return answer(request, "one_part.html", context, title=f"{title}: {several[0].part.label}")


def page_of(model: type[Model]) -> type[Detail] | None:
    """What the tool declares of an entity's own pages."""
    return next(
        (page for page in declared.pages if issubclass(page, Detail) and page.model is model),
        None,
    )


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
