"""Closed by default: a workspace's host answers its members, sends strangers to sign in, and is not
there for others.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from apps.workspaces.queries import membership_of

OPEN = ("/__gate/", "/static/")


class MembersOnly:
    """Sets `request.membership` on a workspace's host, or answers itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer members; everybody else gets a sign-in or a 404, whatever the address."""
        if request.place.kind != "workspace" or request.path.startswith(OPEN):
            return self.get_response(request)
        if not request.user.is_authenticated:
            where = request.get_full_path() if request.method == "GET" else "/"
            return HttpResponseRedirect("/__gate/start?" + urlencode({"next": where}))
        request.membership = membership_of(request.user, request.place.workspace)
        if request.membership is None:
            return render(request, "portal/404.html", status=404)
        return self.get_response(request)
