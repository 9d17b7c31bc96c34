"""Values as people type them: defaults, sample cells, what a decision writes."""

import datetime
import re
from decimal import Decimal, InvalidOperation

from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.fields import NUMBERS, Field

DAY = re.compile(r"(?:today|(?:today)?[+-]\d{1,4}|today[+-]\d{1,4}|\d{4}-\d{2}-\d{2})")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
TRUE_OR_FALSE = ("true", "false", "yes", "no")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DATED = ("date", "week", "month")


def fault_of(text: str, field: Field) -> str:
    """Why a typed text is no value of the field; empty if it is, and for rows and people."""
    kind = field.kind
    if kind in ("status", "choice"):
        return _choice(text, field)
    if kind == "choices":
        faults = (_choice(part.strip(), field) for part in text.split(";"))
        return next((fault for fault in faults if fault), "")
    if kind in NUMBERS:
        return _number(text, whole=kind in ("integer", "rating"))
    if kind == "boolean":
        return "" if text.lower() in TRUE_OR_FALSE else f"“{text}” is neither true nor false"
    if kind in DATED:
        return _date(text)
    if kind in ("datetime", "time"):
        return _moment(text) if kind == "datetime" else _time(text)
    return _other(text, field)


def _choice(text: str, field: Field) -> str:
    known = [value.id for value in field.values]
    return "" if text in known else f"“{field.id}” has no value “{text}”; {nearest(text, known)}"


def _number(text: str, *, whole: bool) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return f"“{text}” is not a number"
    if not number.is_finite():
        return f"“{text}” is not a number"
    return f"“{text}” is not a whole number" if whole and number % 1 else ""


def _date(text: str) -> str:
    if not DAY.fullmatch(text):
        return f"“{text}” is not a date: write today, today+3 or 2026-03-31"
    if text[0].isdigit():
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            return f"there is no day {text}"
    return ""


def _time(text: str) -> str:
    return "" if TIME.fullmatch(text) else f"“{text}” is not a time: write 09:30"


def _moment(text: str) -> str:
    if text == "now":
        return ""
    day, _, time = text.replace("T", " ").partition(" ")
    return _date(day) or (_time(time) if time else "")


def _other(text: str, field: Field) -> str:
    if field.kind == "email" and not MAIL.fullmatch(text):
        return f"“{text}” is not an e-mail address"
    if field.kind == "url" and not re.match(r"https?://\S+$", text):
        return f"“{text}” is not an address: it begins with https://"
    if field.kind == "reference":
        return "a reference is numbered by itself"
    if field.kind in ("file", "image"):
        return "a file has no value that could be typed"
    return ""
