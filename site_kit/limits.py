"""At most so many: what `kit.Limit` counts, refuses, sends to wait, and lets move up.

Whoever writes a row first takes the keys of the groups that it leaves and comes to, then saves,
then counts: of two requests in the same moment the second counts what the first has kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Model, Q

from site_kit.declaring import Said, in_memory, no_field, no_names, unreadable_here
from site_kit.errors import ON_TOP, Invalid, KitError
from site_kit.lock_keys import key_of, take
from site_kit.paths import LOOKUP_SEP, Path, names_in, walk
from site_kit.reading import holds, value_of
from site_kit.registry import declared
from site_kit.rules import Rule

FULL = "There is no room left."


@dataclass(frozen=True, slots=True)
class Limit(Rule):
    """Among the rows with the same `per` and `where`, `of` is at most `most`.

    `kit.Limit(F("shift__seats"), per=("shift",), where=Q(status="going"))`. `of` is a measure
    (`models.Sum("visitors")`; how many rows, unless said); `per` are fields or expressions, and an
    empty one is not limited. With `overflow` (field -> value) a row too many is kept so instead of
    refused; when room comes free, the oldest of those gets `promote`.
    """

    most: Any
    of: Any = None
    per: Sequence[Any] = ()
    where: Any = None
    overflow: Mapping[str, Any] = field(default_factory=dict)
    promote: Mapping[str, Any] = field(default_factory=dict)
    message: str = FULL

    def wrong(self, name: str, model: type[Model], roles: Sequence[str]) -> Iterator[Said]:
        """Names that are not there, and what cannot be read for a row in hand."""
        for one in self.per:
            yield from no_names(model, f"{name}, per", _expression(one))
            yield from unreadable_here(f"{name}, per", _expression(one))
        yield from no_names(model, f"{name}, most", self.most)
        yield from unreadable_here(f"{name}, most", self.most)
        if self.where is not None:
            yield from in_memory(model, f"{name}, where", self.where)
        for word in ("overflow", "promote"):
            for target, value in getattr(self, word).items():
                yield from no_field(model, f"{name}, {word}", target)
                yield from unreadable_here(f"{name}, {word}", value)
        if self.promote and not self.overflow:
            yield f"{name}: promote goes with overflow.", "Say how a row waits: overflow={…}."

    def beside(self, model: type[Model]) -> str:
        """The field that its message stands beside: what is measured, else what rows share."""
        measured = names_in(self.of) if self.of is not None else []
        shared = [name for one in self.per for name in names_in(_expression(one))]
        for name in (*measured, *shared, *names_in(self.where)):
            first = walk(model, name.split(LOOKUP_SEP)[0])
            if not first.computed and first.field.editable and not first.field.primary_key:
                return first.name
        return ON_TOP


def _expression(said: Any) -> Any:
    return F(said) if isinstance(said, str) else said


@dataclass(frozen=True)
class Group:
    """The rows that one limit counts together: those with these values of its `per`."""

    model: type[Model]
    name: str
    limit: Limit
    values: tuple[Any, ...]

    @property
    def key(self) -> str:
        """What is locked while it is counted."""
        return key_of("limit", self.model._meta.db_table, self.name, *map(_written, self.values))

    def alike(self) -> Any:
        """All rows with the same `per`."""
        model: Any = self.model
        rows = model.everything.all()
        for number, (one, value) in enumerate(zip(self.limit.per, self.values, strict=True)):
            if isinstance(one, str):
                rows = rows.filter(**{one: value})
            else:
                rows = rows.alias(**{f"kit_per_{number}": one})
                rows = rows.filter(**{f"kit_per_{number}": value})
        return rows

    def measured(self, besides: Model | None = None) -> Any:
        """What there is of it; with a row `besides`, as if that were counted too."""
        where = Q() if self.limit.where is None else Q(self.limit.where)
        if besides is not None and where:
            where |= Q(pk=besides.pk)
        measure = self.limit.of if self.limit.of is not None else Count("pk")
        found = self.alike().filter(where).aggregate(kit_measure=measure)["kit_measure"]
        return 0 if found is None else found

    def most(self, row: Model) -> Any:
        """How much there may be, as a row of it says; None for no end."""
        return value_of(self.limit.most, row)

    def waiting(self) -> list[Any]:
        """The keys of the rows that wait for room, the oldest first."""
        wait = Q()
        for name, value in self.limit.overflow.items():
            wait &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
        return list(self.alike().filter(wait).order_by("created_at", "pk").values_list("pk"))


def _written(value: Any) -> Any:
    return str(value.normalize()) if isinstance(value, Decimal) else value


def limits_of(model: type[Model]) -> list[tuple[str, Limit]]:
    """The limits of an entity with their ids."""
    rules = declared.rules.get(model)
    every = rules.all().items() if rules else ()
    return [(name, rule) for name, rule in every if isinstance(rule, Limit)]


def groups_of(row: Model) -> list[Group]:
    """The groups that count a row as it is in hand."""
    several = (group_of(row, name, limit) for name, limit in limits_of(type(row)))
    return [one for one in several if one is not None and _counts(one.limit, row)]


def group_of(row: Model, name: str, limit: Limit) -> Group | None:
    """The group that a row belongs to, or waits for; None where a `per` is empty."""
    values = tuple(_plain(value_of(_expression(one), row)) for one in limit.per)
    if any(value is None or value == "" for value in values):
        return None
    return Group(type(row), name, limit, values)


def _counts(limit: Limit, row: Model) -> bool:
    return limit.where is None or holds(limit.where, row)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


class Counting:
    """One write of a row, as its limits see it: made before the row is saved, asked after."""

    def __init__(self, row: Model, *, new: bool) -> None:
        self.row = row
        self.model: Any = type(row)
        self.was: dict[str, tuple[Group, Any]] = {}
        self.fed: list[_Fed] = []
        if not new and _readers(self.model):
            take([_source_key(row)])
            self.fed = _fed_by(row)
        if limits_of(self.model):
            before = None if new else self.model.everything.filter(pk=row.pk).first()  # type: ignore[attr-defined]
            groups = groups_of(before) if before is not None else []
            _queue([row], [*groups, *groups_of(row)])
            self.was = {one.key: (one, one.measured()) for one in groups}

    def kept(self) -> dict[str, Any]:
        """What the saved row has to be given because there is no room for it: `overflow`.

        Raises `Invalid` where a limit has none.
        """
        if limits_of(self.model):
            row = self.model.everything.get(pk=self.row.pk)
            for group in groups_of(row):
                if self._is_over(group, row):
                    if not group.limit.overflow:
                        said = group.limit.message
                        raise Invalid({group.limit.beside(self.model): [said]})
                    return {n: value_of(v, row) for n, v in group.limit.overflow.items()}
        for one in self.fed:
            one.refuse_less()
        return {}

    def _is_over(self, group: Group, row: Model) -> bool:
        """Whether it brought more than there may be; what was too much before may stay."""
        most, found = group.most(row), group.measured()
        was = self.was.get(group.key)
        return most is not None and found > most and (was is None or found > was[1])

    def freed(self) -> list[Group]:
        """The groups in which there is more room than before."""
        found = [group for group, before in self.was.values() if group.measured() < before]
        return found + [one.group for one in self.fed if one.has_grown()]


class _Fed:
    """A group of another entity whose limit is read from the row that is written."""

    def __init__(self, group: Group, one: Model, name: str) -> None:
        self.group, self.one, self.name = group, one, name
        self.before = group.most(one)

    def most(self) -> Any:
        """Its limit as it is by now."""
        return self.group.most(self.group.model._base_manager.get(pk=self.one.pk))

    def refuse_less(self) -> None:
        """`Invalid` where the limit goes under what is there."""
        most = self.most()
        if most is None or (self.before is not None and most >= self.before):
            return
        found = self.group.measured()
        if found > most:
            raise Invalid({self.name: [f"{_figure(found)} are taken already."]})

    def has_grown(self) -> bool:
        """Whether the limit is higher than before, or gone."""
        most = self.most()
        return self.before is not None and (most is None or most > self.before)


def _figure(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _fed_by(row: Model) -> list[_Fed]:
    """The groups whose limit is read from a row."""
    found: dict[str, _Fed] = {}
    for owner, name, limit, path in _readers(type(row)):
        rows: Any = owner.everything  # type: ignore[attr-defined]
        for one in rows.filter(**{LOOKUP_SEP.join(path.hops): row.pk}):
            group = group_of(one, name, limit)
            if group is not None and group.key not in found:
                found[group.key] = _Fed(group, one, path.name)
    return list(found.values())


def _readers(model: type[Model]) -> list[tuple[type[Model], str, Limit, Path]]:
    """The limits whose `most` is read from rows of a model, each with its path from there."""
    return [
        (owner, name, limit, path)
        for owner in declared.rules
        for name, limit in limits_of(owner)
        for path in _read_elsewhere(owner, limit)
        if path.owner is model
    ]


def _read_elsewhere(owner: type[Model], limit: Limit) -> list[Path]:
    """The paths of `most` that leave the row."""
    walked = (walk(owner, name) for name in names_in(limit.most))
    return [path for path in walked if path.hops]


def _source_key(row: Model) -> str:
    """What is locked while a limit is read from a row, or that row is written."""
    return key_of("most", row._meta.db_table, row.pk)


def _sources(row: Model) -> Iterator[Model]:
    """The rows that the limits of a row are read from."""
    for _, limit in limits_of(type(row)):
        for path in _read_elsewhere(type(row), limit):
            source = value_of(F(LOOKUP_SEP.join(path.hops)), row)
            if source is not None:
                yield source


def _queue(rows: Sequence[Model], groups: Iterable[Group]) -> None:
    """Wait for all that these groups depend on: first where their limits come from, then they."""
    take(_source_key(source) for row in rows for source in _sources(row))
    take(group.key for group in groups)


def counted_in(rows: Sequence[Model]) -> list[Group]:
    """The groups of rows that are about to be deleted, with their keys taken."""
    found = {group.key: group for row in rows for group in groups_of(row)}
    _queue(rows, found.values())
    return list(found.values())


def promote(groups: Iterable[Group]) -> None:
    """Let those who wait move up where there is room, the oldest first, as the tool."""
    from site_kit import write

    for group in groups:
        for (pk,) in group.waiting() if group.limit.promote else ():
            row: Any = group.model._base_manager.get(pk=pk)
            most = group.most(row)
            if most is not None and group.measured(row) > most:
                break
            values = {name: value_of(said, row) for name, said in group.limit.promote.items()}
            try:
                with transaction.atomic():
                    write.change_as_tool(row, values, group.name)
            except KitError:
                continue  # something else holds this one back; the next may move up


def most_in_lane(model: type[Model], name: str, value: Any) -> Any:
    """How many cards a lane of a board may have, where a limit goes by that field alone."""
    for _, limit in limits_of(model):
        if limit.of is None and list(limit.per) == [name]:
            card = model(**{walk(model, name).field.attname: value})
            if _counts(limit, card):
                return value_of(limit.most, card)
    return None
