"""`decorator`: none, anywhere."""

import ast

from apps.builds.inspection.findings import Hits, Rule, Source, line_of


def _find(source: Source) -> Hits:
    for node in source.nodes():
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((line_of(one), "A decorator") for one in node.decorator_list)


RULE = Rule("decorator", "it would run code where nobody looks for it.", _find)
