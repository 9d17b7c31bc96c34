"""The addresses of the API: method, address and JSON to a verb, and its answer to JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from site_kit.api import verbs
from site_kit.api.lists import listed
from site_kit.api.said import NotUnderstood, body_of
from site_kit.web.door import guarded
from site_kit.web.frame import guarded_headers

Answer = tuple[int, Any]
Way = Callable[..., Answer]


def by_method(ways: Mapping[str, Way]) -> Callable[..., HttpResponseBase]:
    """A view that answers each of these methods, and says which there are to every other."""

    @guarded
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in ways:
            return not_so(ways)
        if method != "GET" and request.GET:
            raise NotUnderstood("Send values as JSON, not in the address.")
        status, said = ways[method](request, **kwargs)
        if said is None:
            return guarded_headers(HttpResponse(status=status))
        answer = JsonResponse(said, status=status)
        if status == 201 and "id" in said and "entity" in kwargs and "pk" not in kwargs:
            answer["Location"] = verbs.entity_named(kwargs["entity"]).address(said["id"])
        return guarded_headers(answer)

    return view


def not_so(ways: Mapping[str, Way]) -> HttpResponse:
    """405, with what there is."""
    said = {"error": "This cannot be done here.", "id": "no_such_method", "errors": {}}
    return guarded_headers(JsonResponse(said, status=405, headers={"Allow": ", ".join(ways)}))


def _list(request: HttpRequest, *, entity: str) -> Answer:
    return 200, listed(verbs.entity_named(entity), request.GET)


def _create(request: HttpRequest, *, entity: str) -> Answer:
    return 201, verbs.create(verbs.entity_named(entity), body_of(request))


def _read(request: HttpRequest, *, entity: str, pk: str) -> Answer:
    return 200, verbs.entity_named(entity).one(int(pk))


def _change(request: HttpRequest, *, entity: str, pk: str) -> Answer:
    return 200, verbs.change(verbs.entity_named(entity), int(pk), body_of(request))


def _delete(request: HttpRequest, *, entity: str, pk: str) -> Answer:
    verbs.delete(verbs.entity_named(entity), int(pk))
    return 204, None


def _run(request: HttpRequest, *, entity: str, pk: str, action: str) -> Answer:
    return 200, verbs.run(verbs.entity_named(entity), int(pk), action, body_of(request))


def _comments(request: HttpRequest, *, entity: str, pk: str) -> Answer:
    return 200, {"comments": list(verbs.comments_of(verbs.entity_named(entity), int(pk)))}


def _comment(request: HttpRequest, *, entity: str, pk: str) -> Answer:
    verbs.comment(verbs.entity_named(entity), int(pk), body_of(request))
    return 201, {"id": int(pk)}


rows = by_method({"GET": _list, "POST": _create})
row = by_method({"GET": _read, "PATCH": _change, "DELETE": _delete})
act = by_method({"POST": _run})
thread = by_method({"GET": _comments, "POST": _comment})
