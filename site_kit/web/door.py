"""The edge of every view: who acts, from where, and what an error looks like."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from site_kit.asker import ENVIRON_KEY, NOBODY, Asker, acting
from site_kit.errors import KitError, NotSignedIn, NotThere, Refused, Unavailable
from site_kit.web import html
from site_kit.web.address import parts_of
from site_kit.web.frame import frame, guarded_headers, named, said_by_site, this_tool

log = logging.getLogger("site_kit")

View = Callable[..., HttpResponseBase]
_BELOW_A_ROW = re.compile(r"^(/[a-z][a-z0-9_]*/[0-9]+/).+")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PROGRAMS = ("/api/v1/", "/api/mcp")
"""Where programs ask (`site_kit.api`)."""
CROSS = "This form came from another site, so nothing was done. Open the page here and try again."
SLOW = "This took too long and was stopped. Narrow it with a filter, then try again."
HEADINGS = {
    401: "Sign in",
    403: "You cannot do this",
    404: "Nothing here",
    409: "Look again",
    422: "Not quite",
    503: "Not now",
}
ON_THE_WAY_IN = {"refused": "You cannot open this", "locked": "This is locked"}
"""What a page says that was only opened, before anything was sent."""
ICONS = {401: "key", 403: "lock", 404: "search", 409: "lock", 503: "clock"}


def person_of(request: HttpRequest) -> Asker:
    """Who the runtime says this is. No header of a request can say it."""
    found = request.META.get(ENVIRON_KEY, NOBODY)
    return found if isinstance(found, Asker) else NOBODY


def guarded(view: View) -> View:
    """Let the person act, refuse what comes from elsewhere, and turn errors into pages."""
    return _at_the_door(view, _let_in)


def guarded_for_all(view: View) -> View:
    """The same for a view that outsiders reach too, and that asks itself what is open to them."""
    return _at_the_door(view, _let_in_outsiders)


def _at_the_door(view: View, let_in: Callable[[Asker], None]) -> View:
    @wraps(view)
    def inside(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        person = person_of(request)
        with acting(person):
            try:
                let_in(person)
                _same_site(request)
                return view(request, **kwargs)
            except KitError as error:
                return said(request, error)
            except Http404:
                return said(request, NotThere("There is no page at this address."))
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != "57014":
                    raise
                return said(request, Unavailable(SLOW))

    return inside


def _let_in(person: Asker) -> None:
    if person.id is None:
        raise NotSignedIn("Sign in to open this tool.")
    if not person.let_in:
        raise Refused("This tool is not open to you.")


def _let_in_outsiders(person: Asker) -> None:
    if not person.is_outsider:
        _let_in(person)


def _same_site(request: HttpRequest) -> None:
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin", "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Refused(CROSS)
    came_from = parts_of(origin)
    if origin and (came_from is None or came_from.netloc != request.get_host()):
        raise Refused(CROSS)


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks, and not a person with a page."""
    return request.content_type == "application/json" or is_for_programs(request.path)


def is_for_programs(path: str) -> bool:
    """Whether an address is one of the API; its first page is for people."""
    return path.startswith(PROGRAMS) and path != PROGRAMS[0]


def said(request: HttpRequest, error: KitError) -> HttpResponse:
    """An error as the one who asked can read it."""
    if wants_json(request):
        errors = getattr(error, "errors", {})
        body = {"error": error.sentence, "id": error.id, "errors": errors}
        return guarded_headers(JsonResponse(body, status=error.status))
    return guarded_headers(_page(request, error))


def _page(request: HttpRequest, error: KitError) -> HttpResponse:
    heading = HEADINGS.get(error.status, "This did not work")
    if request.method in SAFE:
        heading = ON_THE_WAY_IN.get(error.id, heading)
    context = {
        "heading": heading,
        "sentence": error.sentence,
        "icon": ICONS.get(error.status, "bad"),
        "back": _back(request),
        "portal_of_tool": said_by_site("portal_address"),
    }
    person = person_of(request)
    inside = frame(request, None, heading) if _is_known(person) else _bare(heading)
    return HttpResponse(html.render("refused.html", {**inside, **context}), status=error.status)


def _is_known(person: Asker) -> bool:
    return person.let_in or person.is_outsider


def _bare(heading: str) -> dict[str, Any]:
    """A frame that tells a stranger nothing but the tool's name."""
    own = this_tool()
    return {"title": heading, "language": own.language, "tool": named(own)}


def _back(request: HttpRequest) -> str:
    """Where one came from; without that the row this was about, else the start page."""
    parts = parts_of(request.headers.get("Referer", ""))
    if parts and parts.netloc == request.get_host() and parts.path != request.path:
        return f"{parts.path}?{parts.query}".rstrip("?")
    row = _BELOW_A_ROW.match(request.path)
    return row.group(1) if row else "/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler for an address that no pattern knows."""
    return guarded(_nothing)(request)


def _nothing(request: HttpRequest) -> HttpResponse:
    raise NotThere("There is no page at this address.")


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for a mistake of ours or of the tool. The log has it; the page has none."""
    with acting(person_of(request)):
        return said(request, Failed("Something in this tool went wrong. Nothing was changed."))


class Failed(KitError):
    """The tool's owner: a mistake in the tool or the kit."""

    id = "failed"
