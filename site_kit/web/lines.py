"""Lines in the form of the row they belong to: rows of short fields, added and removed in place.

Every name of a line's control begins with `_line-<entity>-<n>-`, so that the form of the row itself
does not know of them. `_lines-<entity>` says how many there are, `_add` that one more is wanted:
then the form comes back with what was typed, and nothing is written. A new line in which nothing
was typed is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from site_kit import asker
from site_kit.errors import Invalid
from site_kit.lines import Line, Lines, WrongLines, links_of
from site_kit.locks import kept_fields, may_edit
from site_kit.models import entity_id
from site_kit.permissions import Fields, rights_for
from site_kit.web.columns import in_order
from site_kit.web.controls import is_required
from site_kit.web.door import wants_json
from site_kit.web.frame import this_tool
from site_kit.web.inputs import key_from
from site_kit.web.kinds import FILES, kind_of
from site_kit.web.posted import Posted, of_form, starting_texts, texts_of

MOST = 50
"""Lines of one entity in a form, besides as many new ones."""
BLANK, COLUMNS = 3, 8
NOT_TYPED = FILES | {"choices", "people", "relations"}
"""Kinds that want more room than a line has."""


@dataclass(slots=True)
class LineForm:
    """One line as it stands in the form."""

    at: int
    row: Any
    names: list[str]
    came: Posted
    pk: int | None = None
    goes: bool = False
    is_blank: bool = False
    errors: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """The lines of one entity in the form of a row."""

    model: type[Model]
    link: str
    parent: Model
    names: list[str]
    may_add: bool
    may_remove: bool
    lines: list[LineForm] = field(default_factory=list)
    is_long: bool = False
    unseen: int = 0

    @property
    def entity(self) -> str:
        """The entity's id."""
        return entity_id(self.model)

    def began(self) -> list[LineForm]:
        """The lines that are there, and the new ones in which something was typed."""
        return [one for one in self.lines if not one.is_blank]

    def as_lines(self) -> Lines:
        """What is to be written: what stands as it was is left alone."""
        meant = (
            Line(one.at + 1, one.came.values, one.pk, one.came.as_of, one.goes)
            for one in self.began()
            if one.goes or one.pk is None or one.came.texts != texts_of(one.row, one.names)
        )
        return Lines(self.model, self.link, [one for one in meant if one.pk or not one.goes])

    def new_line(self, at: int) -> LineForm:
        """A line in which nothing is typed yet."""
        row = self.model(**{self.link: self.parent})
        names = [name for name in self.names if name in fields_of(self.model).edited]
        texts = starting_texts(self.model, names, {})
        return LineForm(at, row, names, Posted(texts=texts), is_blank=True)

    def add(self, amount: int) -> None:
        """So many more lines, up to what a form takes."""
        room = max(2 * MOST - len(self.lines), 0) if self.may_add else 0
        for _ in range(min(amount, room)):
            self.lines.append(self.new_line(len(self.lines)))


def sheets_of(request: HttpRequest, parent: Model, *, sent: bool) -> list[Sheet]:
    """What a form of `parent` offers of its lines, as they are kept or as they were `sent`."""
    if wants_json(request):
        return []
    found = []
    for child, link in links_of(type(parent), asker.current(), new=parent.pk is None):
        names = _names(child, link)
        if child in this_tool().entities and names:
            sheet = _sheet(child, link, parent, names)
            _came(request, sheet) if sent else _kept(sheet)
            found.append(sheet)
    return found


def wants_more(request: HttpRequest, sheets: Sequence[Sheet], came: Posted) -> bool:
    """Whether one more line was asked for; then it is there, and nothing is called wrong yet."""
    wanted = [one for one in sheets if one.entity == request.POST.get("_add", "")]
    for sheet in wanted:
        sheet.add(1)
    if wanted:
        forget_errors(sheets, came)
    return bool(wanted)


def forget_errors(sheets: Sequence[Sheet], came: Posted) -> None:
    """What is typed so far is not sent yet, so nothing of it is wrong."""
    came.errors = {}
    for line in (line for sheet in sheets for line in sheet.lines):
        line.came.errors = {}


def refuse_unread(model: type[Model], came: Posted, sheets: Sequence[Sheet]) -> None:
    """Say at once what could not be read, of the row and of its lines; then nothing is written."""
    wrong = {}
    for sheet in sheets:
        for line in (one for one in sheet.began() if not one.goes):
            if said := _unread(sheet.model, line.came):
                wrong[sheet.model, line.at + 1] = said
    if wrong:
        raise WrongLines(_unread(model, came), wrong)
    came.refuse_unread(model)


