"""What a blueprint may say and generated tools do not do yet: a sentence each, with a way out.

Every kind of the language is built; what is here are keys and clashes within them. What expressions
cannot say is noted where it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from apps.builds.compiler import extensions_py, pages_not_built
from apps.builds.compiler.tool import Tool

Said = tuple[str, str]
"""Address, sentence."""


def note(tool: Tool) -> None:
    """Note on the tool everything that its blueprint says and that is not built yet."""
    for finder in FINDERS:
        for where, message in finder(tool):
            tool.refuse(where, message)


def _tables(tool: Tool) -> Iterator[Said]:
    """Fields of several values keep a table of their own, whose name must be free."""
    for entity in tool.entities:
        for field in entity.source.fields:
            is_kept = field.kind in ("people", "relations") and not field.is_computed
            if is_kept and f"{entity.id}_{field.id}" in tool.sources:
                yield (
                    f"entities.{entity.id}.fields.{field.id}",
                    f"The field and the entity “{entity.id}_{field.id}” would share a table: "
                    "choose another id for one of them.",
                )


def _pages(tool: Tool) -> Iterator[Said]:
    for page in tool.resolved.pages:
        yield from pages_not_built.of_page(tool, f"pages.{page.id}", page.source)


FINDERS: tuple[Callable[[Tool], Iterator[Said]], ...] = (
    _tables,
    _pages,
    extensions_py.problems,
)
