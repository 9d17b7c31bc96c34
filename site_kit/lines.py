"""Lines that are kept together with the row they belong to: all of it or nothing.

The row first, then the lines that go, those that changed, those that are new: each through
`site_kit.write`, by its own rights, locks and rules. What is wrong with any of them undoes the
whole, and all of it is said at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from site_kit import write
from site_kit.actions import toggled_by
from site_kit.asker import Asker, current
from site_kit.draft import Draft
from site_kit.errors import Invalid, Locked, NotThere, Refused, Stale
from site_kit.models import child_links, entity_of
from site_kit.permissions import rights_for

Place = tuple[type[Model], int]
"""The entity of a line, and its number as people count them."""


@dataclass(slots=True)
class Line:
    """One line: `pk` where it is there already, and the `updated_at` that the person saw."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    pk: int | None = None
    as_of: datetime | None = None
    goes: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """What came of the lines of one entity; `link` is its field that points to the row."""

    model: type[Model]
    link: str
    lines: Sequence[Line]

    def in_order(self) -> Iterable[Line]:
        """Those that go make room, so they are first; new ones are last."""
        return sorted(self.lines, key=lambda one: (not one.goes, one.pk is None, one.number))


class WrongLines(Invalid):
    """What does not hold of a row's lines: `lines` is place -> field -> sentences."""

    def __init__(
        self, errors: Mapping[str, Sequence[str]], lines: Mapping[Place, dict[str, list[str]]]
    ) -> None:
        super().__init__(errors)
        self.lines = lines


def links_of(parent: type[Model], person: Asker, *, new: bool) -> list[tuple[Any, str]]:
    """The entities whose lines this person may type with a row, each with its link.

    With a `new` row come lines that go by its rights; else they are asked for their own.
    """
    pressed = toggled_by(parent)
    several = (pair for pair in child_links(parent) if pair[0] not in pressed)
    return [(child, link) for child, link in several if _may_come(child, person, new=new)]


def create(
    model: type[Model],
    values: Mapping[str, Any],
    lines: Sequence[Lines],
    *,
    by: Asker,
    way_in: str = "form",
    sets: Mapping[str, Any] | None = None,
) -> Any:
    """Make a row with its lines. Raises what `write.create` does, and `WrongLines`."""

    def below(row: Model) -> None:
        _keep(row, lines, by, way_in, new=True)

    return write.create(model, values, by=by, way_in=way_in, sets=sets, below=below)


def edit(
    row: Model,
    values: Mapping[str, Any],
    lines: Sequence[Lines],
    *,
    by: Asker,
    as_of: datetime | None = None,
    way_in: str = "form",
) -> Any:
    """Change a row and its lines. Raises what `write.edit` does, and `WrongLines`."""

    def whole() -> Any:
        done = write.edit(row, values, by=by, as_of=as_of, way_in=way_in)
        _keep(done, lines, by, way_in, new=False)
        return done

    return write.whole(by, whole)


def _keep(row: Model, several: Sequence[Lines], by: Asker, way_in: str, *, new: bool) -> None:
    wrong: dict[Place, dict[str, list[str]]] = {}
    for lines in several:
        for line in lines.in_order():
            try:
                with transaction.atomic():
                    _one(row, lines, line, by, way_in, new)
            except Invalid as error:
                wrong[lines.model, line.number] = error.errors
            except (Refused, Locked, Stale, NotThere) as error:
                wrong[lines.model, line.number] = {"": [error.sentence]}
    if wrong:
        raise WrongLines({}, wrong)


def _one(row: Model, lines: Lines, line: Line, by: Asker, way_in: str, new: bool) -> None:
    if line.pk is not None:
        _change(row, lines, line, by, way_in)
    elif new:
        _begin(row, lines, line, by, way_in)
    else:
        sets = {lines.link: row.pk}
        write.create(lines.model, line.values, by=by, way_in=way_in, sets=sets)


def _change(row: Model, lines: Lines, line: Line, by: Asker, way_in: str) -> None:
    """A line that is there: of this row, and seen; one that went meanwhile need not go again."""
    rows: Any = lines.model.objects  # type: ignore[attr-defined]
    there = rows.filter(**{lines.link: row.pk}, pk=line.pk).first()
    if there is None and line.goes:
        return
    if there is None:
        raise NotThere(f"There is no such {lines.model._meta.verbose_name} by now.")
    if line.goes:
        write.delete(there, by=by, way_in=way_in)
    else:
        write.edit(there, line.values, by=by, as_of=line.as_of, way_in=way_in)


def _begin(row: Model, lines: Lines, line: Line, by: Asker, way_in: str) -> None:
    """A line of a row that is just being made: part of it, so no lock of the row is asked, and
    where it has no rights of its own, whoever may make the row may make it."""
    rights = rights_for(lines.model)
    if not _may_come(lines.model, by, new=True):
        raise Refused(rights.reason("create"))
    draft = Draft(lines.model(), new=True)
    write.take(draft, line.values, by)
    draft.put({lines.link: row})
    draft.fill()
    draft.settle()
    draft.keep(current().id)
    if not rights.goes_by_parent and not rights.allowed("create", draft.row, by):
        raise Refused(rights.reason("create"))
    write.finish(draft, "created", way_in)


def _may_come(child: type[Model], person: Asker, *, new: bool) -> bool:
    rights = rights_for(child)
    by_hand = not (getattr(child, "by_rules_only", False) or entity_of(child).balance_of)
    if person.is_outsider or not by_hand:
        return False
    if new and rights.goes_by_parent:
        return True
    verbs = ("create",) if new else ("create", "edit")
    return any(rights.allowed(verb, None, person) for verb in verbs)
