"""In what a measure is counted: money stays money when it is added, a share is per cent.

A measure is an aggregate, or arithmetic over aggregates. Money by money is a plain number, money by
rows is money a row, and a hundred times a part of its whole is per cent.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, Count, F, Model, Value
from django.db.models.expressions import CombinedExpression

from site_kit.functions import Divide
from site_kit.paths import NoSuchPath, name_of, sources_of, walk

HUNDRED = 100
ADDED = ("+", "-")


def unit_of(model: type[Model], measure: Any) -> Any:
    """The field in whose kind the figure is written; None for a plain number."""
    if isinstance(measure, Aggregate):
        return _field_of(model, measure)
    sources = sources_of(measure)
    found = [unit_of(model, one) for one in sources]
    if isinstance(measure, CombinedExpression) and measure.connector in ADDED:
        return found[0] if _alike(found[0], found[1]) else None
    if isinstance(measure, CombinedExpression | Divide):
        return _of_two(measure, found)
    return found[0] if found else None


def _of_two(measure: Any, found: list[Any]) -> Any:
    left, right = found
    by_share = isinstance(measure, Divide) or measure.connector == "/"
    if by_share:
        return left if right is None else None
    return left or right if left is None or right is None else None


def _alike(one: Any, other: Any) -> bool:
    return one is other is None or (one is not None and type(one) is type(other))


def is_share(measure: Any) -> bool:
    """Whether it is a hundred times a quotient: `100 * sum(paid) / sum(premium)`."""
    sources = sources_of(measure)
    if isinstance(measure, Divide) and len(sources) == 2:
        return _is_hundredfold(sources[0])
    return _is_hundredfold(measure) and any(isinstance(one, Divide) for one in sources)


def _is_hundredfold(node: Any) -> bool:
    if not (isinstance(node, CombinedExpression) and node.connector == "*"):
        return False
    return any(isinstance(one, Value) and one.value == HUNDRED for one in sources_of(node))


def _field_of(model: type[Model], measure: Aggregate) -> Any:
    path = path_of(measure)
    try:
        return walk(model, path).field if path else None
    except NoSuchPath:
        return None


def path_of(measure: Any) -> str:
    """The path that one aggregate is over, with dots; "" where it counts, or reckons."""
    if isinstance(measure, Count) or not isinstance(measure, Aggregate):
        return ""
    named = (source for source in sources_of(measure) if isinstance(source, F))
    first: Any = next(named, None)
    return name_of(first).replace("__", ".") if first is not None else ""
