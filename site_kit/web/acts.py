"""What people do by a button: an action on one row or on the ticked ones, and comments."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from site_kit import asker, bulk, comments, hooks, write
from site_kit.actions import Action, Duplicate, Print, Repeat, Toggle, Transition, action_named
from site_kit.approvals import Decides
from site_kit.asking import unseen
from site_kit.errors import Invalid, NotThere, Refused, Stale
from site_kit.web import formats, showing
from site_kit.web.address import local
from site_kit.web.buttons import asks_first, icon_of
from site_kit.web.door import guarded, wants_json
from site_kit.web.entry import (
    FormPage,
    after,
    form_context,
    list_address,
    model_named,
    named,
    row_address,
    row_named,
)
from site_kit.web.frame import answer, toast
from site_kit.web.inputs import key_from
from site_kit.web.posted import Posted, from_json, posted, texts_of
from site_kit.web.pressing import pressed
from site_kit.web.repeating import repeated
from site_kit.web.sheets import sheets
from site_kit.words import REQUIRED

MOST_AT_ONCE = 500
SHOWN_REFUSALS = 3


def _action(model: type[Model], action_id: str) -> Action:
    found = action_named(model, action_id)
    if found is None:
        raise NotThere("There is no page at this address.")
    return found


def _asked(action: Action) -> list[str]:
    return [*action.needs, *(name for name in action.asks if name not in action.needs)]


@guarded
def act(request: HttpRequest, *, entity: str, pk: int, action: str) -> HttpResponse:
    """Run an action on a row: at once, or after its small form."""
    model = model_named(entity)
    found = _action(model, action)
    row = row_named(model, pk)
    if isinstance(found, Repeat):
        return repeated(request, found, row)
    if isinstance(found, Print):
        return sheets(request, found, [row])
    if request.method != "POST":
        may = found.may_run(asker.current(), row)
        if not may:
            raise Refused(may.reason)
        texts = _present(found, row)
        return _small_form(request, found, [row], Posted(texts=texts), next_default=row)
    if isinstance(found, Toggle):
        return pressed(request, found, row)
    came = posted(request, found.target(), _asked(found), _subject(found, row))
    if showing.asks_only(request):
        return showing.answer(_subject(found, row), came.values)
    try:
        came.refuse_unread(found.target())
        done = write.run(found, row, came.values, by=asker.current(), way_in=_way_in(request))
    except Invalid as error:
        if wants_json(request):
            raise
        came.errors = error.errors
        return _small_form(request, found, [row], came, next_default=row)
    said = hooks.said_by(done) or _said(found, row)
    return after(request, done, said, row_address(done)) if done.pk else _gone(request, row, said)


def _gone(request: HttpRequest, row: Model, said: str) -> HttpResponse:
    """The row was deleted on the way: its own page is nowhere to go back to."""
    if wants_json(request):
        return JsonResponse({"id": row.pk})
    to, list_of = _next(request), list_address(type(row))
    return HttpResponseRedirect(toast(list_of if to.startswith(row_address(row)) else to, said))


def _of_row(action: Action, row: Model) -> str:
    """`Reject INV-20418`, `Mark as done: INV-20418`."""
    mark = ":" if " " in str(action.label) else ""
    return f"{action.label}{mark} {named(row)}"


def _said(action: Action, row: Model) -> str:
    """What the toast says: `INV-20418: Approved.`"""
    if isinstance(action, Duplicate):
        return f"A copy of {named(row)} was added."
    if isinstance(action, Decides) and (waits := action.waits_for(row)):
        return f"{_of_row(action, row)}: done. Now it waits for {waits}."
    if isinstance(action, Transition):
        field: Any = type(row)._meta.get_field(action.status)
        return f"{named(row)}: {dict(field.values.choices).get(str(action.to), action.label)}."
    return f"{_of_row(action, row)}: done."


def _way_in(request: HttpRequest) -> str:
    return "api" if wants_json(request) else "form"


def _subject(action: Action, row: Model) -> Model:
    """The row whose fields the small form asks for."""
    return row if action.target() is type(row) else action.target()()


def _present(action: Action, row: Model) -> dict[str, list[str]]:
    subject, names = _subject(action, row), _asked(action)
    hidden = unseen(subject, names)
    return texts_of(subject, [name for name in names if name not in hidden])


@guarded
def act_on_all(request: HttpRequest, *, entity: str, action: str) -> HttpResponse:
    """Run an action on the ticked rows, each by itself; what is refused is named."""
    model = model_named(entity)
    found = _action(model, action)
    if not found.bulk or request.method != "POST":
        raise NotThere("There is no page at this address.")
    rows = _ticked(request, model)
    if isinstance(found, Print):
        return sheets(request, found, rows)
    came = _asked_of_all(request, found, model)
    if showing.asks_only(request):
        return showing.answer(found.target()(), came.values)
    sure = wants_json(request) or "_sure" in request.POST or not asks_first(found)
    if not sure and not (set(_asked(found)) & set(request.POST)):
        return _small_form(request, found, rows, Posted())
    if came.errors or _missing(found, came):
        return _small_form(request, found, rows, came)
    outcomes = bulk.run_on_all(found, rows, came.values, by=asker.current())
    refused = [one for one in outcomes if one.error]
    if wants_json(request):
        return _outcomes_as_json(outcomes)
    if refused and len(refused) == len(outcomes):
        raise Stale(" ".join(dict.fromkeys(one.error for one in refused)))
    return HttpResponseRedirect(toast(_next(request), _summary(found, outcomes)))


def _asked_of_all(request: HttpRequest, action: Action, model: type[Model]) -> Posted:
    came = posted(request, action.target(), _asked(action), model())
    came.values.pop("rows", None)
    return came


def _missing(action: Action, came: Posted) -> bool:
    for name in action.needs:
        if came.values.get(name) in (None, "", []):
            came.errors.setdefault(name, []).append(REQUIRED)
    return bool(came.errors)


def _ticked(request: HttpRequest, model: type[Model]) -> list[Any]:
    given = from_json(request).get("rows") if wants_json(request) else request.POST.getlist("rows")
    keys = [key_from(str(key)) for key in given] if isinstance(given, list) else []
    numbers = [key for key in keys if key is not None][:MOST_AT_ONCE]
    if not numbers:
        raise Invalid({"": ["No row is ticked."]})
    rows: Any = model.objects  # type: ignore[attr-defined]
    return list(rows.filter(pk__in=numbers).order_by("pk"))


def _outcomes_as_json(outcomes: list[bulk.Outcome]) -> HttpResponse:
    errors = {str(one.row.pk): [one.error] for one in outcomes if one.error}
    ids = [one.row.pk for one in outcomes if not one.error]
    first = next(iter(errors.values()), [""])[0]
    status = 200 if ids or not errors else 409
    return JsonResponse({"ids": ids, "errors": errors, "error": first}, status=status)


def _summary(action: Action, outcomes: list[bulk.Outcome]) -> str:
    refused = [one for one in outcomes if one.error]
    done = len(outcomes) - len(refused)
    model = action.model
    counted = formats.counted(
        done, str(model._meta.verbose_name), str(model._meta.verbose_name_plural)
    )
    said = " ".join([f"{action.label}: {counted}.", *_texts(outcomes)])
    if refused:
        names = ", ".join(named(one.row) for one in refused[:SHOWN_REFUSALS])
        said += f" Not done: {names}. {refused[0].error}"
    return said


def _texts(outcomes: list[bulk.Outcome]) -> list[str]:
    """What code of the tool's own says of the rows, each once, as far as it can be read."""
    told = dict.fromkeys(filter(None, (hooks.said_by(one.done) for one in outcomes)))
    return list(told)[:SHOWN_REFUSALS]


