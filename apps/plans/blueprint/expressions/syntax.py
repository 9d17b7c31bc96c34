"""From text to Python's syntax tree, with what could hurt or mislead refused before.

The tree is only looked at, never compiled or run.
"""

import ast
import keyword
import re

from apps.plans.blueprint.expressions.problems import ExpressionErrors
from apps.plans.blueprint.words import GRAMMAR

MAX_CHARACTERS = 2_000
MAX_NESTING = 40

QUOTED = re.compile(r"('[^']*'|\"[^\"]*\")")
FREE_KEYWORDS = sorted(word for word in keyword.kwlist if word.islower() and word not in GRAMMAR)
KEYWORD = re.compile(rf"\b({'|'.join(FREE_KEYWORDS)})\b")
MARK = "__"
"""Ids have no double underscore, so a marked keyword is no other id."""

LETTER_AFTER_NUMBER = re.compile(r"(?<![\w.])\d[\d.]*[A-Za-z_]")


def tree_of(text: str) -> ast.expr:
    """The syntax tree; raises `ExpressionErrors` with one sentence where there is none."""
    if len(text) > MAX_CHARACTERS:
        raise ExpressionErrors([f"an expression has at most {MAX_CHARACTERS:,} characters"])
    pieces = QUOTED.split(text.strip())
    outside = " ".join(pieces[::2])
    if "\\" in text or "#" in outside:
        raise ExpressionErrors(
            [f"“{_short(text)}” holds a character that has no place here: \\ or #"]
        )
    if match := LETTER_AFTER_NUMBER.search(outside):
        raise ExpressionErrors([f"“{match[0]}” is neither a number nor a name"])
    marked = "".join(p if i % 2 else KEYWORD.sub(rf"\1{MARK}", p) for i, p in enumerate(pieces))
    tree = _parsed(marked, text)
    if _nesting(tree) > MAX_NESTING:
        raise ExpressionErrors(
            ["the expression is nested too deeply; divide it into computed fields"]
        )
    return tree


def unmarked(name: str) -> str:
    """The id as it was written."""
    return name.removesuffix(MARK)


def _parsed(marked: str, text: str) -> ast.expr:
    try:
        return ast.parse(marked, mode="eval").body
    except (SyntaxError, ValueError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        raise ExpressionErrors([f"“{_short(text)}” is not an expression: {reason}"]) from None
    except (RecursionError, MemoryError):
        raise ExpressionErrors(["the expression is nested too deeply"]) from None


def _nesting(tree: ast.expr) -> int:
    """Counted without recursion, as `ast.walk` is."""
    deepest = 0
    waiting: list[tuple[ast.AST, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((below, depth + 1) for below in ast.iter_child_nodes(node))
    return deepest


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"
