"""Goes through the files of a tool, rule by rule, without running a line of them."""

import ast
import warnings
from collections.abc import Iterator, Mapping

from apps.builds.inspection.findings import Finding, Kind, Source
from apps.builds.inspection.kinds import kind_of
from apps.builds.inspection.rules import ALWAYS, IN_PYTHON

MOST_FILES = 500
MOST_CHARACTERS = 512 * 1024
DEEPEST = 60


def inspect_source(files: Mapping[str, str]) -> list[Finding]:
    """Everything that may not stand in these files, by file and line.

    `files` maps paths inside the tree (`app/models.py`) to their text. An empty list means that
    no rule objects; it is not a proof that running the files is safe.
    """
    if len(files) > MOST_FILES:
        return [Finding("size", "", 1, f"A tool has at most {MOST_FILES} files.")]
    found = [finding for path, text in files.items() for finding in _inspect_file(path, text)]
    return sorted(set(found), key=lambda finding: (finding.path, finding.line, finding.rule))


def _inspect_file(path: str, text: str) -> Iterator[Finding]:
    if len(text) > MOST_CHARACTERS:
        yield Finding("size", path, 1, f"A file has at most {MOST_CHARACTERS} characters.")
        return
    source = Source(path, text, kind_of(path), ast.Module([], []))
    for rule in ALWAYS:
        yield from rule.findings(source)
    if path.endswith(".py"):
        yield from _inspect_python(source)


def _inspect_python(source: Source) -> Iterator[Finding]:
    tree = _parsed(source.text)
    if isinstance(tree, str):
        yield Finding("syntax", source.path, 1, tree)
        return
    kind = Kind.DECLARATION if source.kind is Kind.UNKNOWN else source.kind
    parsed = Source(source.path, source.text, kind, tree)
    for rule in IN_PYTHON:
        yield from rule.findings(parsed)


def _parsed(text: str) -> ast.Module | str:
    """The tree of a file, or the sentence that says why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return f"This is not Python that can be read: {error.__class__.__name__}."
    if _deeper_than(tree, DEEPEST):
        return f"Expressions and blocks are nested at most {DEEPEST} deep."
    return tree


def _deeper_than(tree: ast.AST, limit: int) -> bool:
    level: list[ast.AST] = [tree]
    for _ in range(limit):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return False
    return True
