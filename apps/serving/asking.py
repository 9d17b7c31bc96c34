"""A member who is not let in asks to be."""

from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from apps.access.actions import ask_for_access
from apps.serving.admission import member_at
from apps.serving.origins import demand_own_page
from apps.serving.pages import page_of, shown
from apps.serving.turned_away import NotHere, TurnedAway
from apps.sites.queries import site_by_slug
from apps.workspaces.requests import PlacedRequest


@csrf_exempt
@require_POST
def ask(request: PlacedRequest) -> HttpResponseBase:
    """Tell those who answer for the site. Asking twice is asking once."""
    try:
        place = request.place
        member = member_at(request, place)
        demand_own_page(request)
        site = site_by_slug(place.label) if place.kind == "site" else None
        if site is None:
            raise NotHere
        ask_for_access(by=member.person, site=site)
    except TurnedAway as turned:
        return page_of(request, turned)
    return shown(request, "asked", 200, site=site)
