"""Whether a known row keeps the rules of its entity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.builds.compiler import constraints, toggles
from apps.builds.compiler.expressions.reach import compared
from apps.builds.compiler.fields import is_optional
from apps.builds.compiler.tests_py.evaluating import Reader, all_hold, opposite
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Value, is_empty
from apps.builds.compiler.tests_py.stocked import has_enough
from apps.builds.compiler.tests_py.within import is_within
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import Path
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.rules import Conditional, Limit, NoOverlap, Stock, Unique, Validation

UNIQUE_FIELD = "unique."
RANGE = "range."
PICK = "pick."


@dataclass(frozen=True)
class Holding:
    """The rules of one tool, asked of rows that are known."""

    tool: Tool
    facts: Facts

    def broken(self, row: Fact) -> Iterator[tuple[str, Value]]:
        """The rules that do not hold, or of which that is UNKNOWN: id and what they say."""
        for called, found in self.every(row):
            if found is not True:
                yield called, found

    def every(self, row: Fact) -> Iterator[tuple[str, Value]]:
        """Each rule by its id, those of fields with their field; True where it holds."""
        entity = self.tool.entity(row.entity)
        ruled = self.tool.remembered(
            ("ruled", row.entity), lambda: tuple(filter(_is_ruled, entity.source.fields))
        )
        for field in ruled:
            yield from self._of_field(row, field)
        for rule in entity.rules:
            if isinstance(rule, Validation):
                yield rule.id, self.passes(row, rule.expr)
            elif isinstance(rule, Conditional):
                yield rule.id, self.conditional(row, rule)
            elif isinstance(rule, Unique):
                yield rule.id, self.is_unique(row, rule.fields, rule.where)
            elif isinstance(rule, NoOverlap):
                yield rule.id, self.is_apart(row, rule)
            elif isinstance(rule, Limit):
                yield rule.id, is_within(self.tool, self.facts, row, rule)
            elif isinstance(rule, Stock):
                yield rule.id, has_enough(self.tool, self.facts, row, rule)
        for link in toggles.links(self.tool, entity):
            yield f"once.{link}", self.is_once(row, link)

    def _of_field(self, row: Fact, field: Field) -> Iterator[tuple[str, Value]]:
        value = row.values.get(field.id)
        if not is_optional(field) and is_empty(value) and value is not UNKNOWN:
            yield f"required.{field.id}", False
        if field.required and field.show_if:
            shown = Reader(self.tool, self.facts, row).holds(field.show_if, self._own(row))
            yield f"shown.{field.id}", opposite(shown)
        if limits := constraints.limits_of(field):
            yield f"{RANGE}{field.id}", self.passes(row, limits)
        if field.unique:
            yield f"{UNIQUE_FIELD}{field.id}", self.is_unique(row, (field.id,), "")
        if field.pick and not is_empty(value):
            yield f"{PICK}{field.id}", self.is_picked(row, field, value)

    def _own(self, row: Fact) -> places.Place:
        return places.own(row.entity)

    def passes(self, row: Fact, text: str) -> Value:
        """A condition that passes while a field it compares is empty."""
        reader = Reader(self.tool, self.facts, row)
        paths = self.tool.remembered(
            ("compared", row.entity, text), lambda: self._compared(row, text)
        )
        values = [reader.read(path) for path in paths]
        if any(value is not UNKNOWN and is_empty(value) for value in values):
            return True
        return reader.holds(text, self._own(row))

    def _compared(self, row: Fact, text: str) -> tuple[Path, ...]:
        return tuple(compared(self.tool.question(text, self._own(row))))

    def conditional(self, row: Fact, rule: Conditional) -> Value:
        """A field that is filled, or empty, while something holds."""
        value = row.values.get(rule.field)
        when = Reader(self.tool, self.facts, row).holds(rule.when, self._own(row))
        if value is UNKNOWN:
            return True if when is False else UNKNOWN
        if is_empty(value) is (rule.kind == "empty_if"):
            return True
        return when if when is UNKNOWN else not when

    def is_unique(self, row: Fact, field_ids: tuple[str, ...], where: str) -> Value:
        """Whether no other row has the same values."""
        mine = [row.values.get(one) for one in field_ids]
        if UNKNOWN in mine:
            return UNKNOWN
        if any(is_empty(value) for value in mine):
            return True
        if row.entity in self.facts.unsure:
            return UNKNOWN
        others = [one for one in self.facts.of(row.entity) if one is not row]
        found = [self._alike(row, other, field_ids, where) for other in others]
        return all_hold(map(opposite, found))

    def is_once(self, row: Fact, link: str) -> Value:
        """Whether whoever made a row has no other for the same target."""
        others = [one for one in self.facts.of(row.entity) if one is not row]
        mine = [one for one in others if one.creator is row.creator]
        return all_hold(opposite(self._alike(row, one, (link,), "")) for one in mine)

    def _alike(self, row: Fact, other: Fact, field_ids: tuple[str, ...], where: str) -> Value:
        pairs = [(row.values.get(one), other.values.get(one)) for one in field_ids]
        if any(theirs is not UNKNOWN and mine != theirs for mine, theirs in pairs):
            return False
        if any(theirs is UNKNOWN for _, theirs in pairs):
            return UNKNOWN
        place = places.own(row.entity)
        held = [Reader(self.tool, self.facts, one).holds(where, place) for one in (row, other)]
        return all_hold(held)

    def is_apart(self, row: Fact, rule: NoOverlap) -> Value:
        """Whether no other row takes its time."""
        ends: list[Value] = [row.values.get(rule.start), row.values.get(rule.end)]
        if UNKNOWN in ends:
            return UNKNOWN
        if is_empty(ends[0]):
            return True
        if not is_empty(ends[1]) and ends[1] < ends[0]:
            return False
        if row.entity in self.facts.unsure:
            return UNKNOWN
        others = [one for one in self.facts.of(row.entity) if one is not row]
        return all_hold(opposite(self._meet(row, other, rule)) for other in others)

    def _meet(self, row: Fact, other: Fact, rule: NoOverlap) -> Value:
        place, by_day = places.own(row.entity), self._is_day(row.entity, rule.start)
        readers = [Reader(self.tool, self.facts, one) for one in (row, other)]
        found = [reader.holds(rule.where, place) for reader in readers]
        for text in rule.per:
            one, two = (reader.value(text, place) for reader in readers)
            known = one is not UNKNOWN and two is not UNKNOWN
            found.append(not is_empty(one) and one == two if known else UNKNOWN)
        times = [(one.values.get(rule.start), one.values.get(rule.end)) for one in (row, other)]
        return all_hold([*found, overlap(*times, by_day=by_day)])

    def _is_day(self, entity: str, called: str) -> bool:
        field = self.tool.field(entity, called)
        return field is not None and field.kind == "date"

    def is_picked(self, row: Fact, field: Field, value: Value) -> Value:
        """Whether `pick` of a field lets a value be chosen."""
        if value is UNKNOWN:
            return UNKNOWN
        several = value if isinstance(value, tuple) else (value,)
        place = places.picked(field.to or "person", row.entity)
        found = [
            Reader(self.tool, self.facts, one, None, {"row": row, "it": one}, fixed=True).holds(
                field.pick, place
            )
            for one in several
        ]
        return all_hold(found)


def overlap(one: tuple[Value, Value], two: tuple[Value, Value], *, by_day: bool) -> Value:
    """Whether two times meet: days with both ends, moments half-open; an empty end is open."""
    if UNKNOWN in (*one, *two):
        return UNKNOWN
    if is_empty(one[0]) or is_empty(two[0]):
        return False
    (start, end), (begin, finish) = one, two
    if not by_day and (start == end or begin == finish):
        return False
    before = is_empty(finish) or (start <= finish if by_day else start < finish)
    after = is_empty(end) or (begin <= end if by_day else begin < end)
    return before and after


def _is_ruled(field: Field) -> bool:
    """Whether there is anything that a stored field may not be."""
    asked = not is_optional(field) or field.unique or field.pick or constraints.limits_of(field)
    return not field.is_computed and bool(asked or (field.required and field.show_if))
