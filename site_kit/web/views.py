"""The pages of the navigation: which class serves an address, and what its template needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from site_kit import asker
from site_kit.asker import Asker
from site_kit.errors import NotThere, Refused
from site_kit.pages import (
    Board,
    Calendar,
    Cards,
    Dashboard,
    ExtensionPage,
    Form,
    Leaderboard,
    Matrix,
    Page,
    Queue,
    Report,
    RowsPage,
    Table,
    TextPage,
)
from site_kit.permissions import rights_for
from site_kit.web import (
    calendar_month,
    cell_edit,
    chart_svg,
    counting,
    export,
    form_page,
    formats,
    html,
    matrix,
    outsiders,
    own_page,
    parts,
    queue,
    summing,
    timeline,
)
from site_kit.web.address import Address
from site_kit.web.board import BoardRows
from site_kit.web.buttons import buttons_of
from site_kit.web.cards import CARDS, CardRows
from site_kit.web.door import guarded, guarded_for_all
from site_kit.web.frame import answer, guarded_headers, home_of, may_open, this_tool
from site_kit.web.list_head import for_parts, list_context
from site_kit.web.listing import Listing, RowsFound
from site_kit.web.prose import prose
from site_kit.web.rows_html import TableRows

NO_PAGE = "No page of this tool is open to you. Ask its owner for a role in it."


@guarded
def home(request: HttpRequest) -> HttpResponse:
    """The first page that this person may open."""
    page = home_of(asker.current())
    if page is None:
        raise Refused(NO_PAGE)
    return _served(request, page)


@guarded_for_all
def page(request: HttpRequest, *, page_id: str) -> HttpResponse:
    """A page by its id; to an outsider, the one form that is open to them."""
    if asker.current().is_outsider:
        outsiders.refuse_programs(request)
        found = outsiders.form_for(page_id)
        with outsiders.at_form(found):
            return form_page.serve(request, found)
    return _served(request, _page_named(page_id, asker.current()))


@guarded
def exported(request: HttpRequest, *, page_id: str, ending: str) -> HttpResponseBase:
    """The rows of a page as a file."""
    found = _page_named(page_id, asker.current())
    if not issubclass(found, RowsPage):
        raise NotThere("This page has no rows to download.")
    return export.answer(Listing(found, Address.of(request)), ending)


def _page_named(page_id: str, person: Asker) -> type[Page]:
    found = next((one for one in this_tool().pages if one.id == page_id), None)
    if found is None or found.kind == "detail":
        raise NotThere("There is no page at this address.")
    if not may_open(found, person):
        raise Refused(_reason(found))
    return found


def _reason(found: type[Page]) -> str:
    model = getattr(found, "model", None)
    if model is not None and not found.open_to:
        return rights_for(model).reason("create" if issubclass(found, Form) else "view")
    return f"{found.name} is not open to you."


def _served(request: HttpRequest, found: type[Page]) -> HttpResponse:
    if "part" in request.GET:
        return _one_part(request, found)
    for kind, serve in SERVED:
        if issubclass(found, kind):
            return serve(request, found)
    raise NotThere("There is no page at this address.")


def _one_part(request: HttpRequest, found: type[Page]) -> HttpResponse:
    """One part by itself: what a page leaves for later."""
    wanted = request.GET.get("part", "")
    narrowed = None
    if issubclass(found, RowsPage):
        narrowed = for_parts(Listing(found, Address.of(request)))
    several = parts.drawn(
        getattr(found, "parts", ()), narrowed=narrowed, only=wanted, back=_here(found)
    )
    if not several:
        raise NotThere("There is no such part here.")
    context = {"part": several[0], "hatch": chart_svg.hatch(), "next": _here(found)}
    if request.headers.get("X-Kit") == "part":
        return guarded_headers(HttpResponse(html.render("part.html", context)))
    return answer(request, "one_part.html", context, title=several[0].part.label, page=found)


def _here(found: type[Page]) -> str:
    return f"/{found.id}/"


# Rows


def _table(request: HttpRequest, found: type[Any]) -> HttpResponse:
    listing = Listing(found, Address.of(request, _here(found)))
    cell = cell_edit.opened(request, listing) if found.inline_edit else None
    if isinstance(cell, HttpResponse):
        return cell
    buttons = buttons_of(listing.model, found.actions)
    rows = listing.fetch()
    may = [one for one in buttons if any(row[f"may_{one.id}"] for row in rows.rows)]
    bulk = [one for one in may if one.bulk]
    table = TableRows(listing, may, ticks=bool(bulk))
    table.cells = cell_edit.Cells(listing, cell) if found.inline_edit else None
    line = table.figure_line()
    context = list_context(listing)
    context = {
        **context,
        "heads": table.heads(),
        "body": table.body(rows, line),
        "foot": line.foot(listing.totals()) if rows.rows else "",
        "bulk": bulk,
        "fit": table.fit,
        "wide": "wide" in table.fit,
        "found": rows,
        **_pager(listing, rows, context["counted"]),
    }
    status = cell.status if cell is not None else 200
    return answer(request, "table.html", context, title=found.name, page=found, status=status)


def _cards(request: HttpRequest, found: type[Any]) -> HttpResponse:
    listing = Listing(found, Address.of(request, _here(found)), per_page=CARDS)
    rows = listing.fetch()
    context = list_context(listing)
    context = {
        **context,
        "groups": CardRows(listing, buttons_of(listing.model, found.actions)).groups(rows),
        "found": rows,
        **_pager(listing, rows, context["counted"]),
    }
    return answer(request, "cards.html", context, title=found.name, page=found)


def _summed(request: HttpRequest, found: type[Any]) -> HttpResponse:
    """Groups with their totals, or ranks."""
    listing = Listing(found, Address.of(request, _here(found)))
    context = {**list_context(listing), **SUMMED[found.kind](listing)}
    return answer(request, "report.html", context, title=found.name, page=found)


def _queue(request: HttpRequest, found: type[Any]) -> HttpResponse:
    """One row after the other."""
    listing = Listing(found, Address.of(request, _here(found)), per_page=1)
    context = {**list_context(listing, at_once=1), **queue.context(listing)}
    return answer(request, "queue.html", context, title=found.name, page=found)


def _board(request: HttpRequest, found: type[Any]) -> HttpResponse:
    listing = Listing(found, Address.of(request, _here(found)))
    board = BoardRows(listing)
    lanes = board.lanes()
    total = sum(lane.total for lane in lanes)
    context = {
        **list_context(listing),
        "lanes": lanes,
        "sums": board.sums() if lanes else "",
        "is_empty": not total,
        "moves": any("draggable" in card for lane in lanes for card in lane.cards),
    }
    return answer(request, "board.html", context, title=found.name, page=found)


def _in_time(request: HttpRequest, found: type[Any]) -> HttpResponse:
    """Rows by their dates: the window that the address names, or the one of today."""
    listing = Listing(found, Address.of(request, _here(found)))
    context = {**list_context(listing), **IN_TIME[found.kind](listing)}
    title = f"{context['window']} · {found.name}"
    return answer(request, f"{found.kind}.html", context, title=title, page=found)


def _pager(listing: Listing, found: RowsFound, counted: dict[str, Any]) -> dict[str, Any]:
    here = listing.address
    last = found.start + len(found.rows)
    alone = not found.earlier and not found.later
    total = last if alone and found.start == 0 else listing.total(counted)
    written = counting.written(total)
    span = f"{formats.number(found.start + 1)} to {formats.number(last)} of {written}"
    first = found.start <= listing.per_page
    return {
        "total": total,
        "total_in_words": _in_words(total, written, listing),
        "span": span if found.rows else "",
        "earlier": _earlier(here, found, first) if found.earlier else "",
        "later": here.with_({"after": found.later, "at": last}) if found.later else "",
    }


def _earlier(here: Address, found: RowsFound, first: bool) -> str:
    if first:
        return here.without("at")
    return here.with_({"before": found.earlier, "at": found.start})


def _in_words(total: int, written: str, listing: Listing) -> str:
    model = listing.model
    name = model._meta.verbose_name if total == 1 else model._meta.verbose_name_plural
    return f"{written} {name}"


# Other pages


def _dashboard(request: HttpRequest, found: type[Any]) -> HttpResponse:
    context = {
        "page": {"id": found.id, "name": found.name, "about": found.about()},
        "parts": parts.in_rows(
            parts.drawn(found.parts, at_once=parts.AT_ONCE_ALONE, back=_here(found))
        ),
        "hatch": chart_svg.hatch(),
        "next": _here(found),
    }
    return answer(request, "dashboard.html", context, title=found.name, page=found)


def _text(request: HttpRequest, found: type[Any]) -> HttpResponse:
    context = {"page": {"name": found.name}, "text": prose(found.body, level=2)}
    return answer(request, "text.html", context, title=found.name, page=found)


IN_TIME: dict[str, Callable[[Listing], dict[str, Any]]] = {
    "calendar": calendar_month.context,
    "timeline": timeline.context,
    "matrix": matrix.context,
}

SUMMED: dict[str, Callable[[Listing], dict[str, Any]]] = {
    "report": summing.report,
    "leaderboard": summing.leaderboard,
}

SERVED: tuple[tuple[type[Page], Callable[[HttpRequest, type[Any]], HttpResponse]], ...] = (
    (Table, _table),
    (Cards, _cards),
    (Queue, _queue),
    (Report, _summed),
    (Leaderboard, _summed),
    (Board, _board),
    (Calendar, _in_time),
    (Matrix, _in_time),
    (Dashboard, _dashboard),
    (Form, form_page.serve),
    (TextPage, _text),
    (ExtensionPage, own_page.serve),
)
