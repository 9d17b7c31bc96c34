"""The source of the house as data: its files, imports, functions. Parsed, never imported."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "apps", "look", "site_contract", "site_kit", "site_runtime")


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path
    root: Path = ROOT

    @property
    def name(self) -> str:
        """The path as it is written in messages."""
        return self.path.relative_to(self.root).as_posix()

    @cached_property
    def text(self) -> str:
        """What is in it."""
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        """The same, parsed."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """All lines, also the empty ones."""
        return len(self.text.splitlines())

    @property
    def package(self) -> tuple[str, ...]:
        """The packages it lies in, outermost first."""
        return self.path.relative_to(self.root).parent.parts

    def functions(self) -> Iterator[tuple[str, int]]:
        """Each function's name and length, from `def` to the last line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1

    def imports(self) -> Iterator[tuple[str, int]]:
        """Each imported module, whole, with the line; also inside functions."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield self._from(node), node.lineno

    def _from(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        above = self.package[: len(self.package) - node.level + 1]
        return ".".join([*above, node.module] if node.module else above)


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """All files of the packages, without migrations, which are generated."""
    found = []
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                found.append(Source(path))
    return tuple(found)


def rooms() -> list[Path]:
    """The rooms: the packages of `apps`."""
    return sorted(path.parent for path in (ROOT / "apps").glob("*/__init__.py"))
