"""Stock: a ledger whose rows move an item, what is on hand of it, and how much is at which place.

What is on hand is always the sum of the ledger. Whoever writes a row of it takes the keys of the
items (and places) that it moves, saves, and then asks the sum: two who take the last one at the
same moment do so one after the other. Balances by place are kept beside it, from the same sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Case, F, IntegerField, Model, Sum, When

from site_kit import asker
from site_kit.declaring import Said, no_field, no_names, unreadable_here
from site_kit.errors import Invalid, Locked
from site_kit.functions import NUMBER
from site_kit.lock_keys import key_of, take
from site_kit.models import entity_of
from site_kit.paths import name_of, walk
from site_kit.reading import value_of
from site_kit.registry import declared
from site_kit.roll_ups import RollUp
from site_kit.rules import Rule, rules_of

SHORT = "There is not enough on hand."
MOVES_NOTHING = "Write how much is moved: more than 0."


@dataclass(frozen=True, slots=True)
class Stock(Rule):
    """This entity is the ledger of `item`: the sum of `quantity` never goes under `min`.

    `kit.Stock(item="material", quantity=F("quantity"))` with a signed quantity; with `from_` and
    `to`, relations to places, it is positive, leaves one and arrives at the other, and no place
    goes under `min`. `min=None` lets it go negative.
    """

    item: str
    quantity: Any
    from_: str = ""
    to: str = ""
    min: Any = 0
    message: str = SHORT

    def wrong(self, name: str, model: type[Model], roles: Sequence[str]) -> Iterator[Said]:
        """Names that are not there, and what cannot be read for a row in hand."""
        for field in (self.item, self.from_, self.to):
            if field:
                yield from no_field(model, name, field)
        for word in ("quantity", "min"):
            yield from no_names(model, f"{name}, {word}", getattr(self, word))
            yield from unreadable_here(f"{name}, {word}", getattr(self, word))

    @property
    def places(self) -> list[str]:
        """The fields that lead to a place; none where an item is in one place only."""
        return [name for name in (self.from_, self.to) if name]

    @property
    def signed(self) -> Any:
        """What a row adds to what is on hand of its item."""
        if not self.places:
            return self.quantity
        whens = []
        if self.to:
            whens.append(When(**_filled(self.to), **_empty(self.from_), then=self.quantity))
        if self.from_:
            whens.append(When(**_filled(self.from_), **_empty(self.to), then=self.quantity * -1))
        return Case(*whens, default=self.quantity * 0)

    def beside(self) -> str:
        """The field that its message stands beside: the quantity, or the item where that is more
        than a field."""
        plain = isinstance(self.quantity, F) and "__" not in name_of(self.quantity)
        return name_of(self.quantity) if plain else self.item


def _filled(name: str) -> dict[str, bool]:
    return {f"{name}__isnull": False}


def _empty(name: str) -> dict[str, bool]:
    return {f"{name}__isnull": True} if name else {}


class OnHand(RollUp):
    """What is on hand of an item by its ledger: `kit.OnHand("Movement")`; 0 where nothing moved."""

    function = "SUM"
    of_nothing = 0

    @property
    def stock(self) -> Stock:
        """The rule of the ledger."""
        return rules_of(self.model, Stock)[0]

    def rows(self, outer: Any = None) -> Any:
        """The rows of the ledger that move the item."""
        self.via = self.stock.item
        return super().rows(outer)

    def measure(self) -> Any:
        """What each of them adds."""
        from site_kit.bind import bind

        return bind(self.stock.signed, self.model)

    def output_field(self) -> Any:
        """Whole numbers where the quantity is one, else with fractions."""
        quantity = self.stock.quantity
        plain = isinstance(quantity, F) and walk(self.model, name_of(quantity)).field
        return IntegerField() if isinstance(plain, IntegerField) else NUMBER


@dataclass(frozen=True)
class Shelf:
    """One item, at one place where the ledger has places."""

    model: type[Model]
    stock: Stock
    item: int
    place: int | None = None

    @property
    def key(self) -> str:
        """What is locked while it is moved."""
        return key_of("stock", self.model._meta.db_table, self.item, self.place)

    def on_hand(self) -> Any:
        """The sum of the ledger."""
        model: Any = self.model
        rows = model.everything.filter(**{self.stock.item: self.item})
        if self.place is None:
            return self._sum(rows)
        found = 0
        for name, sign in ((self.stock.to, 1), (self.stock.from_, -1)):
            found += sign * self._sum(rows.filter(**{name: self.place})) if name else 0
        return found

    def _sum(self, rows: Any) -> Any:
        return rows.aggregate(kit_sum=Sum(self.stock.quantity))["kit_sum"] or 0


def shelves_of(row: Model) -> Iterator[Shelf]:
    """What a row of a ledger moves."""
    for stock in rules_of(type(row), Stock):
        item = _key(row, stock.item)
        places = [_key(row, name) for name in stock.places]
        for place in places if stock.places else [None]:
            if item is not None and (place is not None or not stock.places):
                yield Shelf(type(row), stock, item, place)


def _key(row: Model, name: str) -> Any:
    return getattr(row, walk(type(row), name).field.attname)


class Moving:
    """One write of rows of a ledger: made before they are saved or deleted, asked after."""

    def __init__(self, gone: Sequence[Model], coming: Sequence[Model] = ()) -> None:
        self.coming = coming
        moved = [(shelf, row) for row in (*coming, *gone) for shelf in shelves_of(row)]
        take(shelf.key for shelf, _ in moved)
        self.shelves = {shelf.key: (shelf, row, shelf.on_hand()) for shelf, row in moved}

    @classmethod
    def of(cls, row: Model, *, new: bool) -> Moving:
        """The write of one row, as it stands in the database and as it is in hand."""
        if not rules_of(type(row), Stock):
            return cls([])
        before = None if new else type(row)._base_manager.filter(pk=row.pk).first()
        return cls([] if before is None else [before], [row])

    def settle(self) -> None:
        """Refuse what is not there, and keep the balances. Raises `Invalid`, or `Locked` where a
        row goes."""
        for row in self.coming:
            for stock in rules_of(type(row), Stock):
                moved = value_of(stock.quantity, row)
                if stock.places and moved is not None and moved <= 0:
                    raise Invalid({stock.beside(): [MOVES_NOTHING]})
        for shelf, row, before in self.shelves.values():
            found = shelf.on_hand()
            least = None if shelf.stock.min is None else value_of(shelf.stock.min, row)
            if least is not None and found < least and found < before:
                said = shelf.stock.message
                raise Invalid({shelf.stock.beside(): [said]}) if self.coming else Locked(said)
            keep_balance(shelf, found)


def balances_of(ledger: type[Model]) -> type[Model] | None:
    """The entity that keeps the balances of a ledger by place, if it has places."""
    name = ledger.__name__
    return next((one for one in apps.get_models() if entity_of(one).balance_of == name), None)


def keep_balance(shelf: Shelf, on_hand: Any) -> None:
    """Write how much of an item is at a place."""
    model: Any = balances_of(shelf.model)
    if model is None or shelf.place is None:
        return
    here = {f"{shelf.stock.item}_id": shelf.item, "location_id": shelf.place}
    values = {"on_hand": on_hand, "updated_at": asker.moment()}
    model._base_manager.update_or_create(**here, defaults=values)


def rebuild() -> None:
    """Work all balances out anew from their ledgers: after a change of the tables."""
    for ledger in declared.rules:
        rows: Iterable[Model] = ledger._base_manager.all() if balances_of(ledger) else ()
        for shelf in {shelf.key: shelf for row in rows for shelf in shelves_of(row)}.values():
            keep_balance(shelf, shelf.on_hand())
