"""The rows below a row: those that are deleted with it."""

from __future__ import annotations

from django.db.models import Model

from site_kit.actions import toggle_links
from site_kit.models import child_links


def rows_below(row: Model) -> list[Model]:
    """Its lines, and what toggles made of it, each after the rows below itself."""
    found: list[Model] = []
    for child, link in [*child_links(type(row)), *toggle_links(type(row))]:
        for one in child.everything.filter(**{link: row}):
            found += [*rows_below(one), one]
    return found
