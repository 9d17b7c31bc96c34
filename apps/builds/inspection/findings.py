"""The shapes of the inspector: a finding, a file in hand, a rule."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a file is for, which decides what may stand in it."""

    DECLARATION = "declaration"
    MIGRATION = "migration"
    TEST = "test"
    EXTENSION = "extension"
    EMPTY = "empty"
    DATA = "data"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that may not be there: the rule's id, where, and a sentence for a person."""

    rule: str
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Source:
    """A file in hand; `tree` is empty for a file that is not Python or does not parse."""

    path: str
    text: str
    kind: Kind
    tree: ast.Module

    def nodes(self) -> Iterator[ast.AST]:
        """Every node, in no particular order."""
        return ast.walk(self.tree)


Hits = Iterable[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id, the sentence that explains it, and how it is found in a file.

    `find` yields line and what stands there; the finding's message is that and the sentence.
    """

    id: str
    sentence: str
    find: Callable[[Source], Hits]

    def findings(self, source: Source) -> Iterator[Finding]:
        """What this rule has against a file."""
        for line, what in self.find(source):
            yield Finding(self.id, source.path, line, f"{what}: {self.sentence}")


def line_of(node: ast.AST) -> int:
    """Where a node begins; 1 for what has no place of its own."""
    return int(getattr(node, "lineno", 1))
