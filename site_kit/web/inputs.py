"""From what somebody typed to a value, and back: one pair of functions a kind.

What cannot be read is `Unreadable`, with a sentence that shows how it is written. Whether a value
is *allowed* is not asked here but in `site_kit.write`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from site_kit.web.formats import DATE_FORMATS, date_format, number
from site_kit.web.kinds import kind_of

_AROUND = re.compile(r"[\s\u00a0\u202f%]|[€$£¥₹₩₴]|[A-Z]{3}")
_FIGURES = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_LONGEST_NUMBER = 40
LONGEST_KEY = 19
"""A row's number has fewer figures: so it always fits into the database's own."""


class Unreadable(ValueError):
    """What was typed is no value of that kind; the message says how one is written."""


def number_from(text: str) -> Decimal:
    """A number as people type it: `3,000.50`, `€3000`, `3 000,5` where the language has it so."""
    said = _AROUND.sub("", text).replace("−", "-")
    comma = str(formats.get_format("DECIMAL_SEPARATOR")) == ","
    thousands, point = (".", ",") if comma else (",", ".")
    grouped = re.fullmatch(
        rf"[+-]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", said.split(point)[0]
    )
    if grouped:
        said = said.replace(thousands, "")
    if point == ",":
        said = said.replace(",", ".")
    if not _FIGURES.fullmatch(said):
        raise Unreadable(f"Write a number, such as {number(Decimal('1250.5'))}.")
    if len(said) > _LONGEST_NUMBER:
        raise Unreadable("This number is too long.")
    return Decimal(said)


def _whole(text: str) -> int:
    try:
        found = number_from(text)
    except Unreadable:
        raise Unreadable("Write a whole number, such as 12.") from None
    if found != found.to_integral_value():
        raise Unreadable("Write a whole number, such as 12.")
    return int(found)


def _amount(text: str) -> Decimal:
    try:
        return number_from(text)
    except Unreadable:
        raise Unreadable(f"Write an amount, such as {number(3000)}.") from None


def _by(parse: Callable[[str], Any], text: str, sentence: str) -> Any:
    try:
        found = parse(text)
    except ValueError:
        found = None
    if found is None:
        raise Unreadable(sentence)
    return found


def _typed_date(text: str) -> date | None:
    """A date as the tool writes it, or as every browser sends it."""
    found = parse_date(text)
    own = DATE_FORMATS.get(date_format())
    if found or not own:
        return found
    pattern = "".join(f"%{letter}" if letter in "dmY" else letter for letter in own)
    return datetime.strptime(text, pattern).date()


def _date(text: str) -> date:
    return _by(_typed_date, text, "Write a date, such as 2026-11-20.")  # type: ignore[no-any-return]


def _moment(text: str) -> datetime:
    said = _by(parse_datetime, text, "Write a date and a time, such as 2026-11-20 14:30.")
    return said if timezone.is_aware(said) else timezone.make_aware(said)


def _time(text: str) -> time:
    return _by(parse_time, text, "Write a time, such as 14:30.")  # type: ignore[no-any-return]


def _week(text: str) -> date:
    if found := re.fullmatch(r"(\d{4})-W(\d{2})", text):
        sentence = "Write a week, such as 2026-W47."
        return _by(lambda _: date.fromisocalendar(int(found[1]), int(found[2]), 1), text, sentence)  # type: ignore[no-any-return]
    return _date(text)


def _month(text: str) -> date:
    return _date(f"{text}-01" if re.fullmatch(r"\d{4}-\d{2}", text) else text)


def key_from(text: str) -> int | None:
    """The number of a row; None where it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_KEY
    return int(text) if is_number else None


def _row(text: str) -> int:
    key = key_from(text.strip())
    if key is None:
        raise Unreadable("Pick one from the list.")
    return key


_READ: dict[str, Callable[[str], Any]] = {
    "integer": _whole,
    "rating": _whole,
    "decimal": number_from,
    "percent": number_from,
    "duration": number_from,
    "money": _amount,
    "date": _date,
    "datetime": _moment,
    "time": _time,
    "week": _week,
    "month": _month,
    "person": _row,
    "relation": _row,
}


def typed(kind: str, text: str) -> Any:
    """The value of one text for a kind of number, date or time. Raises `Unreadable`."""
    return _READ[kind](text)


_TRUE = frozenset({"on", "true", "1", "yes"})


def read(field: Any, texts: Sequence[str]) -> Any:
    """The value of a field from the texts of its control; an empty control is an empty value."""
    kind = kind_of(field)
    if kind == "boolean":
        return bool(texts) and texts[-1].strip().lower() in _TRUE
    if kind in {"people", "relations"}:
        return [_row(text) for text in texts if text.strip()]
    if kind == "choices":
        return [text for text in texts if text.strip()]
    text = texts[-1] if texts else ""
    if kind == "long_text":
        return text.replace("\r\n", "\n").strip()
    text = text.strip()
    if text == "":
        return "" if isinstance(_empty_of(field), str) else None
    return _READ[kind](text) if kind in _READ else text


def _empty_of(field: Any) -> Any:
    return "" if field.empty_strings_allowed and not field.null else None


def shown(field: Any, value: Any) -> list[str]:
    """The texts of a control that shows this value."""
    if value is None or value == "":
        return []
    kind = kind_of(field)
    if kind in {"people", "relations", "choices"}:
        return [str(getattr(one, "pk", one)) for one in value]
    if kind in {"person", "relation"}:
        return [str(getattr(value, "pk", value))]
    if kind == "boolean":
        return ["on"] if value else []
    return [_typed(kind, value)]


def _typed(kind: str, value: Any) -> str:
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        pattern = {"week": "%G-W%V", "month": "%Y-%m"}.get(kind, "%Y-%m-%d")
        return value.strftime(pattern)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        places = 2 if kind == "money" else None
        return number(value, places).replace("−", "-")
    return str(value)
