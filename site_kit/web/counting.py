"""Rows counted as far as a person reads: to ten thousand, so that a list of a million costs no
more than a short one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

from site_kit.web import formats

MOST = 10_000


def counted(several: Mapping[str, Any]) -> dict[str, int]:
    """How many rows each query has, counted to `MOST` + 1: all in one statement."""
    found = dict.fromkeys(several, 0)
    asked, params = {}, []
    for name, rows in several.items():
        try:
            sql, given = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        asked[name] = f"(SELECT count(*) FROM ({sql}) AS rows)"  # noqa: S608  # Django's own SQL
        params += given
    if not asked:
        return found
    with connections[next(iter(several.values())).db].cursor() as cursor:
        # Django's own statements, joined: every value is among the parameters.
        cursor.execute(f"SELECT {', '.join(asked.values())}", params)
        return found | dict(zip(asked, cursor.fetchone(), strict=True))


def written(amount: int) -> str:
    """`412`; what is more than anybody counts is `10,000+`."""
    return f"{formats.number(MOST)}+" if amount > MOST else formats.number(amount)
