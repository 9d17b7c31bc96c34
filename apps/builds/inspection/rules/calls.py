"""`call`: what may be called, by the kind of file."""

import ast
import re

from apps.builds.inspection.findings import Hits, Kind, Rule, Source, line_of
from apps.builds.inspection.rules.operations import CARRIERS

FIELDS = {
    *("BigAutoField", "BooleanField", "CharField", "DateField", "DateTimeField", "DecimalField"),
    *("EmailField", "ForeignKey", "IntegerField", "ManyToManyField", "TextField", "TimeField"),
    *("OneToOneField", "URLField"),
}
MODELS = {
    *FIELDS,
    *("Avg", "Count", "Max", "Min", "Sum"),
    *("Case", "CheckConstraint", "Index", "UniqueConstraint", "Value", "When", "OuterRef"),
    *("ExpressionWrapper", "Q", "F"),
}
FUNCTIONS = {
    *("Abs", "Cast", "Coalesce", "Concat", "ExtractQuarter", "ExtractYear", "Greatest", "Least"),
    *("ExtractMonth", "ExtractWeek", "ExtractIsoWeekDay", "ExtractDay", "Lower", "Round"),
    *("TruncDate", "TruncTime", "NullIf"),
}
LOOKUPS = {
    *("Exact", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual", "In"),
    *("IsNull", "Contains", "IContains"),
}
PLAIN = {"Q", "F", "Decimal"}
ORDERED = re.compile(r"F\('[a-z0-9_]+'\)\.(asc|desc)")
DATES = {"date", "datetime", "time", "timedelta"}
IN_APPS = {"Role", "Theme"}


def _find(source: Source) -> Hits:
    for node in source.nodes():
        if isinstance(node, ast.Call) and not _may(source, node):
            yield line_of(node), f"Calling {ast.unparse(node.func)[:60]}"


def _may(source: Source, node: ast.Call) -> bool:
    if source.kind is Kind.TEST:
        return True
    if source.kind is Kind.EXTENSION:
        return isinstance(node.func, ast.Attribute | ast.Name)
    name = ast.unparse(node.func)
    if source.kind is Kind.MIGRATION:
        return _in_migration(name)
    if ORDERED.fullmatch(name):
        return True
    return _in_declaration(name) or (source.path == "app/apps.py" and name in IN_APPS)


def _in_declaration(name: str) -> bool:
    root, _, rest = name.partition(".")
    return (
        name in PLAIN
        or (root == "kit" and rest.isidentifier())
        or (root == "models" and rest in MODELS)
        or (root == "datetime" and rest in DATES)
        or name in {f"models.functions.{function}" for function in FUNCTIONS}
        or name in {f"models.lookups.{lookup}" for lookup in LOOKUPS}
    )


def _in_migration(name: str) -> bool:
    module, _, last = name.rpartition(".")
    known = {"models", "migrations", *DOTTED}
    return name in PLAIN | MOMENTS | NAMED or (module in known and last[:1].isupper())


DOTTED = (
    "django.db.models.functions",
    "django.db.models.lookups",
    *(f"django.db.models.functions.{part}" for part in ("comparison", "datetime", "math", "text")),
    "site_kit.expressions",
)
NAMED = {
    *CARRIERS,
    "django.contrib.postgres.constraints.ExclusionConstraint",
    *(f"django.db.models.expressions.{kind}Expression" for kind in ("Combined", "Negated")),
    "site_kit.constraints.Span",
    "site_kit.indexes.SearchIndex",
}
"""The other names of their modules are what those import."""
MOMENTS = {f"datetime.{kind}" for kind in DATES}


RULE = Rule("call", "only the site kit, and the listed parts of Django, are called.", _find)
