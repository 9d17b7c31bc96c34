"""The API as tools of an agent: the Model Context Protocol over HTTP, one request an answer.

The tools are those verbs that the person may do; each call is asked again, like any other request.
Nothing is kept between two requests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict

from site_kit import asker
from site_kit.actions import Action
from site_kit.api import schemas, verbs
from site_kit.api.lists import filters_for, listed, sorts_for
from site_kit.api.openapi import entities
from site_kit.api.said import body_of
from site_kit.api.schemas import may
from site_kit.api.values import Entity
from site_kit.api.views import not_so
from site_kit.errors import Invalid, KitError
from site_kit.models import entity_of
from site_kit.web.door import guarded
from site_kit.web.frame import guarded_headers, this_tool
from site_kit.web.kinds import DATES, NUMBERS

VERSIONS = ("2025-06-18", "2025-03-26", "2024-11-05")
NO_METHOD, BAD_PARAMETERS, BAD_REQUEST = -32601, -32602, -32600
OWN = ("list", "read", "create", "change", "delete", "comment")


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing an agent may do."""

    name: str
    about: str
    takes: Mapping[str, Any]
    call: Callable[[dict[str, Any]], Any]
    reads: bool = False

    def described(self) -> dict[str, Any]:
        """As the protocol has it."""
        hints = {"readOnlyHint": self.reads, "destructiveHint": self.name.startswith("delete_")}
        return {
            "name": self.name,
            "description": self.about,
            "inputSchema": self.takes,
            "annotations": hints,
        }


