"""The one way a row is made, changed, deleted or acted on, whichever way in.

Each function is a whole write, in the same order: one transaction; the row, locked, through the
right of whoever acts; locks and states; fields cut to what this person may edit, kinds parsed;
rules; constraints; the create right, asked of the row as written; history; automations. There is
no hook inside a write: code of a tool's own (`hooks`) calls these functions like everybody else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Model, ProtectedError, RestrictedError

from site_kit import history
from site_kit.actions import Action, Create, Transition
from site_kit.asker import TOOL, Asker, acting, current
from site_kit.asking import told
from site_kit.below import rows_below
from site_kit.creates import CREATED, create_rows
from site_kit.draft import Draft, stored_field
from site_kit.errors import Locked, NotThere, Refused, Stale
from site_kit.happenings import Event, happened
from site_kit.limits import counted_in, promote
from site_kit.locks import kept_fields as kept_fields
from site_kit.locks import lock_on as lock_on
from site_kit.locks import refuse_action, refuse_locked, refuse_parent
from site_kit.paths import walk
from site_kit.permissions import rights_for
from site_kit.reading import value_of
from site_kit.records import HistoryLine
from site_kit.rounds import Decides, decide, moved
from site_kit.stock import Moving
from site_kit.titles import called
from site_kit.ways import way_of
from site_kit.words import listed

DEADLOCK = "40P01"
Result = TypeVar("Result")


def create(
    model: type[Model],
    values: Mapping[str, Any],
    *,
    by: Asker,
    way_in: str = "form",
    sets: Mapping[str, Any] | None = None,
    below: Callable[[Model], None] | None = None,
) -> Any:
    """Make a row of what was typed and, besides, of what a page `sets` by itself.

    `below` makes the lines that come with it, before anything follows from the row. Raises
    `Refused`, `Invalid`, or `Locked` where its parent is.
    """
    return whole(by, lambda: _create(model, values, by, way_in, sets or {}, below))


def edit(
    row: Model,
    values: Mapping[str, Any],
    *,
    by: Asker,
    as_of: datetime | None = None,
    way_in: str = "form",
) -> Any:
    """Change these fields of a row; `as_of` is the `updated_at` that the person saw.

    Raises `NotThere`, `Refused`, `Locked`, `Stale` or `Invalid`.
    """
    return whole(by, lambda: _edit(row, values, by, as_of, way_in))


def delete(row: Model, *, by: Asker, way_in: str = "form") -> None:
    """Delete a row with its child rows. Raises `NotThere`, `Refused` or `Locked`."""
    whole(by, lambda: _delete(row, by, way_in))


def run(
    action: Action, row: Model, asked: Mapping[str, Any], *, by: Asker, way_in: str = "form"
) -> Any:
    """Run an action on a row with what was asked; a `Create` gives the new row.

    Raises `NotThere`, `Refused`, `Stale` or `Invalid`.
    """
    return whole(by, lambda: _run(action, row, asked, by, way_in))


def restore(line: HistoryLine, model: type[Model], *, by: Asker) -> Any:
    """Bring back what a line of history says was deleted, or take back what it changed."""
    return whole(by, lambda: _restore(line, model, by))


def whole(by: Asker, do: Callable[[], Result]) -> Result:
    """Everything or nothing, as this person; once more if the database broke a deadlock."""
    tries = 1 if connection.in_atomic_block else 2
    with acting(by.as_writer()):
        while True:
            tries -= 1
            try:
                with transaction.atomic():
                    return do()
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != DEADLOCK or not tries:
                    raise


def _create(
    model: type[Model],
    values: Mapping[str, Any],
    by: Asker,
    way_in: str,
    sets: Mapping[str, Any],
    below: Callable[[Model], None] | None,
) -> Any:
    rights = rights_for(model)
    if not (may := rights.allowed("create", None, by)):
        raise Refused(may.reason)
    draft = Draft(model(), new=True)
    take(draft, values, by)
    draft.put(_worked_out(sets, draft.row))
    draft.fill()
    refuse_parent(draft.row, by)
    draft.settle()
    draft.keep(by.id)
    if not (may := rights.allowed("create", draft.row, by)):
        raise Refused(may.reason)
    if below is not None:
        below(draft.row)
    return finish(draft, "created", way_in)


def _edit(
    row: Model, values: Mapping[str, Any], by: Asker, as_of: datetime | None, way_in: str
) -> Any:
    draft = Draft(_taken(row, "edit", by))
    if as_of is not None and draft.row.updated_at != as_of:  # type: ignore[attr-defined]
        raise Stale(f"{called(draft.row)} was changed meanwhile. Look again before you save.")
    refuse_locked(draft.row, by)
    kept = kept_fields(draft.row, by)
    take(draft, values, by)
    refuse_parent(draft.row, by)
    for name in draft.changed() & set(kept):
        raise Locked(kept[name])
    return _kept(draft, "edited", by, way_in)


def _delete(row: Model, by: Asker, way_in: str) -> None:
    row = _taken(row, "delete", by)
    refuse_locked(row, by)
    gone(row, way_in)


def gone(row: Model, way_in: str) -> None:
    """Delete a row with what goes with it, whoever may; `Locked` where something needs it."""
    going = [*rows_below(row), row]
    for one in going:
        history.record(one, "deleted", {}, {}, cause=way_in, kept=history.snapshot(one))
    counted, moving = counted_in(going), Moving(going)
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as error:
        others: Any = getattr(error, "protected_objects", None) or error.args[1]
        names = sorted({str(type(one)._meta.verbose_name_plural) for one in others})
        raise Locked(f"{called(row)} is still used by {listed(names)}.") from error
    moving.settle()
    promote(counted)


def _run(action: Action, row: Model, asked: Mapping[str, Any], by: Asker, way_in: str) -> Any:
    if isinstance(action, Decides):
        return decide(action, _seen(row, by), asked, by, way_in)
    row = _taken(row, "view", by)
    refuse_action(action, row, by)
    if isinstance(action, Create):
        return _made_by(action, row, asked, way_in)
    if (way := way_of(action)) is not None:
        return way(action, row, asked, by, way_in)
    draft = Draft(row)
    draft.ask(action, told(action, row, asked, way_in))
    changes = _worked_out(action.sets, draft.row)
    if isinstance(action, Transition):
        changes[action.status] = str(action.to)
    draft.put({name: value for name, value in changes.items() if "." not in name})
    done = _kept(draft, action.id, by, way_in, action.id)
    _write_elsewhere(done, changes, way_in)
    return done


def _made_by(action: Create, row: Model, asked: Mapping[str, Any], way_in: str) -> Any:
    """The new row of a `Create`: what was asked first, then the presets. Needs no right there."""
    draft = Draft(action.target()(), new=True)
    draft.ask(action, asked)
    draft.put(_worked_out(action.sets, row, it=draft.row))
    draft.fill()
    draft.settle()
    draft.keep(current().id)
    made = finish(draft, "created", way_in)
    acted_on(row, {}, action.id, way_in)
    return made


def _restore(line: HistoryLine, model: type[Model], by: Asker) -> Any:
    if line.kept is None:
        row = model._base_manager.filter(pk=line.record).first()
        if row is None:
            raise NotThere(f"There is no such {model._meta.verbose_name}.")
        return _edit(row, {n: pair[0] for n, pair in line.changes.items()}, by, None, "restore")
    rights = rights_for(model)
    if not history.may_restore(line, model, by):
        raise Refused(rights.reason("create"))
    if model._base_manager.filter(pk=line.record).exists():
        raise Stale("It is back already.")
    draft = Draft(model(pk=line.record), new=True)
    known = {f.name for f in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    draft.put({name: value for name, value in line.kept.items() if name in known})
    refuse_parent(draft.row, by)
    draft.settle()
    draft.keep(by.id)
    if not rights.allowed("create", draft.row, by):
        raise Refused(rights.reason("create"))
    return finish(draft, "restored", "restore")


def _seen(row: Model, by: Asker) -> Any:
    """The row as it is now, locked; not visible reads like not there."""
    rows = rights_for(type(row)).visible(by)
    seen = rows.filter(pk=row.pk).select_for_update(of=("self",)).first()
    if seen is None:
        raise NotThere(f"There is no such {type(row)._meta.verbose_name}.")
    return seen


def _taken(row: Model, verb: str, by: Asker) -> Any:
    """The row, locked, to which this person may do it."""
    rights, seen = rights_for(type(row)), _seen(row, by)
    if not (may := rights.allowed(verb, seen, by)):
        raise Refused(may.reason)
    return seen


def take(draft: Draft, values: Mapping[str, Any], by: Asker) -> None:
    """Values that the person typed: only of fields that this person may edit."""
    fields = rights_for(draft.model).fields_for(by)
    allowed = fields.edited if draft.new else fields.edited_on(draft.row)
    seen = fields.seen if draft.new else fields.seen_on(draft.row)
    names = {name: stored_field(draft.model, name).name for name in values}
    present = history.snapshot(draft.row)
    draft.take({name: v for name, v in values.items() if names[name] not in history.STAMPS})
    for name in sorted(set(names.values()) - allowed):
        # Equal values pass only where they are seen: else guesses would be answered.
        if name not in seen or name not in present or draft.after()[name] != present[name]:
            label = str(stored_field(draft.model, name).verbose_name)
            raise Refused(f"{label[:1].upper()}{label[1:]} is not yours to change here.")


def _worked_out(sets: Mapping[str, Any], row: Model, **places: Any) -> dict[str, Any]:
    """All right sides, before any left side is written."""
    return {name.replace("__", "."): value_of(said, row, **places) for name, said in sets.items()}


def _kept(draft: Draft, action: str, by: Asker, way_in: str, acted: str = "") -> Any:
    draft.settle()
    if draft.changed():
        draft.keep(by.id)
        return finish(draft, action, way_in, acted)
    if acted:
        acted_on(draft.row, draft.before, acted, way_in)
    return draft.row


def acted_on(row: Model, before: Mapping[str, Any], action: str, way_in: str) -> None:
    """What follows an action that wrote nothing on its own row."""
    create_rows(row, action, way_in)
    happened(Event("acted", row, before, frozenset(), action))


def finish(draft: Draft, action: str, way_in: str, acted: str = "") -> Any:
    """History first, then the rows that rules create, then what follows by itself."""
    changed = draft.changed()
    history.record(draft.row, action, draft.before, draft.after(), cause=way_in)
    if action != "restored":
        create_rows(draft.row, CREATED if draft.new else acted, way_in)
    moved(draft.row, draft.before)
    promote(draft.freed)
    happened(Event("created" if draft.new else "changed", draft.row, draft.before, changed, acted))
    draft.row.refresh_from_db()
    return draft.row


def _write_elsewhere(row: Model, changes: Mapping[str, Any], way_in: str) -> None:
    """Left sides that go through one relation: `asset.status`, written as the tool."""
    by_relation: dict[str, dict[str, Any]] = {}
    for name in (name for name in changes if "." in name):
        relation, _, field = name.partition(".")
        by_relation.setdefault(walk(type(row), relation).name, {})[field] = changes[name]
    for relation, values in by_relation.items():
        target = getattr(row, relation)
        if target is not None:
            change_as_tool(target, values, way_in)


def change_as_tool(row: Model, values: Mapping[str, Any], cause: str) -> Any:
    """Write fields of a row, or of one it points to, as the tool: of locks and rights, free."""
    with acting(TOOL):
        draft = Draft(_taken(row, "view", TOOL))
        draft.put({name: value for name, value in values.items() if "." not in name})
        done = _kept(draft, "edited", TOOL, cause)
        _write_elsewhere(done, values, cause)
        return done


def make_as_tool(model: type[Model], values: Mapping[str, Any], cause: str) -> Any:
    """Make a row as the tool: rules hold, permissions do not."""
    with acting(TOOL):
        return make_by_rule(model, values, cause)


def make_by_rule(model: type[Model], values: Mapping[str, Any], cause: str) -> Any:
    """Make a row that a rule makes, by whoever acts: rules hold, their permissions do not."""
    draft = Draft(model(), new=True)
    draft.put(values)
    return kept_by_rule(draft, cause)


def kept_by_rule(draft: Draft, cause: str) -> Any:
    """Keep a new row that is filled already."""
    draft.fill()
    draft.settle()
    draft.keep(current().id)
    return finish(draft, "created", cause)


def moved_on(row: Model, values: Mapping[str, Any], action: str, cause: str) -> Any:
    """Write what an action of a rule leads to, with all that follows that action."""
    draft = Draft(row)
    draft.put(values)
    return _kept(draft, action, current(), cause, action)
