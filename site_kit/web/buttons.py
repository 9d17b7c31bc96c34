"""Buttons of a row: which there are, what stands on them, where they lead.

A button that asks nothing posts at once; one that asks or wants a yes leads to a small form. Both
work without script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.utils.html import escape

from site_kit.actions import Action, Print, Repeat, Toggle, actions_for
from site_kit.models import entity_id
from site_kit.web import formats
from site_kit.web.html import hidden, icon, safe

SHOWN_IN_ROW, FEW = 2, 1
WANTED = "_on"
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
    ("copy", ("copy", "duplicate", "repeat", "clone")),
    ("up", ("vote", "like", "favour", "support")),
    ("clip", ("bookmark", "remember", "keep", "follow")),
)


def icon_of(action: Action) -> str:
    """The icon that goes with an action's word, else with its tone."""
    first = action.id.split("_")[0]
    for name, words in _ICONS:
        if first in words or f"mark_{first}" in words:
            return name
    if isinstance(action, Print | Toggle):
        return "file" if isinstance(action, Print) else "plus"
    return {"good": "check", "bad": "x"}.get(action.tone, "right")


def _counted(action: Action) -> tuple[str, str] | None:
    """What is counted beside a toggle: `vote`, `votes`."""
    if not isinstance(action, Toggle):
        return None
    meta = action.entity._meta
    return str(meta.verbose_name), str(meta.verbose_name_plural)


def asks_first(action: Action) -> bool:
    """Whether it leads to a small form before anything is done."""
    leads_on = isinstance(action, Repeat | Print)
    return bool(action.needs or action.asks or action.confirm) or leads_on


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
    counted: tuple[str, str] | None = None
    stays: bool = False
    on: bool = False
    made: int | None = None

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
            _counted(action),
            isinstance(action, Toggle) and action.stays,
        )

    def on_row(self, row: Mapping[str, Any]) -> Button:
        """The same for a row as it was fetched: whether it is pressed, and how many have."""
        if self.counted is None:
            return self
        on = bool(row[f"on_{self.id}"])
        sign = "check" if on and self.icon == "plus" else self.icon
        return replace(self, on=on, made=row[f"made_{self.id}"], icon=sign)

    def address(self, pk: Any) -> str:
        """Where it leads for a row."""
        return f"/{self.entity}/{pk}/do/{self.id}/"

    def in_row(self, pk: Any, title: str, back: str) -> str:
        """The button in a table's row; `back` is the list to return to."""
        return self._drawn(pk, "btn sm", hidden(f" {title}"), back)

    def in_head(self, pk: Any, primary: bool, back: str = "") -> str:
        """The button at the head of a row's own page, or of a queue (`back`)."""
        css = "btn primary" if primary and not self.counted else "btn"
        return self._drawn(pk, css, "", back)

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
        drawn = (
            f'<button type="submit" form="acts" {where} {said}{self._turned()}>{inside}</button>'
        )
        return safe(f'<span class="tgl">{drawn}{self._made()}</span>' if self.counted else drawn)

    def _turned(self) -> str:
        """Whether it is pressed, and what pressing it wants."""
        if self.counted is None:
            return ""
        wants = f' name="{WANTED}" value="{"no" if self.on else "yes"}"'
        stays = " disabled" if self.on and self.stays else ""
        return f' aria-pressed="{"true" if self.on else "false"}"{wants}{stays}'

    def _made(self) -> str:
        if self.counted is None or self.made is None:
            return ""
        said = formats.counted(self.made, *self.counted)
        return f'<span class="made" data-made="{self.id}">{escape(said)}</span>'


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
    mine = [one.on_row(row) for one in buttons if row[f"may_{one.id}"]]
    shown, rest = shown_of(mine, most)
    drawn = "".join(one.in_row(pk, title, back) for one in shown)
    return drawn + (_menu(rest, pk, title, back) if rest else "")


def _menu(rest: Sequence[Button], pk: Any, title: str, back: str) -> str:
    inside = "".join(one.in_menu(pk, title, back) for one in rest)
    more = hidden(f"More for {title}")
    return (
        f'<button class="btn icon sm quiet" type="button" popovertarget="more-{pk}">'
        f'{icon("more")}{more}</button><div class="menu" id="more-{pk}" popover>{inside}</div>'
    )
