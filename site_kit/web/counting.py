"""Rows counted as far as a person reads: to ten thousand, so that a list of a million costs no
more than a short one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Case, Q, Value, When

from site_kit.web import formats

MOST, FEW = 10_000, 1_000
KEYS = "keys"


def counted(several: Mapping[str, Any]) -> dict[str, int]:
    """How many rows each query has, counted to `MOST` + 1: all in one statement."""
    found = dict.fromkeys(several, 0)
    asked, params = _each(several)
    if not asked:
        return found
    return found | _first(several[next(iter(asked))].db, asked, "", params)


def counted_among(
    rows: Any, conditions: Mapping[str, Q], every: str, beside: Mapping[str, Any]
) -> dict[str, Any]:
    """How many of these rows meet each condition, and how many there are (named `every`): where
    they are few they are read once for all of it, else each is looked for by itself. `beside` are
    other queries, counted in the same statement. `KEYS` are the rows by number, if there are at
    most `FEW`.
    """
    flags = {f"_is_{at}": _flag(one) for at, one in enumerate(conditions.values())}
    found: dict[str, Any] = dict.fromkeys([every, *conditions], 0)
    try:
        first = rows.order_by().annotate(**flags).values("pk", *flags)[: MOST + 1]
        sql, params = first.query.sql_with_params()
    except EmptyResultSet:
        return found | counted(beside) | {KEYS: []}
    asked, more = _each(beside)
    keys = f"CASE WHEN count(*) <= {FEW} THEN COALESCE(array_agg(pk), '{{}}') END"
    asked |= {every: "count(*)", KEYS: keys}
    asked |= {
        name: f"count(*) FILTER (WHERE {flag})"
        for name, flag in zip(conditions, flags, strict=True)
    }
    found |= dict.fromkeys(beside, 0) | _first(
        rows.db, asked, f"FROM ({sql}) AS rows", [*more, *params]
    )
    if found[every] <= MOST:
        return found
    return found | counted(
        {name: rows.filter(one) for name, one in conditions.items() if found[name] <= MOST}
    )


def _each(several: Mapping[str, Any]) -> tuple[dict[str, str], list[Any]]:
    """The counts of several queries as columns of one, with their parameters."""
    asked, params = {}, []
    for name, rows in several.items():
        try:
            sql, given = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        asked[name] = f"(SELECT count(*) FROM ({sql}) AS rows)"  # noqa: S608  # Django's own SQL
        params += given
    return asked, params


def _first(db: str, asked: Mapping[str, str], rows: str, params: Sequence[Any]) -> dict[str, Any]:
    """The one row of these columns. Django's own statements, joined: every value is among the
    parameters."""
    with connections[db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked.values())} {rows}", params)
        return dict(zip(asked, cursor.fetchone(), strict=True))


def _flag(condition: Q) -> Any:
    every = Value(True)
    return Case(When(condition, then=every), default=Value(False)) if condition else every


def written(amount: int) -> str:
    """`412`; what is more than anybody counts is `10,000+`."""
    return f"{formats.number(MOST)}+" if amount > MOST else formats.number(amount)
