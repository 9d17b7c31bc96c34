"""`statement`: which kinds of Python may stand in which kind of file, and where.

A declaration and a migration consist of imports and classes of assignments: nothing in them
happens when they are read, beyond the making of what is declared.
"""

import ast
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

VALUES = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Call,
    ast.keyword,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.BinOp,
    ast.UnaryOp,
    ast.operator,
    ast.unaryop,
    ast.expr_context,
    ast.alias,
)
DECLARED = (ast.Module, ast.Import, ast.ImportFrom, ast.ClassDef, ast.Assign, ast.Expr, *VALUES)
FLOW = (
    *DECLARED,
    ast.FunctionDef,
    ast.arguments,
    ast.arg,
    ast.Return,
    ast.For,
    ast.Compare,
    ast.cmpop,
    ast.BoolOp,
    ast.boolop,
    ast.Subscript,
    ast.Slice,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.IfExp,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.comprehension,
)
IN_CODE = (
    *(ast.If, ast.AugAssign, ast.Continue, ast.Break, ast.Pass),
    *(ast.GeneratorExp, ast.Set, ast.Lambda),
)
ALLOWED: dict[Kind, tuple[type[ast.AST], ...]] = {
    Kind.DECLARATION: DECLARED,
    Kind.MIGRATION: DECLARED,
    Kind.TEST: (*FLOW, ast.With, ast.withitem),
    Kind.EXTENSION: (*FLOW, *IN_CODE),
    Kind.EMPTY: (ast.Module,),
}
AT_THE_TOP = (ast.Import, ast.ImportFrom, ast.ClassDef)
IN_A_CLASS = (ast.Assign, ast.ClassDef, ast.FunctionDef)


def _find(source: Source) -> Hits:
    allowed = ALLOWED.get(source.kind, (ast.Module,))
    for node in source.nodes():
        if not isinstance(node, allowed) and hasattr(node, "lineno"):
            yield line_of(node), f"{type(node).__name__} here"
    yield from _out_of_place(source)


def _out_of_place(source: Source) -> Iterator[tuple[int, str]]:
    top = (*AT_THE_TOP, ast.FunctionDef) if source.kind is Kind.EXTENSION else AT_THE_TOP
    for node in _without_docstring(source.tree.body):
        if not isinstance(node, top):
            yield line_of(node), f"{type(node).__name__} at the top of the file"
    for place in source.nodes():
        if isinstance(place, ast.ClassDef):
            for inner in _without_docstring(place.body):
                if not isinstance(inner, IN_A_CLASS):
                    yield line_of(inner), f"{type(inner).__name__} in a class"
        elif isinstance(place, ast.FunctionDef):
            yield from _in_function(place)


def _in_function(function: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    for node in ast.walk(function):
        nested = isinstance(node, ast.FunctionDef | ast.ClassDef) and node is not function
        if nested or isinstance(node, ast.Import | ast.ImportFrom):
            yield line_of(node), f"{type(node).__name__} in a function"


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if is_text else body


RULE = Rule(
    "statement",
    "this kind of file holds only what the compiler writes there, so that reading it does nothing.",
    _find,
)
