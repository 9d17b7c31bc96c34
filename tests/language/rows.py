"""The rows of the language, read from the code: each kind that a blueprint may name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from apps.plans.blueprint.actions import ActionKind
from apps.plans.blueprint.automations import AnyStep
from apps.plans.blueprint.edits.kinds import AnyEdit
from apps.plans.blueprint.expressions.aggregates import AGGREGATES
from apps.plans.blueprint.expressions.functions import FUNCTIONS
from apps.plans.blueprint.fields import FieldKind
from apps.plans.blueprint.pages import AnyPage
from apps.plans.blueprint.parts import Part
from apps.plans.blueprint.provided import PLATFORM
from apps.plans.blueprint.rules import AnyRule
from apps.plans.blueprint.triggers import AnyTrigger


@dataclass(frozen=True, slots=True)
class Row:
    """One kind: `rule.limit`."""

    id: str

    @property
    def section(self) -> str:
        """What it is a kind of."""
        return self.id.partition(".")[0]


def rows() -> list[Row]:
    """Every row, by section."""
    return [
        *_of("field", get_args(FieldKind)),
        *_of("rule", _kinds(AnyRule)),
        *_of("action", get_args(ActionKind)),
        *_of("page", _kinds(AnyPage)),
        *_of("part", _kinds(Part)),
        *_of("trigger", _kinds(AnyTrigger)),
        *_of("step", _kinds(AnyStep)),
        *_of("function", [*FUNCTIONS, *sorted(AGGREGATES - set(FUNCTIONS))]),
        *_of("edit", _kinds(AnyEdit)),
        *_of("platform", PLATFORM),
    ]


def _of(section: str, kinds: Any) -> Iterator[Row]:
    for kind in dict.fromkeys(kinds):
        yield Row(f"{section}.{kind}")


def _kinds(shape: Any) -> list[str]:
    """The closed values of `kind` in a shape or a union of shapes, in their order."""
    fields = getattr(shape, "model_fields", None)
    if fields is not None:
        return list(_flat(fields["kind"].annotation))
    return [kind for one in get_args(shape) for kind in _kinds(one)]


def _flat(annotation: Any) -> Iterator[str]:
    yield from get_args(annotation)
