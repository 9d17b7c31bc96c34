"""`decorator`: none, but the one by which tests say that their rows are made once a class."""

import ast

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

DECORATED = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
ONCE = "setUpTestData"


def _find(source: Source) -> Hits:
    for node in source.nodes():
        if isinstance(node, DECORATED) and not _is_once_a_class(source, node):
            yield from ((line_of(one), "A decorator") for one in node.decorator_list)


def _is_once_a_class(source: Source, node: ast.AST) -> bool:
    """`@classmethod` itself: no file may give that name to something of its own."""
    return (
        source.kind is Kind.TEST
        and isinstance(node, ast.FunctionDef)
        and node.name == ONCE
        and [ast.unparse(one) for one in node.decorator_list] == ["classmethod"]
    )


RULE = Rule("decorator", "it would run code where nobody looks for it.", _find)
