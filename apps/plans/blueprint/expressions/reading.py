"""The ways in: a text that stands at a place, read to the end or refused with all that is wrong."""

import re

from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.expressions.comparing import as_type, mixes
from apps.plans.blueprint.expressions.nodes import Assignment, Hook, Node, Path, walk
from apps.plans.blueprint.expressions.paths import path_from
from apps.plans.blueprint.expressions.places import Place
from apps.plans.blueprint.expressions.problems import ExpressionErrors, Faults
from apps.plans.blueprint.expressions.reader import Reader
from apps.plans.blueprint.expressions.syntax import tree_of
from apps.plans.blueprint.expressions.templates import parts_of
from apps.plans.blueprint.expressions.types import Type
from apps.plans.blueprint.expressions.who import who_path
from apps.plans.blueprint.world import World

WRITTEN = re.compile(r"^\s*([a-z_][a-z0-9_.]*)\s*=(?!=)\s*(.+?)\s*$", re.DOTALL)
PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")


def parse(text: str, place: Place, world: World, wanted: Type | None = None) -> Node:
    """The expression as a tree; with `wanted`, of that type. Raises `ExpressionErrors`."""
    reader = Reader(world)
    node = reader.read(tree_of(text), place)
    if wanted is not None:
        node = as_type(node, wanted, reader.faults)
        if reason := mixes(wanted, node.type):
            reader.say(f"this has to be {wanted}: {reason}")
    _finish(reader.faults)
    return node


def parse_condition(text: str, place: Place, world: World) -> Node:
    """An expression that is true or false. Raises `ExpressionErrors`."""
    reader = Reader(world)
    node = reader.condition(tree_of(text), place)
    _finish(reader.faults)
    return node


def parse_path(text: str, entity: str, world: World) -> Path:
    """A plain path from a row of the entity, as in columns. Raises `ExpressionErrors`."""
    faults = Faults()
    if not PATH.fullmatch(text):
        raise ExpressionErrors([f"“{text}” is not a path: field ids joined by dots"])
    path = path_from(entity, text.split("."), world, faults)
    _finish(faults)
    return path


def parse_assignment(text: str, place: Place, world: World, target: str) -> Assignment:
    """`field = expression`, left of the target entity. Raises `ExpressionErrors`."""
    match = WRITTEN.match(text)
    if not match:
        raise ExpressionErrors([f"“{text}” is not an assignment: write field = expression"])
    reader = Reader(world)
    left = path_from(target, match[1].split("."), world, reader.faults)
    if reason := _not_written(left):
        reader.say(reason)
    value = as_type(reader.read(tree_of(match[2]), place), left.type, reader.faults)
    if reason := mixes(left.type, value.type):
        reader.say(f"{match[1]}: {reason}")
    if left.type.family == "file" and any(isinstance(node, Hook) for node in walk(value)):
        reader.say(f"{match[1]}: only a person gives a file; name one of a row, or empty")
    _finish(reader.faults)
    return Assignment(left, value)


def parse_template(
    text: str, place: Place, world: World, also: frozenset[str] = frozenset()
) -> tuple[str | Path, ...]:
    """A text with paths in braces, in pieces. Raises `ExpressionErrors`."""
    faults = Faults()
    parts = parts_of(text, place, world, faults, also)
    _finish(faults)
    return parts


def parse_who(text: str, entity: str, world: World, *, by_mail: bool = False) -> str | Path:
    """An entry of a who-list: a role id, or a path to people. Raises `ExpressionErrors`."""
    if text != "row" and not text.startswith("row."):
        if text in world.roles:
            return text
        hint = f" (a person of the row is written row.{text})" if world.field(entity, text) else ""
        raise ExpressionErrors([f"there is no role “{text}”{hint}; {nearest(text, world.roles)}"])
    faults = Faults()
    path = who_path(text, entity, world, faults, by_mail=by_mail)
    _finish(faults)
    return path


def _not_written(left: Path) -> str:
    """Why the left side of an assignment cannot be written; empty if it can."""
    if not left.hops:
        return ""
    last = left.hops[-1]
    if len(left.hops) > 2:
        return f"“{left.text}” goes too far: the left side goes through one relation at most"
    if last.sort == "closed" or last.field.is_system:
        return f"“{last.id}” is kept by the tool itself and not written"
    if len(left.hops) == 2 and left.hops[0].field.kind != "relation":
        return f"“{left.hops[0].id}” is no relation to one row; nothing can be written through it"
    if last.field.is_computed:
        return f"“{left.text}” is computed and not written"
    return ""


def _finish(faults: Faults) -> None:
    if faults.messages:
        raise ExpressionErrors(faults.messages)
