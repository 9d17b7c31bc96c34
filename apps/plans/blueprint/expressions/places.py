"""Where an expression stands decides what its names mean: a function for each line of section 4."""

from dataclasses import dataclass, replace
from functools import cache


@dataclass(frozen=True, slots=True)
class Place:
    """The entities that names speak of; an empty text means that the name is refused.

    `this` is what bare names belong to, `owner` the row whose children an aggregate counts. A
    `fixed` row stays the same inside `where=`; elsewhere `row` is there the row outside.
    """

    this: str = ""
    owner: str = ""
    row: str = ""
    it: str = ""
    each: str = ""
    before: str = ""
    fixed: bool = False
    measure: bool = False

    def inside(self, counted: str) -> "Place":
        """The place of `where=` in an aggregate over the counted entity."""
        row = self.row if self.fixed else self.this
        return replace(
            self, this=counted, owner=counted, row=row, before="", measure=False, fixed=self.fixed
        )


@cache
def own(entity: str) -> Place:
    """Fields, rules, `when` of actions and steps, permissions, `set` of a form."""
    return Place(this=entity, owner=entity)


def listed(entity: str, shown: str = "") -> Place:
    """`scope`, counts, the start of a filter; on a detail page `shown` is the record."""
    return Place(this=entity, owner=entity, row=shown, fixed=bool(shown))


def measured(entity: str, shown: str = "") -> Place:
    """A measure over the rows of a list, stat, chart or limit."""
    return replace(listed(entity, shown), measure=True)


def picked(candidate: str, edited: str) -> Place:
    """`pick`: who or what may be chosen for the record being edited."""
    return Place(this=candidate, owner=candidate, row=edited, it=candidate, fixed=True)


def changed(entity: str) -> Place:
    """`set` of a transition or update; `overflow`, `promote`."""
    return Place(this=entity, owner=entity, row=entity, fixed=True)


def made(target: str, start: str, *, after_change: bool = False) -> Place:
    """`set` of a `create` action or step, and of `duplicate`: the new row from a start row."""
    before = start if after_change else ""
    return Place(owner=start, row=start, it=target, before=before, fixed=True)


def chosen_templates(cause: str, each: str) -> Place:
    """`where` of a `creates` rule."""
    return Place(this=each or cause, owner=each or cause, row=cause, each=each, fixed=True)


def from_template(cause: str, each: str) -> Place:
    """`set` and `rows` of a `creates` rule."""
    return Place(owner=cause, row=cause, each=each, fixed=True)


def automated(entity: str, *, after_change: bool = False) -> Place:
    """`where` and the cases of an automation."""
    return Place(this=entity, owner=entity, before=entity if after_change else "")
