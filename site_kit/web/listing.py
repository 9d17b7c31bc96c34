"""A list as one person sees it at one address: scope, filters, search, sort, one page by key.

Everything is cut by the person's rights before a query is built. `Listing` asks the database only
in `fetch` (rows), `total` and `counted`; drawing is `rows_html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import CharField, Model, Q

from site_kit import asker
from site_kit.actions import annotate_may, may_names
from site_kit.asker import Asker
from site_kit.models import RowQuerySet
from site_kit.pages import RowsPage
from site_kit.parts import PageCount
from site_kit.permissions import Fields, rights_for, seen_rows
from site_kit.titles import seen_title
from site_kit.web import counting, figures, keyset, measures
from site_kit.web.address import Address
from site_kit.web.columns import Column, column_of, columns_of, default_paths, is_stored
from site_kit.web.figures import IN_GROUP, Figure, figures_of
from site_kit.web.filters import Filter, filters_of, month_of_today
from site_kit.web.free import free_of
from site_kit.web.keyset import Key
from site_kit.web.levels import Level, are, levels_of
from site_kit.web.searching import searched

PAGE_ROWS = 25
ALL = "count_of_all"


@dataclass(frozen=True, slots=True)
class RowsFound:
    """One page of rows: tuples in the order of `Listing.names`, and where it stands."""

    rows: list[dict[str, Any]]
    start: int
    earlier: str = ""
    later: str = ""
    goes_on: bool = False
    """Whether the first row is in the group in which the page before ended."""


@dataclass
class Listing:
    """One list at one address."""

    page: type[RowsPage]
    address: Address
    per_page: int = PAGE_ROWS
    person: Asker = field(default_factory=asker.current)
    _known: dict[str, Any] = field(default_factory=dict, init=False)

    @property
    def model(self) -> type[Model]:
        """The entity listed."""
        return self.page.model

    @cached_property
    def fields(self) -> Fields:
        """What the person may see of the entity."""
        return rights_for(self.model).fields_for(self.person)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are shown."""
        return columns_of(self.model, self.page.columns or default_paths(self.model), self.fields)

    @cached_property
    def filters(self) -> list[Filter]:
        """The filters, as the address sets them."""
        declared = list(self.page.filters)
        plain = [text for text in declared if "(" not in text]
        found = filters_of(self.model, plain, self.fields, self.address)
        free = [free_of(self.model, text, self.address) for text in declared]
        found = [*(one for one in free if one is not None), *found]
        if self.page.between and self.page.between not in declared:
            window = filters_of(self.model, [self.page.between], self.fields, self.address)
            found = [*(month_of_today(one, self.address) for one in window), *found]
        return found

    @cached_property
    def counts(self) -> list[PageCount]:
        """The page's counts that tell nothing that is hidden from the person."""
        model, fields = self.model, self.fields
        return [
            one
            for one in self.page.counts
            if measures.is_seen(model, one.measure, fields)
            and measures.is_seen(model, one.where, fields)
        ]

    @cached_property
    def pressed(self) -> PageCount | None:
        """The count that was pressed."""
        name = self.address.one("count")
        return next((count for count in self.counts if count.id == name), None)

    @property
    def sought(self) -> str:
        """What is searched for."""
        return self.address.one("q")[:200]

    @property
    def is_narrowed(self) -> bool:
        """Whether the person narrowed the list."""
        return bool(self.sought or self.pressed or any(one.active for one in self.filters))

    # Rows

    def narrowed(self, beyond: bool = False) -> RowQuerySet:
        """The rows of the page, filtered; `beyond` its scope, where a count opened that."""
        rows = seen_rows(self.model)
        if self.page.scope is not None and not beyond:
            rows = rows.filter(self.page.scope)
        for one in self.filters:
            condition = one.condition()
            if condition is not None:
                rows = rows.filter(condition)
        return searched(
            rows, self.sought, paths=self.page.search, columns=self.columns, fields=self.fields
        )

    def chosen(self) -> RowQuerySet:
        """The rows listed: `narrowed`, and those of the pressed count; of a queue its first so
        many, as it stands now."""
        pressed = self.pressed
        rows = self.narrowed(beyond=pressed is not None and pressed.opens)
        rows = _where(rows, pressed.where) if pressed is not None else rows
        if not (self.page.limit and self._is_queue):
            return rows
        ordered = self.keyed(rows).order_by(*(key.order(False) for key in self.keys))
        return rows.filter(pk__in=ordered.values("pk")[: self.page.limit])

    @property
    def _is_queue(self) -> bool:
        """Whether one goes from row to row, so that its limit is no end of a page."""
        return self.page.kind == "queue"

    # Order

    @cached_property
    def order(self) -> list[tuple[str, bool, Any]]:
        """The order as (path, descending, column); the address's where it can be sorted by."""
        asked = self.address.one("sort")
        paths = [asked] if asked and self._sortable(asked) else self._declared_order()
        found = []
        for path in paths:
            bare = path.removeprefix("-")
            column = self._sortable(path) if "[" not in path else None
            if column is not None:
                found.append((bare, path.startswith("-"), column))
        return found

    def _declared_order(self) -> list[str]:
        return list(self.page.sort or getattr(self.model, "_sort", ()))

    def _sortable(self, path: str) -> Column | None:
        bare = path.removeprefix("-")
        known = {column.path: column for column in self.columns}
        declared = (one.removeprefix("-") for one in self._declared_order())
        if bare not in known and bare not in declared:
            return None
        column = known.get(bare) or column_of(self.model, bare, self.fields)
        return column if column is not None and column.order is not None else None

    @cached_property
    def groups(self) -> list[Level]:
        """The groups in which the rows stand: at most two levels, none on a board."""
        paths = self.page.group_by
        if isinstance(paths, str):
            return []
        asked = self.address.one("sort")
        return levels_of(self.model, paths, self.fields, [asked] if asked else self.page.sort)

    @cached_property
    def keys(self) -> list[Key]:
        """The order as keys: that of the groups, then that of the rows; the id ends it."""
        found = [
            Key(
                *(f"key_{place}", _field_of_key(column), descending, self._may_be_empty(column)),
                stored=is_stored(self.model, column),
            )
            for place, (_, descending, column) in enumerate(self.order)
        ]
        newest_first = not found
        above = [key for level in self.groups for key in level.sorts()]
        return [*above, *found, Key("pk", self.model._meta.pk, newest_first, nullable=False)]

    def _may_be_empty(self, column: Column) -> bool:
        """Whether some row may have no value here; what is worked out may always be empty."""
        return not is_stored(self.model, column) or bool(column.field.null)

    # The database

    def fetch(self) -> RowsFound:
        """One page of rows: one query, or one for those with a value and one for those without."""
        place = keyset.read(self.address.one("before"), self.keys)
        backwards = place is not None
        if place is None:
            place = keyset.read(self.address.one("after"), self.keys)
        known = self._by_number()
        rows = self.selected(self.chosen() if known is None else known)
        at_most = self.per_page if self._is_queue else self.page.limit or self.per_page
        found: list[dict[str, Any]] = []
        for one in keyset.stretches(self.keys, place, backwards):
            if len(found) <= at_most:
                there = rows.filter(one.where).order_by(*one.order).values(*self.names)
                found += there[: at_most + 1 - len(found)]
        return self._found(found, at_most, place, backwards)

    def _by_number(self) -> RowQuerySet | None:
        """The rows listed, by the numbers under which a search was counted: what is sought is
        looked for once. None where they are not known.
        """
        pressed = self.pressed
        if not (self.sought and self.counts) or self._is_queue or (pressed and pressed.opens):
            return None
        keys = self.counted().get(counting.KEYS)
        if keys is None:
            return None
        rows = seen_rows(self.model).filter(pk__in=keys)
        return _where(rows, pressed.where if pressed is not None else None)

    def first(self, at_most: int) -> list[dict[str, Any]]:
        """The first rows of all, in one query."""
        rows = self.selected(self.chosen()).order_by(*(key.order(False) for key in self.keys))
        return list(rows.values(*self.names)[:at_most])

    @property
    def names(self) -> list[str]:
        """What is selected of each row."""
        named = ["pk", "row_title", *(f"c{place}" for place in range(len(self.columns)))]
        named += [name for level in self.groups for name in level.names]
        keys = (key.name for key in self.keys if key.name != "pk")
        return [*dict.fromkeys([*named, *keys]), *self._may]

    @cached_property
    def _may(self) -> list[str]:
        return may_names(self.model)

    def selected(self, rows: RowQuerySet) -> RowQuerySet:
        """The rows with all that a list writes of them."""
        titled = self.valued(rows).annotate(row_title=seen_title(self.model))
        return annotate_may(titled, self.person)

    def valued(self, rows: RowQuerySet) -> RowQuerySet:
        """The rows with the values of their columns (`c0` …) and of their order (`key_0` …)."""
        values = {f"c{place}": column.select for place, column in enumerate(self.columns)}
        valued: RowQuerySet = self.keyed(rows).annotate(**values)
        return valued

    def keyed(self, rows: RowQuerySet) -> RowQuerySet:
        """The rows with the values of their order alone."""
        keys = {f"key_{place}": column.order for place, (_, _, column) in enumerate(self.order)}
        keyed: RowQuerySet = self.grouped(rows).annotate(**keys)
        return keyed

    def grouped(self, rows: RowQuerySet) -> RowQuerySet:
        """The rows, each with the groups in which it stands."""
        named = {name: one for level in self.groups for name, one in level.annotations().items()}
        grouped: RowQuerySet = rows.annotate(**named)
        return grouped

    def _found(
        self, found: list[dict[str, Any]], at_most: int, place: list[Any] | None, backwards: bool
    ) -> RowsFound:
        moved = place is not None
        more = len(found) > at_most
        found = found[:at_most]
        if backwards:
            found.reverse()
        if not found or (self.page.limit and not self._is_queue):
            return RowsFound(found, 0)
        has_earlier = more if backwards else moved
        has_later = True if backwards else more
        return RowsFound(
            found,
            self._start(len(found), backwards),
            self._token(found[0]) if has_earlier else "",
            self._token(found[-1]) if has_later else "",
            bool(place and not backwards) and self._goes_on(found[0], place or []),
        )

    def _goes_on(self, first: dict[str, Any], place: list[Any]) -> bool:
        """Whether the group in which the page before ended has more rows here."""
        keys = self.groups[0].sorts() if self.groups else []
        here = [first[key.name] for key in keys]
        return bool(keys) and here == place[: len(keys)]

    def _start(self, length: int, backwards: bool) -> int:
        at = self.address.one("at")
        if not (at.isascii() and at.isdigit() and len(at) < 10):
            return 0
        return max(int(at) - length, 0) if backwards else int(at)

    def _token(self, row: dict[str, Any]) -> str:
        return keyset.token([row[key.name] for key in self.keys])

    def total(self, counted: dict[str, Any]) -> int:
        """How many rows are listed, counted to 10,000; `counted` may know it already."""
        pressed = self.pressed
        known = ALL if pressed is None else f"count_{pressed.id}"
        as_listed = pressed is None or (pressed.measure is None and not pressed.opens)
        if known in counted and as_listed:
            return int(counted[known])
        return counting.counted({ALL: self.chosen()})[ALL]

    def counted(self) -> dict[str, Any]:
        """The figure of each count, and how many rows there are (`ALL`): one query for what is
        only counted, one or two for what is measured.

        A count that `opens` is over all rows the person may see, whatever is filtered here.
        """
        if self._known or not self.counts:
            return self._known
        among = {False: self.narrowed(), True: seen_rows(self.model)}
        plain = [one for one in self.counts if one.measure is None]
        here = {f"count_{one.id}": one.where or Q() for one in plain if not one.opens}
        beyond_it = {
            f"count_{one.id}": _where(among[True], one.where) for one in plain if one.opens
        }
        found: dict[str, Any] = counting.counted_among(among[False], here, ALL, beyond_it)
        for beyond in (False, True):
            several = [one for one in self.counts if one.opens is beyond and one.measure]
            if several:
                asked = {
                    f"count_{one.id}": measures.where(one.measure, one.where) for one in several
                }
                found |= among[beyond].aggregate(**asked, **self._totals_with(beyond))
        self._known = found
        return found

    def _totals_with(self, beyond: bool) -> dict[str, Any]:
        """The totals, where they are about the rows that are counted anyway."""
        alike = not beyond and self.pressed is None and not self._is_queue
        return figures.asked(self.figures) if alike else {}

    @cached_property
    def figures(self) -> list[Figure]:
        """The page's totals that tell nothing that is hidden from the person."""
        return figures_of(self.model, self.page.totals, self.fields, self.columns)

    def totals(self) -> dict[str, Any]:
        """The totals over all rows listed: one query, or none where `counted` knows them."""
        asked = figures.asked(self.figures)
        if asked and asked.keys() <= self._known.keys():
            return self._known
        return self.chosen().aggregate(**asked) if asked else {}

    def subtotals(self, rows: Sequence[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """The totals of the groups that these rows are in, and how many rows each has: one query
        a level. A group is the tuple of its keys."""
        found = {}
        for depth in range(1, len(self.groups) + 1):
            names = [level.key_name for level in self.groups[:depth]]
            wanted = Q(pk__in=())
            for group in {tuple(row[name] for name in names) for row in rows}:
                wanted |= are(names, group)
            each = self.grouped(self.chosen()).filter(wanted).order_by().values(*names)
            counted = {IN_GROUP: measures.rows_counted()}
            for one in each.annotate(**figures.asked(self.figures), **counted):
                found[tuple(one[name] for name in names)] = one
        return found


def _where(rows: RowQuerySet, condition: Q | None) -> RowQuerySet:
    return rows if condition is None else rows.filter(condition)


def _field_of_key(column: Column) -> Any:
    """The kind of what is sorted by: of a related row or a person that is its name."""
    return CharField() if column.field.is_relation else column.field
