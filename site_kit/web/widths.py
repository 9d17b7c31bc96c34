"""How much room a table's columns need, so that it never runs out of its sheet.

The server does not know the reader's typeface; it reckons with a wide one. What does not fit gives
up, in turn: the round faces beside people, all row buttons but the first (the others wait in a
menu, in words), and last the sheet scrolls.
"""

from __future__ import annotations

from collections.abc import Sequence

from site_kit.web.buttons import FEW, SHOWN_IN_ROW, Button, shown_of
from site_kit.web.columns import Column

SHEET = 73.0
"""Rems inside the sheet at its widest."""

LETTER, PADDING = 0.5, 1.5
FACE, ICON, TICK = 2.1, 2.0, 2.9
BUTTON = 2.6
COUNTED = 5
LEAD = 7.5
BY_KIND = {
    "text": 5.0,
    "relation": 5.0,
    "reference": 5.0,
    "long_text": 7.5,
    "email": 9.0,
    "url": 9.0,
    "person": 5.5,
    "people": 6.0,
    "relations": 6.0,
    "money": 5.2,
    "datetime": 6.2,
    "date": 5.2,
    "phone": 6.0,
}
SMALL = 3.5


def of_column(column: Column, is_lead: bool) -> float:
    """The least width of a column: its heading, or what its kind needs."""
    heading = len(column.label) * LETTER
    inside = LEAD if is_lead else BY_KIND.get(column.kind, SMALL)
    if column.kind in ("status", "choice", "choices") and column.field.values is not None:
        labels = (len(str(label)) for _, label in column.field.values.choices)
        inside = max(labels, default=0) * 0.5 + ICON
    if column.colour:
        inside = len(column.label) * 0.5 + ICON
    return max(heading, inside) + PADDING


def of_buttons(buttons: Sequence[Button], most: int = SHOWN_IN_ROW) -> float:
    """The width of a row's buttons, of which `most` are shown beside the menu of the others."""
    if not buttons:
        return 0
    shown, rest = shown_of(buttons, most)
    words = sum(len(one.label) * LETTER for one in shown)
    words += sum((len(one.counted[1]) + COUNTED) * LETTER for one in shown if one.counted)
    return words + len(shown) * BUTTON + (BUTTON if rest else 0) + PADDING


def fitting(columns: Sequence[Column], buttons: Sequence[Button], lead: int, ticks: bool) -> str:
    """The classes with which a table fits its sheet: "", `bare`, `bare few` or `bare wide`."""
    needed = sum(of_column(column, at == lead) for at, column in enumerate(columns))
    needed += TICK if ticks else 0
    faces = sum(FACE for column in columns if column.kind == "person")
    if needed + faces + of_buttons(buttons) <= SHEET:
        return ""
    if needed + of_buttons(buttons) <= SHEET:
        return "bare"
    alone = max((of_buttons([one], FEW) for one in buttons), default=0)
    alone += BUTTON if len(buttons) > FEW else 0
    return "bare few" if needed + alone <= SHEET else "bare wide"
