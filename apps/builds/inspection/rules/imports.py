"""`import`: only from a short list, which differs by the kind of file."""

import ast
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of
from apps.builds.inspection.rules.extensions import SURFACE

STANDARD = {
    "datetime": {""},
    "decimal": {"Decimal"},
}
TOOL = {
    "site_kit": {""},
    "django.db": {"models"},
    "django.db.models": {"F", "Q"},
    "app.models": {"*"},
}
ALLOWED: dict[Kind, dict[str, set[str]]] = {
    Kind.DECLARATION: {**STANDARD, **TOOL, "site_kit.apps": {"Role", "Theme", "Tool"}},
    Kind.TEST: {**STANDARD, **TOOL, "site_kit.testing": {"ToolTestCase"}},
    Kind.EXTENSION: {**STANDARD, "math": {""}, "site_kit.extensions": SURFACE},
    Kind.MIGRATION: {
        **STANDARD,
        "django.db": {"migrations", "models"},
        "django.db.models": {"F", "Q"},
        "django.db.models.deletion": {""},
        "django.db.models.functions": {""},
        "django.db.models.lookups": {""},
        "django.db.models.expressions": {""},
        "django.contrib.postgres.constraints": {""},
        "django.core.serializers.json": {""},
        "django.utils.timezone": {""},
        "site_kit.constraints": {""},
        "site_kit.expressions": {""},
        "site_kit.indexes": {""},
        "site_kit.operations": {""},
    },
    Kind.EMPTY: {},
}


def _find(source: Source) -> Hits:
    allowed = ALLOWED.get(source.kind, {})
    for node in source.nodes():
        for module, name, alias in _imported(node):
            if not _may(allowed, module, name, alias):
                yield line_of(node), f"Importing {module}{'.' + name if name else ''}"


def _imported(node: ast.AST) -> Iterator[tuple[str, str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, "", alias.asname or "") for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        yield from ((module, alias.name, alias.asname or "") for alias in node.names)


def _may(allowed: dict[str, set[str]], module: str, name: str, alias: str) -> bool:
    names = allowed.get(module, set())
    if alias and (module, alias) != ("site_kit", "kit"):
        return False
    return name in names or (bool(name) and name != "*" and "*" in names and name[0] != "_")


RULE = Rule(
    "import",
    "a tool imports itself, the site kit and a short list from Django.",
    _find,
)
