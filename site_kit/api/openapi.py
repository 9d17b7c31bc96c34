"""The API in OpenAPI 3.1, cut to what the person who asks may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from site_kit import asker
from site_kit.actions import Action
from site_kit.api import schemas
from site_kit.api.lists import MOST_AT_ONCE, ROWS_AT_ONCE, filters_for, sorts_for
from site_kit.api.schemas import may
from site_kit.api.values import PREFIX, Entity
from site_kit.models import entity_of
from site_kit.web.door import guarded
from site_kit.web.frame import guarded_headers, this_tool
from site_kit.web.kinds import DATES, NUMBERS

REFUSALS = {
    "400": "The request cannot be read: no JSON, no such filter.",
    "401": "No token, or one that does not work.",
    "403": "You may not do this.",
    "404": "There is no such row, for you.",
    "409": "The row is locked, has moved on, or somebody was a moment earlier.",
    "413": "Too much at once.",
    "415": "Not JSON.",
    "422": "A rule does not hold; `errors` says beside which field.",
    "429": "Too many requests. Wait a minute.",
}


def entities() -> list[Entity]:
    """What this person may see or make rows of."""
    several = (Entity(model) for model in this_tool().entities)
    return [one for one in several if may(one, "view") or may(one, "create")]


@guarded
def document(request: HttpRequest) -> HttpResponse:
    """The document itself."""
    return guarded_headers(JsonResponse(written(entities())))


def written(several: list[Entity]) -> dict[str, Any]:
    """The document over these entities."""
    own = this_tool()
    shapes: dict[str, Any] = {"Error": schemas.error()}
    paths: dict[str, Any] = {}
    for entity in several:
        shapes |= dict(_shapes(entity))
        paths |= dict(_paths(entity))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": str(own.verbose_name),
            "version": "1",
            "description": f"{own.summary} For {asker.current().name}.".strip(),
        },
        "servers": [{"url": address()}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": shapes,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {status: _refusal(text) for status, text in REFUSALS.items()},
        },
    }


def _refusal(text: str) -> dict[str, Any]:
    return {"description": text, "content": _json({"$ref": "#/components/schemas/Error"})}


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _shapes(entity: Entity) -> Iterator[tuple[str, Any]]:
    yield entity.id, schemas.row(entity)
    if may(entity, "create"):
        yield f"{entity.id}-new", schemas.new(entity)
    if may(entity, "edit"):
        yield f"{entity.id}-change", schemas.change(entity)


def _paths(entity: Entity) -> Iterator[tuple[str, Any]]:
    noun = str(entity.model._meta.verbose_name)
    base = f"{PREFIX}{entity.id}/"
    several: dict[str, Any] = {}
    if may(entity, "view"):
        several["get"] = _way(f"List {entity.model._meta.verbose_name_plural}", entity, _page())
        several["get"]["parameters"] = list(_parameters(entity))
    if may(entity, "create"):
        several["post"] = _way(f"Add {noun}", entity, _ref(entity.id), f"{entity.id}-new", "201")
    if several.get("get"):
        several["get"]["responses"]["200"]["content"] = _json(_page_of(entity))
    yield base, several
    one: dict[str, Any] = {"parameters": [_id()]}
    if may(entity, "view"):
        one["get"] = _way(f"Read {noun}", entity, _ref(entity.id))
    if may(entity, "edit"):
        one["patch"] = _way(f"Change {noun}", entity, _ref(entity.id), f"{entity.id}-change")
    if may(entity, "delete"):
        one["delete"] = _way(f"Delete {noun}", entity, None, status="204")
    if len(one) > 1:
        yield f"{base}{{id}}/", one
    for action in schemas.actions_of(entity):
        yield f"{base}{{id}}/do/{action.id}/", {"parameters": [_id()], "post": _act(action, entity)}
    if entity_of(entity.model).comments and may(entity, "view"):
        yield f"{base}{{id}}/comments/", _thread(entity)


def _page() -> dict[str, Any]:
    return {"type": "object"}


def _page_of(entity: Entity) -> dict[str, Any]:
    rows = {"type": "array", "items": _ref(entity.id)}
    more = {"type": ["string", "null"], "description": "`after` of the next page."}
    return {"type": "object", "properties": {"rows": rows, "next": more}}


def _way(
    summary: str, entity: Entity, answer: Any, takes: str = "", status: str = "200"
) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done."}
    if answer is not None:
        done["content"] = _json(answer)
    refused = {code: {"$ref": f"#/components/responses/{code}"} for code in REFUSALS}
    found = {
        "summary": summary,
        "tags": [schemas.plural(entity.model)],
        "responses": {status: done, **refused},
    }
    if takes:
        found["requestBody"] = {"content": _json(_ref(takes)), "required": True}
    return found


def _act(action: Action, entity: Entity) -> dict[str, Any]:
    found = _way(str(action.label), entity, {"type": "object"})
    about = " ".join((type(action).__doc__ or "").split()) if type(action).__doc__ else ""
    if about:
        found["description"] = about
    found["requestBody"] = {"content": _json(schemas.asked(action))}
    return found


def _thread(entity: Entity) -> dict[str, Any]:
    said = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("at", "by", "text")},
    }
    text = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    several = {"type": "object", "properties": {"comments": {"type": "array", "items": said}}}
    say = _way("Say something", entity, {"type": "object"}, status="201")
    say["requestBody"] = {"content": _json(text), "required": True}
    return {"parameters": [_id()], "get": _way("What was said", entity, several), "post": say}


def _id() -> dict[str, Any]:
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


def _parameters(entity: Entity) -> Iterator[dict[str, Any]]:
    """Filters, search, sort, the next page."""
    yield _asked("q", {"type": "string"}, "Search.")
    sorts = [f"{way}{one}" for one in sorts_for(entity) for way in ("", "-")]
    yield _asked("sort", {"type": "string", "enum": sorts}, "With - the other way round.")
    yield _asked("after", {"type": "string"}, "The `next` of the page before.")
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE, "default": ROWS_AT_ONCE}
    yield _asked("limit", limit, "How many rows at once.")
    yield _asked("page", {"type": "string"}, "Only the rows of a page of the tool, by its id.")
    for name, told in filters_for(entity).items():
        if told.kind in DATES | NUMBERS:
            for end in (".from", ".to"):
                yield _asked(f"{name}{end}", {"type": "string"}, f"{told.id}, this end included.")
        is_own = name == told.id
        about = "" if is_own else f"The field “{told.id}”: the list has a word like it."
        yield _asked(name, {"type": "string"}, about)


def _asked(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": "query", "schema": schema}
    return {**found, "description": text} if text else found


def address() -> str:
    """The tool's own address, without a stroke at its end."""
    return str(getattr(settings, "SITE_ADDRESS", "") or "/").rstrip("/") or "/"
