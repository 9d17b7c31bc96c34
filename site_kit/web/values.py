"""The page of a list that admins extend: its values, each to be called otherwise or retired."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from site_kit import asker, managed
from site_kit.errors import Invalid, NotThere, Refused
from site_kit.models import entity_id
from site_kit.permissions import rights_for
from site_kit.web.cells import tag
from site_kit.web.columns import field_id, label_of
from site_kit.web.door import guarded
from site_kit.web.entry import model_named
from site_kit.web.frame import answer, list_page_of, toast
from site_kit.web.html import safe
from site_kit.web.tones import PLAIN, tones_of


@guarded
def page(request: HttpRequest, *, entity: str, field: str) -> HttpResponse:
    """Look at the values; sent, one of them is added or changed."""
    model = model_named(entity)
    person = asker.current()
    stored = next((f for f in managed.managed_fields(model) if field_id(f) == field), None)
    if stored is None:
        raise NotThere("There is no page at this address.")
    if not person.is_admin or stored.name not in rights_for(model).fields_for(person).seen:
        raise Refused("Only admins change this list.")
    if request.method == "POST":
        try:
            said = _done(request, stored)
        except Invalid as error:
            return _shown(request, model, stored, error.errors)
        return HttpResponseRedirect(toast(f"/{entity}/values/{field}/", said))
    return _shown(request, model, stored, {})


def _done(request: HttpRequest, stored: Any) -> str:
    """Do what was pressed; a sentence that says so."""
    person, sent = asker.current(), request.POST
    name, colour, value = (sent.get(one, "") for one in ("name", "colour", "value"))
    match sent.get("do"):
        case "add":
            return f"{managed.add(stored, name, colour, person).name} was added."
        case "change":
            return f"{managed.change(stored, value, name, colour, person).name} was saved."
        case "retire":
            return f"{managed.retire(stored, value, person).name} is offered no longer."
        case "return":
            return f"{managed.retire(stored, value, person, back=True).name} is offered again."
    raise NotThere("There is nothing to do by this name.")


def _shown(request: HttpRequest, model: Any, stored: Any, errors: Any) -> HttpResponse:
    heading = f"{label_of(stored)}: the list"
    listed = list_page_of(model, asker.current())
    sent = request.POST if errors else {}
    context = {
        "heading": heading,
        "crumb": {"href": f"/{listed.id}/", "name": listed.name} if listed else None,
        "here": f"/{entity_id(model)}/values/{field_id(stored)}/",
        "entries": _entries(stored),
        "colours": managed.COLOURS,
        "errors": [one for several in errors.values() for one in several],
        "wrong": sent.get("value", "") if errors else None,
        "typed": sent.get("name", ""),
    }
    status = 422 if errors else 200
    return answer(request, "values.html", context, title=heading, page=listed, status=status)


def _entries(stored: Any) -> list[dict[str, Any]]:
    tones = tones_of(stored)
    return [
        {
            "id": one.id,
            "name": one.name,
            "colour": one.colour or "auto",
            "retired": one.retired,
            "tag": safe(tag(one.name, tones.get(one.id, PLAIN))),
        }
        for one in stored.values.entries
    ]
