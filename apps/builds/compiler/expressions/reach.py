"""How far a condition reaches: whether the database can hold it as a constraint of the row."""

from collections.abc import Iterator

from apps.plans.blueprint.expressions.nodes import (
    And,
    Comparison,
    Empty,
    Hop,
    ListOf,
    Negative,
    Node,
    Not,
    Operation,
    Or,
    Path,
    Value,
    walk,
)

KNOWN = (And, Or, Not, Comparison, ListOf, Value, Empty, Path, Negative, Operation)
NOT_IN_CONSTRAINTS = frozenset(("choices", "people", "relations", "file", "image"))


def stays_in_the_row(node: Node) -> bool:
    """Whether a condition is about stored fields of its own row, in plain comparisons."""
    return all(_is_known(below) for below in walk(node))


def _is_known(node: Node) -> bool:
    if isinstance(node, Path):
        return _is_stored(node)
    if isinstance(node, Operation):
        return node.operator in "+-*" and node.type.family == "number"
    if isinstance(node, Comparison):
        return _has_a_column(node)
    return isinstance(node, KNOWN)


def _is_stored(path: Path) -> bool:
    if path.root or not path.hops or len(path.hops) > 2:
        return False
    first, *rest = path.hops
    return _is_column(first) and all(hop.sort == "closed" for hop in rest)


def _is_column(hop: Hop) -> bool:
    field = hop.field
    if field.source is None:
        return field.id in ("id", "created_at", "created_by", "updated_at", "updated_by")
    return not field.is_computed and field.kind not in NOT_IN_CONSTRAINTS


def _has_a_column(node: Comparison) -> bool:
    right = node.right
    listed = right.items if isinstance(right, ListOf) else (right,)
    return any(isinstance(side, Path) for side in (node.left, *listed))


def compared(node: Node) -> Iterator[Path]:
    """The paths that a condition compares with something, once each; not those asked for empty."""
    seen: set[str] = set()
    for comparison in walk(node):
        if not isinstance(comparison, Comparison) or _asks_for_empty(comparison):
            continue
        for path in walk(comparison):
            if isinstance(path, Path) and not path.root and path.text not in seen:
                seen.add(path.text)
                yield path


def _asks_for_empty(node: Comparison) -> bool:
    return isinstance(node.left, Empty) or isinstance(node.right, Empty)
