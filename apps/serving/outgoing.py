"""The answer as the browser sees it: what a site said, under headers that no site can lower."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from apps.serving import limits
from apps.serving.cookies import pass_on
from apps.serving.origins import own_origin
from apps.serving.turned_away import Crashed, Leaving

FORCED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
PASSED = frozenset(
    {
        "allow",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-type",
        "etag",
        "hx-push-url",
        "hx-replace-url",
        "hx-reswap",
        "hx-retarget",
        "hx-trigger",
        "last-modified",
        "retry-after",
        "vary",
    }
)
NAME, VALUE = re.compile(r"[A-Za-z0-9-]+\Z"), re.compile(r"[\x20-\x7e\x80-\xff]*\Z")
STATIC, FOREVER = "/static/", "private, max-age=31536000, immutable"
Headers = list[tuple[str, str]]


def headers_of(head: dict[str, object]) -> tuple[int, Headers]:
    """Status and headers of a site's first frame, well formed, or `Crashed`."""
    status, given = head.get("status"), head.get("headers")
    if type(status) is not int or not 200 <= status <= 599 or not isinstance(given, list):
        raise Crashed
    if len(given) > limits.RESPONSE_HEADERS:
        raise Crashed
    return status, [_pair(one) for one in given]


def _pair(given: object) -> tuple[str, str]:
    if not isinstance(given, list) or len(given) != 2:
        raise Crashed
    name, value = given
    if not isinstance(name, str) or not isinstance(value, str):
        raise Crashed
    if not NAME.match(name) or not VALUE.match(value) or len(value) > limits.HEADER_BYTES:
        raise Crashed
    return name.lower(), value


def build(
    request: HttpRequest, status: int, headers: Headers, content: bytes | Iterable[bytes]
) -> HttpResponseBase:
    """The answer to the browser. Raises `Leaving` where the site sends it to another host."""
    response: HttpResponse | StreamingHttpResponse
    if isinstance(content, bytes):
        response = HttpResponse(content, status=status, content_type="")
    else:
        response = StreamingHttpResponse(content, status=status, content_type="")
    del response["Content-Type"]
    for name, value in headers:
        if name in PASSED:
            response[name] = value
    location = _first(headers, "location")
    if location:
        response["Location"] = own_location(request, location)
    pass_on(response, [value for name, value in headers if name == "set-cookie"])  # type: ignore[arg-type]
    response["Cache-Control"] = _caching(request, status, headers)
    return forced(response)


def forced(response: HttpResponseBase) -> HttpResponseBase:
    """Put on what every answer from a site's host has."""
    for name, value in FORCED.items():
        response[name] = value
    return response


def own_location(request: HttpRequest, location: str) -> str:
    """A redirect's target as a path of this host.

    Raises `Leaving` for any other, if it is a page.
    """
    try:
        parts = urlsplit(location)
    except ValueError as error:
        raise Crashed from error
    if f"{parts.scheme}://{parts.netloc}" == own_origin(request):
        location, parts = location.removeprefix(own_origin(request)) or "/", urlsplit("/")
    if "\\" in location or location.startswith("//"):
        raise Crashed
    if not parts.scheme and not parts.netloc:
        return location
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Crashed
    raise Leaving(address=location, host=parts.netloc)


def _caching(request: HttpRequest, status: int, headers: Headers) -> str:
    """What a site serves is nobody else's; its versioned assets may stay in the one browser."""
    asked = _first(headers, "cache-control") or ""
    asset = request.path_info.startswith(STATIC) and status == 200 and "immutable" in asked
    return FOREVER if asset else "private, no-store"


def _first(headers: Headers, name: str) -> str | None:
    return next((value for given, value in headers if given == name), None)
