"""Which of our own packages code in this process may import: those that a site stands on.

The folder that holds them also holds the portal. It is taken off the path, and a finder stands in
for it that knows a short list of names. The site's own package is always compiled from its source,
so that a compiled file beside it is never run.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

OURS = frozenset({"site_contract", "site_kit", "site_runtime", "look"})
NEVER = ("site_runtime.runner",)
SITE = "app"


class FromSource(SourceFileLoader):
    """Reads the source, always."""

    def path_stats(self, path: str) -> Any:
        """Without them Python neither reads nor writes a compiled file."""
        raise OSError("The code of a site is not kept compiled.")


class Walls(MetaPathFinder):
    """Finds our packages under `root` by name, and the site's under `code`."""

    def __init__(self, root: str, code: Path) -> None:
        self.root, self.code = root, code

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is, or None for those that are found elsewhere."""
        if name.startswith(NEVER):
            raise ModuleNotFoundError(f"{name} is not part of a tool's world.", name=name)
        top = name.partition(".")[0]
        if top == SITE:
            return self._of_site(name)
        if name in OURS:
            return PathFinder.find_spec(name, [self.root], target)
        return None

    def _of_site(self, name: str) -> ModuleSpec | None:
        base = self.code.joinpath(*name.split("."))
        package = base / "__init__.py"
        if package.is_file():
            return self._spec(name, package, [str(base)])
        module = base.with_suffix(".py")
        return self._spec(name, module, None) if module.is_file() else None

    @staticmethod
    def _spec(name: str, file: Path, inside: list[str] | None) -> ModuleSpec | None:
        return spec_from_file_location(
            name, file, loader=FromSource(name, str(file)), submodule_search_locations=inside
        )


def put_up(root: str, code: Path) -> None:
    """From here on only a site's world can be imported."""
    sys.dont_write_bytecode = True
    sys.path[:] = [entry for entry in sys.path if entry not in {root, "", "."}]
    sys.meta_path.insert(0, Walls(root, code))
