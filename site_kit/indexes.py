"""Indexes that Django has no short word for."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex


class SearchIndex(GinIndex):
    """What lists search in, by every three letters: `SearchIndex("title", name="task_search")`.

    The words of a search may stand anywhere in a text. Migrations name it, so it never moves.
    """

    def __init__(self, *fields: str, name: str) -> None:
        super().__init__(fields=fields, name=name, opclasses=["gin_trgm_ops"] * len(fields))

    def deconstruct(self) -> Any:
        """As it is declared."""
        return "site_kit.indexes.SearchIndex", tuple(self.fields), {"name": self.name}
