"""`identifier`: what a migration names is a plain name, for Django puts names between quotation
marks and leaves a mark inside them as it is."""

import ast
import re
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
IN_DECLARATIONS = {"db_collation", "db_tablespace"}
NAMING = {
    *("name", "model_name", "old_name", "new_name", "to_field", "title"),
    *IN_DECLARATIONS,
}


def _find(source: Source) -> Hits:
    if source.kind is Kind.TEST:
        return
    migrates = source.kind is Kind.MIGRATION
    naming = NAMING if migrates else IN_DECLARATIONS
    for node in source.nodes():
        if isinstance(node, ast.keyword) and node.arg in naming:
            yield from _plain(node.value)
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            for value in (value for key, value in pairs if _says(key, "db_tablespace")):
                yield from _plain(value)
        elif migrates:
            for value in _in_place(node):
                yield from _plain(value)


def _in_place(node: ast.AST) -> list[ast.expr]:
    """The names in `("title", models.CharField())` and in `AddField("request", "title")`."""
    if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Call):
        return [one for one in node.elts[:1] if isinstance(one, ast.Constant)]
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("migrations."):
        return [one for one in node.args if isinstance(one, ast.Constant)]
    return []


def _says(key: ast.expr | None, text: str) -> bool:
    return isinstance(key, ast.Constant) and key.value == text


def _plain(value: ast.expr) -> Iterator[tuple[int, str]]:
    name = value.value if isinstance(value, ast.Constant) else ""
    if name is not None and not (isinstance(name, str) and NAME.fullmatch(name)):
        yield line_of(value), f"The name {ast.unparse(value)[:60]}"


RULE = Rule("identifier", "names of tables, columns and indexes are plain names.", _find)
