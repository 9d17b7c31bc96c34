"""Somebody without an account at a form page: what they may choose, send and read afterwards.

They have no session and no row. What they read after sending comes signed in the address; what
they read later lies under a reference that nobody can guess. A wrong one reads like none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from site_kit import asker
from site_kit.asker import TOOL, Sends, acting
from site_kit.choices import candidates
from site_kit.counters import references_of
from site_kit.draft import NOT_HERE
from site_kit.errors import NotSignedIn, NotThere, Refused
from site_kit.messages import PLACES
from site_kit.pages import Form
from site_kit.permissions import rights_for
from site_kit.web import html, showing
from site_kit.web.columns import columns_of
from site_kit.web.door import guarded_for_all, wants_json
from site_kit.web.frame import answer, this_tool
from site_kit.web.kinds import FILES, kind_of
from site_kit.web.posted import Posted

SALT = "site_kit.sent"
DAY = 24 * 3600
LONGEST = 2000
"""Characters of what is said after sending: it stands in an address."""

NOTHING = "There is nothing under this reference. Look whether it is written as you got it."
PROGRAMS = "Programs send nothing here. Open the page and fill in the form."


def form_for(page_id: str) -> type[Form]:
    """A public form page that is open to whoever asks. Raises `NotSignedIn`, like any address."""
    person = asker.current()
    found = next((one for one in this_tool().pages if one.id == page_id), None)
    is_open = page_id in person.pages if person.is_outsider else person.let_in
    if found is None or not issubclass(found, Form) or not found.public or not is_open:
        raise NotSignedIn("Sign in to open this tool.")
    return found


def at_form(page: type[Form]) -> Any:
    """Inside, the outsider may make one row, of the fields that the page asks for."""
    return acting(replace(asker.current(), sends=Sends(page.model, frozenset(fields_of(page)))))


def fields_of(page: type[Form]) -> list[str]:
    """What a public form asks for: what the page names, and no file."""
    stored: list[Any] = [*page.model._meta.concrete_fields, *page.model._meta.many_to_many]
    named = page.fields or [name for _, several in page.steps for name in several]
    wanted = named or [field.name for field in stored]
    files = {field.name for field in stored if kind_of(field) in FILES}
    return [name for name in wanted if name not in files and name not in page.sets]


def refuse_programs(request: HttpRequest) -> None:
    """Raise for what no form of a browser sends."""
    if wants_json(request):
        raise Refused(PROGRAMS)


def keep_to_offered(model: type[Model], came: Posted) -> None:
    """Take out what an outsider chose and is not offered, before any rule is asked about it: what a
    rule says of a row is not for who may not choose it.
    """
    if not asker.current().is_outsider:
        return
    pending = [name for name in came.values if model._meta.get_field(name).is_relation]
    values = {name: value for name, value in came.values.items() if name not in pending}
    while taken := [name for name in pending if _is_offered(model, name, came, values)]:
        values.update({name: came.values[name] for name in taken})
        pending = [name for name in pending if name not in taken]
    for name in pending:
        came.values[name] = [] if model._meta.get_field(name).many_to_many else None
        came.errors[name] = [NOT_HERE]


def _is_offered(model: type[Model], name: str, came: Posted, values: dict[str, Any]) -> bool:
    chosen = came.values[name]
    wanted = {one for one in (chosen if isinstance(chosen, list) else [chosen]) if one is not None}
    if not wanted:
        return True
    rows = candidates(model, name, showing.with_values(model(), values))
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) == wanted


# What they read


def sent(page: type[Form], row: Model, came: Posted) -> HttpResponse:
    """Go on to what is said after sending, which is in the address: reloaded, it sends nothing."""
    said = [page.id, said_after(page, row, came)[:LONGEST], reference_of(row)]
    query = urlencode({"said": signing.dumps(said, salt=SALT, compress=True)})
    return HttpResponseRedirect(f"/{page.id}/sent/?{query}")


def said_after(page: type[Form], row: Model, came: Posted) -> str:
    """What is said after sending, with what the outsider entered, and the reference; not what a
    rule put where they left something empty."""
    entered = {name for name, value in came.values.items() if value not in (None, "", [])}
    may = {*(entered & set(fields_of(page))), *(field.name for field in references_of(type(row)))}
    paths = [path for path in PLACES.findall(page.after) if path in may]
    texts = {path: plain for path, _, plain, _ in _values(row, paths)}
    return PLACES.sub(lambda found: texts.get(found[1], ""), page.after)


def reference_of(row: Model) -> str:
    """The reference of a row that nobody can guess, or nothing."""
    name = reference_name(type(row))
    return str(getattr(row, name)) if name else ""


def reference_name(model: type[Model]) -> str:
    """The field with it, or nothing."""
    several = (field.name for field in references_of(model) if "{random}" in field.pattern)
    return next(several, "")


def _values(row: Model, paths: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """Path, label, plain text and markup of values that the page names, as the tool reads them."""
    model: Any = type(row)
    with acting(TOOL):
        columns = columns_of(model, paths, rights_for(model).fields_for(TOOL))
        selected = {f"c{at}": column.select for at, column in enumerate(columns)}
        rows = model.everything.filter(pk=row.pk).annotate(**selected)
        values = rows.values(*selected).get() if selected else {}
        return [
            (one.path, one.label, one.plain(values[f"c{at}"]), one.cell(values[f"c{at}"]))
            for at, one in enumerate(columns)
        ]


@guarded_for_all
def thanks(request: HttpRequest, *, page_id: str) -> HttpResponse:
    """What is said after sending."""
    page = form_for(page_id)
    try:
        told = signing.loads(request.GET.get("said", ""), salt=SALT, max_age=DAY)
        of, text, reference = (str(one) for one in told)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotThere("This is shown for a day after something was sent.") from None
    if of != page.id:
        raise NotThere("This is shown for a day after something was sent.")
    context = {
        "heading": page.name,
        "sign": "check",
        "sentence": text or "Thank you. It has been sent.",
        "reference": reference,
        "status": _status_address(page, reference) if reference and page.reply else "",
        "again": f"/{page.id}/",
    }
    return answer(request, "outside.html", context, title=f"Sent · {page.name}", page=page)


def _status_address(page: type[Form], reference: str) -> str:
    return f"/{page.id}/status/?{urlencode({'reference': reference})}"


@guarded_for_all
def status(request: HttpRequest, *, page_id: str) -> HttpResponse:
    """What became of what was sent, for whoever has its reference."""
    page = form_for(page_id)
    name = reference_name(page.model)
    if not page.reply or not name:
        raise NotThere("There is no page at this address.")
    asked = request.GET.get("reference", "").strip()
    model: Any = page.model
    row = model.everything.filter(**{name: asked}).first() if _could_be_one(asked) else None
    context = {
        "heading": page.name,
        "facts": _facts(page.reply, row) if row is not None else [],
        "asked": asked,
        "nothing": NOTHING if asked and row is None else "",
        "reference": asked if row is not None else "",
        "looks_up": True,
        "again": f"/{page.id}/",
    }
    code = 404 if context["nothing"] else 200
    title = f"Status · {page.name}"
    return answer(request, "outside.html", context, title=title, page=page, status=code)


def _could_be_one(text: str) -> bool:
    return 0 < len(text) <= 250 and "\x00" not in text


def _facts(paths: Sequence[str], row: Model) -> list[dict[str, Any]]:
    return [
        {"path": path, "label": label, "inside": html.safe(markup)}
        for path, label, _, markup in _values(row, paths)
    ]
