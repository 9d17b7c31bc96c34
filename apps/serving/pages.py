"""The gate's own pages, in our look.

They show what the person may know and nothing of the request.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string

from apps.serving.outgoing import forced
from apps.serving.turned_away import SignInFirst, TurnedAway

START = "/__gate/start"


def page_of(request: HttpRequest, turned: TurnedAway) -> HttpResponseBase:
    """The answer to somebody who is turned away."""
    if isinstance(turned, SignInFirst):
        return _to_sign_in(request)
    return shown(request, turned.page, turned.status, **turned.context)


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
