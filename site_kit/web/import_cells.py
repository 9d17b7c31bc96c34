"""Cells of a table in a text file, read as the values of a row: what an export wrote comes back.

A formula stays the text that it is; the apostrophe that an export puts before one is taken away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from site_kit.choices import candidates
from site_kit.directory.models import Person
from site_kit.titles import seen_title
from site_kit.web import inputs
from site_kit.web.export import defused
from site_kit.web.kinds import kind_of

YES = frozenset({"yes", "true", "1", "on", "x"})
NO = frozenset({"no", "false", "0", "off", ""})
Reader = Callable[[str], Any]


def reader_of(field: Any) -> Reader:
    """The function that reads the cells of one column; it raises `inputs.Unreadable`."""
    kind = kind_of(field)
    if kind == "boolean":
        return _yes_or_no
    if kind in ("status", "choice"):
        one = _choice(field)
        return lambda cell: one(cell) if cell.strip() else ""
    if kind == "choices":
        one = _choice(field)
        return lambda cell: [one(part) for part in _parts(cell)]
    if kind in ("person", "relation"):
        found = _row(field)
        return lambda cell: found(plain(cell)) if cell.strip() else None
    if kind in ("people", "relations"):
        found = _row(field)
        return lambda cell: [found(part) for part in _parts(plain(cell))]
    return lambda cell: inputs.read(field, [plain(cell)])


def plain(cell: str) -> str:
    """A cell without the apostrophe by which an export made text of a formula."""
    return cell[1:] if cell[:1] == "'" and defused(cell[1:]) == cell else cell


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _yes_or_no(cell: str) -> bool:
    said = cell.strip().lower()
    if said not in YES | NO:
        raise inputs.Unreadable("Write yes or no.")
    return said in YES


def _choice(field: Any) -> Callable[[str], str]:
    """A value by its id or by its name, in whatever case."""
    known = {str(label).lower(): str(value) for value, label in field.values.choices}
    known |= {value.lower(): value for value in field.values.values}

    def read(cell: str) -> str:
        value = known.get(cell.strip().lower())
        if value is None:
            raise inputs.Unreadable(f"There is no value “{cell.strip()}”.")
        return value

    return read


def _row(field: Any) -> Callable[[str], int]:
    """A row that may be chosen, by its title; a person also by the address of their mail."""
    model: type[Model] = field.model
    remembered: dict[str, list[int]] = {}

    def read(cell: str) -> int:
        text = cell.strip()
        if text not in remembered:
            remembered[text] = _named(model, field.name, text)
        keys = remembered[text]
        if len(keys) == 1:
            return keys[0]
        raise inputs.Unreadable(
            f"There are several called “{text}”." if keys else f"There is none called “{text}”."
        )

    return read


def _named(model: type[Model], name: str, text: str) -> list[int]:
    rows = candidates(model, name)
    if rows.model is Person and "@" in text:
        found = rows.filter(email__iexact=text)
    else:
        found = rows.annotate(row_title=seen_title(rows.model)).filter(row_title__iexact=text)
    return list(found.values_list("pk", flat=True)[:2])
