"""A toggle pressed on a page, or by a program that says `{"on": true}`."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse

from site_kit import asker, write
from site_kit.actions import Toggle
from site_kit.errors import Invalid
from site_kit.toggles import ON
from site_kit.web.buttons import WANTED
from site_kit.web.door import wants_json
from site_kit.web.entry import after, named, row_address
from site_kit.web.posted import from_json

WISHES = {"yes": {ON: True}, "no": {ON: False}, "": {}}


def pressed(request: HttpRequest, action: Toggle, row: Model) -> HttpResponse:
    """Make or take back this person's row, and go back to where the button stood."""
    is_program = wants_json(request)
    asked = from_json(request) if is_program else _wish(request)
    person = asker.current()
    write.run(action, row, asked, by=person, way_in="api" if is_program else "form")
    is_there = action.mine(person).filter(**{action.link: row.pk}).exists()
    if is_program:
        return JsonResponse({"id": row.pk, ON: is_there})
    what = f"your {action.entity._meta.verbose_name}"
    said = f"{named(row)}: {what} was {'added' if is_there else 'taken back'}."
    return after(request, row, said, row_address(row))


def _wish(request: HttpRequest) -> dict[str, Any]:
    wish = request.POST.get(WANTED, "")
    if wish not in WISHES:
        raise Invalid({"": ["This cannot be read."]})
    return dict(WISHES[wish])
