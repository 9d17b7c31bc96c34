"""Actions with everything they mean written out, the two of an approval among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from apps.plans.blueprint.actions import Action, ActionKind, Tone
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.resolved.fields import status_of
from apps.plans.blueprint.resolved.names import in_words
from apps.plans.blueprint.rules import Approval

RIGHT_OF: dict[ActionKind, Literal["create", "view"]] = {
    "create": "create",
    "toggle": "view",
    "print": "view",
}


@dataclass(frozen=True, slots=True)
class ResolvedAction:
    """An action, with who may do it.

    Either `by` is the complete list, or `right` is what somebody needs (`edit` or `view` of the
    row, `create` in the target entity). `approval` is the rule that brings it along, if one does.
    """

    entity: str
    id: str
    kind: ActionKind
    name: str
    field: str
    target: str
    by: tuple[str, ...]
    right: Literal["", "edit", "create", "view"]
    tone: Tone
    bulk: bool
    source: Action | None
    approval: Approval | None = None


def resolved_actions(entity: Entity) -> Iterator[ResolvedAction]:
    """The actions of an entity, in order; those of an approval last."""
    for action in entity.actions:
        field = status_of(entity, action.field) if action.kind == "transition" else ""
        yield ResolvedAction(
            entity=entity.id,
            id=action.id,
            kind=action.kind,
            name=action.name or in_words(action.id),
            field=field,
            target=action.entity or entity.id,
            by=action.by,
            right="" if action.by else RIGHT_OF.get(action.kind, "edit"),
            tone=action.tone,
            bulk=action.bulk,
            source=action,
        )
    for rule in entity.rules:
        if isinstance(rule, Approval):
            yield _decision(entity, rule, "approve", "good", bulk=True)
            yield _decision(entity, rule, "reject", "bad", bulk=False)


def _decision(
    entity: Entity, rule: Approval, called: str, tone: Tone, *, bulk: bool
) -> ResolvedAction:
    return ResolvedAction(
        entity=entity.id,
        id=called,
        kind="transition",
        name=in_words(called),
        field=status_of(entity, rule.field),
        target=entity.id,
        by=tuple(dict.fromkeys(who for step in rule.steps for who in step.by)),
        right="",
        tone=tone,
        bulk=bulk,
        source=None,
        approval=rule,
    )
