"""Where an expression is written, and the refusal of what cannot be written there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions.nodes import Hop, Path

ATOM, SIGN, PRODUCT, SUM = 4, 3, 2, 1


class NotWritten(Exception):
    """An expression that generated code cannot say yet; the sentence names the way out."""


@dataclass(frozen=True, slots=True)
class Term:
    """Source of a value, and how closely it binds."""

    source: str
    binds: int = ATOM

    def within(self, around: int) -> str:
        """The source, in brackets where what is around it binds closer."""
        return f"({self.source})" if around > self.binds else self.source


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names of an expression are called here.

    In `where=` of an aggregate `row` is the row around the subquery (`outer`), unless the place
    has a row of that name already (`fixed`). `in_models` is the body of a model, where the values
    of a closed list are plain texts; `spelled` asks for its end states one by one, for constraints.
    `hand` is the other name of the row at hand (`it`, `each`), `around` that of the row around.
    A sum that is `reckoned` with is 0 where there is nothing to add. `one_row` says that the value
    is worked out for a row in hand, so that code of the tool's own can give it.
    """

    tool: Tool
    fixed: bool = False
    outer: bool = False
    in_models: bool = False
    spelled: bool = False
    hand: str = ""
    around: str = ""
    reckoned: bool = False
    one_row: bool = False

    def inside(self) -> Scope:
        """The scope of `where=`, in an aggregate."""
        inner = replace(self, outer=not self.fixed, hand="", around=self.hand)
        return replace(inner, one_row=False)

    def key(self, path: Path) -> str:
        """A path as Django spells it, from the row it begins at; the row itself is `pk`."""
        return "__".join(self._part(hop) for hop in path.hops) or "pk"

    def dotted(self, path: Path) -> str:
        """A path as declarations spell it."""
        return self.key(path).replace("__", ".")

    def _part(self, hop: Hop) -> str:
        if hop.sort == "closed":
            return "closed"
        if hop.sort == "children":
            raise NotWritten(f"“{hop.id}” leads to many rows; count or sum over them instead.")
        self._check(hop)
        names = self.tool.names.get(hop.field.entity)
        return names.attribute(hop.id) if names else hop.id

    def _check(self, hop: Hop) -> None:
        if hop.field.is_system and hop.id in UNREAD:
            raise NotWritten(f"“{hop.id}” cannot be used in an expression yet; {UNREAD[hop.id]}.")


UNREAD = {
    "title": "name the field that the title is made of",
    "link": "leave it to messages, where {link} is the address",
    "comment": "keep a text field for it",
    "managers": "ask who is above: me in employee.managers",
    "groups": "write 'Finance' in … .groups",
}
