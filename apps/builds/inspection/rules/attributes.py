"""`attribute`: no way round the declarations through an object's inner parts."""

import ast

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

NEVER = {
    *("ag_frame", "cr_frame", "f_back", "f_builtins", "f_globals", "f_locals", "gi_frame"),
    *("gi_code", "gi_yieldfrom"),
    *("tb_frame", "mro", "modules", "format", "format_map", "obj", "settings", "urls"),
    *("raw", "extra", "using", "cursor", "execute", "executemany", "connection", "query"),
    *("RawSQL", "Func", "RunPython", "RunSQL", "SeparateDatabaseAndState", "Manager"),
}
NOT_IN_TESTS = {"everything"}


def _find(source: Source) -> Hits:
    refused = NEVER if source.kind is Kind.TEST else NEVER | NOT_IN_TESTS
    for node in source.nodes():
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr in refused or node.attr.startswith("_"):
            yield line_of(node), f"The attribute {node.attr}"
        elif _declared(source) and not _is_name(node.value) and not _is_order(node):
            yield line_of(node), f"The attribute {node.attr} of a value"


def _declared(source: Source) -> bool:
    return source.kind in (Kind.DECLARATION, Kind.MIGRATION)


def _is_order(node: ast.Attribute) -> bool:
    """`F("due").desc`, in an index."""
    value = node.value
    is_path = isinstance(value, ast.Call) and isinstance(value.func, ast.Name)
    return node.attr in ("asc", "desc") and is_path and ast.unparse(value).startswith("F(")


def _is_name(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


RULE = Rule(
    "attribute",
    "a tool uses the site kit's surface, never what lies under it.",
    _find,
)
