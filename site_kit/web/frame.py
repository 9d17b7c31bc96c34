"""What stands around every page: the tool's name, its pages, search, the person, the toast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from site_kit import asker
from site_kit.apps import Tool, tool
from site_kit.asker import Asker
from site_kit.pages import ModelPage, Page, RowsPage
from site_kit.permissions import rights_for
from site_kit.web import html, theme
from site_kit.web.address import Address
from site_kit.web.cells import face, initials

TOAST_SALT = "site_kit.toast"
TOAST_SECONDS = 60
LAID_OUT_IN_TIME = ("calendar", "timeline", "matrix")
"""Pages of rows that list only those of a window."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def this_tool() -> Tool:
    """The tool that this process serves."""
    return tool()


def named(own: Tool) -> dict[str, str]:
    """The tool's name, and the two letters that stand for it."""
    return {"name": str(own.verbose_name), "mark": initials(str(own.verbose_name))}


def said_by_site(name: str) -> str:
    """What the runtime says of this site: `portal_address`, `kind`, `workspace`, `site`."""
    return str(getattr(settings, "SITE_KIT", {}).get(name, ""))


def may_open(page: type[Page], person: Asker) -> bool:
    """Whether a page stands in this person's navigation. It widens no right."""
    if page.kind == "detail":
        return False
    if page.open_to and not person.is_admin and not person.holds(page.open_to):
        return False
    if not issubclass(page, ModelPage):
        return True
    verb = "create" if page.kind == "form" else "view"
    return bool(rights_for(page.model).allowed(verb, None, person))


def open_pages(person: Asker) -> list[type[Page]]:
    """The pages in this person's navigation."""
    return [page for page in this_tool().pages if may_open(page, person)]


def home_of(person: Asker) -> type[Page] | None:
    """The page that `/` shows: by role, declared roles before `member`, else the first one."""
    pages = open_pages(person)
    declared = {role.id for role in this_tool().roles}
    for roles in (person.roles & declared, person.roles - declared):
        for page in pages:
            if roles.intersection(page.home_for):
                return page
    return pages[0] if pages else None


def list_page_of(model: Any, person: Asker) -> type[Page] | None:
    """The page that lists an entity: the way back from one of its rows."""
    own = [
        page for page in open_pages(person) if issubclass(page, RowsPage) and page.model is model
    ]
    whole = [page for page in own if page.scope is None and page.kind not in LAID_OUT_IN_TIME]
    found = whole or own
    return found[0] if found else None


def toast(address: str, sentence: str, undo: str = "") -> str:
    """An address with a sentence that is shown there once; `undo` is where taking it back posts."""
    said = signing.dumps([sentence, undo], salt=TOAST_SALT, compress=True)
    path, mark, place = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}toast={said}{mark}{place}"


def _said(request: HttpRequest) -> dict[str, str]:
    given = request.GET.get("toast", "")
    try:
        sentence, undo = signing.loads(given, salt=TOAST_SALT, max_age=TOAST_SECONDS)
    except (signing.BadSignature, ValueError):
        return {}
    return {"sentence": str(sentence), "undo": str(undo)}


def frame(request: HttpRequest, page: type[Page] | None, title: str) -> dict[str, Any]:
    """The context of the frame; an outsider's shows nothing of the tool but its name and look."""
    person = asker.current()
    own = this_tool()
    around = _around(own, title)
    if person.is_outsider:
        return {**around, "bare": True, "home": f"/{page.id}/" if page else ""}
    return {
        **around,
        "pages": [
            {"name": one.name, "href": f"/{one.id}/", "current": one is page}
            for one in open_pages(person)
        ],
        "person": {
            "name": person.name,
            "email": person.email,
            "face": html.safe(face(person.name or person.email)),
        },
        "roles": ", ".join(role.label for role in own.roles if role.id in person.roles),
        "search": _search(request, page, person),
        "toast": _said(request),
        "portal": said_by_site("portal_address") if person.is_admin else "",
    }


def _around(own: Tool, title: str) -> dict[str, Any]:
    """What everybody reads: what the tool is called, whose it is, and how it looks."""
    return {
        "title": title,
        "language": own.language,
        "mode": own.theme.mode if own.theme.mode != "system" else "",
        "tool": named(own),
        "workspace": said_by_site("workspace"),
        "preview": said_by_site("kind") == "preview",
        "has_theme": theme.is_given(own.theme),
    }


def _search(request: HttpRequest, page: type[Page] | None, person: Asker) -> dict[str, Any] | None:
    here = page is not None and issubclass(page, RowsPage)
    target = (
        page
        if here
        else next((one for one in open_pages(person) if issubclass(one, RowsPage)), None)
    )
    if target is None or not issubclass(target, RowsPage):
        return None
    address = Address.of(request, f"/{target.id}/")
    plural = str(target.model._meta.verbose_name_plural)
    return {
        "label": f"Search {plural}",
        "action": address.path,
        "kept": address.pairs(without=("q",)) if here else [],
        "value": address.one("q") if here else "",
    }


def answer(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    page: type[Page] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page in its frame."""
    body = html.render(template, {**frame(request, page, title), **context})
    return guarded_headers(HttpResponse(body, status=status))


def guarded_headers(response: HttpResponse) -> HttpResponse:
    """What every page says to the browser. The gate says it again, and has the last word."""
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
