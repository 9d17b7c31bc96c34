"""A page of the tool's own code: what `show(request)` gives, drawn like every other page.

It gives a dict of `text` (markdown), `figures` (pairs of words and a value), `columns` and `rows`,
`links` (pairs of words and a row or an address of this tool); or `parts`, a list of such dicts,
each with a `heading`. All of it is data: nothing in it becomes markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString

from site_kit import hooks
from site_kit.errors import Broken
from site_kit.extensions import Seen, Who, acts, place_of
from site_kit.pages import ExtensionPage
from site_kit.web import formats
from site_kit.web.address import local
from site_kit.web.frame import answer
from site_kit.web.html import safe
from site_kit.web.prose import prose

KEYS = frozenset({"heading", "text", "figures", "columns", "rows", "links"})
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 40, 1000, 40
LONGEST_VALUE, MOST_VALUES = 200, 50
UNDRAWN = "no page: there is something in it that cannot be written down."
NUMBERS = (int, float, Decimal)


@dataclass(frozen=True, slots=True)
class Asking:
    """What `show` is given: `person`, who looks, and `values`, texts of the address by name."""

    person: Who
    values: Mapping[str, str]


@dataclass(slots=True)
class Drawn:
    """One part of the page, ready for its template."""

    heading: str = ""
    text: SafeString = field(default_factory=SafeString)
    figures: list[tuple[str, str]] = field(default_factory=list)
    heads: list[SafeString] = field(default_factory=list)
    rows: list[SafeString] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    more: str = ""


def serve(request: HttpRequest, found: type[ExtensionPage]) -> HttpResponse:
    """The page for whoever looks. Raises `Broken` where its code stops or gives what is no page."""
    values = {k: str(v)[:LONGEST_VALUE] for k, v in list(request.GET.items())[:MOST_VALUES]}
    said = hooks.call("page", found.hook, Asking(acts(), values))
    about = {"id": found.id, "name": found.name, "about": found.about()}
    try:
        context = {"page": about, "parts": _parts(found.hook, said)}
        return answer(request, "own.html", context, title=found.name, page=found)
    except hooks.STOPS as wrong:
        hooks.log.exception("What the extension %s gave cannot be drawn.", found.hook)
        raise Broken(f"The tool's own code “{found.hook}” gave {UNDRAWN}") from wrong


def _parts(hook: str, said: Any) -> list[Drawn]:
    try:
        return drawn(said)
    except (TypeError, ValueError) as wrong:
        raise Broken(f"The tool's own code “{hook}” gave no page: {wrong}") from wrong


def drawn(said: Any) -> list[Drawn]:
    """The parts of what was given. Raises `TypeError` or `ValueError` with a sentence."""
    _is_dict(said)
    several = said.get("parts", [said])
    if "parts" in said and len(said) > 1:
        raise ValueError("beside “parts” nothing else stands.")
    if not isinstance(several, list | tuple) or len(several) > MOST_PARTS:
        raise ValueError(f"“parts” is a list of at most {MOST_PARTS}.")
    return [_part(one) for one in several]


def _is_dict(said: Any) -> None:
    if not isinstance(said, dict):
        raise TypeError("show returns a dict.")


def _part(said: Any) -> Drawn:
    _is_dict(said)
    for key in said:
        if key not in KEYS:
            raise ValueError(f"there is no key {key!r}; there are {', '.join(sorted(KEYS))}.")
    columns = [str(one) for one in _listed(said, "columns")][:MOST_COLUMNS]
    rows = _listed(said, "rows")
    if rows and not columns:
        raise ValueError("“rows” need “columns”.")
    body = [_cells(row, columns) for row in rows[:MOST_ROWS]]
    numeric = [bool(body) and all(_is_number(row[n]) for row in body) for n in range(len(columns))]
    return Drawn(
        heading=str(said.get("heading", "")),
        text=prose(str(said.get("text", ""))),
        figures=[(str(words), _plain(value)) for words, value in _pairs(said, "figures")],
        heads=[_head(one, right) for one, right in zip(columns, numeric, strict=True)],
        rows=[_line(row, columns, numeric) for row in body],
        links=[(str(words), _href(to)) for words, to in _pairs(said, "links")],
        more=f"{len(rows) - MOST_ROWS:,} more are not shown." if len(rows) > MOST_ROWS else "",
    )


def _listed(said: Mapping[str, Any], key: str) -> Sequence[Any]:
    found = said.get(key, [])
    if not isinstance(found, list | tuple):
        raise TypeError(f"“{key}” is a list.")
    return found


def _pairs(said: Mapping[str, Any], key: str) -> list[tuple[Any, Any]]:
    found = _listed(said, key)
    if not all(isinstance(one, list | tuple) and len(one) == 2 for one in found):
        raise TypeError(f"“{key}” is a list of pairs.")
    return [(one[0], one[1]) for one in found]


def _cells(row: Any, columns: Sequence[str]) -> list[Any]:
    """The cells of a row, in the order of the columns."""
    if isinstance(row, dict):
        return [row.get(one) for one in columns]
    if not isinstance(row, list | tuple) or len(row) != len(columns):
        raise TypeError(f"a row has {len(columns)} cells, as there are columns.")
    return list(row)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, NUMBERS) and not isinstance(value, bool))


def _head(words: str, right: bool) -> SafeString:
    said = escape(words)
    return safe(f'<th scope="col" data-col="{said}"{_class(right)}>{said}</th>')


def _class(right: bool) -> str:
    return ' class="num"' if right else ""


def _line(row: Sequence[Any], columns: Sequence[str], numeric: Sequence[bool]) -> SafeString:
    first, *others = zip(row, columns, numeric, strict=True)
    called = f'<span data-col="{escape(first[1])}">{_inside(first[0])}</span>'
    cells = [f'<th scope="row" class="a">{called}</th>']
    for value, words, right in others:
        said = escape(words)
        cells.append(f'<td data-l="{said}" data-col="{said}"{_class(right)}>{_inside(value)}</td>')
    return safe("".join(cells))


def _inside(value: Any) -> str:
    """A cell as markup: a row is a link to its page, everything else is its words."""
    if isinstance(value, Seen):
        return f'<a href="{escape(place_of(value))}">{escape(str(value))}</a>'
    if isinstance(value, list | tuple):
        return ", ".join(_inside(one) for one in value)
    return str(escape(_plain(value)))


def _plain(value: Any) -> str:
    """A value in words, as the tool's language writes it."""
    return next((how(value) for kind, how in WORDS if isinstance(value, kind)), str(value))


def _href(to: Any) -> str:
    """An address of this tool. Raises `ValueError` for any other."""
    if isinstance(to, Seen):
        return place_of(to)
    if not isinstance(to, str) or local(to, "") != to or not to:
        raise ValueError("a link leads to a row or to an address of this tool.")
    return to


WORDS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (type(None), lambda _value: ""),
    (bool, lambda value: "Yes" if value else "No"),
    (NUMBERS, formats.number),
    (datetime, formats.moment),
    (date, formats.day),
    (time, lambda value: f"{value:%H:%M}"),
    ((list, tuple), lambda value: ", ".join(map(_plain, value))),
)
