"""Near misses inside a text: `=` where a comparison is meant and the reverse, `is_empty(x)`."""

import re
from collections.abc import Callable, Mapping

QUOTED = re.compile(r"('[^']*'|\"[^\"]*\")")
LONE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
NAMED_ARGUMENT = re.compile(r"\b(?:where|order|via|without)\s*$")
IS_EMPTY = re.compile(r"\bis_empty\(\s*([^()]+?)\s*\)")
NOT_IS_EMPTY = re.compile(r"\bnot\s+is_empty\(\s*([^()]+?)\s*\)")
ASSIGNMENT = re.compile(r"^\s*([a-z_][\w.]*)\s*(={1,2})(?!=)\s*(.*)$", re.DOTALL)


def expression(text: str) -> str:
    """`status = 'done'` is meant as a comparison."""
    text = IS_EMPTY.sub(r"\1 == empty", NOT_IS_EMPTY.sub(r"\1 != empty", text))
    pieces = QUOTED.split(text)
    return "".join(p if i % 2 else LONE_EQUALS.sub(_compared, p) for i, p in enumerate(pieces))


def _compared(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    return "=" if NAMED_ARGUMENT.search(before) else "=="


def assignment(text: str) -> str:
    """`decided_at == now` is meant as an assignment, in one spelling: `decided_at = now`."""
    if not (match := ASSIGNMENT.match(text)):
        return text
    return f"{match[1]} = {expression(match[3].strip())}"


def filter_start(text: str) -> str:
    """`status == 'asked'` is meant as a start value: `status='asked'`."""
    if not (match := ASSIGNMENT.match(text)):
        return text.strip()
    return f"{match[1]}={expression(match[3].strip())}"


def default(text: str) -> str:
    """Only what stands after `=` is an expression."""
    return "=" + expression(text[1:].strip()) if text.startswith("=") else text


REWORDING: Mapping[str, Callable[[str], str]] = {
    "expression": expression,
    "measure": expression,
    "assignment": assignment,
    "filter": filter_start,
    "default": default,
}
