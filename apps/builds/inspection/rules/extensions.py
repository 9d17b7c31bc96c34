"""`extension`: what code that a model or a person wrote may be made of.

It is one function with the signature of its hook. Everything it meets is handed to it or comes
from `site_kit.extensions`, so what is held here is small: nothing gets a second name, modules give
their listed parts only, and of values only plain methods are called.
"""

import ast
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of
from apps.builds.inspection.rules.names import BUILT_IN, PLAIN

HOOKS = {
    "run": ("row", "person", "asked"),
    "show": ("request",),
    "job": ("rows",),
    "value": ("row",),
}
SURFACE = {"act", "change", "create", "find", "now", "refuse", "remove", "today"}
"""What `site_kit.extensions` gives."""
PARTS = {
    "datetime": {"date", "datetime", "time", "timedelta"},
    "math": {
        *("ceil", "floor", "trunc", "sqrt", "hypot", "exp", "log", "log10", "fabs", "pi"),
        *("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "radians", "degrees"),
    },
}
METHODS = {
    *("strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold", "zfill"),
    *("split", "rsplit", "splitlines", "partition", "rpartition", "join", "replace", "find"),
    *("startswith", "endswith", "removeprefix", "removesuffix", "isdigit", "isalpha", "isalnum"),
    *("append", "extend", "insert", "index", "count", "sort", "reverse", "pop", "copy"),
    *("get", "items", "keys", "values", "setdefault", "update", "add", "discard"),
    *("union", "intersection", "difference", "issubset", "quantize", "combine", "fromisoformat"),
    *("isoformat", "strftime", "weekday", "isoweekday", "date", "time", "total_seconds"),
}
SORTS = {"sorted", "min", "max", "sort"}
"""What calls its `key`."""


def _find(source: Source) -> Hits:
    if source.kind is not Kind.EXTENSION:
        return
    yield from _hook(source)
    parents = {child: node for node in source.nodes() for child in ast.iter_child_nodes(node)}
    once = BUILT_IN[Kind.EXTENSION] | set(PARTS) | set(HOOKS) | set(_imported(source))
    for node in source.nodes():
        if isinstance(node, ast.Name) and node.id in once:
            yield from _named(node, parents)
        elif isinstance(node, ast.arg) and node.arg in once:
            yield line_of(node), f"A parameter with the name {node.arg}"
        elif isinstance(node, ast.Attribute):
            yield from _part(node, parents[node])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in once:
                yield line_of(node), f"Calling {node.func.id}"
        elif isinstance(node, ast.Lambda) and not _is_key(parents[node]):
            yield line_of(node), "A lambda that is no key"
        elif isinstance(node, ast.keyword) and not _is_plain(node, parents[node]):
            yield line_of(node), "A key that is no lambda"


def _hook(source: Source) -> Iterator[tuple[int, str]]:
    """One function, called as its kind is, given what its kind is given; and no class."""
    body = source.tree.body
    functions = [node for node in body if isinstance(node, ast.FunctionDef)]
    if len(functions) != 1:
        yield 1, f"{len(functions)} functions"
    for node in functions:
        given = tuple(one.arg for one in node.args.args)
        rest = (node.args.vararg, node.args.kwarg, *node.args.kwonlyargs, *node.args.posonlyargs)
        if given != HOOKS.get(node.name) or any(rest) or node.args.defaults:
            yield line_of(node), f"The function {node.name}({ast.unparse(node.args)})"
        annotated = [node.returns, *(one.annotation for one in node.args.args)]
        for said in (one for one in annotated if one is not None):
            if not isinstance(said, ast.Name) or said.id not in PLAIN:
                yield line_of(said), f"The annotation {ast.unparse(said)[:60]}"
    for one in source.nodes():
        if isinstance(one, ast.ClassDef):
            yield line_of(one), f"The class {one.name}"


def _imported(source: Source) -> Iterator[str]:
    for node in source.nodes():
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]


def _named(node: ast.Name, parents: dict[ast.AST, ast.AST]) -> Iterator[tuple[int, str]]:
    """What is built in or imported is called where it stands, or says a type; never kept."""
    above = parents[node]
    if isinstance(node.ctx, ast.Store):
        yield line_of(node), f"A value with the name {node.id}"
    elif node.id in PARTS:
        if not isinstance(above, ast.Attribute):
            yield line_of(node), f"The module {node.id} as a value"
    elif not _is_called(node, above) and not _is_annotation(node, above):
        yield line_of(node), f"{node.id} as a value"


def _is_called(node: ast.expr, above: ast.AST) -> bool:
    return isinstance(above, ast.Call) and above.func is node


def _is_annotation(node: ast.expr, above: ast.AST) -> bool:
    if isinstance(above, ast.FunctionDef):
        return above.returns is node
    return isinstance(above, ast.arg) and above.annotation is node


def _part(node: ast.Attribute, above: ast.AST) -> Iterator[tuple[int, str]]:
    module = node.value.id if isinstance(node.value, ast.Name) else ""
    if module in PARTS:
        if node.attr not in PARTS[module]:
            yield line_of(node), f"{module}.{node.attr}"
        elif module == "datetime" and not _is_used(node, above):
            yield line_of(node), f"{module}.{node.attr} as a value"
    elif _is_called(node, above) and node.attr not in METHODS:
        yield line_of(node), f"Calling {ast.unparse(node)[:60]}"
    elif not isinstance(node.ctx, ast.Load):
        yield line_of(node), f"Assigning to {ast.unparse(node)[:60]}"


def _is_used(node: ast.Attribute, above: ast.AST) -> bool:
    """`datetime.date(…)`, `datetime.date.fromisoformat(…)`."""
    return _is_called(node, above) or isinstance(above, ast.Attribute)


def _is_key(above: ast.AST) -> bool:
    """`sorted(found, key=lambda one: one.amount)`."""
    return isinstance(above, ast.keyword) and above.arg == "key"


def _is_plain(node: ast.keyword, above: ast.AST) -> bool:
    """Only what sorts takes a key that is called, and it is a lambda in sight."""
    called = isinstance(above, ast.Call) and ast.unparse(above.func).rpartition(".")[2]
    return node.arg != "key" or called not in SORTS or isinstance(node.value, ast.Lambda)


RULE = Rule(
    "extension",
    "code of a tool's own is one plain function over what it is handed.",
    _find,
)
