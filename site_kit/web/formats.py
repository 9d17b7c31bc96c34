"""Numbers, amounts and dates as the tool's language writes them. Text only, no markup.

`plain` forms for export are in `cells`; these are for people who read a page.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils import dateformat, formats, timezone
from django.utils.translation import get_language

from site_kit import asker

DASH = "–"
SYMBOLS = {
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "JPY": "¥",
    "CNY": "CN¥",
    "INR": "₹",
    "KRW": "₩",
    "BRL": "R$",
    "CAD": "CA$",
    "AUD": "A$",
    "PLN": "zł",
    "CZK": "Kč",
    "UAH": "₴",
}
WITHOUT_CENTS = frozenset({"JPY", "KRW"})
SYMBOL_FIRST = frozenset({"en", "ja", "zh", "ko", "nl", "hi"})
DAY_WITH_DOT = frozenset({"de", "da", "nb", "no", "fi", "cs"})
DATE_FORMATS = {
    "YYYY-MM-DD": "Y-m-d",
    "DD/MM/YYYY": "d/m/Y",
    "MM/DD/YYYY": "m/d/Y",
    "DD.MM.YYYY": "d.m.Y",
}
KILO = 1000


def language() -> str:
    """The tool's language without its region: `en`."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def number(value: Any, places: int | None = None) -> str:
    """A number with its thousands apart; without `places` as many decimals as it has."""
    value = _decimal(value)
    if places is None:
        places = min(max(-int(value.normalize().as_tuple().exponent), 0), 4)
    text = formats.number_format(f"{value:.{places}f}", places, use_l10n=True, force_grouping=True)
    return text.replace("-", "−", 1) if value < 0 else text


def _decimal(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def money(value: Any, currency: str) -> str:
    """`€4,812.00`, or `4.812,00 €` where the language has it so."""
    places = 0 if currency in WITHOUT_CENTS else 2
    text = number(value, places)
    symbol = SYMBOLS.get(currency, currency)
    if language() not in SYMBOL_FIRST:
        return f"{text}\u00a0{symbol}"
    gap = "" if len(symbol) < 3 or not symbol.isalpha() else "\u00a0"
    sign, figures = ("−", text[1:]) if text.startswith("−") else ("", text)
    return f"{sign}{symbol}{gap}{figures}"


def percent(value: Any) -> str:
    """`2%`, with at most two decimals."""
    value = round(_decimal(value), 2)
    gap = "" if language() == "en" else "\u00a0"
    return f"{number(value)}{gap}%"


def hours(value: Any) -> str:
    """`7.5 h`."""
    return f"{number(value)}\u00a0h"


def day(value: date) -> str:
    """`18 Nov`, with the year where it is not this one; or the format the tool asked for."""
    own = DATE_FORMATS.get(date_format())
    if own:
        return dateformat.format(value, own)
    dot = "." if language() in DAY_WITH_DOT else ""
    year = "" if value.year == asker.day().year else " Y"
    return dateformat.format(value, f"j{dot} M{year}")


def date_format() -> str:
    """What the blueprint says of dates; `auto` unless the tool says otherwise."""
    from site_kit.web.frame import this_tool

    return str(getattr(this_tool(), "date_format", "auto"))


def moment(value: datetime) -> str:
    """`today, 10:31`, `18 Nov, 10:31`."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = dateformat.format(local, "H:i")
    near = {asker.day(): "today", asker.day() - timedelta(days=1): "yesterday"}
    return f"{near.get(local.date()) or day(local.date())}, {clock}"


def week(value: date) -> str:
    """`W47`, with the year where it is not this one."""
    year, number_of_week, _ = value.isocalendar()
    own = "" if year == asker.day().isocalendar().year else f" {year}"
    return f"W{number_of_week}{own}"


def month(value: date) -> str:
    """`Nov`, with the year where it is not this one."""
    own = "" if value.year == asker.day().year else " Y"
    return dateformat.format(value, f"M{own}")


def size(octets: int) -> str:
    """`840 kB`, `1.2 MB`."""
    if octets < KILO:
        return f"{octets} bytes"
    kilobytes = octets / KILO
    if kilobytes < KILO:
        return f"{kilobytes:.0f} kB"
    return f"{number(round(kilobytes / KILO, 1))} MB"


def counted(amount: int, noun: str, nouns: str) -> str:
    """`1 request`, `31 requests`."""
    return f"{number(amount)} {noun if amount == 1 else nouns}"
