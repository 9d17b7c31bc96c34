"""A version's source as people read it: what differs from the version before, or whole files where
there is none.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_for_filename
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from apps.versions.diffs import side_by_side, visible
from apps.versions.models import Version
from apps.versions.queries import FileChange, file_changes

MOST_ROWS = 1_500
"""More lines than this are shown file by file."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in the list at the left."""

    change: FileChange
    current: bool


def shown(version: Version, chosen: str) -> dict[str, Any]:
    """The context of the tab: the list of files, and those that are open. `chosen` is a path, or
    empty for what suits.
    """
    changes = file_changes(version, version.base)
    lines = sum(change.added + change.removed for change in changes)
    one_by_one = version.base is None or lines > MOST_ROWS
    picked = [change for change in changes if change.path == chosen]
    if not picked:
        picked = first_to_read(changes) if one_by_one else changes
    return {
        "files": [Listed(change, one_by_one and change in picked) for change in changes],
        "one_by_one": one_by_one,
        "diffs": [(change, side_by_side(change)) for change in picked if version.base],
        "whole": [(c, lines_of(c.path, c.after)) for c in picked if not version.base],
    }


def first_to_read(changes: list[FileChange]) -> list[FileChange]:
    """Where reading begins: the models, which everything else rests on."""
    models = [change for change in changes if change.path.endswith("/models.py")]
    return (models or changes)[:1]


def lines_of(path: str, text: str) -> list[tuple[int, SafeString]]:
    """Numbered lines of a file in colour; Pygments escapes the text and closes its spans at each
    line's end.
    """
    try:
        lexer = get_lexer_for_filename(path, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    html = highlight(visible(text), lexer, HtmlFormatter(nowrap=True)).removesuffix("\n")
    return [
        (number, mark_safe(line))  # noqa: S308  # escaped by the formatter
        for number, line in enumerate(html.split("\n"), 1)
    ]
