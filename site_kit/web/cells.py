"""From a typed value to escaped markup, and to plain text for export: one function a kind.

A column is compiled once: `cell_of(field)` gives a function of one value. Rows are joined strings,
so this is the place where a list spends its time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from site_kit import files
from site_kit.web import formats
from site_kit.web.html import icon
from site_kit.web.kinds import FILES, kind_of
from site_kit.web.tones import BY_COLOUR, PLAIN, Tone, tones_of

Cell = Callable[[Any], str]
EMPTY = f'<span class="faint">{formats.DASH}</span>'
SHORT = 140
FACES = 4
STARS = 5


def currency_of(field: Any) -> str:
    """The ISO code of a money field: its own, or the tool's."""
    from site_kit.web.frame import this_tool

    own = getattr(field, "currency", "") or getattr(this_tool(), "currency", "")
    return str(own or getattr(settings, "SITE_CURRENCY", "EUR"))


def tag(label: str, tone: Tone) -> str:
    """A label of state: shape, word, then colour."""
    if tone is PLAIN:
        return f'<span class="tag plain">{escape(label)}</span>'
    state = f' data-s="{tone.state}"' if tone.state else ""
    return f'<span class="tag"{state}>{icon(tone.icon)}{escape(label)}</span>'


def initials(name: str) -> str:
    """`Mara Lind` -> `ML`."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def face(name: str) -> str:
    """A round with somebody's initials; the same name always has the same hue."""
    hue = sum(name.encode()) % FACES + 1
    return f'<span class="face h{hue}" aria-hidden="true">{escape(initials(name))}</span>'


def who(name: Any) -> str:
    """A person by name."""
    return f'<span class="who">{face(str(name))}<span>{escape(name)}</span></span>'


def _text(value: Any) -> str:
    return str(escape(value))


def _money(currency: str, value: Any) -> str:
    return _text(formats.money(value, currency))


def note(value: Any) -> str:
    """Long text in a row: its beginning, on one line."""
    said = " ".join(str(value).split())
    if len(said) <= SHORT:
        return _text(said)
    return _text(said[: SHORT - 1].rsplit(" ", 1)[0] + "…")


def on_day(value: date) -> str:
    """A date in words, exact for machines and on hover."""
    exact = value.isoformat()
    return f'<time datetime="{exact}" title="{exact}">{escape(formats.day(value))}</time>'


def at_moment(value: datetime) -> str:
    """A moment in words, exact for machines and on hover."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    exact = local.strftime("%Y-%m-%dT%H:%M")
    words = escape(formats.moment(value))
    return f'<time datetime="{exact}" title="{exact.replace("T", " ")}">{words}</time>'


def _in_time(exact: Callable[[Any], str], words: Callable[[Any], str]) -> Cell:
    return lambda value: f'<time datetime="{exact(value)}">{escape(words(value))}</time>'


def _link(address: str, value: Any) -> str:
    return f'<a href="{escape(address)}">{escape(value)}</a>'


def _web(value: Any) -> str:
    address = str(value)
    if not address.lower().startswith(("http://", "https://")):
        return _text(address)
    shown = address.split("://", 1)[1].rstrip("/")
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(shown)}</a>'


def _rating(value: Any) -> str:
    stars = "★" * int(value) + "☆" * max(STARS - int(value), 0)
    words = f"{int(value)} of {STARS}"
    return f'<span aria-hidden="true">{stars}</span><span class="vh">{words}</span>'


def _names(values: Any) -> str:
    return ", ".join(_text(value) for value in values)


def _several(one: Cell) -> Cell:
    return lambda values: (
        f'<span class="row tight">{" ".join(one(value) for value in values)}</span>'
    )


def _file(value: Any) -> str:
    return f"{icon('clip')}{_text(str(value).rsplit('/', 1)[-1])}"


def _files(value: Any) -> str:
    return f"{icon('clip')}{_text(', '.join(files.names_of(value)))}"


def _choice(field: Any) -> Cell:
    tones = tones_of(field)
    ready = {str(v): tag(str(label), tones[str(v)]) for v, label in field.values.choices}
    return lambda value: ready.get(str(value)) or tag(str(value), PLAIN)


def flag(label: str, colour: str) -> Cell:
    """A yes or no; with a colour it is a label of that state, and nothing where it is not so."""
    tone = BY_COLOUR.get(colour)
    if tone is None:
        no = '<span class="faint">No</span>'
        return lambda value: "Yes" if value else EMPTY if value is None else no
    ready = tag(label, tone)
    return lambda value: ready if value else ""


_PLAIN_KINDS: dict[str, Cell] = {
    "text": _text,
    "reference": _text,
    "relation": _text,
    "long_text": note,
    "person": who,
    "people": _names,
    "relations": _names,
    "integer": formats.number,
    "decimal": formats.number,
    "percent": formats.percent,
    "duration": formats.hours,
    "rating": _rating,
    "date": on_day,
    "datetime": at_moment,
    "week": _in_time(lambda day: day.strftime("%G-W%V"), formats.week),
    "month": _in_time(lambda day: day.strftime("%Y-%m"), formats.month),
    "time": lambda value: value.strftime("%H:%M"),
    "email": lambda value: _link(f"mailto:{value}", value),
    "phone": lambda value: _link(f"tel:{''.join(str(value).split())}", value),
    "url": _web,
    "file": _file,
    "image": _file,
    "files": _files,
}


def cell_of(field: Any, *, label: str = "", colour: str = "", unit: str = "") -> Cell:
    """The function that writes one value of this field; empty values are a dash."""
    kind = kind_of(field)
    if kind == "boolean":
        return flag(label, colour)
    if kind in {"status", "choice"} and field.values is not None:
        written = _choice(field)
    elif kind == "choices" and field.values is not None:
        written = _several(_choice(field))
    elif kind == "money":
        currency = currency_of(field)
        written = partial(_money, currency)
    else:
        written = _PLAIN_KINDS.get(kind, _text)
    after = f" {escape(unit)}" if unit else ""
    return lambda value: EMPTY if value in (None, "", []) else f"{written(value)}{after}"


def plain_of(field: Any) -> Callable[[Any], str]:
    """The function that writes one value into a file: full, exact, without any markup."""
    kind = kind_of(field)
    if kind in {"status", "choice"} and field.values is not None:
        labels = {str(value): str(label) for value, label in field.values.choices}
        return lambda value: labels.get(str(value), str(value or ""))
    if kind == "choices" and field.values is not None:
        named = {str(value): str(label) for value, label in field.values.choices}
        return lambda values: "; ".join(named.get(str(one), str(one)) for one in values or ())
    if kind in {"people", "relations", "choices"}:
        return lambda values: "; ".join(str(value) for value in values or ())
    if kind == "boolean":
        return lambda value: "yes" if value else "no"
    if kind in FILES:
        return lambda value: "; ".join(files.names_of(value))
    return _exactly


def _exactly(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
