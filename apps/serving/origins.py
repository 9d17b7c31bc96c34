"""Whether a change is asked for by the site's own page, so that nothing hangs on generated code."""

from django.conf import settings
from django.http import HttpRequest

from apps.serving.turned_away import FromElsewhere

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def own_origin(request: HttpRequest) -> str:
    """The origin of the host at hand, as a browser names it."""
    return f"{settings.SITEWRIGHT.scheme}://{request.META.get('HTTP_HOST', '')}"


def demand_own_page(request: HttpRequest) -> None:
    """Raise `FromElsewhere` for an unsafe method that our own page did not send.

    Browsers name the origin of such a request; one that does not must say that it is same-origin.
    """
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if origin != own_origin(request) if origin is not None else not ours:
        raise FromElsewhere
