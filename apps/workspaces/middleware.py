"""Who is asking on a workspace's host. Closed by default: it answers its members, sends strangers
to sign in, and is not there for others.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.shortcuts import render

from apps.accounts.cookies import person_of
from apps.workspaces.hosts import Place
from apps.workspaces.queries import membership_of
from apps.workspaces.waiting import TooManyWaiting, waiting

Handler = Callable[[HttpRequest], HttpResponse]
OPEN = ("/__gate/", "/static/")
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class HostSession:
    """Set `request.user` from the host's own cookie. The portal's host keeps Django's session;
    sites are the gate's.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the person of the cookie, or as nobody."""
        if _place(request).kind == "workspace":
            request.user = person_of(request) or AnonymousUser()
        return self.get_response(request)


class MembersOnly:
    """Sets `request.membership` on a workspace's host, or answers itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer members; everybody else gets a sign-in or a 404, whatever the address."""
        workspace = _place(request).workspace
        if _place(request).kind != "workspace" or request.path.startswith(OPEN):
            return self.get_response(request)
        if not request.user.is_authenticated:
            where = request.get_full_path() if request.method == "GET" else "/"
            return HttpResponseRedirect("/__gate/start?" + urlencode({"next": where}))
        membership = membership_of(request.user, workspace) if workspace else None
        if membership is None:
            return render(request, "portal/404.html", status=404)
        vars(request)["membership"] = membership
        return self.get_response(request)


class ContentFirst:
    """Read what comes with a change before anything is done with it, a few at a time for each
    person. What comes to sites is read by the gate.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless too many of the same person are being read."""
        if request.method in SAFE or _place(request).kind in {"site", "preview"}:
            return self.get_response(request)
        try:
            with waiting.turn(request.user.pk):
                _ = request.body
        except TooManyWaiting:
            return render(request, "portal/busy.html", status=503)
        except UnreadablePostError:
            return HttpResponse(status=400)
        return self.get_response(request)


def _place(request: HttpRequest) -> Place:
    place: Place = vars(request)["place"]
    return place
