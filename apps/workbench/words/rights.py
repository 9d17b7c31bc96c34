"""Who may do what with one kind of row, as a table: a line for each thing, a column for each kind
of person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from apps.plans.blueprint.resolved import ResolvedAction, ResolvedEntity
from apps.plans.blueprint.rights import Permission
from apps.workbench.words.conditions import condition_words
from apps.workbench.words.tool import Tool, a, listed, lower

VERBS = (
    ("view", "See {rows}"),
    ("create", "Add {row}"),
    ("edit", "Change {row}"),
    ("delete", "Delete {row}"),
)
Answer = Literal["yes", "some", "no"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer; `when` says for which rows where it is not all."""

    answer: Answer
    when: str = ""


NO, YES = Cell("no"), Cell("yes")
ITS_TURN = "it is their turn"
NOBODY_FOUND = "a step finds nobody, or waited too long"


@dataclass(frozen=True, slots=True)
class Rights:
    """The table of one entity, and the fields that only some see or edit."""

    entity: str
    people: list[str]
    lines: list[tuple[str, list[Cell]]]
    notes: list[str]


def rights_of(entity: ResolvedEntity, tool: Tool) -> Rights | None:
    """The table, or None where the rows have the rights of what they belong to."""
    if entity.as_parent:
        return None
    permissions = list(entity.permissions)
    columns = _columns(entity, permissions)
    names = {"row": a(lower(entity.name)), "rows": lower(entity.plural)}
    lines = [
        (said.format(**names), [_may(column, verb, permissions, entity) for column in columns])
        for verb, said in VERBS
        if not (entity.source.append_only and verb in {"edit", "delete"})
    ]
    lines += [
        (action.name, [_may_act(column, action, permissions, entity) for column in columns])
        for action in entity.actions
    ]
    return Rights(
        entity=entity.name,
        people=[tool.who(entity.id, column) for column in columns],
        lines=lines,
        notes=_notes(entity, tool),
    )


def _columns(entity: ResolvedEntity, permissions: list[Permission]) -> list[str]:
    named = [who for one in permissions for who in one.by]
    named += [who for action in entity.actions for who in action.by]
    others = [who for who in dict.fromkeys(named) if who not in {"member", "admin", "nobody"}]
    return ["member", *others, "admin"]


def _may(column: str, verb: str, permissions: list[Permission], entity: ResolvedEntity) -> Cell:
    if column == "admin" and entity.admin_has_all:
        return YES
    best = NO
    for one in permissions:
        if not (set(one.by) & {column, "member"}) or not _gives(set(one.can), verb):
            continue
        if not one.where:
            return YES
        best = Cell("some", condition_words(one.where))
    return best


def _gives(can: set[str], verb: str) -> bool:
    implied = {"edit", "delete"} if verb == "view" else set()
    return bool(can & ({verb, "all"} | implied))


def _may_act(
    column: str, action: ResolvedAction, permissions: list[Permission], entity: ResolvedEntity
) -> Cell:
    """An action's right is said in its `by`; where that is empty, whoever may edit the row."""
    when = condition_words(action.source.when) if action.source else ""
    if action.right:
        allowed = _may(column, action.right, permissions, entity)
    elif set(action.by) & {column, "member"}:
        allowed = Cell("some", ITS_TURN) if action.approval else YES
    elif action.approval and column == "admin":
        allowed = Cell("some", NOBODY_FOUND)
    else:
        allowed = NO
    return Cell("some", when) if allowed == YES and when else allowed


def _notes(entity: ResolvedEntity, tool: Tool) -> list[str]:
    notes = []
    for field in entity.fields:
        seen = [lower(tool.who(entity.id, who)) for who in field.source.seen_by]
        edited = [lower(tool.who(entity.id, who)) for who in field.source.edited_by]
        if seen:
            notes.append(f"{field.name} is seen by {listed(seen)} only.")
        if edited:
            notes.append(f"{field.name} is changed by {listed(edited)} only.")
    for action in entity.actions:
        never = [lower(tool.who(entity.id, who)) for who in _never(action)]
        if never:
            notes.append(f"{action.name} is never done by {listed(never, 'or')}.")
    return [*notes, *_without_admins(entity, tool)]


def _without_admins(entity: ResolvedEntity, tool: Tool) -> Iterator[str]:
    """What admins may not do, said aloud: whoever names some people for a button names them all."""
    deeds: dict[tuple[str, ...], list[str]] = {}
    for action in entity.actions:
        if action.by and not {"admin", "member"} & set(action.by):
            deeds.setdefault(tuple(action.by), []).append(action.name)
    for by, names in deeds.items():
        people = listed([lower(tool.who(entity.id, who)) for who in by])
        verb = "is" if len(names) == 1 else "are"
        yield f"{listed(names)} {verb} for {people} only, not for admins as such."


def _never(action: ResolvedAction) -> tuple[str, ...]:
    if action.approval:
        return action.approval.not_by
    return action.source.not_by if action.source else ()
