"""The API in words, for whoever writes a program: what there is for this person, and an example."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from site_kit import asker
from site_kit.api import openapi, schemas
from site_kit.api.values import PREFIX, Entity
from site_kit.models import entity_of
from site_kit.web.door import guarded
from site_kit.web.frame import answer, said_by_site

MCP = "/api/mcp"


@require_safe
@guarded
def show(request: HttpRequest) -> HttpResponse:
    """The page."""
    several = openapi.entities()
    here = f"{request.scheme}://{request.get_host()}"
    portal = said_by_site("portal_address")
    context = {
        "entities": [_described(entity) for entity in several],
        "document": f"{PREFIX}openapi.json",
        "agents": f"{here}{MCP}",
        "example": _example(here, several),
        "tokens": f"{portal}api/" if _may_make(portal) else "",
    }
    return answer(request, "api.html", context, title="API")


def _may_make(portal: str) -> bool:
    """Those who answer for a live tool have a page in the portal where tokens are made."""
    return bool(portal) and said_by_site("kind") == "live" and asker.current().is_admin


def _example(here: str, several: list[Entity]) -> str:
    first = several[0].id if several else "…"
    return f'curl -H "Authorization: Bearer $TOKEN" {here}{PREFIX}{first}/?limit=10'


def _described(entity: Entity) -> dict[str, Any]:
    fields = schemas.row(entity)["properties"]
    return {
        "id": entity.id,
        "name": schemas.plural(entity.model),
        "ways": list(_ways(entity)),
        "fields": [_field(name, said) for name, said in fields.items()],
    }


def _ways(entity: Entity) -> list[dict[str, str]]:
    base, noun = f"{PREFIX}{entity.id}/", str(entity.model._meta.verbose_name)
    one, may = f"{base}{{id}}/", schemas.may
    found = [
        ("GET", base, f"List {entity.model._meta.verbose_name_plural}", may(entity, "view")),
        ("POST", base, f"Add {noun}", may(entity, "create")),
        ("GET", one, f"Read {noun}", may(entity, "view")),
        ("PATCH", one, f"Change {noun}", may(entity, "edit")),
        ("DELETE", one, f"Delete {noun}", may(entity, "delete")),
    ]
    found += [
        ("POST", f"{one}do/{action.id}/", str(action.label), True)
        for action in schemas.actions_of(entity)
    ]
    if entity_of(entity.model).comments and may(entity, "view"):
        found.append(("POST", f"{one}comments/", "Say something about it", True))
    return [
        {"method": method, "address": address, "what": what}
        for method, address, what, is_open in found
        if is_open
    ]


def _field(name: str, said: dict[str, Any]) -> dict[str, str]:
    kind = said.get("format") or said.get("type", "")
    words = ", ".join(one for one in kind if one != "null") if isinstance(kind, list) else kind
    return {
        "id": name,
        "kind": "one of" if "enum" in said else str(words),
        "about": ": ".join(said[one] for one in ("title", "description") if one in said),
    }
