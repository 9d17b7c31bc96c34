"""What people typed into a text, read as the number or date that it means."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

KINDS = {"integer": "whole number", "decimal": "number", "date": "date", "datetime": "moment"}
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d %B %Y", "%d %b %Y")
MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", *DATES)


def read(text: str, kind: str) -> str | None:
    """What a person typed, as the database reads it; None where it is nothing of the kind."""
    if kind in ("date", "datetime"):
        return _date(text.strip(), kind)
    try:
        number = Decimal(_number(text))
    except InvalidOperation:
        return None
    if not number.is_finite() or (kind == "integer" and number != int(number)):
        return None
    return str(int(number)) if kind == "integer" else f"{number:f}"


def _number(text: str) -> str:
    """`€ 1.234,50` and `1,234.50` -> `1234.50`: the last sign of two sorts parts the fraction; one
    sign alone does so unless three digits follow it."""
    kept = "".join(sign for sign in text.strip() if sign.isdigit() or sign in "-.,")
    if any(sign.isalpha() for sign in text.replace("EUR", "").replace("USD", "")):
        return ""
    last = max(kept.rfind("."), kept.rfind(","))
    if last < 0:
        return kept
    both, after = {".", ","} <= set(kept), kept[last + 1 :]
    if not both and (kept.count(kept[last]) > 1 or len(after) == 3):
        return kept.replace(".", "").replace(",", "")
    return kept[:last].replace(".", "").replace(",", "") + "." + after


def _date(text: str, kind: str) -> str | None:
    for shape in MOMENTS if kind == "datetime" else DATES:
        try:
            found = datetime.strptime(text, shape)
        except ValueError:
            continue
        return found.isoformat(sep=" ") if kind == "datetime" else str(found.date())
    return None
