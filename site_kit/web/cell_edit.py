"""Cells of a table that are edited in place: one opens as a small form, without script.

The address says which cell is open (`row=12.due`). The form posts to the page itself, so that what
is refused stands beside the cell. It writes by the same `write.edit` as every other form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.html import escape

from site_kit import write
from site_kit.errors import Invalid, KitError, Locked, NotThere, Refused, Stale
from site_kit.permissions import rights_for
from site_kit.web import html, inputs
from site_kit.web.address import Address
from site_kit.web.columns import Column, field_id, label_of
from site_kit.web.controls import controls_of
from site_kit.web.entry import named
from site_kit.web.frame import toast
from site_kit.web.html import hidden, icon
from site_kit.web.kinds import FILES
from site_kit.web.listing import Listing
from site_kit.web.posted import Posted, posted, texts_of

OPEN = "row"
"""The parameter that says which cell is open: no field is called so."""

PLACE = ("after", "before", "at")


@dataclass(frozen=True, slots=True)
class Opened:
    """The open cell: of which row and field, and its form."""

    pk: int
    name: str
    form: str
    status: int = 200


class Cells:
    """The cells of one table, of which one may be open."""

    def __init__(self, listing: Listing, opened: Opened | None) -> None:
        self.address = listing.address
        self.names = editable(listing)
        self.opened = opened

    def opens(self, column: Column, row: Mapping[str, Any]) -> bool:
        """Whether a cell can be edited in place."""
        return column.path in self.names and bool(row["may_edit"])

    def body(self, column: Column, row: dict[str, Any], inside: str) -> str:
        """What stands in a cell: its value as a link that opens it, or its form."""
        if not self.opens(column, row):
            return inside
        pk = row["pk"]
        if self.opened is not None and (self.opened.pk, self.opened.name) == (pk, column.path):
            return self.opened.form
        title = str(row["row_title"] or f"#{pk}")
        words = hidden(f", change {column.label} of {title}")
        where = f'href="{escape(with_cell(self.address, f"{pk}.{column.path}"))}#cell"'
        said = f'class="cell" data-cell="{column.path}" {where}'
        if "<a " in inside:
            return f"{inside}<a {said}>{icon('pencil')}{words}</a>"
        return f"<a {said}>{inside or icon('pencil')}{words}</a>"


def with_cell(address: Address, cell: str) -> str:
    """The same place of the list, with this cell open; with none where it is ""."""
    return address.with_({**{name: address.one(name) for name in PLACE}, OPEN: cell})


def editable(listing: Listing) -> frozenset[str]:
    """The columns whose cells may open: stored fields of the row itself that the person edits."""
    fields = listing.fields
    mine = fields.edited | set(fields.edited_where)
    return frozenset(
        column.path
        for column in listing.columns
        if column.path in mine and column.kind not in FILES
    )


def opened(request: HttpRequest, listing: Listing) -> Opened | HttpResponseRedirect | None:
    """The cell that the address opens; where it was sent and written, the way back."""
    key, _, name = listing.address.one(OPEN).partition(".")
    pk, is_sent = inputs.key_from(key), request.method == "POST"
    row = _row(listing, pk, name, is_sent)
    if row is None or pk is None:
        return None
    if not is_sent:
        kept = write.kept_fields(row, listing.person)
        sentence = write.lock_on(row, listing.person) or kept.get(name, "")
        came = Posted(texts=texts_of(row, [name]), as_of=row.updated_at)
        return Opened(pk, name, _form(listing, row, name, came, sentence))
    return _written(request, listing, row, name)


def _row(listing: Listing, pk: int | None, name: str, is_sent: bool) -> Any:
    """The row of the cell, where this person may edit it; a wrong address opens nothing."""
    rows: Any = listing.model.objects  # type: ignore[attr-defined]
    known = pk is not None and name in editable(listing)
    row = rows.filter(pk=pk).first() if known else None
    rights = rights_for(listing.model)
    if row is None:
        if is_sent:
            raise NotThere("There is no such cell here.")
        return None
    may = rights.allowed("edit", row, listing.person)
    if may and name in rights.fields_for(listing.person).edited_on(row):
        return row
    if is_sent:
        raise Refused(may.reason or rights.reason("edit"))
    return None


def _written(
    request: HttpRequest, listing: Listing, row: Any, name: str
) -> Opened | HttpResponseRedirect:
    came = posted(request, listing.model, [name], row)
    came.values = {key: value for key, value in came.values.items() if key == name}
    try:
        came.refuse_unread(listing.model)
        done = write.edit(row, came.values, by=listing.person, as_of=came.as_of)
    except (Invalid, Locked, Stale) as error:
        return _again(listing, row, name, came, error)
    label = label_of(listing.model._meta.get_field(name))
    return HttpResponseRedirect(
        toast(with_cell(listing.address, ""), f"{named(done)}: {label} saved.")
    )


def _again(listing: Listing, row: Any, name: str, came: Posted, error: KitError) -> Opened:
    """The cell with what was typed and why it is refused; the next try is as of now."""
    said = error.errors.values() if isinstance(error, Invalid) else [[error.sentence]]
    came.errors = {name: [sentence for several in said for sentence in several]}
    came.texts = {**texts_of(row, [name]), **came.texts}
    if isinstance(error, Stale):
        rows: Any = listing.model.objects  # type: ignore[attr-defined]
        came.as_of = rows.values_list("updated_at", flat=True).get(pk=row.pk)
    form = _form(listing, row, name, came)
    return Opened(row.pk, name, form, error.status)


def _form(listing: Listing, row: Any, name: str, came: Posted, sentence: str = "") -> str:
    control = controls_of(listing.model, [name], came.texts, row=row, errors=came.errors)[0]
    stored: Any = listing.model._meta.get_field(name)
    context = {
        "control": control,
        "sentence": sentence,
        "field": field_id(stored),
        "about": f"{label_of(stored)} of {named(row)}",
        "address": with_cell(listing.address, f"{row.pk}.{name}"),
        "back": with_cell(listing.address, ""),
        "as_of": came.as_of.isoformat() if came.as_of else "",
    }
    return html.render("cell.html", context)
