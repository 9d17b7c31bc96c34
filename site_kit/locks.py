"""What a `Lock` keeps as it is: the row, and the rows that are lines of it. It binds admins too;
actions and automations are the way out. And what keeps an action from being run."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from site_kit.actions import Action, Transition
from site_kit.approvals import Approval
from site_kit.asker import Asker, acting
from site_kit.errors import Locked, Refused, Stale
from site_kit.models import entity_of
from site_kit.paths import walk
from site_kit.permissions import all_of, any_of, not_this, rights_for
from site_kit.reading import holds
from site_kit.rules import Lock, rules_of
from site_kit.texts import text_of
from site_kit.titles import called
from site_kit.who import Condition, WhoList


def locks_of(model: type[Model]) -> list[Lock]:
    """The locks of an entity; a row that waits for a decision is locked too."""
    rounds = ((one.field, one.pending, one.message) for one in rules_of(model, Approval))
    waiting = [Lock(Q(**{field: pending}), message=said) for field, pending, said in rounds]
    return [*rules_of(model, Lock), *waiting]


def locks_on(row: Model, by: Asker) -> list[Lock]:
    """The locks that hold of a row and bind this person."""
    found = []
    for lock in locks_of(type(row)):
        free = WhoList.of(lock.unless_by, type(row)).condition(by)
        freed = free is True or (isinstance(free, Q) and holds(free, row))
        if not freed and holds(lock.when, row):
            found.append(lock)
    return found


def lock_on(row: Model, by: Asker) -> str:
    """Why the whole row stays as it is for this person, as a sentence; "" where it does not.

    A row that belongs to another is locked with that one.
    """
    if by.is_tool:
        return ""
    with acting(by):
        whole = (lock for lock in locks_on(row, by) if not lock.fields)
        first = next(whole, None)
        if first is not None:
            return sentence_of(first, row)
        parent = _parent(row)
        return lock_on(parent, by) if parent is not None else ""


def kept_fields(row: Model, by: Asker) -> dict[str, str]:
    """The fields that locks of some fields keep as they are, each with its lock's sentence."""
    if by.is_tool:
        return {}
    with acting(by):
        return {
            walk(type(row), name).name: sentence_of(lock, row)
            for lock in locks_on(row, by)
            for name in lock.fields
        }


def may_change(model: type[Model], field: str, by: Asker) -> Condition:
    """For which rows this person may change one field by hand: what a board or a checklist asks
    before it offers to."""
    rights = rights_for(model)
    fields = rights.fields_for(by)
    seen: Condition = field in fields.seen or fields.seen_where.get(field, False)
    edited: Condition = field in fields.edited or fields.edited_where.get(field, False)
    return all_of((rights.condition("edit", by), seen, edited, _free(model, by, field)))


def may_edit(model: type[Model], by: Asker) -> Condition:
    """Which rows this person may edit by hand: the right to it, and no lock on the whole row."""
    return all_of((rights_for(model).condition("edit", by), _free(model, by)))


def _free(model: type[Model], by: Asker, field: str = "") -> Condition:
    """For which rows no lock keeps the row, the one that it belongs to, or this field."""
    kept = any_of(
        all_of((Q(lock.when), not_this(WhoList.of(lock.unless_by, model).condition(by))))
        for lock in locks_of(model)
        if not lock.fields or field in [walk(model, name).name for name in lock.fields]
    )
    return all_of((not_this(kept), _parent_is_free(model, by)))


def _parent_is_free(model: type[Model], by: Asker) -> Condition:
    link = entity_of(model).child_of
    if not link:
        return True
    parent: Any = model._meta.get_field(link).related_model
    free = _free(parent, by)
    if isinstance(free, bool):
        return free
    return Q(Exists(parent.everything.filter(free, pk=OuterRef(link))))


def sentence_of(lock: Lock, row: Model) -> str:
    """What a lock says of a row."""
    return lock.message or f"{called(row)} is locked."


def refuse_locked(row: Model, by: Asker) -> None:
    """`Locked` where the whole row is, or the row that it belongs to."""
    if sentence := lock_on(row, by):
        raise Locked(sentence)


def refuse_parent(row: Model, by: Asker) -> None:
    """A child row goes under no parent that is locked, or that this person may not edit.

    One that is not seen at all is refused like any choice that is not offered.
    """
    parent = _parent(row)
    rights = rights_for(type(parent)) if parent is not None else None
    if rights is None or not rights.allowed("view", parent, by):
        return
    may = rights.allowed("edit", parent, by)
    if rights_for(type(row)).goes_by_parent and not may:
        raise Refused(may.reason)
    refuse_locked(parent, by)


def _parent(row: Model) -> Any:
    link = entity_of(type(row)).child_of
    return getattr(row, walk(type(row), link).name, None) if link else None


def refuse_action(action: Action, row: Model, by: Asker) -> None:
    """The right first, then the state: the second of two clicks reads what the row is by now."""
    right, state = action.right(by), action.state()
    everything: Any = type(row).everything  # type: ignore[attr-defined]
    if right is False or (isinstance(right, Q) and not everything.filter(right, pk=row.pk)):
        raise Refused(action.reason())
    if isinstance(state, Q) and not everything.filter(state, pk=row.pk).exists():
        if isinstance(action, Transition) and action.from_:
            now = text_of(getattr(row, action.status), walk(type(row), action.status).field)
            if getattr(row, action.status) not in [str(value) for value in action.from_]:
                raise Stale(f"{called(row)} is {now} by now.")
        raise Stale(f"{action.label}: not while {called(row)} is as it is.")
