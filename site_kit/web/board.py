"""A board: lanes by one field, cards that move between them by a menu, and by dragging.

A card moves either because its field may be edited or because an action leads to that lane; the
menu of a card offers exactly those lanes, and dragging presses the same buttons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.html import escape

from site_kit.actions import Transition, actions_for, as_column
from site_kit.limits import most_in_lane
from site_kit.locks import may_change
from site_kit.models import entity_id
from site_kit.paths import walk
from site_kit.web import figures, formats
from site_kit.web.buttons import Button, buttons_of, returning
from site_kit.web.cells import EMPTY, tag
from site_kit.web.columns import Column, column_of
from site_kit.web.figures import figures_of
from site_kit.web.html import hidden, icon, safe
from site_kit.web.kinds import CHOICES
from site_kit.web.listing import Listing
from site_kit.web.rows_html import lead_of
from site_kit.web.tones import PLAIN, tones_of
from site_kit.who import Condition

CARDS = 50
"""Cards that a lane shows; its count says how many there are."""

MOST_LANES = 20
LAST = "\uffff"


@dataclass
class Lane:
    """One value of the board's field, with its cards."""

    value: str
    label: str
    head: str
    total: int = 0
    cards: list[str] = field(default_factory=list)
    most: Any = None
    sums: str = ""

    @property
    def hidden(self) -> int:
        """How many of its rows are not shown."""
        return self.total - len(self.cards)


