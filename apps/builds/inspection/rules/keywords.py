"""`keyword`: no text of a file becomes a part of a statement of SQL.

Django writes some arguments into SQL as they stand: a template, the name of a function, the
operator between two values, the length in a column's type. What runs so goes past the rights on
rows, or runs as the owner of the tables. The rows of `Q(template="x")` are compared, not run.
"""

import ast
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

NEVER = {"template", "function", "opclasses", "arg_joiner"}
LENGTHS = {"max_length", "max_digits", "decimal_places"}
COMPARED = {"Q", "models.Q", "models.When"}
"""Their keywords are fields of the tool's."""
EXCLUSION = "django.contrib.postgres.constraints.ExclusionConstraint"
COMBINED = "django.db.models.expressions.CombinedExpression"
CONNECTORS = {"+", "-", "*", "/", "%%", "^"}
MOST_IN_PLACE = 2
"""Of a field in a declaration: what it is called; the length would be one of the next."""


def _find(source: Source) -> Hits:
    if source.kind in (Kind.TEST, Kind.EXTENSION):
        return  # nothing that an extension may call writes SQL: its keywords are fields
    for node in source.nodes():
        if isinstance(node, ast.Call):
            yield from _call(source.kind, node)
        elif isinstance(node, ast.Attribute) and _is_set(node):
            yield line_of(node), f"Assigning to {ast.unparse(node)}"


def _is_set(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store) and node.attr in NEVER | LENGTHS


def _call(kind: Kind, node: ast.Call) -> Iterator[tuple[int, str]]:
    name = ast.unparse(node.func)
    for keyword in node.keywords:
        if name not in COMPARED and not _may(keyword):
            yield line_of(keyword.value), f"{keyword.arg} = {ast.unparse(keyword.value)[:60]}"
    if len(node.args) > _in_place(kind, name):
        yield line_of(node), f"{name} with arguments that have no name"
    if name == EXCLUSION:
        yield from _exclusion(node)
    elif name == COMBINED and not _is_one_of(node.args[1:2], CONNECTORS):
        yield line_of(node), "Values combined by something else than arithmetic"


def _may(keyword: ast.keyword) -> bool:
    value = keyword.value.value if isinstance(keyword.value, ast.Constant) else ""
    if keyword.arg in LENGTHS:
        return value is None or isinstance(value, int)
    return keyword.arg not in NEVER


def _in_place(kind: Kind, name: str) -> int:
    """How many arguments may come without their names."""
    module, _, last = name.rpartition(".")
    if module == "migrations" or not last.endswith(("Field", "ForeignKey")):
        return 255
    return 0 if kind is Kind.MIGRATION else MOST_IN_PLACE


def _exclusion(node: ast.Call) -> Iterator[tuple[int, str]]:
    """Only what `kit.NoOverlap` makes."""
    for keyword in node.keywords:
        value = keyword.value
        if keyword.arg == "index_type" and not _is_one_of([value], {"gist", "GIST"}):
            yield line_of(value), f"index_type = {ast.unparse(value)}"
        elif keyword.arg == "expressions":
            for one in value.elts if isinstance(value, ast.List | ast.Tuple) else [value]:
                pair = one.elts if isinstance(one, ast.Tuple | ast.List) else []
                if not _is_one_of(pair[1:], {"=", "&&"}):
                    yield line_of(one), f"The operator of {ast.unparse(one)[:60]}"


def _is_one_of(values: list[ast.expr], known: set[str]) -> bool:
    """Whether there is one value, and it is a text of these."""
    texts = [value.value for value in values if isinstance(value, ast.Constant)]
    return len(values) == 1 and len(texts) == 1 and texts[0] in known


RULE = Rule("keyword", "a tool names what it wants; the SQL is written by the site kit.", _find)
