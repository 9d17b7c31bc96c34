"""Expressions: read by Python's parser, never run as Python; typed by the place they stand in.

Takes a text, a place and a world; gives a tree of typed nodes, or all faults in sentences. Not in
charge of turning nodes into source (the compiler) or of where expressions stand (`checks`).
"""

from apps.plans.blueprint.expressions.nodes import Assignment, Node, Path
from apps.plans.blueprint.expressions.places import Place
from apps.plans.blueprint.expressions.problems import ExpressionErrors
from apps.plans.blueprint.expressions.reading import (
    parse,
    parse_assignment,
    parse_condition,
    parse_path,
    parse_template,
    parse_who,
)
from apps.plans.blueprint.expressions.types import Type

__all__ = [
    "Assignment",
    "ExpressionErrors",
    "Node",
    "Path",
    "Place",
    "Type",
    "parse",
    "parse_assignment",
    "parse_condition",
    "parse_path",
    "parse_template",
    "parse_who",
]
