"""`meta`: the keys of `Meta` and `Entity`, and what a table or a column may be called."""

import ast
import re
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

KEYS = {
    "Meta": {"db_table", "constraints", "indexes", "verbose_name", "verbose_name_plural"},
    "Entity": {
        *("title", "name", "plural", "child_of", "append_only", "comments", "units"),
        *("admin_needs_permission", "balance_of"),
    },
}
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
RESERVED = re.compile(r"(kit|django|pg|auth)_.*|person|person_group|history")

NAMING = ("db_table", "db_column", "table")


def _find(source: Source) -> Hits:
    for node in source.nodes():
        if isinstance(node, ast.ClassDef) and node.name in KEYS:
            yield from _keys(node)
        elif isinstance(node, ast.keyword) and node.arg in _naming(source):
            yield from _name(node.arg, node.value)
        elif isinstance(node, ast.Dict):
            yield from _options(node)


def _naming(source: Source) -> tuple[str, ...]:
    """Elsewhere than in a migration, `table` may be a field."""
    return NAMING if source.kind is Kind.MIGRATION else NAMING[:2]


def _keys(node: ast.ClassDef) -> Iterator[tuple[int, str]]:
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            key = line.targets[0].id
            if key not in KEYS[node.name]:
                yield line_of(line), f"The key {key} of {node.name}"
            elif key == "db_table":
                yield from _name(key, line.value)


def _options(node: ast.Dict) -> Iterator[tuple[int, str]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "db_table":
            yield from _name("db_table", value)


def _name(key: str, value: ast.expr) -> Iterator[tuple[int, str]]:
    name = value.value if isinstance(value, ast.Constant) else None
    plain = isinstance(name, str) and NAME.fullmatch(name)
    reserved = key != "db_column" and isinstance(name, str) and RESERVED.fullmatch(name)
    if not plain or reserved:
        yield line_of(value), f"The {key} {ast.unparse(value)}"


RULE = Rule("meta", "tables and columns are the tool's own, with plain names.", _find)
