"""`operation`: what a migration may do, and what it may depend on."""

import ast
from collections.abc import Iterator

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of

KEYS = {"initial", "dependencies", "operations"}
OPERATIONS = {
    f"migrations.{name}"
    for name in (
        *("CreateModel", "DeleteModel", "RenameModel", "AlterModelTable", "AlterModelOptions"),
        *("AddField", "RemoveField", "AlterField", "RenameField"),
        *("AddConstraint", "RemoveConstraint", "AlterConstraint"),
        *("AddIndex", "RemoveIndex", "RenameIndex", "AlterUniqueTogether"),
    )
}
CARRIERS = {
    f"site_kit.operations.{name}"
    for name in (
        *("MoveValues", "TextsToRows", "RowsToTexts", "ReadTexts", "AsTexts"),
        *("Altered", "CutTexts", "SetAside", "TakeUp"),
    )
}
RELATIONS = {f"models.{name}" for name in ("ForeignKey", "ManyToManyField", "OneToOneField")}
APPS = {"app", "directory", "site_kit"}


def _find(source: Source) -> Hits:
    if source.kind is not Kind.MIGRATION:
        return
    for node in source.nodes():
        if isinstance(node, ast.ClassDef):
            yield from _class(node)
        elif isinstance(node, ast.keyword) and node.arg in ("to", "upload_to", "through"):
            yield from _text(node)
        elif isinstance(node, ast.Call):
            yield from _call(node)


def _class(node: ast.ClassDef) -> Iterator[tuple[int, str]]:
    if node.name != "Migration":
        yield line_of(node), f"The class {node.name}"
    for line in node.body:
        target = line.targets[0] if isinstance(line, ast.Assign) else None
        key = target.id if isinstance(target, ast.Name) else ""
        if target is not None and key not in KEYS:
            yield line_of(line), f"The key {key}"
        elif isinstance(line, ast.Assign) and key == "operations":
            yield from _operations(line.value)
        elif isinstance(line, ast.Assign) and key == "dependencies":
            yield from _dependencies(line.value)


def _call(node: ast.Call) -> Iterator[tuple[int, str]]:
    """Where it points is read by its keyword, so it has one."""
    name = ast.unparse(node.func)
    if name.startswith("site_kit.operations.") and node.args:
        yield line_of(node), f"{name} with arguments that have no name"
    if name in RELATIONS and "to" not in {keyword.arg for keyword in node.keywords}:
        yield line_of(node), f"{name} without a to"


def _operations(value: ast.expr) -> Iterator[tuple[int, str]]:
    if not isinstance(value, ast.List):
        yield line_of(value), "A computed list of operations"
        return
    for operation in value.elts:
        name = ast.unparse(operation.func) if isinstance(operation, ast.Call) else "?"
        if name not in OPERATIONS | CARRIERS:
            yield line_of(operation), f"The operation {name}"


def _dependencies(value: ast.expr) -> Iterator[tuple[int, str]]:
    for dependency in value.elts if isinstance(value, ast.List) else [value]:
        try:
            app, _ = ast.literal_eval(dependency)
        except (ValueError, TypeError):
            app = "?"
        if app not in APPS:
            yield line_of(dependency), f"A dependency on {app}"


def _text(node: ast.keyword) -> Iterator[tuple[int, str]]:
    value = node.value.value if isinstance(node.value, ast.Constant) else None
    if node.arg == "upload_to":
        allowed = value == "files"
    else:
        allowed = isinstance(value, str) and (value.startswith("app.") or value == PERSON)
    if not allowed:
        yield line_of(node.value), f"{node.arg} = {ast.unparse(node.value)}"


PERSON = "directory.person"
RULE = Rule(
    "operation", "a migration changes the tool's own tables, in ways that are known.", _find
)
