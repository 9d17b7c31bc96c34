"""What a program may do: each verb takes and gives plain data, so that two doors can offer it.

All of them ask rights where pages do, and write through `site_kit.write`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.dateparse import parse_datetime

from site_kit import asker, comments, hooks, write
from site_kit.actions import Action, Print, Repeat, RunExtension, Toggle, action_named
from site_kit.api.said import Unknown, asked_of, nothing_called, told_by_id, values_of
from site_kit.api.values import Entity, Told, _all
from site_kit.errors import Invalid, NotThere
from site_kit.models import entity_of
from site_kit.permissions import rights_for
from site_kit.series import Repeated
from site_kit.toggles import ON
from site_kit.web.entry import model_named, row_named

API = "api"
SEEN_AT = "updated_at"
TICKED = {"person": "people", "relation": "relations"}
"""A series is made for several at once."""

OF_A_SERIES = ("every", "weekdays", "until", "times", "rest")


def entity_named(entity_id: str) -> Entity:
    """The entity of an address, as the person who acts may know it; else 404."""
    return Entity(model_named(entity_id))


def create(entity: Entity, said: Mapping[str, Any]) -> dict[str, Any]:
    """Make a row; gives it as it was kept."""
    with told_by_id(entity):
        values = values_of(entity, said)
        row = write.create(entity.model, values, by=asker.current(), way_in=API)
    return kept(row)


def change(entity: Entity, pk: int, said: Mapping[str, Any]) -> dict[str, Any]:
    """Change the fields that are named; with the `updated_at` that was read, only if nobody else
    has changed the row since."""
    row = row_named(entity.model, pk)
    with told_by_id(entity):
        as_of = _as_of(said.get(SEEN_AT), named=SEEN_AT in said)
        rest = {name: value for name, value in said.items() if name != SEEN_AT}
        seen = entity.fields.seen_on(row)
        hidden = [name for name in rest if _is_hidden(entity, name, seen)]
        if hidden:
            raise Unknown({name: [nothing_called(name)] for name in hidden})
        done = write.edit(row, values_of(entity, rest), by=asker.current(), as_of=as_of, way_in=API)
    return kept(done)


def _is_hidden(entity: Entity, name: str, seen: frozenset[str]) -> bool:
    one = entity.by_id.get(name)
    return one is not None and one.name not in seen


def delete(entity: Entity, pk: int) -> None:
    """Delete a row with its lines."""
    write.delete(row_named(entity.model, pk), by=asker.current(), way_in=API)


def run(entity: Entity, pk: int, action_id: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Press a button of a row, with what it asks for."""
    action = action_of(entity.model, action_id)
    row = row_named(entity.model, pk)
    target = Entity(action.target())
    with told_by_id(target):
        asked = asked_of(questions(action), said, _others(action))
        done = write.run(action, row, asked, by=asker.current(), way_in=API)
    if isinstance(action, Toggle):
        mine = action.mine(asker.current()).filter(**{action.link: row.pk})
        return {"id": row.pk, ON: mine.exists()}
    if isinstance(action, RunExtension):
        return {"id": pk, "said": hooks.said_by(done)}
    if isinstance(done, Repeated):
        return {"ids": [one.pk for one in done.made], "refused": list(done.refused)}
    return kept(done)


def action_of(model: type[Model], action_id: str) -> Action:
    """An action that can be run by a program: a sheet of paper cannot."""
    found = action_named(model, action_id)
    if found is None or isinstance(found, Print):
        raise NotThere("There is no such action.")
    return found


def questions(action: Action) -> list[Told]:
    """The fields that an action asks for, in its order."""
    if isinstance(action, Toggle):
        return []
    names = action.each if isinstance(action, Repeat) else [*action.needs, *action.asks]
    known = {one.name: one for one in _all(action.target())}
    known |= {one.id: one for one in known.values()}
    several = {known[name].name: known[name] for name in names}.values()
    if isinstance(action, Repeat):
        return [replace(one, kind=TICKED.get(one.kind, one.kind)) for one in several]
    return list(several)


def _others(action: Action) -> tuple[str, ...]:
    if isinstance(action, Repeat):
        return OF_A_SERIES
    return (ON,) if isinstance(action, Toggle) else ()


def comments_of(entity: Entity, pk: int) -> Iterator[dict[str, Any]]:
    """What was said about a row, the oldest first."""
    row = row_named(entity.model, pk)
    if not entity_of(entity.model).comments:
        raise NotThere("Nobody says anything about these.")
    for one in comments.thread(row):
        yield {"at": one.at.isoformat(), "by": one.by, "text": one.text}


def comment(entity: Entity, pk: int, said: Mapping[str, Any]) -> None:
    """Say something about a row."""
    text = said.get("text", "")
    if set(said) - {"text"} or not isinstance(text, str):
        raise Invalid({"text": ["Send the text, and nothing else."]})
    comments.add(row_named(entity.model, pk), text, by=asker.current())


def kept(row: Model) -> dict[str, Any]:
    """The row as this person may see it now; only its number where they may not."""
    entity = Entity(type(row))
    seen = rights_for(type(row)).allowed("view", row, asker.current())
    return entity.one(row.pk) if seen else {"id": row.pk}


def _as_of(said: Any, *, named: bool) -> datetime | None:
    if not named:
        return None
    try:
        found = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        found = None
    if found is None:
        raise Invalid({SEEN_AT: ["Send it as you read it, or leave it out."]})
    return found
