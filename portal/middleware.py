"""What every request passes: which door it came to, and whether it came from our own page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import set_urlconf

from apps.audit.schemas import tenant_connection
from apps.workspaces.hosts import Place, place_of
from apps.workspaces.requests import PlacedRequest

Handler = Callable[[PlacedRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
URLCONFS = {
    "portal": settings.PUBLIC_SCHEMA_URLCONF,
    "workspace": settings.ROOT_URLCONF,
    "site": settings.SITE_URLCONF,
    "preview": settings.SITE_URLCONF,
}


class Door:
    """Resolve the host once, exactly: to a place of ours with its schema and addresses, or to 421.

    Gives `request.place` (`apps.workspaces.hosts.Place`) and `request.tenant` (the workspace, or
    None on the portal's host).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: PlacedRequest) -> HttpResponse:
        """Answer, with the connection in the schema of the host's workspace."""
        tenant_connection.set_schema_to_public()
        host = request.META.get("HTTP_HOST", "")
        place = place_of(host)
        if place is None:
            return render(request, "portal/421.html", status=421)
        if place.kind == "bare":
            config = settings.SITEWRIGHT
            return HttpResponseRedirect(config.address(config.portal_host) + "/")
        if place.kind != "portal" and place.workspace is None:
            self._open(request, Place("portal", None, ""))
            return render(request, "portal/no_workspace.html", status=404)
        self._open(request, place)
        return self.get_response(request)

    @staticmethod
    def _open(request: PlacedRequest, place: Place) -> None:
        request.place = place
        request.tenant = place.workspace
        request.urlconf = URLCONFS[place.kind]
        set_urlconf(request.urlconf)
        if place.workspace is not None:
            tenant_connection.set_tenant(place.workspace)


class SameOrigin:
    """Refuse a change that another page asks for, before any token is looked at.

    Site hosts are left to the gate, which asks the same and also guards code that is not ours.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: PlacedRequest) -> HttpResponse:
        """Answer, unless an unsafe method comes from elsewhere."""
        ours = request.method in SAFE or request.place.kind in {"site", "preview"}
        if ours or self._from_here(request):
            return self.get_response(request)
        return render(request, "portal/elsewhere.html", status=403)

    @staticmethod
    def _from_here(request: PlacedRequest) -> bool:
        origin = request.headers.get("Origin")
        if origin is not None:
            return origin == f"{settings.SITEWRIGHT.scheme}://{request.META.get('HTTP_HOST', '')}"
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