class Unheard(Exception):
    """The protocol's own refusals: a code and a sentence."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@guarded
def serve(request: HttpRequest) -> HttpResponse:
    """One message of an agent."""
    if request.method != "POST":
        return not_so({"POST": lambda: (200, None)})
    said = body_of(request)
    if "id" not in said:
        return guarded_headers(HttpResponse(status=202))
    answer: dict[str, Any] = {"jsonrpc": "2.0", "id": said["id"]}
    try:
        answer["result"] = _result(said)
    except Unheard as error:
        answer["error"] = {"code": error.code, "message": str(error)}
    return guarded_headers(JsonResponse(answer))


def _result(said: Mapping[str, Any]) -> dict[str, Any]:
    method, params = said.get("method"), said.get("params", {})
    if said.get("jsonrpc") != "2.0" or not isinstance(params, dict):
        raise Unheard(BAD_REQUEST, "Send one JSON-RPC 2.0 request.")
    if method == "initialize":
        return _hello(params)
    if method == "ping":
        return {}
    if method == "tools/list":
        return {"tools": [one.described() for one in tools()]}
    if method == "tools/call":
        return _called(params)
    raise Unheard(NO_METHOD, "There is no such method here.")


def _hello(params: Mapping[str, Any]) -> dict[str, Any]:
    own, wanted = this_tool(), params.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {}},
        "serverInfo": {"name": str(own.verbose_name), "version": "1"},
        "instructions": f"{own.summary} You act for {asker.current().name}.".strip(),
    }


def _called(params: Mapping[str, Any]) -> dict[str, Any]:
    name, given = params.get("name"), params.get("arguments", {})
    found = next((one for one in tools() if one.name == name), None)
    if found is None or not isinstance(given, dict):
        raise Unheard(BAD_PARAMETERS, "There is no such tool for you.")
    try:
        result = found.call(given)
    except KitError as error:
        several = getattr(error, "errors", {})
        return _content({"error": error.sentence, "id": error.id, "errors": several}, failed=True)
    return _content(result, failed=False)


def _content(said: Any, *, failed: bool) -> dict[str, Any]:
    text = json.dumps(said, ensure_ascii=False)
    return {"content": [{"type": "text", "text": text}], "isError": failed}


def tools() -> list[Tool]:
    """All that this person may do."""
    several = (tool for entity in entities() for tool in _of(entity))
    return [one for one in several if one.reads or not asker.current().reads_only]


def _of(entity: Entity) -> Iterator[Tool]:
    noun, plural = entity.model._meta.verbose_name, entity.model._meta.verbose_name_plural
    if may(entity, "view"):
        yield Tool(f"list_{entity.id}", f"List {plural}.", _filters(entity), _lists(entity), True)
        yield Tool(
            f"read_{entity.id}",
            f"Read {noun}.",
            _with_id({}),
            lambda given: entity.one(_id(given)),
            True,
        )
    if may(entity, "create"):
        takes = schemas.new(entity)
        yield Tool(
            f"create_{entity.id}",
            f"Add {noun}.",
            takes,
            lambda given: verbs.create(entity, given),
        )
    if may(entity, "edit"):
        yield Tool(
            f"change_{entity.id}",
            f"Change {noun}.",
            _with_id(schemas.change(entity)),
            lambda given: verbs.change(entity, _id(given), _rest(given)),
        )
    if may(entity, "delete"):
        yield Tool(f"delete_{entity.id}", f"Delete {noun}.", _with_id({}), _deletes(entity))
    for action in schemas.actions_of(entity):
        yield _action(entity, action)
    if entity_of(entity.model).comments and may(entity, "view"):
        text = {"type": "object", "properties": {"text": {"type": "string"}}}
        yield Tool(
            f"comment_{entity.id}", f"Say something about {noun}.", _with_id(text), _says(entity)
        )


def _action(entity: Entity, action: Action) -> Tool:
    about = " ".join((type(action).__doc__ or "").split()) or f"{action.label}."
    return Tool(
        f"{action.id}_{entity.id}" if action.id not in OWN else f"do_{action.id}_{entity.id}",
        about,
        _with_id(schemas.asked(action)),
        lambda given: verbs.run(entity, _id(given), action.id, _rest(given)),
    )


def _lists(entity: Entity) -> Callable[[dict[str, Any]], Any]:
    def ask(given: dict[str, Any]) -> Any:
        query = QueryDict(mutable=True)
        for name, value in given.items():
            several = value if isinstance(value, list) else [value]
            query.setlist(name, [_text(one) for one in several])
        return listed(entity, query)

    return ask


def _text(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _deletes(entity: Entity) -> Callable[[dict[str, Any]], Any]:
    def ask(given: dict[str, Any]) -> Any:
        verbs.delete(entity, _id(given))
        return {"id": given["id"]}

    return ask


def _says(entity: Entity) -> Callable[[dict[str, Any]], Any]:
    def ask(given: dict[str, Any]) -> Any:
        verbs.comment(entity, _id(given), _rest(given))
        return {"id": given["id"]}

    return ask


def _id(given: Mapping[str, Any]) -> int:
    key = given.get("id")
    if not isinstance(key, int) or isinstance(key, bool) or not 0 < key < 10**18:
        raise Invalid({"id": ["Name the row by its number."]})
    return key


def _rest(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "id"}


def _with_id(schema: Mapping[str, Any]) -> dict[str, Any]:
    own = {"id": {"type": "integer", "description": "The row's number."}}
    needed = ["id", *schema.get("required", ())]
    properties = {**own, **schema.get("properties", {})}
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _filters(entity: Entity) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "q": {"type": "string", "description": "Search."},
        "sort": {
            "type": "string",
            "enum": [f"{way}{one}" for one in sorts_for(entity) for way in ("", "-")],
        },
        "after": {"type": "string", "description": "The `next` of the page before."},
        "limit": {"type": "integer"},
    }
    for name, told in filters_for(entity).items():
        ends = (f"{name}.from", f"{name}.to")
        spans = told.kind in DATES | NUMBERS
        for one in (name, *(ends if spans else ())):
            properties[one] = {"type": ["string", "integer", "boolean"]}
    return {"type": "object", "properties": properties, "additionalProperties": False}
