"""`target`: what may be assigned to. Nothing that is imported, hidden or somebody else's."""

import ast
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

KEPT = {"Q", "F", "Decimal", "classmethod", "kit", "models", "datetime"}
"""What other rules know by its name, imported or not."""


def _find(source: Source) -> Hits:
    imported = set(_imported(source))
    for node in source.nodes():
        if _named(node) in imported | KEPT:
            yield line_of(node), f"The name {_named(node)}"
        for target in _targets(node):
            if not _may(source.kind, target, imported):
                yield line_of(target), f"Assigning to {ast.unparse(target)}"


def _imported(source: Source) -> Iterator[str]:
    for node in source.nodes():
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]


def _named(node: ast.AST) -> str:
    """What a class, a function or a parameter is called."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return node.name
    return node.arg if isinstance(node, ast.arg) else ""


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.For | ast.comprehension) else []


def _may(kind: Kind, target: ast.expr, imported: set[str]) -> bool:
    if isinstance(target, ast.Name):
        return target.id not in imported | KEPT and not target.id.startswith("_")
    if kind in (Kind.TEST, Kind.EXTENSION):
        if isinstance(target, ast.Tuple):
            return all(_may(kind, inner, imported) for inner in target.elts)
        if isinstance(target, ast.Subscript) and kind is Kind.EXTENSION:
            return _may(kind, target.value, imported)
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            return target.value.id not in imported and not target.attr.startswith("_")
    return False


RULE = Rule("target", "a file gives values to its own plain names only.", _find)
