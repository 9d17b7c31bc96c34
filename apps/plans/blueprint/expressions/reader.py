"""Reads an expression: from Python's syntax tree to the typed nodes of the language."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.expressions.aggregates import AGGREGATES, MEASURES, aggregate, measure
from apps.plans.blueprint.expressions.comparing import as_type
from apps.plans.blueprint.expressions.functions import FUNCTIONS
from apps.plans.blueprint.expressions.nodes import (
    UNKNOWN,
    And,
    Arithmetic,
    Empty,
    Name,
    Negative,
    Node,
    Not,
    Or,
    Relation,
    Value,
)
from apps.plans.blueprint.expressions.operations import arithmetic, choose, comparison, listed
from apps.plans.blueprint.expressions.paths import dotted, path_at
from apps.plans.blueprint.expressions.places import Place
from apps.plans.blueprint.expressions.problems import Faults
from apps.plans.blueprint.expressions.syntax import unmarked
from apps.plans.blueprint.expressions.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    PERSON_TYPE,
    TEXT,
    Type,
)
from apps.plans.blueprint.world import World

ARITHMETIC: dict[type[ast.operator], Arithmetic] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Mod: "%",
}
LARGEST = 10**15
RELATIONS: dict[type[ast.cmpop], Relation] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


@dataclass(slots=True)
class Reader:
    """Reads in one world, and gathers what is wrong."""

    world: World
    faults: Faults = field(default_factory=Faults)

    def say(self, message: str) -> None:
        """Notes a fault."""
        self.faults.say(message)

    def read(self, node: ast.expr, place: Place) -> Node:
        """The node of a part of the tree; faults are noted and the reading goes on."""
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name() | ast.Attribute():
                return self._named(node, place)
            case ast.Call():
                return self._called(node, place)
            case ast.Compare():
                return self._compared(node, place)
            case ast.BoolOp():
                items = tuple(self.condition(value, place) for value in node.values)
                return And(BOOLEAN, items) if isinstance(node.op, ast.And) else Or(BOOLEAN, items)
            case ast.UnaryOp(op=ast.Not()):
                return Not(BOOLEAN, self.condition(node.operand, place))
            case ast.UnaryOp(op=ast.USub()):
                return self._negated(node.operand, place)
            case ast.BinOp() if type(node.op) in ARITHMETIC:
                left, right = self.read(node.left, place), self.read(node.right, place)
                return arithmetic(ARITHMETIC[type(node.op)], left, right, self.faults)
            case ast.IfExp():
                then, otherwise = self.read(node.body, place), self.read(node.orelse, place)
                return choose(self.condition(node.test, place), then, otherwise, self.faults)
            case ast.List():
                return listed(tuple(self.read(item, place) for item in node.elts), self.faults)
        self.say(f"“{_source(node)}” is not in the language")
        return UNKNOWN

    def condition(self, node: ast.expr, place: Place) -> Node:
        """A part that has to be true or false."""
        found = self.read(node, place)
        if found.type.family not in ("boolean", "any") or found.type.many:
            written = _source(node)
            self.say(
                f"“{written}” is {found.type}, not a condition; compare it: {written} != empty"
            )
        return found

    def fit(self, node: Node, wanted: Type) -> Node:
        """The node in the light of the type that it has to have."""
        return as_type(node, wanted, self.faults)

    def keywords(self, call: ast.Call, name: str, allowed: Sequence[str]) -> dict[str, ast.expr]:
        """The named arguments of a call; complains about others."""
        given: dict[str, ast.expr] = {}
        for argument in call.keywords:
            if argument.arg in allowed:
                given[str(argument.arg)] = argument.value
            else:
                ways = f"; it takes {', '.join(f'{a}=' for a in allowed)}" if allowed else ""
                self.say(f"{name} takes no {argument.arg or '**'}={ways}")
        return given

    def _constant(self, node: ast.Constant) -> Node:
        match node.value:
            case bool():
                return Value(BOOLEAN, node.value)
            case int() | float() if abs(node.value) >= LARGEST:
                self.say("a number has at most 15 digits")
                return UNKNOWN
            case int():
                return Value(INTEGER, node.value)
            case float():
                return Value(DECIMAL, Decimal(str(node.value)))
            case str() if node.value:
                return Value(TEXT, node.value)
            case "" | None:
                self.say("what is empty is asked for by the word empty: x == empty")
                return Empty()
        self.say(f"“{_source(node)}” is not in the language")
        return UNKNOWN

    def _named(self, node: ast.expr, place: Place) -> Node:
        parts = dotted(node)
        if parts is None:
            self.say(f"“{_source(node)}” is not a path: fields joined by dots")
            return UNKNOWN
        if len(parts) == 1 and (word := self._word(parts[0])):
            return word
        return path_at(parts, place, self.world, self.faults)

    def _word(self, name: str) -> Node | None:
        match name:
            case "empty":
                return Empty()
            case "me":
                return Name(PERSON_TYPE, "me")
            case "today":
                return Name(DATE, "today")
            case "now":
                return Name(DATETIME, "now")
            case "my_roles":
                return Name(Type("text", "texts", many=True, values=self.world.roles), "my_roles")
        return None

    def _called(self, call: ast.Call, place: Place) -> Node:
        name = unmarked(call.func.id) if isinstance(call.func, ast.Name) else ""
        if any(isinstance(argument, ast.Starred) for argument in call.args):
            self.say("“*” is not in the language")
            return UNKNOWN
        is_of_several = name in ("min", "max") and len(call.args) > 1
        if place.measure and name in MEASURES and not is_of_several:
            return measure(self, name, call, place)
        if name in AGGREGATES and not is_of_several:
            if place.measure:
                self.say(f"{name} is no measure; a measure is count, sum, avg, min or max of rows")
            return aggregate(self, name, call, place)
        if name not in FUNCTIONS:
            known = [*FUNCTIONS, *AGGREGATES]
            self.say(f"there is no function “{name or _source(call.func)}”; {nearest(name, known)}")
            return UNKNOWN
        return FUNCTIONS[name](self, name, call, place)

    def _compared(self, node: ast.Compare, place: Place) -> Node:
        """`a < b <= c` is both comparisons."""
        sides = [self.read(side, place) for side in (node.left, *node.comparators)]
        found: list[Node] = []
        for position, operator in enumerate(node.ops):
            if type(operator) not in RELATIONS:
                self.say("“is” is written ==")
                continue
            left, right = sides[position], sides[position + 1]
            found.append(comparison(RELATIONS[type(operator)], left, right, self.faults))
        return found[0] if len(found) == 1 else And(BOOLEAN, tuple(found))

    def _negated(self, operand: ast.expr, place: Place) -> Node:
        found = self.read(operand, place)
        if found.type.family not in ("number", "any") or found.type.many:
            self.say(f"minus goes with numbers, and “{_source(operand)}” is {found.type}")
        return Negative(found.type, found)


def _source(node: ast.expr) -> str:
    return re.sub(r"(?<=[a-z])__\b", "", ast.unparse(node))
