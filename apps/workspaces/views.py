"""The portal's side of a hand-off."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from apps.accounts.actions import open_handoff
from apps.workspaces.queries import may_enter
from apps.workspaces.requests import PersonRequest


@login_required
def authorize(request: PersonRequest) -> HttpResponse:
    """Send a signed-in person on to a host of ours with a one-time code, if they belong to its
    workspace.

    A host that is not ours and a workspace that is not theirs answer alike: nothing is here.
    """
    host, state = request.GET.get("host", ""), request.GET.get("state", "")
    if not state or not may_enter(request.user, host):
        return render(request, "portal/404.html", status=404)
    code = open_handoff(
        by=request.user, host=host, state=state, session_key=request.session.session_key or ""
    )
    back = urlencode({"code": code, "state": state, "next": request.GET.get("next", "/")})
    return HttpResponseRedirect(f"{settings.SITEWRIGHT.scheme}://{host}/__gate/callback?{back}")
