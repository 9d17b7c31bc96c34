"""A row beside the list that it was opened from: its page without the frame.

A page of rows says which rows open so; the script asks for one by a header and shows it in a
panel. Without script, and for whoever comes by its address, a row has a page of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from site_kit.models import entity_id
from site_kit.pages import Detail
from site_kit.registry import declared
from site_kit.web import html
from site_kit.web.frame import guarded_headers

HEADER = "X-Kit"
PANEL = "panel"


def opened_by(model: type[Model]) -> str:
    """The entity whose rows open in a panel on a page of this model, or nothing."""
    several = (page for page in declared.pages if issubclass(page, Detail) and page.model is model)
    return entity_id(model) if any(page.panel for page in several) else ""


def is_wanted(request: HttpRequest) -> bool:
    """Whether a row's page is asked for as a panel."""
    return request.headers.get(HEADER) == PANEL


def answer(context: Mapping[str, Any]) -> HttpResponse:
    """The row's page, as a panel."""
    return guarded_headers(HttpResponse(html.render("panel.html", context)))
