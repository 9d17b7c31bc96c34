"""Two texts side by side, highlighted on the server, for people who review; and, whole, the code
that no compiler wrote."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_for_filename
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from apps.versions import trees
from apps.versions.models import Version
from apps.versions.queries import OWN_CODE, FileChange, is_own_code

CONTEXT = 3
LONG = 4_000
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
    r"|[\ufff9-\ufffb\ud800-\udfff]"
)
"""Characters that move, hide or break what stands beside them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a row: the line's number (0: there is no line here) and its highlighted text."""

    number: int
    text: SafeString
    mark: Literal["", "add", "del", "void"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; without sides it is the heading of a hunk."""

    title: str
    left: Side | None = None
    right: Side | None = None


VOID = Side(0, SafeString(""), "void")


def visible(text: str) -> str:
    """A text in which every character shows: those that would hide or turn others by name."""
    return UNSEEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def side_by_side(change: FileChange) -> list[Row]:
    """The rows of one changed file: each hunk with three lines around it; a new file in whole."""
    was, becomes = visible(change.before), visible(change.after)
    before, after = _split(was), _split(becomes)
    left, right = _lines(change.path, was), _lines(change.path, becomes)
    rows: list[Row] = []
    # Of files of many thousand equal lines, the smallest difference takes minutes to find.
    long = len(before) + len(after) > LONG
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=long)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if len(rows) or group[0][1] or group[0][3]:
            rows.append(Row(f"Lines {group[0][3] + 1} to {group[-1][4]}"))
        for tag, i, i_end, j, j_end in group:
            rows += _rows(tag, left, range(i, i_end), right, range(j, j_end))
    return rows


def _split(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _rows(
    tag: str, left: list[SafeString], i: range, right: list[SafeString], j: range
) -> Iterator[Row]:
    same = tag == "equal"
    for offset in range(max(len(i), len(j))):
        yield Row(
            "",
            _side(left, i, offset, "" if same else "del"),
            _side(right, j, offset, "" if same else "add"),
        )


def _side(
    lines: list[SafeString], span: range, offset: int, mark: Literal["", "add", "del"]
) -> Side:
    if offset >= len(span):
        return VOID
    return Side(span[offset] + 1, lines[span[offset]], mark)


@lru_cache(maxsize=512)
def _lines(path: str, text: str) -> list[SafeString]:
    """Each line as HTML; Pygments escapes the text and closes its spans at the end of each line."""
    try:
        lexer = get_lexer_for_filename(path, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    html = highlight(text, lexer, HtmlFormatter(nowrap=True))
    return [mark_safe(line) for line in html.split("\n")]  # noqa: S308  # escaped by the formatter


KINDS_OF_CODE = {
    "action": "runs when a button is pressed, with the rights of whoever presses it",
    "page": "draws a page, of what whoever looks may see",
    "job": "runs by itself, as the tool",
    "value": "works out a value of a row",
}


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A file that somebody wrote by hand or a model did: when it runs, what for, and its text."""

    path: str
    when: str
    purpose: str
    source: str


def own_code_of(version: Version) -> list[OwnCode]:
    """The code of a version that no compiler wrote, whole, changed or not."""
    if not any(is_own_code(path) for path in version.manifest):
        return []
    said = {f"{OWN_CODE}{one['id']}.py": one for one in version.blueprint.get("extensions", [])}
    return [
        OwnCode(
            path,
            KINDS_OF_CODE.get(said.get(path, {}).get("kind", ""), ""),
            said.get(path, {}).get("purpose", ""),
            visible(text),
        )
        for path, text in sorted(trees.files_of(version).items())
        if is_own_code(path)
    ]
