"""Making, changing and deleting a row by hand: forms with their errors beside what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods

from site_kit import asker, lines, write
from site_kit.errors import Invalid, Locked, NotThere, Refused
from site_kit.models import entity_id, entity_of
from site_kit.pages import Form
from site_kit.permissions import rights_for
from site_kit.records import HistoryLine
from site_kit.rules import ShowIf, rules_of
from site_kit.titles import seen_title_of
from site_kit.web import lines as below
from site_kit.web import lines_drawn, showing
from site_kit.web.address import local
from site_kit.web.columns import in_order
from site_kit.web.controls import Control, controls_of, in_lines
from site_kit.web.door import guarded, wants_json
from site_kit.web.frame import answer, list_page_of, this_tool, toast
from site_kit.web.inputs import key_from
from site_kit.web.kinds import FILES
from site_kit.web.posted import Posted, posted, starting_texts, texts_of


def model_named(entity: str) -> type[Model]:
    """The entity of an address, or 404."""
    found = this_tool().entity(entity)
    if found is None:
        raise NotThere("There is no page at this address.")
    return found


def row_named(model: type[Model], pk: int) -> Any:
    """A row that this person may see; what may not be seen is not there."""
    rows: Any = model.objects  # type: ignore[attr-defined]
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotThere(f"There is no such {model._meta.verbose_name}.")
    return row


def row_address(row: Model) -> str:
    """Where a row has its own page."""
    return f"/{entity_id(type(row))}/{row.pk}/"


def after(request: HttpRequest, row: Model, sentence: str, otherwise: str = "") -> HttpResponse:
    """The answer to a write: a program gets the id, a person goes on and is told."""
    if wants_json(request):
        return JsonResponse({"id": row.pk})
    to = local(request.POST.get("_next", ""), otherwise or row_address(row))
    return HttpResponseRedirect(toast(to, sentence))


def noun(model: type[Model]) -> str:
    """`request`, as it stands in a sentence."""
    return str(model._meta.verbose_name)


def named(row: Model) -> str:
    """What a row is called in a sentence, cut where it is long."""
    title = seen_title_of(row)
    return title if len(title) <= 60 else f"{title[:59]}…"


@guarded
def new(request: HttpRequest, *, entity: str) -> HttpResponse:
    """A new row of an entity."""
    model = model_named(entity)
    return _make(request, model, title=f"New {noun(model)}", verb=f"Add {noun(model)}")


def _make(request: HttpRequest, model: type[Model], *, title: str, verb: str) -> HttpResponse:
    """The form for a new row, and what it does when it is sent."""
    person = asker.current()
    rights = rights_for(model)
    may = rights.allowed("create", None, person)
    if not may:
        raise Refused(may.reason)
    fields = rights.fields_for(person)
    # What only people of a row may change is asked once there is a row.
    names = in_order(model, fields.edited)
    came = Posted(texts=starting_texts(model, names, request.GET))
    refuse_shut(request, model, came)
    if request.method == "POST":
        came = posted(request, model, names, model())
        if showing.asks_only(request):
            return showing.answer(model(), came.values)
    parent = showing.with_values(model(), came.values)
    sheets = below.sheets_of(request, parent, sent=request.method == "POST")
    if request.method == "POST" and not below.wants_more(request, sheets, came):
        try:
            return _made(request, model, came, sheets)
        except Invalid as error:
            came.errors = error.errors
            below.tell(sheets, error)
            if wants_json(request):
                raise
    return _form(
        request,
        FormPage(model, names, came, title, verb, row=model(), sheets=sheets),
        back=list_address(model),
        back_name=list_name(model),
    )


def _made(
    request: HttpRequest, model: type[Model], came: Posted, sheets: Sequence[below.Sheet]
) -> HttpResponse:
    below.refuse_unread(model, came, sheets)
    row = lines.create(
        model,
        came.values,
        [one.as_lines() for one in sheets],
        by=asker.current(),
        way_in=_way_in(request),
    )
    return after(request, row, f"{named(row)} added.", seen_address(row))


def _way_in(request: HttpRequest) -> str:
    return "api" if wants_json(request) else "form"


def seen_address(row: Model) -> str:
    """Where somebody goes who made a row: to it, or, if they may not see it, to their pages."""
    seen = rights_for(type(row)).allowed("view", row, asker.current())
    return row_address(row) if seen else "/"


@guarded
def edit(request: HttpRequest, *, entity: str, pk: int) -> HttpResponse:
    """Change a row."""
    model = model_named(entity)
    row = row_named(model, pk)
    person = asker.current()
    rights = rights_for(model)
    may = rights.allowed("edit", row, person)
    if not may:
        raise Refused(may.reason)
    _refuse_locked(request, row)
    kept = write.kept_fields(row, person)
    names = in_order(model, rights.fields_for(person).edited_on(row) - set(kept))
    came = Posted(texts=texts_of(row, names), as_of=row.updated_at)
    if request.method == "POST":
        came = posted(request, model, names, row)
        if showing.asks_only(request):
            return showing.answer(row, came.values)
        came.texts = {**texts_of(row, names), **came.texts}
    sheets = below.sheets_of(request, row, sent=request.method == "POST")
    if request.method == "POST" and not below.wants_more(request, sheets, came):
        try:
            return _changed(request, row, came, sheets)
        except Invalid as error:
            came.errors = error.errors
            below.tell(sheets, error)
            if wants_json(request):
                raise
    shown = FormPage(
        model, names, came, f"Edit {named(row)}", "Save changes", row=row, sheets=sheets
    )
    shown.notes = list(dict.fromkeys(kept.values()))
    return _form(request, shown, back=row_address(row), back_name=named(row))


def _refuse_locked(request: HttpRequest, row: Any) -> None:
    """Say it before anybody types; what is sent is refused by `write`, on every way in."""
    sentence = write.lock_on(row, asker.current()) if request.method != "POST" else ""
    if sentence:
        raise Locked(sentence)


def refuse_shut(request: HttpRequest, model: type[Model], came: Posted) -> None:
    """The same for a row that begins under a parent, where the address names one."""
    link = entity_of(model).child_of
    key = (came.texts.get(link) or [""])[0] if link and request.method != "POST" else ""
    if key_from(key) is not None:
        parents: Any = model._meta.get_field(link).related_model
        parent = parents.objects.filter(pk=key_from(key)).first()
        if parent is not None:
            _refuse_locked(request, parent)


def _changed(
    request: HttpRequest, row: Any, came: Posted, sheets: Sequence[below.Sheet]
) -> HttpResponse:
    below.refuse_unread(type(row), came, sheets)
    done = lines.edit(
        row,
        came.values,
        [one.as_lines() for one in sheets],
        by=asker.current(),
        as_of=came.as_of,
        way_in=_way_in(request),
    )
    return after(request, done, f"{named(done)} saved.", seen_address(done))


@guarded
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, *, entity: str, pk: int) -> HttpResponse:
    """Delete a row, after a yes."""
    model = model_named(entity)
    row = row_named(model, pk)
    may = rights_for(model).allowed("delete", row, asker.current())
    if not may:
        raise Refused(may.reason)
    _refuse_locked(request, row)
    if request.method == "POST":
        name = named(row)
        write.delete(row, by=asker.current(), way_in=_way_in(request))
        if wants_json(request):
            return JsonResponse({"id": pk})
        undo = f"/{entity}/{pk}/restore/"
        return HttpResponseRedirect(toast(list_address(model), f"{name} deleted.", undo))
    context = {
        "heading": f"Delete {named(row)}?",
        "sentence": "It goes from every page, with what belongs to it. Its history is kept.",
        "verb": f"Delete {noun(model)}",
        "tone": "bad",
        "icon": "trash",
        "back": row_address(row),
        "form_id": "delete",
    }
    return answer(request, "confirm.html", context, title=context["heading"])


@guarded
@require_http_methods(["POST"])
def restore(request: HttpRequest, *, entity: str, pk: int) -> HttpResponse:
    """Bring back a deleted row, by whoever may make one."""
    model = model_named(entity)
    lines = HistoryLine.objects.filter(entity=entity, record=pk, action="deleted")
    line = lines.order_by("-id").first()
    if line is None or not rights_for(model).allowed("create", None, asker.current()):
        raise NotThere(f"There is no such {noun(model)}.")
    row = write.restore(line, model, by=asker.current())
    return after(request, row, f"{named(row)} is back.", seen_address(row))


def list_address(model: type[Model]) -> str:
    """The way back to the list of an entity."""
    page = list_page_of(model, asker.current())
    return f"/{page.id}/" if page else "/"


def list_name(model: type[Model]) -> str:
    """What that list is called."""
    page = list_page_of(model, asker.current())
    return page.name if page else "Start page"


class FormPage:
    """A form as it is drawn."""

    def __init__(
        self,
        model: type[Model],
        names: Sequence[str],
        came: Posted,
        title: str,
        verb: str,
        *,
        row: Model,
        needed: Sequence[str] = (),
        page: type[Form] | None = None,
        about: str = "",
        tone: str = "",
        icon: str = "check",
        asked: Sequence[str] | None = None,
        sheets: Sequence[below.Sheet] = (),
    ) -> None:
        self.sheets = sheets
        self.controls = controls_of(
            model,
            names,
            came.texts,
            row=row,
            needed=needed,
            errors=came.errors,
            there=showing.with_values(row, came.values),
        )
        self.asked = names if asked is None else asked
        hidden = showing.hidden_fields(row, came.values)
        for one in self.controls:
            one.hidden = one.name in hidden
        self.looks = bool(rules_of(model, ShowIf))
        self.came = came
        self.title = title
        self.verb = verb
        self.page = page
        self.about = about or (page.about() if page else "")
        self.tone = tone
        self.icon = icon
        self.notes: list[str] = []

    def lines(self) -> list[list[Control]]:
        """The controls of the fields that are asked now, in lines."""
        by_name = {one.field.name: one for one in self.controls}
        return in_lines([by_name[name] for name in self.asked if name in by_name])

    def kept(self) -> list[Control]:
        """The controls of the others, whose texts stand hidden in the page; files cannot."""
        return [
            one
            for one in self.controls
            if one.field.name not in self.asked and one.kind not in FILES
        ]

    def said_on_top(self) -> list[str]:
        """Errors that belong to no control here."""
        shown = {one.field.name for one in self.controls}
        return [
            sentence
            for name, several in self.came.errors.items()
            if name not in shown
            for sentence in several
        ]

    def wrong(self) -> list[Control]:
        """The controls with an error, for the summary."""
        return [one for one in self.controls if one.errors]


def _form(request: HttpRequest, form: FormPage, *, back: str, back_name: str) -> HttpResponse:
    context = form_context(request, form, back, back_name)
    status = 422 if context["wrong"] or context["on_top"] else 200
    return answer(request, "form.html", context, title=form.title, page=form.page, status=status)


def form_context(request: HttpRequest, form: FormPage, back: str, back_name: str) -> dict[str, Any]:
    """What `form.html` needs; `back` is where its first crumb and Cancel lead."""
    on_top = form.said_on_top()
    sheets = lines_drawn.drawn(form.sheets, more=request.POST.get("_add", ""))
    wrong = [(one.name, one.label, one.errors[0]) for one in form.wrong()]
    wrong += [one for sheet in sheets for one in sheet.wrong()]
    amount = len(wrong) + len(on_top)
    return {
        "heading": form.title,
        "about": form.about,
        "notes": form.notes,
        "lines": form.lines(),
        "kept": form.kept(),
        "sheets": sheets,
        "verb": form.verb,
        "tone": form.tone,
        "icon": form.icon,
        "wrong": wrong,
        "on_top": on_top,
        "to_put_right": "One thing to put right"
        if amount == 1
        else f"{amount} things to put right",
        "back": local(request.POST.get("_next", "") or request.GET.get("next", ""), back),
        "back_name": back_name,
        "next": local(request.POST.get("_next", "") or request.GET.get("next", ""), ""),
        "as_of": form.came.as_of.isoformat() if form.came.as_of else "",
        "looks": form.looks,
        "has_files": any(one.kind in FILES for one in form.controls),
        "shown": [one.name for one in form.controls],
    }
