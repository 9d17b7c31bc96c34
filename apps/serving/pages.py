"""The gate's own pages, in our look.

They show what the person may know and nothing of the request.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.loader import render_to_string

from apps.serving.outgoing import forced
from apps.serving.programs import is_for_programs
from apps.serving.turned_away import SignInFirst, TurnedAway

START = "/__gate/start"


def page_of(request: HttpRequest, turned: TurnedAway) -> HttpResponseBase:
    """The answer to somebody who is turned away."""
    if is_for_programs(request):
        return _for_program(turned)
    if isinstance(turned, SignInFirst):
        return _to_sign_in(request)
    response = shown(request, turned.page, turned.status, **turned.context)
    if turned.status == 429:
        response["Retry-After"] = "60"
    return response


SENTENCES = {
    "sign_in": "Send a token of this tool: Authorization: Bearer …",
    "bad_token": "This token does not work here.",
    "only_reads": "This token may only read.",
    "too_many": "These are too many requests. Wait a minute.",
    "too_often": "Too much came from your address. Wait a minute.",
    "not_here": "There is nothing at this address.",
    "not_open": "This tool is not open to you.",
    "bad_request": "This cannot be read.",
    "too_large": "This is more than can be sent at once.",
    "from_elsewhere": "This came from another site, so nothing was done.",
    "resting": "This tool is not served now.",
    "crashed": "The tool broke off. Nothing is known of what it did.",
    "hung": "The tool did not answer in time.",
    "later": "This cannot be decided now. Try again in a while.",
    "leaving": "The tool leads to another site.",
}
"""What a program is told; nothing of the site that it may not know."""


def _for_program(turned: TurnedAway) -> HttpResponseBase:
    said = {"error": SENTENCES[turned.page], "id": turned.page, "errors": {}}
    response = JsonResponse(said, status=turned.status)
    if turned.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if turned.status == 429:
        response["Retry-After"] = "60"
    response["Cache-Control"] = "private, no-store"
    return forced(response)


def shown(request: HttpRequest, page: str, status: int, **context: Any) -> HttpResponse:
    """One of our pages. `data-sentence` in it marks what it has to say."""
    config = settings.SITEWRIGHT
    facts = {
        "start": f"{START}?{urlencode({'next': _here(request)})}",
        "portal": config.address(config.portal_host),
        "path": request.path,
    }
    response = HttpResponse(
        render_to_string(f"serving/{page}.html", facts | context), status=status
    )
    response["Cache-Control"] = "private, no-store"
    forced(response)
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A page that is opened goes to the sign-in; what a script or form asks for is told to."""
    opened = request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers
    if not opened or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return shown(request, SignInFirst.page, SignInFirst.status)
    response = HttpResponseRedirect(f"{START}?{urlencode({'next': _here(request)})}")
    response["Cache-Control"] = "private, no-store"
    return forced(response)


def _here(request: HttpRequest) -> str:
    """Where the person is, if they could come back to it by a link."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
