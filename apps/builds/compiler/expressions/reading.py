"""Texts of expressions, read in their place and written as source.

A writer asks for a condition or a value, and says where it stands; what cannot be written yet is
noted on the tool with that address, so that one pass finds all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from apps.builds.compiler import literals, names
from apps.builds.compiler.expressions.algebra import Piece, printed
from apps.builds.compiler.expressions.dispatch import condition, term
from apps.builds.compiler.expressions.scope import NotWritten, Scope
from apps.builds.compiler.fields import EMPTY_IS_TEXT
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import parse, parse_assignment, parse_who
from apps.plans.blueprint.expressions.nodes import Assignment, Empty, Hop, Node, Path
from apps.plans.blueprint.expressions.places import Place
from apps.plans.blueprint.expressions.reading import parse_path
from apps.plans.blueprint.expressions.types import Type

NOTHING = "None"
TITLE = "title"
ABOUT, SHOWN = ("link", "comment"), ("columns", "search", "sort")
"""What every row has without a field, and the lists of paths that may name it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One place of the language, in one tool."""

    tool: Tool
    place: Place
    scope: Scope

    @classmethod
    def at(cls, tool: Tool, place: Place, *, in_models: bool = False) -> Reading:
        """The reading of a place."""
        hand = _at_hand(place)
        return cls(tool, place, Scope(tool, fixed=place.fixed, in_models=in_models, hand=hand))

    def spelled(self) -> Reading:
        """The same, with end states named one by one, for a constraint."""
        return replace(self, scope=replace(self.scope, spelled=True))

    def of_one_row(self) -> Reading:
        """The same, where the tool works the value out for a row in hand."""
        return replace(self, scope=replace(self.scope, one_row=True))

    def question(self, text: str) -> Node:
        """The typed tree of a condition."""
        return self.tool.question(text, self.place)

    def node(self, text: str, wanted: Type | None = None) -> Node:
        """The typed tree of a value."""
        return parse(text, self.place, self.tool.world, wanted)

    def condition(self, text: str, where: str) -> str:
        """A condition as a `Q`; nothing for no text."""
        return self.written(where, lambda: printed(self.piece(text))) if text else ""

    def piece(self, text: str) -> Piece:
        """A condition that is to be put together with others."""
        return condition(self.question(text), self.scope)

    def value(self, text: str, where: str, wanted: Type | None = None) -> str:
        """A value; nothing for no text."""
        return self.written(where, lambda: self._source(self.node(text, wanted))) if text else ""

    def _source(self, node: Node) -> str:
        return term(node, self.scope).source

    def written(self, where: str, how: Callable[[], str]) -> str:
        """What `how` writes; if that cannot be written yet, a note on the tool with the address."""
        try:
            return how()
        except NotWritten as refusal:
            self.tool.refuse(where, str(refusal))
            return NOTHING

    def path(self, text: str, entity: str, where: str) -> str:
        """A plain path from a row of the entity, as declarations spell it; `-` in front stays."""
        sign = "-" if text.startswith("-") else ""
        read = parse_path(text.removeprefix("-"), entity, self.tool.world)
        if read.text == TITLE or (read.text in ABOUT and where.rpartition(".")[2] in SHOWN):
            return text
        return self.written(where, lambda: sign + self.scope.dotted(read))

    def assignments(self, texts: Iterable[str], target: str, where: str) -> str:
        """`field = expression`, several, for rows of `target`: a dictionary, or nothing."""
        entries = [self.assignment(text, target, where) for text in texts]
        return literals.mapping(entries) if entries else ""

    def assignment(self, text: str, target: str, where: str) -> tuple[str, str]:
        """One of them, as the source of its two sides."""
        read = parse_assignment(text, self.place, self.tool.world, target)
        left = self.written(where, lambda: literals.text(self.scope.dotted(read.target)))
        return left, self.written(where, lambda: self.of_one_row()._assigned(read))

    def _assigned(self, assignment: Assignment) -> str:
        field = assignment.target.field
        if isinstance(assignment.value, Empty) and field and field.kind in EMPTY_IS_TEXT:
            return "[]" if field.kind == "choices" else '""'
        return self._source(assignment.value)


def _at_hand(place: Place) -> str:
    """The name, besides its own, of the row whose names stand bare."""
    names = {"it": place.it, "each": place.each}
    return next((name for name, entity in names.items() if entity and entity == place.this), "")


def who(tool: Tool, entries: Iterable[str], entity: str, where: str) -> list[str]:
    """A who-list with attributes for ids: roles as they are, people as `row.` and a path."""
    reading = Reading.at(tool, Place())
    return [
        reading.written(where, lambda entry=entry: _who(tool, entry, entity))  # type: ignore[misc]
        for entry in entries
    ]


def _who(tool: Tool, entry: str, entity: str) -> str:
    read = parse_who(entry, entity, tool.world, by_mail=True)
    if isinstance(read, str):
        return read
    return ".".join(["row", *(_who_part(tool, hop) for hop in read.hops)])


def _who_part(tool: Tool, hop: Hop) -> str:
    if hop.sort != "children":
        return Scope(tool).dotted(Path(Type("any"), "", "", (hop,)))
    if names.camel(hop.id) != tool.names[hop.id].model:
        raise NotWritten(f"“{hop.id}” cannot stand in a list of people; name the entity otherwise.")
    return hop.id
