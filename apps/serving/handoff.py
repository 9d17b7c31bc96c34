"""The sign-in of a host that is not the portal's, carried over from the portal (the browser's
side).

`start` binds this browser to a random state and sends it to the portal; the portal sends it back to
`callback` with a one-time code for this host and state. The same for workspaces, sites and
previews.
"""

import hmac
import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.actions import end_host_session, redeem_handoff
from apps.accounts.cookies import person_of
from apps.accounts.errors import HandoffRefused
from apps.serving.cookies import SESSION_SECONDS, STATE_SECONDS, give, state_name, take
from apps.serving.next_path import safe_next
from apps.serving.pages import shown

AUTHORIZE = "/handoff/authorize"


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the portal, with a state that only this browser holds."""
    # A second tab goes on with the state of the first, so that both come back.
    state = request.COOKIES.get(state_name()) or secrets.token_urlsafe(32)
    asked = {
        "host": request.META["HTTP_HOST"],
        "state": state,
        "next": safe_next(request.GET.get("next", "/")),
    }
    config = settings.SITEWRIGHT
    address = f"{config.address(config.portal_host)}{AUTHORIZE}?{urlencode(asked)}"
    response = HttpResponseRedirect(address)
    give(response, state_name(), state, STATE_SECONDS)
    return response


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponseBase:
    """Turn the code into a session of this host, if it came back to the browser that began."""
    onward = safe_next(request.GET.get("next", "/"))
    token = _redeemed(request)
    if token is None:
        if person_of(request) is not None:
            return HttpResponseRedirect(onward)
        return shown(request, "handoff_failed", 403, onward=onward)
    before = request.COOKIES.get(settings.GATE_COOKIE_NAME)
    if before:
        end_host_session(token=before)
    response = HttpResponseRedirect(onward)
    give(response, settings.GATE_COOKIE_NAME, token, SESSION_SECONDS)
    take(response, state_name())
    response["Referrer-Policy"] = "no-referrer"
    return response


def _redeemed(request: HttpRequest) -> str | None:
    state, mine = request.GET.get("state", ""), request.COOKIES.get(state_name(), "")
    if not mine or not hmac.compare_digest(state.encode(), mine.encode()):
        return None
    try:
        code = request.GET.get("code", "")
        return redeem_handoff(code=code, state=state, host=request.META["HTTP_HOST"])
    except HandoffRefused:
        return None