class BoardRows:
    """The cards of one listing, in lanes."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.entity = entity_id(listing.model)
        self.path = str(listing.page.group_by)
        self.group = column_of(listing.model, self.path, listing.fields)
        self.stored = walk(listing.model, self.path)
        self.figures = figures_of(listing.model, listing.page.totals, listing.fields)
        self.buttons: list[Button] = []
        self.moves: dict[str, Button] = {}
        self.back = listing.address.here()
        transitions = {
            action.id: action
            for action in actions_for(listing.model)
            if isinstance(action, Transition) and action.status == self.stored.name
        }
        for button in buttons_of(listing.model, listing.page.actions):
            action = transitions.get(button.id)
            if action is not None and str(action.to) not in self.moves:
                self.moves[str(action.to)] = button
            else:
                self.buttons.append(button)

    def lanes(self) -> list[Lane]:
        """The lanes with their cards: two queries. Nobody has lanes by what is hidden from them."""
        if self.group is None or self.group.order is None:
            return []
        rows = self.listing.chosen()
        totals = {
            self._value(found["kit_lane"]): found
            for found in rows.annotate(kit_lane=F(self._key()))
            .order_by()
            .values("kit_lane")
            .annotate(kit_rows=Count("pk"), **figures.asked(self.figures))
        }
        found = self._fetched(rows)
        lanes = self._empty_lanes(found)
        for row in found:
            lane = lanes.get(self._value(row["kit_lane"]))
            if lane is not None:
                lane.cards.append(self._card(row, lane.value, lanes))
        for value, lane in lanes.items():
            of_lane = totals.get(value, {})
            lane.total = of_lane.get("kit_rows", 0)
            lane.sums = safe(figures.beside(self.figures, of_lane))
            if not self.stored.hops:
                lane.most = most_in_lane(self.listing.model, self.path, value or None)
        return list(lanes.values())[:MOST_LANES]

    def sums(self) -> str:
        """The totals of all lanes together: one query, where there are any."""
        if not self.figures:
            return ""
        found = self.listing.chosen().aggregate(**figures.asked(self.figures))
        rows = next((one for one in self.figures if one.id == figures.ROWS), None)
        count = (
            f' <span class="count" data-total="{rows.id}">{rows.of(found)}</span>' if rows else ""
        )
        return safe(count + figures.beside(self.figures, found))

    def _key(self) -> str:
        related = self.stored.field.is_relation
        return self.stored.key if related else self.stored.full

    def _value(self, value: Any) -> str:
        return "" if value is None else str(value)

    def _fetched(self, rows: Any) -> list[dict[str, Any]]:
        listing = self.listing
        order = [key.order(False) for key in listing.keys]
        place = Window(RowNumber(), partition_by=[F(self._key())], order_by=order)
        first = listing.keyed(rows).annotate(kit_place=place).filter(kit_place__lte=CARDS)
        shown = listing.model.objects.filter(pk__in=first.values("pk"))  # type: ignore[attr-defined]
        named = shown.annotate(kit_lane=F(self._key()), kit_may_move=as_column(self._may_move()))
        if self.group is not None:
            named = named.annotate(kit_lane_title=self.group.select)
        titles = ["kit_lane_title"] if self.group else []
        names = [*listing.names, "kit_lane", "kit_may_move", *titles]
        return list(listing.selected(named).order_by(*order).values(*names))

    def _may_move(self) -> Condition:
        """For which rows the lane's field may be changed by hand."""
        if self.stored.hops:
            return False
        return may_change(self.listing.model, self.stored.name, self.listing.person)

    def _empty_lanes(self, found: list[dict[str, Any]]) -> dict[str, Lane]:
        if self.group is not None and self.group.kind in CHOICES:
            return self._declared_lanes()
        lanes: dict[str, Lane] = {}
        for row in sorted(found, key=lambda one: str(one.get("kit_lane_title") or LAST)):
            value = self._value(row["kit_lane"])
            label = str(row.get("kit_lane_title") or ("Nobody" if self._of_people() else "None"))
            lanes.setdefault(value, Lane(value, label, str(escape(label))))
        return lanes

    def _of_people(self) -> bool:
        return self.group is not None and self.group.kind == "person"

    def _declared_lanes(self) -> dict[str, Lane]:
        values = self.stored.field
        tones = tones_of(values)
        return {
            str(value): Lane(str(value), str(label), tag(str(label), tones.get(str(value), PLAIN)))
            for value, label in values.values.choices
        }

    # Cards

    def _card(self, row: dict[str, Any], now: str, lanes: dict[str, Lane]) -> str:
        pk = row["pk"]
        title = str(row["row_title"] or f"#{pk}")
        lead = lead_of(self.listing.columns)
        lines = " ".join(
            self._line(column, row[f"c{place}"])
            for place, column in enumerate(self.listing.columns)
            if place != lead and column.path != self.path
        )
        head = self.listing.columns[lead] if self.listing.columns else None
        shown = head.cell(row[f"c{lead}"]) if head else escape(title)
        named = shown if shown not in ("", EMPTY) else escape(title)
        path = f' data-col="{head.path}"' if head else ""
        moves = self._moves(row, now, lanes, title)
        drag = ' draggable="true"' if "data-to" in moves else ""
        return safe(
            f'<li class="task" data-row="{pk}"{drag}><div class="row one"><h3 class="grow"{path}>'
            f'<a href="/{self.entity}/{pk}/">{named}</a></h3>{moves}</div>'
            f"{f'<div class=facts>{lines}</div>' if lines else ''}</li>"
        )

    def _line(self, column: Column, value: Any) -> str:
        inside = column.cell(value)
        if inside in ("", EMPTY):
            return f'<span class="vh" data-col="{column.path}">{formats.DASH}</span>'
        seen = "xs faint" if column.is_number else "vh"
        label = (
            f'<span class="{seen}">{escape(column.label)}{"" if column.is_number else ":"} </span>'
        )
        return f'<span>{label}<span data-col="{column.path}">{inside}</span></span>'

    def _moves(self, row: dict[str, Any], now: str, lanes: dict[str, Lane], title: str) -> str:
        """The menu of a card: its actions, and the lanes it may go to."""
        pk = row["pk"]
        acts = "".join(
            one.on_row(row).in_menu(pk, title, self.back)
            for one in self.buttons
            if row[f"may_{one.id}"]
        )
        ways = "".join(self._move(row, lane) for value, lane in lanes.items() if value != now)
        if not acts and not ways:
            return ""
        heading = '<p class="xs faint">Move to</p>' if ways else ""
        return (
            f'<button class="btn icon sm quiet" type="button" popovertarget="move-{pk}">'
            f"{icon('more')}{hidden(f'Actions for {title}')}</button>"
            f'<div class="menu" id="move-{pk}" popover>{acts}{heading}{ways}</div>'
        )

    def _move(self, row: dict[str, Any], lane: Lane) -> str:
        pk = row["pk"]
        inside = f"{icon('arrow')}<span>{escape(lane.label)}</span>"
        button = self.moves.get(lane.value)
        to = f'data-to="{escape(lane.value)}"'
        if button is not None and row[f"may_{button.id}"]:
            act = f'data-action="{button.id}" {to}'
            inside = f"{icon(button.icon)}<span>{escape(button.label)}</span>"
            if button.asks:
                return f'<a {act} href="{returning(button.address(pk), self.back)}">{inside}</a>'
            where = f'form="acts" formaction="{button.address(pk)}"'
            return f'<button type="submit" {where} {act}>{inside}</button>'
        if not row["kit_may_move"]:
            return ""
        value = f'name="{self.stored.name}" value="{escape(lane.value)}"'
        where = f'form="acts" formaction="/{self.entity}/{pk}/edit/"'
        return f'<button type="submit" {where} {value} {to}>{inside}</button>'
