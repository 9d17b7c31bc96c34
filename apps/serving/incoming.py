"""The request as the site sees it: written anew by the gate, with what is on a list and no more.

The visitor travels beside the headers, so no spelling of a header can forge one.
"""

import re
import secrets
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from apps.serving import limits
from apps.serving.admission import Admitted
from apps.serving.cookies import is_reserved
from apps.serving.turned_away import BadRequest, NotHere, TooLarge
from site_contract.visitor import sign

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PASSED = frozenset(
    {
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Content-Type",
        "Content-Length",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "Origin",
        "Referer",
        "Sec-Fetch-Dest",
        "Sec-Fetch-Mode",
        "Sec-Fetch-Site",
        "User-Agent",
        "X-Kit",
        "X-Requested-With",
    }
)
PASSED_PREFIX = "Hx-"
"""What htmx adds."""

CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
OWN = "/__gate"


def demand_plain(request: HttpRequest) -> None:
    """Raise for what no site should have to understand: odd paths, sizes, methods, workers."""
    path = request.path_info
    if CONTROLS.search(path) or "\\" in path or "//" in path or len(path) > limits.PATH_CHARACTERS:
        raise BadRequest
    if any(part in {".", ".."} for part in path.split("/")) or "�" in path:
        raise BadRequest
    if path.lower().startswith(OWN):
        raise NotHere
    if request.method not in METHODS:
        raise BadRequest
    # No browser sends content without its length, and nobody would count it.
    if request.headers.get("Transfer-Encoding") is not None:
        raise BadRequest
    # A worker would outlive a roll-back and a withdrawn right.
    if request.headers.get("Service-Worker") is not None:
        raise BadRequest
    _demand_sizes(request)


def head_of(request: HttpRequest, admitted: Admitted) -> dict[str, Any]:
    """The first frame of a request to a site."""
    request_id = secrets.token_hex(8)
    signed = sign(
        admitted.visitor,
        key=admitted.target.visitor_key,
        site=admitted.target.site,
        request_id=request_id,
        now=time.time(),
    )
    return {
        "method": request.method,
        "path": request.path_info,
        "query": request.META.get("QUERY_STRING", ""),
        "headers": headers_of(request, cookies=_counts_cookies(admitted)),
        "visitor": signed,
        "request_id": request_id,
        "scheme": settings.SITEWRIGHT.scheme,
        "host": request.META["HTTP_HOST"],
    }


def demand_little(request: HttpRequest) -> None:
    """Raise `TooLarge` for more than an outsider's form holds; they send no files."""
    if body_length(request) > limits.OUTSIDER_BYTES:
        raise TooLarge(most=limits.OUTSIDER_BYTES // (1024 * 1024))


def _counts_cookies(admitted: Admitted) -> bool:
    """Whether it is a person with a browser of theirs, and neither a program nor an outsider."""
    return admitted.program is None and admitted.person is not None


def headers_of(request: HttpRequest, *, cookies: bool = True) -> list[list[str]]:
    """The headers that are passed on, and the cookies that are the site's own; none beside a
    token and none of an outsider."""
    passed = [
        [name, value]
        for name, value in request.headers.items()
        if (name in PASSED or name.startswith(PASSED_PREFIX)) and not CONTROLS.search(value)
    ]
    sent = parse_cookie(request.META.get("HTTP_COOKIE", "")) if cookies else {}
    own = [f"{name}={value}" for name, value in sent.items() if not is_reserved(name)]
    return [*passed, ["Cookie", "; ".join(own)]] if own else passed


def body_length(request: HttpRequest) -> int:
    """How many bytes of content follow."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not said.isascii() or not said.isdigit():
        raise BadRequest
    return int(said)


def _demand_sizes(request: HttpRequest) -> None:
    if body_length(request) > limits.REQUEST_BYTES:
        raise TooLarge(most=limits.REQUEST_BYTES // (1024 * 1024))
    if len(request.META.get("QUERY_STRING", "")) > limits.QUERY_BYTES:
        raise BadRequest
    if sum(len(name) + len(value) for name, value in request.headers.items()) > limits.HEADER_BYTES:
        raise BadRequest
