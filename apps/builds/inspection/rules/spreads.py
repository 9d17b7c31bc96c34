"""`spread`: no `*` or `**` in a call, so that data never chooses a lookup or an option."""

import ast

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of


def _find(source: Source) -> Hits:
    if source.kind is Kind.TEST:
        return
    for node in source.nodes():
        if isinstance(node, ast.Starred):
            yield line_of(node), "A * here"
        elif isinstance(node, ast.keyword) and node.arg is None:
            yield line_of(node.value), "A ** here"
        elif isinstance(node, ast.Dict) and None in node.keys:
            yield line_of(node), "A ** here"


RULE = Rule("spread", "arguments are written out, so that data never names a lookup.", _find)
