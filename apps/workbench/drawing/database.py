"""A version's database change: in words, then the SQL of each migration in colour."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.sql import PostgresLexer

from apps.versions.models import Version
from apps.workbench.words.operations import operation_words


def shown(version: Version) -> dict[str, Any]:
    """The context of the tab."""
    migration = version.migration
    return {
        "operations": [operation_words(one) for one in migration.get("operations", [])],
        "migrations": [
            (one["migration"], sql_of(one["statements"])) for one in migration.get("sql", [])
        ],
    }


def sql_of(statements: list[str]) -> SafeString:
    """Statements in colour, one after the other."""
    text = "\n".join(_ended(statement) for statement in statements)
    html: str = highlight(text, PostgresLexer(), HtmlFormatter(nowrap=True))
    return mark_safe(html)  # noqa: S308  # escaped by the formatter


def _ended(statement: str) -> str:
    return statement if statement.rstrip().endswith(";") else statement.rstrip() + ";"
