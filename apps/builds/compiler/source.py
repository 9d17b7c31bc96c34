"""Writes source: calls, attributes, classes and modules, without knowing what they mean.

Layout is left to the formatter. What is decided here is the order of things, and the imports:
they are read off the names that a module uses.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from apps.builds.compiler import literals

INDENT = "    "
STANDARD = {
    "datetime": "import datetime",
    "Decimal": "from decimal import Decimal",
}
LIBRARY = {
    "kit": "import site_kit as kit",
    "models": "from django.db import models",
}


def call(function: str, *arguments: str, **options: str) -> str:
    """`function(arguments, option=…)`; an argument or option that is empty source is left out."""
    given = [argument for argument in arguments if argument]
    given += [f"{key}={value}" for key, value in options.items() if value]
    return f"{function}({', '.join(given)})"


def indented(source: str) -> str:
    """Each line one step further in."""
    return "\n".join(INDENT + line if line else line for line in source.split("\n"))


@dataclass
class Class:
    """A class of declarations: a docstring, then blocks of lines with an empty line between."""

    name: str
    base: str = ""
    doc: str = ""
    blocks: list[str] = field(default_factory=list)

    def block(self, lines: Iterable[str]) -> None:
        """Add lines that stand together; nothing at all adds nothing."""
        if kept := [line for line in lines if line]:
            self.blocks.append("\n".join(kept))

    def set(self, **attributes: str) -> None:
        """Add `name = source` lines as one block; what is empty is left out."""
        self.block(f"{name} = {value}" for name, value in attributes.items() if value)

    def __str__(self) -> str:
        head = f"class {self.name}({self.base}):" if self.base else f"class {self.name}:"
        doc = [literals.docstring(self.doc, indent=len(INDENT))] if self.doc else []
        return head + "\n" + indented("\n\n".join([*doc, *self.blocks]) or "pass")


@dataclass
class Module:
    """A file: docstring, imports in isort's order, then its classes."""

    doc: str
    entities: AbstractSet[str] = frozenset()
    pieces: list[str] = field(default_factory=list)
    imports: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, piece: Class | str) -> None:
        """Put a class behind those that are there."""
        self.pieces.append(str(piece))

    def __str__(self) -> str:
        body = "\n\n\n".join(self.pieces)
        heads = [self.doc, *self._imports(names_in(body)), ""]
        return "\n\n".join(head for head in heads if head) + f"\n\n\n{body}\n"

    def _imports(self, used: AbstractSet[str]) -> tuple[str, str, str]:
        library = [line for name, line in LIBRARY.items() if name in used]
        if queries := sorted({"F", "Q"} & used):
            library.append(f"from django.db.models import {', '.join(queries)}")
        for module, names in self.imports.items():
            library += [_from(module, set(names) & used)] if set(names) & used else []
        own = self.entities & used
        return (
            "\n".join(line for name, line in STANDARD.items() if name in used),
            "\n".join(library),
            _from("app.models", own) if own else "",
        )


def _from(module: str, names: Iterable[str]) -> str:
    return f"from {module} import {', '.join(sorted(names, key=import_order))}"


def names_in(body: str) -> set[str]:
    """The plain names that a piece of source uses."""
    return {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}


def import_order(name: str) -> tuple[bool, list[tuple[int, str]], str]:
    """As isort sorts the names of one import: constants first, then without case, 2 before 10."""
    runs = re.findall(r"\d+|\D+", name.lower())
    natural = [(int(run), "") if run.isdigit() else (-1, run) for run in runs]
    return not (len(name) > 1 and name.isupper()), natural, name
