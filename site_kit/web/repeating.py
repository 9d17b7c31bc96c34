"""The form of a series: how often, until when, for which values; and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import models
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from site_kit import asker, write
from site_kit.actions import Repeat
from site_kit.choices import options
from site_kit.errors import Invalid, Refused
from site_kit.fields import ChoiceField, ChoicesField
from site_kit.series import MOST, NAMED, Every, PartlyRefused, Repeated, Weekday
from site_kit.web import formats, inputs
from site_kit.web.address import local
from site_kit.web.buttons import icon_of
from site_kit.web.columns import field_id
from site_kit.web.controls import Control, controls_of
from site_kit.web.door import wants_json
from site_kit.web.entry import FormPage, form_context, named, row_address
from site_kit.web.filters import Choice
from site_kit.web.frame import answer, toast
from site_kit.web.posted import Posted, from_json

REST = "_rest"
AT_FIRST = {"every": ["week"]}


@dataclass(slots=True)
class Several(Control):
    """A field of which several values are ticked, whatever it takes in a row."""

    @property
    def type(self) -> str:
        """Boxes, never a list of one."""
        return "boxes"

    @property
    def hint(self) -> str:
        """What an empty one means."""
        return "A row for each. None ticked: as in this one."


def repeated(request: HttpRequest, action: Repeat, row: Model) -> HttpResponse:
    """Ask for the series, then make it; what is refused is named, and the rest offered."""
    if request.method != "POST":
        may = action.may_run(asker.current(), row)
        if not may:
            raise Refused(may.reason)
        return _form(request, action, row, Posted(texts=dict(AT_FIRST)))
    came = _posted(request, action)
    is_program = wants_json(request)
    try:
        if came.errors:
            raise Invalid(came.errors)
        way_in = "api" if is_program else "form"
        found = write.run(action, row, came.values, by=asker.current(), way_in=way_in)
    except Invalid as error:
        if is_program:
            raise
        came.errors = error.errors
        possible = error.possible if isinstance(error, PartlyRefused) else 0
        return _form(request, action, row, came, possible)
    if is_program:
        return JsonResponse({"ids": [one.pk for one in found.made], "refused": found.refused})
    to = local(request.POST.get("_next", ""), row_address(row))
    return HttpResponseRedirect(toast(to, _said(row, found)))


def _said(row: Model, found: Repeated) -> str:
    meta = row._meta
    amount = formats.counted(len(found.made), str(meta.verbose_name), str(meta.verbose_name_plural))
    left = f" Not made: {len(found.refused)}." if found.refused else ""
    return f"{amount} like {named(row)} added.{left}"


def _posted(request: HttpRequest, action: Repeat) -> Posted:
    """What was asked, by the names that a program uses too."""
    if wants_json(request):
        return Posted(values=from_json(request))
    found = Posted()
    for stored in (*_own_fields(), *_each(action)):
        name = field_id(stored)
        found.texts[stored.name] = texts = request.POST.getlist(name)
        several = stored.name in action.each or isinstance(stored, ChoicesField)
        try:
            read = [text for text in texts if text] if several else inputs.read(stored, texts)
        except inputs.Unreadable as wrong:
            found.errors[stored.name] = [str(wrong)]
            continue
        found.values[stored.name] = read
    found.values["rest"] = REST in request.POST
    return found


def _each(action: Repeat) -> list[Any]:
    return [action.model._meta.get_field(name) for name in action.each]


def _own_fields() -> list[Any]:
    """The questions of every series, as fields of no entity."""
    several: dict[str, Any] = {
        "every": ChoiceField(Every, "how often"),
        "weekdays": ChoicesField(Weekday, "weekdays", blank=True),
        "until": models.DateField("until", null=True, blank=True, help_text="This day counts too."),
        "times": models.IntegerField(
            "times", null=True, blank=True, help_text=f"Or so many times, at most {MOST}."
        ),
    }
    for name, stored in several.items():
        stored.set_attributes_from_name(name)
    return list(several.values())


class SeriesForm(FormPage):
    """The small form of a series, drawn as every other."""

    def __init__(self, action: Repeat, row: Model, came: Posted) -> None:
        super().__init__(
            action.model,
            (),
            Posted(errors=came.errors),
            f"{action.label}: {named(row)}",
            str(action.label),
            row=row,
            about=str(action.confirm),
            tone=action.tone,
            icon=icon_of(action),
        )
        self.controls = [*self._own(came), *self._ticked(action, row, came)]
        self.asked = [one.field.name for one in self.controls]

    def _own(self, came: Posted) -> list[Control]:
        return [
            Control(
                stored,
                list(came.texts.get(stored.name, [])),
                stored.name == "every",
                list(came.errors.get(stored.name, [])),
                options=_options(stored, came.texts.get(stored.name, [])),
            )
            for stored in _own_fields()
        ]

    def _ticked(self, action: Repeat, row: Model, came: Posted) -> list[Control]:
        made = controls_of(action.model, action.each, came.texts, row=type(row)())
        for one in made:
            one.required, one.by_title = False, False
            one.errors = list(came.errors.get(one.field.name, []))
            for choice, option in enumerate(one.options):
                ticked = option.value in came.texts.get(one.field.name, [])
                one.options[choice] = Choice(option.value, option.label, ticked)
        return [
            Several(**{part.name: getattr(one, part.name) for part in fields(one)}) for one in made
        ]


def _options(stored: Any, texts: Sequence[str]) -> list[Choice]:
    several = options(stored, texts) if hasattr(stored, "values") else []
    return [Choice(one, label, one in texts) for one, label in several]


def _form(
    request: HttpRequest, action: Repeat, row: Model, came: Posted, possible: int = 0
) -> HttpResponse:
    form = SeriesForm(action, row, came)
    context = form_context(request, form, row_address(row), named(row))
    if possible:
        context |= {"rest": f"Make the other {possible}", "to_put_right": _refused(came)}
    status = 422 if came.errors else 200
    return answer(request, "form.html", context, title=form.title, status=status)


def _refused(came: Posted) -> str:
    several = came.errors.get("", [])
    amount = len(several) if len(several) <= NAMED else "Some"
    return f"{amount} would be refused" if amount != 1 else "One would be refused"
