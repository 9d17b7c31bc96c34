"""Rows of another entity that come into being with this one, in the same transaction.

`Creates` is the rule; `create_rows` makes its rows, by whoever causes them and under no right of
the other entity, with all that holds there. A row that is refused refuses its cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model

from site_kit.bind import bind
from site_kit.declaring import Said, in_memory, no_action, no_names, no_value
from site_kit.directory.models import Person
from site_kit.errors import Invalid
from site_kit.models import RowQuerySet
from site_kit.reading import holds, value_of
from site_kit.registry import declared
from site_kit.rules import Rule, rules_of

CREATED = "created"
PERSON = "person"
LONGEST_CHAIN = 10
ENDLESS = "Each row would make another one, without an end."

_depth: ContextVar[int] = ContextVar("creates_depth", default=0)


@dataclass(frozen=True, slots=True)
class Creates(Rule):
    """`kit.Creates(Line, on="accept", each=Item, sets={"price": kit.Of("each", "price")})`.

    `on` is an action's id, else the creation of the row. One row of `entity`; or with `each` one
    for every row of that entity, or every active `"person"`; or `rows`, constant ones, each with
    its own values besides `sets`. `where` narrows: a condition on the row of `each`, without it on
    the cause. In all of them `kit.Of("row", …)` is the cause and `kit.Of("each", …)` the template.
    `message` is what the cause is refused with where a row of it is.
    """

    entity: type[Model]
    on: str = CREATED
    each: type[Model] | Literal["person"] | None = None
    where: Any = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    message: str = ""

    def wrong(self, name: str, model: type[Model], roles: Sequence[str]) -> Iterator[Said]:
        """What it names is there, and can be read."""
        if self.on != CREATED:
            yield from no_action(self.on, [one.id for one in declared.actions.get(model, [])])
        if self.each is None and self.where is not None:
            yield from in_memory(model, name, self.where)
        elif self.each is not None and self.where is not None:
            yield from no_names(_all_of(self.each)[0], name, self.where)
        for values in (self.sets, *self.rows):
            for called, value in values.items():
                yield from no_value(self.entity, name, called, value)


def create_rows(row: Model, on: str, cause: str) -> None:
    """Make what the rules of a row's entity create on this. Raises `Invalid` in their words."""
    due = [rule for rule in rules_of(type(row), Creates) if rule.on == on]
    if not due:
        return
    depth = _depth.get()
    if depth >= LONGEST_CHAIN:
        raise Invalid({"": [ENDLESS]})
    token = _depth.set(depth + 1)
    try:
        for rule in due:
            _make(rule, row, cause)
    finally:
        _depth.reset(token)


def _make(rule: Creates, row: Model, cause: str) -> None:
    from site_kit import write

    for values in list(_values(rule, row)):
        try:
            write.make_by_rule(rule.entity, values, cause)
        except Invalid as refused:
            noun = rule.entity._meta.verbose_name
            said = rule.message or f"Its {noun} cannot be made. {refused.sentence}"
            raise Invalid({"": [said]}) from refused


def _values(rule: Creates, row: Model) -> Iterator[dict[str, Any]]:
    """What each new row holds; all of it is worked out before the first is made."""
    for template in _templates(rule, row):
        for own in rule.rows or ({},):
            said = {**own, **rule.sets}
            yield {name: value_of(one, row, each=template) for name, one in said.items()}


def _templates(rule: Creates, row: Model) -> list[Any]:
    """The rows of `each`; without it, nothing once, or never where `where` is not true."""
    if rule.each is None:
        return [None] if rule.where is None or holds(rule.where, row) else []
    model, rows = _all_of(rule.each)
    if rule.where is not None:
        rows = rows.filter(bind(rule.where, model, places={"row": row}))
    return list(rows.order_by("pk"))


def _all_of(each: Any) -> tuple[type[Model], Any]:
    if each == PERSON:
        return Person, RowQuerySet(Person).filter(active=True)
    return each, each.everything.all()