def tell(sheets: Sequence[Sheet], error: Invalid) -> None:
    """Put what is wrong with lines beside them."""
    wrong = error.lines if isinstance(error, WrongLines) else {}
    for sheet in sheets:
        for line in sheet.lines:
            line.errors = wrong.get((sheet.model, line.at + 1), {})


def _unread(model: type[Model], came: Posted) -> dict[str, list[str]]:
    try:
        came.refuse_unread(model)
    except Invalid as error:
        return error.errors
    return {}


def fields_of(model: type[Model]) -> Fields:
    """What whoever acts may see and edit."""
    return rights_for(model).fields_for(asker.current())


def _names(child: type[Model], link: str) -> list[str]:
    """The fields of a line: the first short ones, and all that it needs. None at all where it
    needs one for which a line has no room."""
    fields = fields_of(child)
    found: list[str] = []
    for name in in_order(child, fields.edited | set(fields.edited_where)):
        stored: Any = child._meta.get_field(name)
        needed = is_required(stored) and not stored.has_default()
        if name == link or kind_of(stored) in NOT_TYPED:
            if needed and name != link:
                return []
        elif needed or len(found) < COLUMNS:
            found.append(name)
    return found


def _sheet(child: type[Model], link: str, parent: Model, names: list[str]) -> Sheet:
    rights, person = rights_for(child), asker.current()
    is_new = parent.pk is None
    may_add = is_new or bool(rights.allowed("create", None, person))
    may_remove = not is_new and bool(rights.allowed("delete", None, person))
    return Sheet(child, link, parent, names, may_add, may_remove)


def _rows(sheet: Sheet) -> list[Any]:
    """The lines that this person may change, and one more than a form takes."""
    if sheet.parent.pk is None:
        return []
    rows: Any = sheet.model.objects.filter(**{sheet.link: sheet.parent.pk})  # type: ignore[attr-defined]
    may = may_edit(sheet.model, asker.current())
    mine = rows.filter(may) if isinstance(may, Q) else rows if may else rows.none()
    found = list(mine.order_by("pk")[: MOST + 1])
    sheet.is_long = len(found) > MOST
    if may is not True and not sheet.is_long:
        sheet.unseen = rows.count() - len(found)
    return found


def _kept(sheet: Sheet) -> None:
    """The lines as they are, in the order in which they were made, and some new ones."""
    rows = _rows(sheet)
    for row in rows if not sheet.is_long else ():
        names = _names_on(sheet, row)
        came = Posted(texts=texts_of(row, names), as_of=row.updated_at)
        sheet.lines.append(LineForm(len(sheet.lines), row, names, came, row.pk))
    sheet.add(1 if rows or sheet.unseen else BLANK)


def _names_on(sheet: Sheet, row: Model) -> list[str]:
    """The fields that this person may change in a line."""
    may = fields_of(sheet.model).edited_on(row) - set(kept_fields(row, asker.current()))
    return [name for name in sheet.names if name in may]


def _came(request: HttpRequest, sheet: Sheet) -> None:
    """The lines as a form sent them."""
    amount = key_from(request.POST.get(f"_lines-{sheet.entity}", "0")) or 0
    by_pk = {row.pk: row for row in _rows(sheet)} if amount else {}
    if amount > 2 * MOST:
        raise Invalid({"": [f"A form takes {2 * MOST} lines at most."]})
    for at in range(amount):
        own = _Sent(request, f"_line-{sheet.entity}-{at}-", f"_line-{sheet.entity}-_shown")
        pk = key_from(own.POST.get("_id", ""))
        row = by_pk.get(pk)
        sheet.lines.append(_line(sheet, own, at, pk, row))


def _line(sheet: Sheet, own: _Sent, at: int, pk: int | None, row: Any) -> LineForm:
    goes = "_goes" in own.POST
    line = sheet.new_line(at)
    start = line.came.texts
    if row is not None:
        line.row, line.names = row, _names_on(sheet, row)
    line.came = of_form(own, sheet.model, line.names, line.row)
    line.pk, line.goes = pk, goes
    line.is_blank = pk is None and all(
        _plain(texts) == _plain(start.get(name, [])) for name, texts in line.came.texts.items()
    )
    return line


def _plain(texts: Sequence[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip()]


class _Sent:
    """What came of one line, under the names that its fields have in a form of their own."""

    def __init__(self, request: HttpRequest, prefix: str, shown: str) -> None:
        self.POST = QueryDict(mutable=True)
        for name in request.POST:
            if name.startswith(prefix):
                self.POST.setlist(name[len(prefix) :], request.POST.getlist(name))
        titled = (one for one in request.POST.getlist("_titled") if one.startswith(prefix))
        self.POST.setlist("_titled", [one[len(prefix) :] for one in titled])
        self.POST.setlist("_shown", request.POST.getlist(shown))
        self.FILES: Any = MultiValueDict()
