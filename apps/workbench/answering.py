"""How a view answers: which methods it takes, in whose time zone, and what becomes of a refusal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from apps.versions.errors import Tampered
from apps.workbench.asking import READING, Moved, Request
from apps.workbench.refusals import REFUSALS, refusal_of

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """A view that shows something and changes nothing."""

    @wraps(view)
    def answer(request: Request, **where: Any) -> HttpResponse:
        if request.method not in READING:
            return wrong_method(request, *READING)
        request.refusal = None
        with local_time(request):
            try:
                return view(request, **where)
            except Moved as moved:
                return HttpResponseRedirect(moved.address)
            except Tampered as error:
                return render(request, "portal/409.html", {"sentence": str(error)}, status=409)

    answer.shown = view  # type: ignore[attr-defined]  # `act` shows the page again after a refusal
    return answer


def act(on: View) -> Callable[[View], View]:
    """A view that changes something: by POST, answered with a redirect.

    A refusal by an action is said on the page `on`, which takes the same arguments and gets back
    what was typed.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: Request, **where: Any) -> HttpResponse:
            if request.method != "POST":
                return wrong_method(request, "POST")
            with local_time(request):
                try:
                    return view(request, **where)
                except REFUSALS as error:
                    return refused(request, on, error, where)

        return answer

    return decorate


def refused(request: Request, on: View, error: Exception, where: dict[str, Any]) -> HttpResponse:
    """The page `on` with the sentence of a refusal."""
    request.refusal = refusal_of(error, request.POST)
    shown: View = getattr(on, "shown", on)
    response = shown(request, **where)
    response.status_code = request.refusal.status
    return response


def typed(request: Request, name: str) -> str:
    """What had been typed into a field before the refusal that is being shown; else nothing."""
    return request.refusal.typed.get(name, "") if request.refusal else ""


def wrong_method(request: Request, *allowed: str) -> HttpResponse:
    """405 in words."""
    response = render(request, "portal/405.html", status=405)
    response["Allow"] = ", ".join(allowed)
    return response


@contextmanager
def local_time(request: Request) -> Iterator[None]:
    """Times as they are in the workspace."""
    workspace = request.place.workspace
    try:
        zone = ZoneInfo(workspace.timezone if workspace else "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    with timezone.override(zone):
        yield
