"""The rows and columns of a matrix: all values of a relation or a closed list, the periods of a
window for a date, what there is of anything else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

from site_kit.bind import bind
from site_kit.choices import candidates
from site_kit.expressions import Of
from site_kit.models import RowQuerySet
from site_kit.paths import sources_of
from site_kit.rules import picks_of
from site_kit.titles import seen_title
from site_kit.web import periods
from site_kit.web.chart_data import TRUNCS, period_in_words
from site_kit.web.columns import field_id
from site_kit.web.groups import Group, Grouping
from site_kit.web.kinds import CHOICES, DATES
from site_kit.web.periods import Period

NARROW = "\u00a0"
MOST = 100
"""Values that an axis shows."""


@dataclass
class Axis:
    """One of the two: its values in their order, those that rows turn out to have included."""

    grouping: Grouping
    window: Period | None = None
    grain: str = ""
    values: dict[str, Group] = field(default_factory=dict)
    cut: bool = False

    @property
    def name(self) -> str:
        """What people see of it."""
        return self.grouping.column.label

    @property
    def names(self) -> list[str]:
        """What it selects."""
        return list(self.grouping.selected())

    def narrowed(self, rows: RowQuerySet) -> RowQuerySet:
        """The rows with their value here; of a date, those of the window."""
        name = self.grouping.name
        if self.window is None:
            plain: RowQuerySet = rows.annotate(**self.grouping.selected())
            return plain
        at = f"{name}_at"
        in_moments = self.grouping.column.kind == "datetime"
        first, last = self.window.start, self.window.last
        edges: dict[str, Any] = {f"{at}__gte": first, f"{at}__lte": last}
        if in_moments:
            after = periods.midnight(last + timedelta(days=1))
            edges = {f"{at}__gte": periods.midnight(first), f"{at}__lt": after}
        timed = rows.annotate(**{at: self.grouping.column.select}).filter(**edges)
        found: RowQuerySet = timed.annotate(**{name: TRUNCS[self.grain](at)})
        return found

    def of(self, row: dict[str, Any]) -> Group:
        """The value of a row, kept among those that are shown."""
        value = row[self.grouping.name]
        if self.window is not None:
            return self.values[_day(value).isoformat()]
        group = self.grouping.group(value, row.get(f"{self.grouping.name}_key"))
        if group.key not in self.values:
            self.cut = self.cut or len(self.values) >= MOST
            if not self.cut:
                self.values[group.key] = group
        return group

    def shown(self) -> list[Group]:
        """The values in their order."""
        if self.window is not None:
            return list(self.values.values())
        return sorted(self.values.values(), key=lambda one: one.place)

    def typed(self, group: Group) -> tuple[str, str] | None:
        """The field and the text by which a form begins with this value; None where it cannot."""
        path = self.grouping.path
        if path.hops or path.computed or not group.key:
            return None
        text = group.key
        if self.grouping.column.kind == "datetime":
            text = f"{group.key}T09:00"
        elif self.grouping.column.kind == "boolean":
            text = "on" if group.key == "yes" else ""
        return field_id(path.field), text


def axis_of(grouping: Grouping, window: Period | None) -> Axis:
    """The axis of a path, with the values that are shown whether rows have them or not."""
    column = grouping.column
    if column.kind in DATES and window is not None:
        made = Axis(grouping, window, window.grain)
        for place, day in enumerate(window.starts()):
            label = period_in_words(day, window.grain)
            if window.grain == "day":
                label = f"{periods.weekday_in_words(day)} {label.replace(' ', NARROW)}"
            made.values[day.isoformat()] = Group(day.isoformat(), label, (place, ""))
        return made
    made = Axis(grouping)
    known: list[tuple[Any, Any]] = []
    if column.kind in CHOICES:
        known = [(value, None) for value in column.field.values.values]
    elif column.kind == "boolean":
        known = [(True, None), (False, None)]
    elif column.kind == "relation" or (column.kind == "person" and _picks(grouping)):
        offered = _offered(grouping)
        rows = offered.annotate(_title=seen_title(offered.model)).order_by("_title", "pk")
        known = [(title, pk) for pk, title in rows.values_list("pk", "_title")[: MOST + 1]]
    for value, key in known[:MOST]:
        group = grouping.group(value, key)
        made.values[group.key] = group
    made.cut = len(known) > MOST
    return made


def _picks(grouping: Grouping) -> bool:
    return bool(picks_of(grouping.path.owner, grouping.path.name))


def _offered(grouping: Grouping) -> Any:
    """The rows that may be chosen, whatever row they are chosen for."""
    path = grouping.path
    owner: type[Model] = path.owner
    if not any(_asks_for_row(one.condition) for one in picks_of(owner, path.name)):
        return candidates(owner, path.name)
    target: Any = path.field.related_model
    found = target.objects.all()
    for pick in picks_of(owner, path.name):
        if not _asks_for_row(pick.condition):
            found = found.filter(bind(pick.condition, target))
    return found


def _asks_for_row(node: Any) -> bool:
    if isinstance(node, Q):
        children = (one[1] if isinstance(one, tuple) else one for one in node.children)
        return any(_asks_for_row(one) for one in children)
    return isinstance(node, Of) or any(_asks_for_row(one) for one in sources_of(node))


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value  # type: ignore[no-any-return]
