"""`base`: what a class may be made from, by the kind of file."""

import ast

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of


def _find(source: Source) -> Hits:
    classes = [node for node in source.nodes() if isinstance(node, ast.ClassDef)]
    local = {node.name for node in classes}
    for node in classes:
        if node.keywords:
            yield line_of(node), f"A keyword of the class {node.name}"
        for base in node.bases:
            if not _may(source, ast.unparse(base), local):
                yield line_of(node), f"The base {ast.unparse(base)}"


def _may(source: Source, base: str, local: set[str]) -> bool:
    if source.kind is Kind.TEST:
        return base == "ToolTestCase" or base in local
    if source.kind is Kind.MIGRATION:
        return base == "migrations.Migration"
    if source.kind is not Kind.DECLARATION:
        return False
    if source.path == "app/apps.py":
        return base == "Tool"
    return base == "models.TextChoices" or _of_the_kit(base)


def _of_the_kit(base: str) -> bool:
    namespace, _, name = base.partition(".")
    return namespace == "kit" and name.isidentifier() and name[0].isupper()


RULE = Rule("base", "a class is made from the site kit's own, from TextChoices, or plain.", _find)
