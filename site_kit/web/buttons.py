"""Buttons of a row: which there are, what stands on them, where they lead.

A button that asks nothing posts at once; one that asks or wants a yes leads to a small form. Both
work without script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.utils.html import escape

from site_kit.actions import Action, actions_for
from site_kit.models import entity_id
from site_kit.web.html import hidden, icon, safe

SHOWN_IN_ROW, FEW = 2, 1
_ICONS = (
    ("check", ("approve", "accept", "done", "complete", "confirm", "finish", "close", "pay")),
    ("x", ("reject", "decline", "refuse", "cancel", "deny", "withdraw")),
    ("person", ("assign", "take", "claim", "hand")),
    ("undo", ("return", "undo", "reopen", "restore", "back")),
    ("plus", ("add", "create", "new")),
    ("pencil", ("edit", "change", "rename", "update")),
    ("arrow", ("send", "submit", "start", "move", "forward", "begin", "release", "publish")),
    ("trash", ("delete", "remove", "discard")),
    ("wait", ("block", "pause", "hold")),
    ("cal", ("plan", "schedule", "book")),
)


def icon_of(action: Action) -> str:
    """The icon that goes with an action's word, else with its tone."""
    first = action.id.split("_")[0]
    for name, words in _ICONS:
        if first in words or f"mark_{first}" in words:
            return name
    return {"good": "check", "bad": "x"}.get(action.tone, "right")


def asks_first(action: Action) -> bool:
    """Whether it leads to a small form before anything is done."""
    return bool(action.needs or action.asks or action.confirm)


@dataclass(frozen=True, slots=True)
class Button:
    """One action, ready to be drawn for any row."""

    id: str
    label: str
    tone: str
    icon: str
    entity: str
    asks: bool
    bulk: bool

    @classmethod
    def of(cls, action: Action) -> Button:
        """The button of an action."""
        return cls(
            action.id,
            str(action.label),
            action.tone,
            icon_of(action),
            entity_id(action.model),
            asks_first(action),
            action.bulk,
        )

    def address(self, pk: Any) -> str:
        """Where it leads for a row."""
        return f"/{self.entity}/{pk}/do/{self.id}/"

    def in_row(self, pk: Any, title: str, back: str) -> str:
        """The button in a table's row; `back` is the list to return to."""
        return self._drawn(pk, "btn sm", hidden(f" {title}"), back)

    def in_head(self, pk: Any, primary: bool) -> str:
        """The button at the head of a row's own page."""
        return self._drawn(pk, "btn primary" if primary else "btn", "")

    def in_menu(self, pk: Any, title: str, back: str) -> str:
        """The button in the menu of what does not fit."""
        return self._drawn(pk, "", hidden(f" {title}"), back)

    def _drawn(self, pk: Any, css: str, more: str, back: str = "") -> str:
        tone = " danger" if self.tone == "bad" and css else " is-bad" if self.tone == "bad" else ""
        inside = f"{icon(self.icon)}<span>{escape(self.label)}{more}</span>"
        said = f'class="{(css + tone).strip()}" data-action="{self.id}"'
        if self.asks:
            return safe(f'<a {said} href="{returning(self.address(pk), back)}">{inside}</a>')
        where = f'formaction="{self.address(pk)}" formmethod="post"'
        return safe(f'<button type="submit" form="acts" {where} {said}>{inside}</button>')


def returning(address: str, back: str) -> str:
    """An address that comes back to another one, ready to stand in an attribute."""
    return f"{address}?{urlencode({'next': back})}" if back else address


def buttons_of(model: type[Model], only: Sequence[str] = ()) -> list[Button]:
    """The buttons of an entity's rows, in the order of their declaration; `only` narrows them."""
    return [Button.of(one) for one in actions_for(model) if not only or one.id in only]


def shown_of(mine: Sequence[Button], most: int) -> tuple[Sequence[Button], Sequence[Button]]:
    """Those that stand in the row, and those in its menu: one more than usual needs none."""
    most = len(mine) if len(mine) == most + 1 and most > FEW else most
    return mine[:most], mine[most:]


def in_row(
    buttons: Sequence[Button], row: Mapping[str, Any], back: str, most: int = SHOWN_IN_ROW
) -> str:
    """All buttons that this row has for this person: the first `most`, and the rest in a menu."""
    pk, title = row["pk"], str(row["row_title"] or f"#{row['pk']}")
    shown, rest = shown_of([one for one in buttons if row[f"may_{one.id}"]], most)
    drawn = "".join(one.in_row(pk, title, back) for one in shown)
    return drawn + (_menu(rest, pk, title, back) if rest else "")


def _menu(rest: Sequence[Button], pk: Any, title: str, back: str) -> str:
    inside = "".join(one.in_menu(pk, title, back) for one in rest)
    more = hidden(f"More for {title}")
    return (
        f'<button class="btn icon sm quiet" type="button" popovertarget="more-{pk}">'
        f'{icon("more")}{more}</button><div class="menu" id="more-{pk}" popover>{inside}</div>'
    )
