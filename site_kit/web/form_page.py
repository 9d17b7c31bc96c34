"""A form page: what it asks, sets and says; in steps, one after the other, without script.

What was typed in another step stands hidden in the page. It is the person's own and is read again
with every step, so nothing of it has to be kept or signed; the row is made by the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse

from site_kit import asker, lines
from site_kit.errors import ON_TOP, Invalid, Locked, Refused
from site_kit.messages import PLACES
from site_kit.pages import Form
from site_kit.permissions import rights_for
from site_kit.trying import wrong_with
from site_kit.web import entry, outsiders, showing
from site_kit.web import lines as below
from site_kit.web.columns import columns_of, in_order
from site_kit.web.door import wants_json
from site_kit.web.entry import FormPage
from site_kit.web.frame import answer
from site_kit.web.posted import Posted, posted, starting_texts

Steps = Sequence[tuple[str, list[str]]]
"""The name of each step with the fields that it asks."""


def serve(request: HttpRequest, page: type[Form]) -> HttpResponse:
    """The page; sent, it goes to another step, makes the row, or says what is wrong."""
    model = page.model
    rights = rights_for(model)
    may = rights.allowed("create", None, asker.current())
    if not may:
        raise Refused(may.reason)
    fields = rights.fields_for(asker.current())
    names = offered(page, in_order(model, fields.edited))
    steps = steps_of(page, names)
    came = Posted(texts=starting_texts(model, names, request.GET))
    entry.refuse_shut(request, model, came)
    if request.method != "POST":
        sheets = _sheets(request, page, came)
        return _drawn(request, page, names, steps, came, 0, sheets)
    came = posted(request, model, names, model())
    outsiders.keep_to_offered(model, came)
    if showing.asks_only(request):
        return showing.answer(model(), came.values)
    return _sent(request, page, names, steps, came)


def _sheets(request: HttpRequest, page: type[Form], came: Posted) -> list[below.Sheet]:
    """The lines that the last step asks for; outsiders send one row."""
    if asker.current().is_outsider:
        return []
    row = showing.with_values(page.model(), came.values)
    return below.sheets_of(request, row, sent=request.method == "POST")


def _sent(
    request: HttpRequest, page: type[Form], names: list[str], steps: Steps, came: Posted
) -> HttpResponse:
    sheets = _sheets(request, page, came)
    at = min(_step(request), len(steps) - 1)
    go = request.POST.get("_go", "")
    if below.wants_more(request, sheets, came):
        return _drawn(request, page, names, steps, came, at, sheets)
    if go == "back":
        below.forget_errors(sheets, came)
        return _drawn(request, page, names, steps, came, max(at - 1, 0), sheets)
    if go == "next" and at < len(steps) - 1:
        asked = {name for _, several in steps[: at + 1] for name in several}
        came.errors = _of(asked, {**wrong_with(page.model, came.values, page.sets), **came.errors})
        return _drawn(request, page, names, steps, came, _first_wrong(steps, came, at + 1), sheets)
    try:
        return _made(request, page, came, sheets)
    except Invalid as error:
        if wants_json(request):
            raise
        came.errors = error.errors
        below.tell(sheets, error)
    except Locked as error:
        if not asker.current().is_outsider:
            raise
        came.errors = {ON_TOP: [error.sentence]}
    return _drawn(request, page, names, steps, came, _first_wrong(steps, came, at), sheets)


def offered(page: type[Form], may: Sequence[str]) -> list[str]:
    """The fields that the page asks, of those that the person may write; what it sets it does not
    ask."""
    wanted = page.fields or [name for _, several in page.steps for name in several] or may
    return [name for name in dict.fromkeys(wanted) if name in may and name not in page.sets]


def steps_of(page: type[Form], names: Sequence[str]) -> Steps:
    """The steps that ask this person something; what stands in none is asked in the last."""
    steps = [(name, [one for one in several if one in names]) for name, several in page.steps]
    steps = [(name, several) for name, several in steps if several] or [("", [])]
    asked = {one for _, several in steps for one in several}
    steps[-1][1].extend(one for one in names if one not in asked)
    return steps


def _step(request: HttpRequest) -> int:
    said = request.POST.get("_step", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0


def _of(names: set[str], errors: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: said for name, said in errors.items() if name in names}


def _first_wrong(steps: Steps, came: Posted, otherwise: int) -> int:
    """The first step with something to put right."""
    wrong = (at for at, (_, names) in enumerate(steps) if came.errors.keys() & set(names))
    return next(wrong, otherwise)


def _made(
    request: HttpRequest, page: type[Form], came: Posted, sheets: Sequence[below.Sheet]
) -> HttpResponse:
    below.refuse_unread(page.model, came, sheets)
    row = lines.create(
        page.model,
        came.values,
        [one.as_lines() for one in sheets],
        by=asker.current(),
        way_in="api" if wants_json(request) else "form",
        sets=page.sets,
    )
    if wants_json(request):
        return JsonResponse({"id": row.pk})
    if asker.current().is_outsider:
        return outsiders.sent(page, row, came)
    said = said_after(page, row) or f"{entry.named(row)} added."
    return entry.after(request, row, said, entry.seen_address(row))


def said_after(page: type[Form], row: Model) -> str:
    """What is said once the row is there: values as this person reads them, a hidden one empty."""
    model = type(row)
    paths = [path for path in PLACES.findall(page.after) if path != "link"]
    columns = columns_of(model, paths, rights_for(model).fields_for(asker.current()))
    selected = {f"c{at}": column.select for at, column in enumerate(columns)}
    rows: Any = model.everything.filter(pk=row.pk).annotate(**selected)  # type: ignore[attr-defined]
    values = rows.values(*selected).get() if selected else {}
    texts = {one.path: one.plain(values[f"c{at}"]) for at, one in enumerate(columns)}
    texts["link"] = entry.seen_address(row)
    return PLACES.sub(lambda found: texts.get(found[1], ""), page.after)


def _drawn(
    request: HttpRequest,
    page: type[Form],
    names: list[str],
    steps: Steps,
    came: Posted,
    at: int,
    sheets: Sequence[below.Sheet],
) -> HttpResponse:
    in_steps = len(steps) > 1
    form = FormPage(
        page.model,
        names,
        came,
        page.name,
        "Next" if at < len(steps) - 1 else "Send",
        page=page,
        row=page.model(),
        asked=steps[at][1],
        icon="right" if at < len(steps) - 1 else "check",
        sheets=sheets,
    )
    back = entry.list_address(page.model)
    context = entry.form_context(request, form, back, entry.list_name(page.model))
    if in_steps:
        context["steps"] = {
            "at": at,
            "last": at == len(steps) - 1,
            "names": [
                {"name": name, "current": place == at, "done": place < at}
                for place, (name, _) in enumerate(steps)
            ],
        }
    status = 422 if context["wrong"] or context["on_top"] else 200
    return answer(request, "form.html", context, title=page.name, page=page, status=status)