def _next(request: HttpRequest) -> str:
    return local(request.POST.get("_next", ""), "/")


def _small_form(
    request: HttpRequest,
    action: Action,
    rows: list[Any],
    came: Posted,
    *,
    next_default: Model | None = None,
) -> HttpResponse:
    several = len(rows) > 1 or next_default is None
    row = rows[0] if rows else action.model()
    subject = _subject(action, row)
    title = str(action.label) if several else _of_row(action, row)
    form = FormPage(
        action.target(),
        _asked(action),
        came,
        title,
        str(action.label),
        row=subject,
        needed=action.needs,
        about=str(action.confirm),
        tone=action.tone,
        icon=icon_of(action),
    )
    back = row_address(row) if next_default is not None else _next(request)
    context = form_context(request, form, back, "Back" if several else named(row))
    context["rows"] = [{"pk": one.pk, "title": named(one)} for one in rows] if several else []
    context["sure"] = True
    status = 422 if came.errors else 200
    return answer(request, "form.html", context, title=title, status=status)


@guarded
def comment(request: HttpRequest, *, entity: str, pk: int) -> HttpResponse:
    """Say something about a row."""
    row = row_named(model_named(entity), pk)
    if request.method != "POST":
        raise NotThere("There is no page at this address.")
    text = _text_of(from_json(request)) if wants_json(request) else request.POST.get("text", "")
    comments.add(row, text, by=asker.current())
    if wants_json(request):
        return JsonResponse({"id": row.pk})
    return HttpResponseRedirect(toast(f"{row_address(row)}#comments", "Comment added."))


def _text_of(sent: dict[str, Any]) -> str:
    text = sent.get("text", "")
    if not isinstance(text, str):
        raise Invalid({"text": ["This cannot be read."]})
    return text
