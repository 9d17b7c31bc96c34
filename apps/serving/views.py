"""The gate's one view: everything on a site's host that is not the gate's own."""

import logging

from django.db import Error as DatabaseError
from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from apps.serving import files, outgoing
from apps.serving.admission import Admitted, admit
from apps.serving.exchange import Exchange
from apps.serving.incoming import demand_little, demand_plain, head_of
from apps.serving.pages import page_of
from apps.serving.programs import demand_may_ask
from apps.serving.turned_away import Later, NotHere, TurnedAway
from apps.workspaces.requests import PlacedRequest

log = logging.getLogger("sitewright.gate")
FILE = "x-site-file"


# Its own check of the origin stands in for the token, which a site's forms do not have.
@csrf_exempt
def gate(request: PlacedRequest, path: str = "") -> HttpResponseBase:
    """Decide, carry over, carry back; or say why not."""
    try:
        demand_plain(request)
        admitted = _admitted(request)
        demand_may_ask(request, admitted.program)
        return _served(request, admitted)
    except TurnedAway as turned:
        return page_of(request, turned)


def _admitted(request: PlacedRequest) -> Admitted:
    try:
        return admit(request)
    except DatabaseError as error:
        log.exception("The gate could not decide.")
        raise Later from error


def _served(request: PlacedRequest, admitted: Admitted) -> HttpResponseBase:
    target = admitted.target
    if admitted.person is None:
        demand_little(request)
    status, headers, content = Exchange(target, admitted.person).run(
        request, head_of(request, admitted)
    )
    key = dict(headers).get(FILE)
    if admitted.person is None:
        if key is not None:
            raise NotHere
        headers = [one for one in headers if one[0] != "set-cookie"]
    if key is not None:
        return files.download(target, key, status, headers)
    return outgoing.build(request, status, headers, content)
