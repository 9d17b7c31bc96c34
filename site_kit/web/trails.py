"""Where a row of the history leads: to the page of its record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from site_kit.errors import NotThere
from site_kit.trail import History
from site_kit.web.door import guarded


@guarded
def record_of(request: HttpRequest, *, pk: int) -> HttpResponse:
    """The record that changed, for whoever may see the change."""
    line = History.objects.filter(pk=pk).values("entity", "number").first()
    if line is None:
        raise NotThere("There is no such change.")
    return HttpResponseRedirect(f"/{line['entity']}/{line['number']}/")
