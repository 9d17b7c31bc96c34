"""The static files of a tool: one style sheet, one script, the icons. Made once, at the first ask.

The style sheet is the look and the kit's own additions in one file, so that a page needs three
requests in all. Names are looked up in a fixed table; nothing is read from a path in an address.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse

from look import LOOK_DIR, STYLESHEETS
from site_kit.apps import tool
from site_kit.web import theme

STATIC = Path(__file__).resolve().parent.parent / "static" / "kit"
THEME = "theme.css"
FOR_EVER = "public, max-age=31536000, immutable"

SOURCES: dict[str, tuple[str, tuple[Path, ...]]] = {
    "tool.css": (
        "text/css; charset=utf-8",
        (*(LOOK_DIR / sheet for sheet in STYLESHEETS), STATIC / "kit.css", STATIC / "numbers.css"),
    ),
    "tool.js": (
        "text/javascript; charset=utf-8",
        (STATIC / "kit.js", STATIC / "panel.js"),
    ),
    "icons.svg": ("image/svg+xml", (LOOK_DIR / "look" / "icons.svg",)),
    "favicon.svg": ("image/svg+xml", (LOOK_DIR / "look" / "favicon.svg",)),
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: its bytes, the same packed, and its digest."""

    content_type: str
    body: bytes
    packed: bytes
    digest: str


@cache
def _asset(name: str) -> Asset:
    if name == THEME:
        content_type, body = "text/css; charset=utf-8", theme.stylesheet(tool().theme).encode()
    else:
        content_type, sources = SOURCES[name]
        body = b"\n".join(source.read_bytes() for source in sources)
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(content_type, body, gzip.compress(body, 9, mtime=0), digest)


@cache
def address_of(name: str) -> str:
    """Where a page finds a static file; the digest changes with the content."""
    return f"/static/{name}?v={_asset(name).digest}"


def serve(request: HttpRequest, name: str) -> HttpResponse:
    """One static file. Under its digest it may be kept for ever, otherwise it is asked again."""
    if name not in SOURCES and name != THEME:
        raise Http404(name)
    asset = _asset(name)
    fresh = request.GET.get("v") == asset.digest
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(asset.packed, content_type=asset.content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(asset.body, content_type=asset.content_type)
    response["Cache-Control"] = FOR_EVER if fresh else "no-cache"
    response["Vary"] = "Accept-Encoding"
    return response
