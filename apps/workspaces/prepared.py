"""Questions of every request: Django writes their SQL once in a process, each request fills in the
values. Writing it takes ten times as long as asking.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet

Of = TypeVar("Of", bound=Model)


class Given(Expression):
    """A value of a filter that each request brings, by its name, with the field it is one of."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Stands among the values itself, until it is replaced."""
        return "%s", [self]


class Prepared:
    """One question. `build` gives a query by `values_list`; what it selects must need no
    conversion by Django (no JSON), since the database's own types are handed out.
    """

    def __init__(self, build: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._build = build

    def first(self, **given: Any) -> tuple[Any, ...] | None:
        """The first row for these values."""
        sql, wanted = self._written
        values = [given[one.name] if isinstance(one, Given) else one for one in wanted]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row

    @cached_property
    def _written(self) -> tuple[str, tuple[Any, ...]]:
        sql, wanted = self._build().query.sql_with_params()
        return sql, tuple(wanted)


def plain_fields(model: type[Model], *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns of a model that a `Prepared` may select, for `loaded`."""
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if field.get_internal_type() != "JSONField" and field.name not in without
    )


def loaded(model: type[Of], names: tuple[str, ...], values: tuple[Any, ...]) -> Of:
    """The object of such columns; the others are loaded when they are asked for."""
    return model.from_db(connection.alias, names, values)
