"""Start values of filters (`"status='asked'"`, `"week=week_start(today)"`): their few forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from site_kit import asker

_QUOTED = re.compile(r"""^(['"])(.*)\1$""")
_DAYS = re.compile(r"^today\s*([+-])\s*days\((\d{1,4})\)$")
_PLAIN = re.compile(r"^-?\d+(\.\d+)?$")


class UnknownStart(Exception):
    """A start value that a page cannot begin with."""


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _week(day: date) -> date:
    return date.fromordinal(day.toordinal() - day.weekday())


_OF_TODAY: dict[str, Callable[[date], date]] = {
    "today": lambda day: day,
    "week_start(today)": _week,
    "month_start(today)": _month,
    "quarter_start(today)": _quarter,
    "year_start(today)": lambda day: day.replace(month=1, day=1),
}


def start_of(text: str) -> list[str]:
    """A start value as the address would have it; `UnknownStart` where it is none of these."""
    said = text.strip()
    if said.startswith("[") and said.endswith("]"):
        return [value for one in said[1:-1].split(",") if one.strip() for value in start_of(one)]
    if quoted := _QUOTED.match(said):
        return [quoted.group(2)]
    if said in ("True", "False"):
        return ["yes" if said == "True" else "no"]
    if said == "me" or _PLAIN.match(said):
        return [said]
    if said in _OF_TODAY:
        return [_OF_TODAY[said](asker.day()).isoformat()]
    if moved := _DAYS.match(said):
        days = int(moved.group(2)) * (1 if moved.group(1) == "+" else -1)
        return [date.fromordinal(asker.day().toordinal() + days).isoformat()]
    raise UnknownStart(said)
