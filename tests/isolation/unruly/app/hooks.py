"""Addresses that a tool cannot declare, put among the kit's own."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path


def install() -> None:
    """Put them first."""
    from site_kit.web import urls

    urls.urlpatterns[:0] = [path(f"x/{name}/", view) for name, view in VIEWS.items()]


def echo(request: HttpRequest) -> HttpResponse:
    """Everything this process was told of the request, and of itself."""
    asker = request.META.get("site_kit.asker")
    return JsonResponse(
        {
            "asker": asker
            and {
                "id": asker.id,
                "name": asker.name,
                "roles": sorted(asker.roles),
                "groups": sorted(asker.groups),
            },
            "headers": {k: v for k, v in request.META.items() if k.startswith("HTTP_")},
            "method": request.method,
            "path": request.path,
            "query": request.META["QUERY_STRING"],
            "environ": dict(os.environ),
            "given": settings.SITE_ENVIRONMENT,
            "database": settings.DATABASES["default"]["USER"],
            "databases": sorted(settings.DATABASES),
            "pid": os.getpid(),
            "parent": os.getppid(),
            "descriptors": sorted(int(fd) for fd in os.listdir("/proc/self/fd")),
            "cookies": request.COOKIES,
            "length": len(request.body),
        }
    )


def ping(request: HttpRequest) -> HttpResponse:
    """Nothing but an answer."""
    return HttpResponse(b"pong", content_type="text/plain")


def crash(request: HttpRequest) -> HttpResponse:
    """As a fault in a library would end a process."""
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(10)
    return HttpResponse()


def leave(request: HttpRequest) -> HttpResponse:
    """An exit in the middle of a request."""
    sys.exit("enough")


def hang(request: HttpRequest) -> HttpResponse:
    """No answer."""
    time.sleep(60)
    return HttpResponse()


def spin(request: HttpRequest) -> HttpResponse:
    """No answer, and a processor busy with it."""
    while True:
        pass


def bomb(request: HttpRequest) -> HttpResponse:
    """All the memory there is."""
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def wrong(request: HttpRequest) -> HttpResponse:
    """A mistake, with a value that must not be seen."""
    secret = "canary-in-a-local"
    raise ValueError(f"a mistake {secret}")


def headers(request: HttpRequest) -> HttpResponse:
    """Any status and headers, as the query says."""
    response = HttpResponse("said")
    # Django itself refuses what is no status; a hostile process would not.
    response.status_code = int(request.GET.get("status", "200"))
    if "huge" in request.GET:
        response["Content-Language"] = "x" * 100_000
    for name, value in json.loads(request.GET.get("set", "[]")):
        response[name] = value
    for text in json.loads(request.GET.get("cookies", "[]")):
        name, _, rest = text.partition("=")
        value, *attributes = rest.split("; ")
        response.cookies[name] = value
        for attribute in attributes:
            key, _, to = attribute.partition("=")
            response.cookies[name][key] = to
    return response


def many(request: HttpRequest) -> HttpResponse:
    """A long answer, whole or in pieces."""
    size = int(request.GET["size"])
    if "pieces" not in request.GET:
        return HttpResponse(b"x" * size)
    return StreamingHttpResponse(_pieces(size, int(request.GET.get("break", "0"))))


def _pieces(size: int, broken: int) -> Iterator[bytes]:
    sent = 0
    while sent < size:
        yield b"x" * min(10_000, size - sent)
        sent += 10_000
        if broken and sent > broken:
            raise ValueError("no more")


def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was sent as a file under any key, saying any size."""
    from site_kit.web import storage

    content = request.body
    said = int(request.GET.get("size", str(len(content))))
    try:
        if request.GET.get("delete"):
            storage._store.delete(request.GET["key"])
        else:
            storage._store.put(request.GET["key"], iter([content]), said, "text/plain")
    except OSError as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"ok": True})


def give(request: HttpRequest) -> HttpResponse:
    """A stored file, named and typed as the query says."""
    response = HttpResponse(content_type=request.GET.get("type", "text/html"))
    response["X-Site-File"] = request.GET["key"]
    response["Content-Disposition"] = request.GET.get("disposition", "inline")
    return response


def load(request: HttpRequest) -> HttpResponse:
    """Import a module by name."""
    import importlib

    try:
        module = importlib.import_module(request.GET["name"])
    except Exception as error:  # noqa: BLE001
        return JsonResponse({"error": f"{type(error).__name__}: {error}"})
    return JsonResponse({"file": getattr(module, "__file__", "")})


def sql(request: HttpRequest) -> HttpResponse:
    """Any statement."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(request.GET["q"])
            rows: list[Any] = cursor.fetchall() if cursor.description else []
    except Exception as error:  # noqa: BLE001
        return JsonResponse({"error": f"{type(error).__name__}: {error}"})
    return JsonResponse({"rows": rows}, json_dumps_params={"default": str})


def threads(request: HttpRequest) -> HttpResponse:
    """Which thread answers, a moment later."""
    time.sleep(float(request.GET.get("wait", "0.1")))
    return JsonResponse({"thread": threading.get_ident(), "number": threading.active_count()})


VIEWS = {
    "echo": echo,
    "ping": ping,
    "crash": crash,
    "leave": leave,
    "hang": hang,
    "spin": spin,
    "bomb": bomb,
    "wrong": wrong,
    "headers": headers,
    "many": many,
    "keep": keep,
    "give": give,
    "load": load,
    "sql": sql,
    "threads": threads,
}
