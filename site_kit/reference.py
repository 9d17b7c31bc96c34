"""Cut REFERENCE.md and the namespace's types from the source: `python -m site_kit.reference`.

Both are made from the docstrings and `site_kit.NAMES`; a test says when they are behind.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from site_kit import NAMES

HERE = Path(__file__).parent
REFERENCE = HERE / "REFERENCE.md"
TYPES = HERE / "__init__.pyi"

HEAD = """# The site kit, name by name

`import site_kit as kit`: each name below is `kit.<name>`. From Django come `models`, `Q`, `F` and
`OuterRef`; everything else is here. Cut from the docstrings by `python -m site_kit.reference`.
"""

OWN_CODE = "## Code of a tool's own"
SURFACE = ("act", "change", "create", "find", "now", "refuse", "remove", "today")
"""What `site_kit.extensions` gives; it is no name of the namespace."""

ROOMS = {
    "apps": "The tool",
    "models": "Rows",
    "computed": "Computed fields",
    "constraints": "Constraints",
    "indexes": "Indexes",
    "fields": "Fields",
    "files": "Fields of several files",
    "expressions": "The asker and the moment",
    "roll_ups": "Other rows",
    "functions": "Functions",
    "elsewhere": "Functions that ask other tables",
    "own_values": "Values of a tool's own code",
    "about": "What every row has",
    "texts": "Texts",
    "permissions": "Rights",
    "trail": "The history",
    "people": "People",
    "rules": "Rules",
    "creates": "Rows that rules make",
    "approvals": "Rounds of decisions",
    "turns": "Whose turn it is",
    "limits": "At most so many",
    "stock": "Stock",
    "actions": "Actions",
    "automations": "Automations",
    "pages": "Pages",
    "parts": "Parts of pages",
}


def reference() -> str:
    """The whole of REFERENCE.md."""
    parts = [HEAD]
    for module, names in NAMES.items():
        said = docstrings(module)
        parts.append(f"## {ROOMS[module]}\n\n{said['']}\n")
        parts += [f"### {name}\n\n{said[name]}\n" for name in names.split()]
    said = docstrings("extensions")
    parts.append(f"{OWN_CODE}\n\n{said['']}\n")
    parts += [f"### {name}\n\n{said[name]}\n" for name in ("Seen", "Who", *SURFACE)]
    return "\n".join(parts)


def types() -> str:
    """The namespace for a type checker."""
    pairs = [(module, name) for module, names in NAMES.items() for name in names.split()]
    in_order = sorted(pairs, key=lambda pair: (pair[0], pair[1][0].islower(), pair[1].lower()))
    lines = [
        '"""The names of `site_kit.NAMES`, for type checkers. Made by site_kit.reference."""\n'
    ]
    lines += [f"from site_kit.{module} import {name} as {name}" for module, name in in_order]
    return "\n".join([*lines, "", "NAMES: dict[str, str]", ""])


def docstrings(module: str) -> dict[str, str]:
    """Name -> docstring of a module's classes and functions; "" is the module's own."""
    tree = ast.parse((HERE / f"{module}.py").read_text())
    found = {"": ast.get_docstring(tree) or ""}
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found[node.name] = ast.get_docstring(node) or ""
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("site_kit."):
            handed = [one.name for one in node.names if one.asname == one.name]
            home = str(node.module).removeprefix("site_kit.").replace(".", "/")
            found |= {name: docstrings(home)[name] for name in handed}
    return found


if __name__ == "__main__":
    REFERENCE.write_text(reference())
    TYPES.write_text(types())
    sys.stdout.write(f"{REFERENCE.name} and {TYPES.name} are written.\n")
