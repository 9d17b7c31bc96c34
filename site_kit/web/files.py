"""Files of rows: sent under the row's right, streamed by the gate.

The answer to a download has no body but names the file in `X-Site-File`; the gate takes that
header away and sends what the site's own store has under it.
"""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from site_kit import asker
from site_kit.errors import NotThere
from site_kit.files import keys_of, mark_of
from site_kit.permissions import rights_for
from site_kit.web import storage
from site_kit.web.door import guarded
from site_kit.web.entry import model_named, row_named
from site_kit.web.kinds import FILES, kind_of

use = storage.keep_with
size_of = storage.size_in
stored_name = storage.name_in

TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
SHOWN = frozenset({"pdf", "png", "jpg", "jpeg", "gif", "webp"})
"""Endings that a browser may show; everything else is saved."""


def ending_of(key: str) -> str:
    """The ending of a stored file's name."""
    return key.rsplit(".", 1)[-1].lower()


def content_type_of(key: str) -> str:
    """What a file is sent as, by its ending alone: what was claimed on upload is not believed."""
    return TYPES.get(ending_of(key), "application/octet-stream")


@guarded
def download(
    request: HttpRequest, *, entity: str, pk: int, field: str, mark: str = ""
) -> HttpResponse:
    """A file of a row that this person may see, in a field that this person may see; `mark` says
    which, in a field of several.
    """
    model = model_named(entity)
    row = row_named(model, pk)
    seen = rights_for(model).fields_for(asker.current()).seen_on(row)
    stored = {f.name: f for f in model._meta.concrete_fields}.get(field)
    several = keys_of(getattr(row, field, "")) if stored is not None else []
    key = next((one for one in several if mark in ("", mark_of(one))), "")
    if stored is None or kind_of(stored) not in FILES or field not in seen or not key:
        raise NotThere("There is no such file.")
    how = "inline" if ending_of(key) in SHOWN else "attachment"
    response = HttpResponse(content_type=content_type_of(key))
    response["X-Site-File"] = key
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(stored_name(key))}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
