"""Section 7, actions: what people do to a row by a button."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field as Key

from apps.plans.blueprint.flat import FlatShape, kinds
from apps.plans.blueprint.shapes import (
    Assignments,
    Expression,
    Id,
    Ids,
    OptionalId,
    Template,
    Text,
    WhoList,
)

ActionKind = Literal[
    "transition", "update", "create", "toggle", "duplicate", "repeat", "print", "extension"
]
Tone = Literal["plain", "good", "bad"]

ASKING = kinds("transition", "update", "create")


class Action(FlatShape):
    """An action of any kind."""

    kind: ActionKind
    id: Id
    name: Text = ""
    description: Text = ""
    entity: OptionalId = ""
    field: OptionalId = ""
    from_: Ids = Key((), alias="from")
    to: OptionalId = ""
    by: WhoList = ()
    not_by: WhoList = ()
    when: Expression = ""
    needs: Ids = ()
    asks: Ids = ()
    tone: Tone = "plain"
    bulk: bool = False
    confirm: Text = ""
    set: Assignments = ()
    clear: Ids = ()
    with_children: bool = False
    date: OptionalId = ""
    end: OptionalId = ""
    each: Ids = ()
    body: Template = ""
    hook: OptionalId = ""

    goes_with: ClassVar[Mapping[str, frozenset[str]]] = {
        "field": kinds("transition"),
        "from": kinds("transition"),
        "to": kinds("transition"),
        "needs": ASKING | {"extension"},
        "asks": ASKING | {"extension"},
        "set": ASKING | {"duplicate"},
        "bulk": kinds("transition", "update", "print", "extension"),
        "entity": kinds("create", "toggle"),
        "clear": kinds("duplicate"),
        "with_children": kinds("duplicate"),
        "date": kinds("repeat"),
        "end": kinds("repeat"),
        "each": kinds("repeat"),
        "body": kinds("print"),
        "hook": kinds("extension"),
    }
    needs_keys: ClassVar[Mapping[str, frozenset[str]]] = {
        "to": kinds("transition"),
        "entity": kinds("toggle"),
        "date": kinds("repeat"),
        "hook": kinds("extension"),
    }
