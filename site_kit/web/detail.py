"""One row with all that belongs to it: facts, long texts, files, children, comments, history.

The row, its related titles and what the person may do to it come in one query.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from site_kit import asker, comments, history, write
from site_kit.actions import toggled_by
from site_kit.asker import Asker
from site_kit.errors import NotThere
from site_kit.models import entity_id, entity_of
from site_kit.pages import Detail
from site_kit.permissions import rights_for
from site_kit.registry import declared
from site_kit.titles import seen_title
from site_kit.web import chart_svg, html, parts, record
from site_kit.web.cells import at_moment, face
from site_kit.web.columns import columns_of, default_paths
from site_kit.web.door import guarded
from site_kit.web.entry import model_named, noun
from site_kit.web.frame import answer, guarded_headers, list_page_of
from site_kit.web.html import safe
from site_kit.web.prose import prose

CHILD_ROWS = 20
CHILD_TABLES = 3
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
    drawn = parts.drawn(page.parts, at_once=1, row=row, back=here) if page is not None else []
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
        "children": _children(model, page, row, person, lock),
        "above": parts.in_rows([one for one in drawn if one.above]),
        "below": parts.in_rows([one for one in drawn if not one.above]),
        "hatch": chart_svg.hatch() if drawn else "",
        "comments": _comments(row) if entity_of(model).comments else None,
        **_history(row, person, whole="history" in request.GET),
    }
    return answer(request, "detail.html", context, title=title, page=list_page)


def _one_part(request: HttpRequest, page: type[Detail], row: Any, title: str) -> HttpResponse:
    """A part of the row's page by itself: what the page leaves for later."""
    here = f"/{entity_id(page.model)}/{row.pk}/"
    several = parts.drawn(page.parts, only=request.GET.get("part", ""), row=row, back=here)
    if not several:
        raise NotThere("There is no such part here.")
    context = {"part": several[0], "hatch": chart_svg.hatch(), "next": here}
    if request.headers.get("X-Kit") == "part":
        return guarded_headers(HttpResponse(html.render("part.html", context)))
    return answer(request, "one_part.html", context, title=f"{title}: {several[0].part.label}")


def page_of(model: type[Model]) -> type[Detail] | None:
    """What the tool declares of an entity's own pages."""
    return next(
        (page for page in declared.pages if issubclass(page, Detail) and page.model is model),
        None,
    )


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
