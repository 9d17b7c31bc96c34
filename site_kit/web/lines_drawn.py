"""The lines in a form as they are drawn: a group of controls for each, the same for one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from site_kit.texts import text_of
from site_kit.titles import seen_title_at
from site_kit.web.columns import field_id
from site_kit.web.controls import Control, Offers, controls_of
from site_kit.web.lines import MOST, LineForm, Sheet, fields_of
from site_kit.web.posted import texts_of

FRESH, FRESH_NUMBER = "__n__", "__m__"
"""Stand for the place and the number of a line that script adds."""


@dataclass(slots=True)
class DrawnLine:
    """A line, ready for its template."""

    prefix: str
    number: str
    label: str
    cells: list[Control]
    errors: list[str]
    pk: int | None
    as_of: str
    goes: bool
    may_go: bool


@dataclass(slots=True)
class DrawnSheet:
    """The lines of one entity, ready for their template."""

    entity: str
    name: str
    noun: str
    shown: list[str]
    lines: list[DrawnLine]
    fresh: DrawnLine | None
    most: int
    is_long: bool
    unseen: int

    def wrong(self) -> list[tuple[str, str, str]]:
        """Where it stands, what it is called and what is wrong there, for the summary."""
        found = []
        for line in self.lines:
            found += [(f"{line.prefix}line", line.label, said) for said in line.errors]
            several = (one for one in line.cells if one.errors)
            found += [(one.name, f"{line.label}, {one.label}", one.errors[0]) for one in several]
        return found


def drawn(sheets: Sequence[Sheet], *, more: str = "") -> list[DrawnSheet]:
    """The sheets for the template; of the entity `more` the newest line begins to be typed."""
    found = []
    for sheet in sheets:
        offers: Offers = {}
        lines = [_drawn(sheet, line, str(line.at), offers) for line in sheet.lines]
        fresh = _drawn(sheet, sheet.new_line(0), FRESH, offers) if sheet.may_add else None
        if more == sheet.entity and lines and lines[-1].cells:
            lines[-1].cells[0].begins = True
        plural = str(sheet.model._meta.verbose_name_plural)
        found.append(
            DrawnSheet(
                sheet.entity,
                plural[:1].upper() + plural[1:],
                str(sheet.model._meta.verbose_name),
                [field_id(sheet.model._meta.get_field(name)) for name in sheet.names],
                lines,
                fresh,
                2 * MOST,
                sheet.is_long,
                sheet.unseen,
            )
        )
    return found


def _drawn(sheet: Sheet, line: LineForm, at: str, offers: Offers) -> DrawnLine:
    prefix = f"_line-{sheet.entity}-{at}-"
    number = str(line.at + 1) if at != FRESH else FRESH_NUMBER
    errors = {**line.came.errors, **line.errors}
    cells = controls_of(
        sheet.model, sheet.names, _texts(sheet, line), row=line.row, errors=errors, offers=offers
    )
    for one in cells:
        one.prefix, one.manage = prefix, ""
        if one.field.name not in line.names:
            one.said = _said(line.row, one.field)
    beside = set(sheet.names)
    on_top = [said for name, several in errors.items() if name not in beside for said in several]
    noun = str(sheet.model._meta.verbose_name)
    return DrawnLine(
        prefix,
        number,
        f"{noun[:1].upper()}{noun[1:]} {number}",
        cells,
        on_top,
        line.pk,
        line.came.as_of.isoformat() if line.came.as_of else "",
        line.goes,
        sheet.may_remove if line.pk else not line.is_blank,
    )


def _texts(sheet: Sheet, line: LineForm) -> dict[str, list[str]]:
    there = texts_of(line.row, sheet.names) if line.pk and line.row.pk else {}
    return {**there, **line.came.texts}


def _said(row: Any, stored: Any) -> str:
    """What stands in a line where this person may not change it, as far as they see it."""
    if row.pk is None or stored.name not in fields_of(type(row)).seen_on(row):
        return "–"
    value = getattr(row, stored.attname)
    if stored.is_relation and value is not None:
        return str(seen_title_at(stored.related_model, value))
    return text_of(value, stored) or "–"
