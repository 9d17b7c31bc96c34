"""What a form posted, as values: parsed by kind, with a sentence beside what cannot be read.

A form says with `_shown` which fields it offered, so that an unticked box is a false and not
"unchanged". Without it, the names that came are the fields that are meant. A program posts JSON.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import RequestDataTooBig
from django.db.models import Model
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from site_kit.choices import candidates, offered_title
from site_kit.draft import as_kept, stored_field
from site_kit.errors import Invalid
from site_kit.files import Sent
from site_kit.paths import names_in
from site_kit.reading import value_of
from site_kit.rules import Fill, rules_of
from site_kit.titles import seen_title_at
from site_kit.web import inputs
from site_kit.web.columns import field_id
from site_kit.web.door import wants_json
from site_kit.web.kinds import FILES, kind_of
from site_kit.words import REQUIRED

OWN = ("rows", "csrfmiddlewaretoken")
CLEAR = "_clear"


class Form(Protocol):
    """What a browser sends of a form."""

    POST: Any
    FILES: Any


@dataclass
class Posted:
    """The values, what stood in each control, and what could not be read."""

    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    as_of: datetime | None = None

    def refuse_unread(self, model: type[Model]) -> None:
        """Say at once what could not be read and what is missing; then nothing is written."""
        if not self.errors:
            return
        for name, value in self.values.items():
            stored: Any = model._meta.get_field(name)
            if value in (None, "", []) and not stored.blank and kind_of(stored) != "boolean":
                self.errors.setdefault(name, [REQUIRED])
        raise Invalid(self.errors)


def posted(
    request: HttpRequest, model: type[Model], offered: Collection[str], row: Model
) -> Posted:
    """The posted values of a model's fields; `offered` are those the form may hold."""
    if wants_json(request):
        known = _stored(model)
        given = from_json(request).items()
        return Posted(values={known[n].name if n in known else n: value for n, value in given})
    return of_form(request, model, offered, row)


def of_form(sent: Form, model: type[Model], offered: Collection[str], row: Model) -> Posted:
    """The same of a form, or of what stands for one in a larger form."""
    known = _stored(model)
    found = Posted(as_of=_as_of(sent))
    came = {name for name in (*sent.POST, *sent.FILES) if not name.startswith("_")}
    shown = {
        name
        for name in sent.POST.getlist("_shown")
        if name in known and known[name].name in offered
    }
    for name in sorted(shown | came - set(OWN)):
        if name not in known:
            raise Invalid({"": [f"There is no field {name!r} here."]})
        _one(sent, name, known[name], found, row)
    if row.pk is None:
        _leave_to_rules(model, found)
    return found


def _leave_to_rules(model: type[Model], found: Posted) -> None:
    """Where nothing was typed and the default is worked out of other fields, nobody said it."""
    for rule in rules_of(model, Fill):
        name = stored_field(model, rule.field).name
        if names_in(rule.expression) and found.values.get(name, "") in (None, "", []):
            found.values.pop(name, None)


def _stored(model: type[Model]) -> dict[str, Any]:
    """The stored fields by their ids and by their names."""
    several: list[Any] = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {f.name: f for f in several} | {field_id(f): f for f in several}


def _one(sent: Form, name: str, stored: Any, found: Posted, row: Model) -> None:
    if kind_of(stored) in FILES:
        several = kind_of(stored) == "files"
        (_files if several else _file)(sent, name, stored.name, found)
        return
    texts = sent.POST.getlist(name)
    found.texts[stored.name] = texts
    try:
        if stored.is_relation and name in sent.POST.getlist("_titled"):
            found.values[stored.name] = _by_title(stored, texts, row)
        else:
            found.values[stored.name] = inputs.read(stored, texts)
    except inputs.Unreadable as wrong:
        found.errors.setdefault(stored.name, []).append(str(wrong))


def _file(sent: Form, name: str, attribute: str, found: Posted) -> None:
    """A file that came replaces; a ticked "remove" empties; otherwise the field stays as it is."""
    given = sent.FILES.get(name)
    if given is not None:
        found.values[attribute] = given
    elif name in sent.POST.getlist(CLEAR):
        found.values[attribute] = ""


def _files(sent: Form, name: str, attribute: str, found: Posted) -> None:
    """Files that came are added, ticked ones go; without either the field stays as it is."""
    marks = [one.partition(":") for one in sent.POST.getlist(CLEAR)]
    gone = frozenset(mark for field, _, mark in marks if field == name)
    came = sent.FILES.getlist(name)
    if came or gone:
        found.values[attribute] = Sent(came, gone)


def _by_title(stored: Any, texts: list[str], row: Model) -> int | None:
    """A row that was typed by its title."""
    text = texts[-1].replace("\x00", "").strip() if texts else ""
    if not text:
        return None
    now = getattr(row, stored.attname)
    if now is not None and text == seen_title_at(stored.related_model, now):
        return int(now)
    rows = candidates(stored.model, stored.name, row)
    named = rows.annotate(row_title=offered_title(rows.model)).filter(row_title__iexact=text)
    keys = list(named.values_list("pk", flat=True)[:2])
    if len(keys) == 1:
        return int(keys[0])
    raise inputs.Unreadable(
        f"There are several called “{text}”." if keys else f"There is none called “{text}”."
    )


def _as_of(sent: Form) -> datetime | None:
    try:
        return parse_datetime(sent.POST.get("_updated_at", ""))
    except ValueError:
        return None


def from_json(request: HttpRequest) -> dict[str, Any]:
    """The object that a program sent; else `Invalid`."""
    try:
        said = json.loads(request.body or b"{}")
    except (ValueError, RecursionError, RequestDataTooBig):
        raise Invalid({"": ["Send a JSON object of field and value."]}) from None
    if not isinstance(said, dict):
        raise Invalid({"": ["Send a JSON object of field and value."]})
    return said


def texts_of(row: Model, names: Collection[str]) -> dict[str, list[str]]:
    """What stands in the controls of a row as it is."""
    found = {}
    for name in names:
        stored: Any = type(row)._meta.get_field(name)
        if stored.many_to_many:
            several = [str(one.pk) for one in getattr(row, name).all()] if row.pk else []
            found[name] = several
        else:
            found[name] = inputs.shown(stored, getattr(row, stored.attname))
    return found


def starting_texts(model: type[Model], names: Collection[str], given: Mapping[str, Any]) -> Any:
    """What a new row's controls begin with: defaults, also those that a rule works out of the day
    or of whoever asks, then what the address names.
    """
    row: Any = model()
    for rule in rules_of(model, Fill):
        field = stored_field(model, rule.field)
        is_one = field.name in names and not field.many_to_many
        if is_one and not names_in(rule.expression):
            setattr(row, field.attname, as_kept(field, value_of(rule.expression, row)))
    found = {name: list(texts) for name, texts in texts_of(row, names).items()}
    for name in names:
        if given.get(name):
            found[name] = [str(given[name])]
    return found
