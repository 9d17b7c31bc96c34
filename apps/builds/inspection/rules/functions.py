"""`function`: only tests and extensions have them, and none does anything when defined."""

import ast

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of
from apps.builds.inspection.rules.extensions import HOOKS


def _find(source: Source) -> Hits:
    for node in source.nodes():
        if isinstance(node, ast.FunctionDef):
            if not _may_be_called(source, node.name):
                yield line_of(node), f"The function {node.name}"
            defaults = [*node.args.defaults, *node.args.kw_defaults]
            if any(one is not None and not isinstance(one, ast.Constant) for one in defaults):
                yield line_of(node), f"A computed default in {node.name}"


def _may_be_called(source: Source, name: str) -> bool:
    if source.kind is Kind.TEST:
        return not name.startswith("_")
    top = {node.name for node in source.tree.body if isinstance(node, ast.FunctionDef)}
    return source.kind is Kind.EXTENSION and name in HOOKS and name in top


RULE = Rule("function", "functions stand in tests, and as the one hook of an extension.", _find)
