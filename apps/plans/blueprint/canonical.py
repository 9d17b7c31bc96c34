"""The canonical form of a blueprint: the same tool is the same text, byte for byte."""

from typing import Any

from apps.plans.blueprint.layout import lay_out
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.whole import Blueprint


def canonical(blueprint: Blueprint) -> str:
    """The blueprint as text: keys in the language's order, defaults left out, one layout."""
    return lay_out(canonical_data(blueprint))


def canonical_data(shape: Shape) -> dict[str, Any]:
    """The same as plain data: dicts, lists, texts, numbers and booleans."""
    return shape.model_dump(mode="json", by_alias=True, exclude_defaults=True)
