"""Fields with everything they mean written out."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.fields import Colour, Field, Value
from apps.plans.blueprint.resolved.colours import colours_of
from apps.plans.blueprint.resolved.names import in_words
from apps.plans.blueprint.rules import Approval

NOT_SHORT = frozenset({"long_text", "file", "image"})
SHOWN_FIRST = 8
SEARCHED = frozenset({"text", "long_text", "email", "phone", "reference"})


@dataclass(frozen=True, slots=True)
class ResolvedValue:
    """A value of a closed list, with its shown name and colour."""

    id: str
    name: str
    colour: Colour
    closed: bool
    source: Value


@dataclass(frozen=True, slots=True)
class ResolvedField:
    """A field, with its shown name and its kind's own defaults.

    `by_actions_only`: a status that people change by its transitions or its approval alone.
    """

    entity: str
    id: str
    kind: str
    name: str
    values: tuple[ResolvedValue, ...]
    default: str
    min: str
    max: str
    currency: str
    by_actions_only: bool
    source: Field

    @property
    def is_computed(self) -> bool:
        """Worked out, without a column."""
        return self.source.is_computed

    @property
    def is_typed_in(self) -> bool:
        """Offered by forms: stored, not read-only, not moved by actions alone, not numbered."""
        is_kept = self.is_computed or self.source.readonly or self.kind == "reference"
        return not is_kept and not self.by_actions_only

    @property
    def is_short(self) -> bool:
        """Fit for a column that nobody asked for."""
        return self.kind not in NOT_SHORT


def resolved_fields(entity: Entity, currency: str) -> Iterator[ResolvedField]:
    """The declared fields of an entity, in order."""
    moved = statuses_moved(entity)
    for field in entity.fields:
        is_rating = field.kind == "rating"
        yield ResolvedField(
            entity=entity.id,
            id=field.id,
            kind=field.kind,
            name=field.name or in_words(field.id),
            values=tuple(_values(field)),
            default=field.default or _first_value(field),
            min=field.min or ("1" if is_rating else ""),
            max=field.max or ("5" if is_rating else ""),
            currency=(field.currency or currency) if field.kind == "money" else "",
            by_actions_only=field.id in moved,
            source=field,
        )


def statuses_moved(entity: Entity) -> frozenset[str]:
    """The status fields that have a transition or an approval."""
    moved = {status_of(entity, a.field) for a in entity.actions if a.kind == "transition"}
    moved |= {status_of(entity, r.field) for r in entity.rules if isinstance(r, Approval)}
    return frozenset(moved - {""})


def status_of(entity: Entity, named: str) -> str:
    """The status field that is meant: the named one, else the only one, else none."""
    statuses = [f.id for f in entity.fields if f.kind == "status" and not f.is_computed]
    if named:
        return named if named in statuses else ""
    return statuses[0] if len(statuses) == 1 else ""


def _values(field: Field) -> Iterator[ResolvedValue]:
    for value, colour in zip(field.values, colours_of(field.values), strict=True):
        name = value.name or in_words(value.id)
        yield ResolvedValue(value.id, name, colour, value.closed, value)


def _first_value(field: Field) -> str:
    is_kept_status = field.kind == "status" and field.values and not field.is_computed
    return field.values[0].id if is_kept_status else ""
