"""`name`: a file uses what it imports, what it defines, and a short list of built-in names."""

import ast
import io
import tokenize
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

PLAIN = {"bool", "dict", "float", "int", "len", "list", "object", "range", "set", "str", "tuple"}
BUILT_IN: dict[Kind, set[str]] = {
    Kind.MIGRATION: {"list"},
    Kind.TEST: {*PLAIN, "classmethod", "enumerate", "sorted", "super", "zip"},
    Kind.EXTENSION: {
        *PLAIN,
        *("abs", "all", "any", "enumerate", "max", "min", "reversed", "round", "sorted", "sum"),
        "zip",
    },
}


def _find(source: Source) -> Hits:
    known = BUILT_IN.get(source.kind, set()) | set(_defined(source))
    for node in source.nodes():
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in known:
            yield line_of(node), f"The name {_shown(node.id)}"
    for line, name in _odd_letters(source.text):
        yield line, f"The name {_shown(name)}"


def _defined(source: Source) -> Iterator[str]:
    for node in source.nodes():
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _odd_letters(text: str) -> Iterator[tuple[int, str]]:
    """Identifiers that are not plain ASCII, which Python would fold into other ones."""
    if text.isascii():
        return
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME and not token.string.isascii():
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):
        yield 1, "of this file"


def _shown(name: str) -> str:
    return name if name.isascii() else ascii(name)


RULE = Rule(
    "name",
    "only what the file imports or defines is used, in plain letters.",
    _find,
)
