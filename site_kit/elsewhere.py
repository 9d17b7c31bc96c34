"""Functions that ask other tables: how many a field holds, when a status came, days off, and what
the directory says of the asker.

Like all of them each is said twice: for the database, and for a row in hand, where it is a query.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Model, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable, Func
from django.db.models.functions import NullIf

from site_kit import dates
from site_kit.asker import current
from site_kit.expressions import Me, OfModel
from site_kit.files import FilesField, LinesOf, keys_of
from site_kit.functions import Function
from site_kit.paths import LOOKUP_SEP, Path, walk
from site_kit.roll_ups import ValuesOf


class SizeOf(OfModel):
    """How many values a field holds: `kit.SizeOf("crew")`, `kit.SizeOf("project.members")`.

    Of people, relations, choices or a file; 0 where there are none.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    def built(self, model: type[Model]) -> Any:
        """A count of its own table, or the length of a list."""
        path = walk(model, self.path)
        path = walk(model, path.same_as) if path.same_as else path
        if path.field.many_to_many:
            return Subquery(_linked(path), output_field=models.IntegerField())
        if isinstance(path.field, FilesField):
            return LinesOf(F(path.full))
        is_list = isinstance(path.field, models.JSONField)
        return (ListLength if is_list else OneOrNone)(F(path.full))

    def of(self, row: Model) -> int:
        """The same of a row in hand, with what was just chosen."""
        from site_kit.reading import follow

        found = follow(row, self.path)
        if isinstance(walk(type(row), self.path).field, FilesField):
            return len(keys_of(found))
        return len(found) if isinstance(found, list) else int(bool(found))


def _linked(path: Path) -> Any:
    """The number of rows that a many-sided relation leads to. A plain Func groups nothing."""
    here = OuterRef(path.prefix.removesuffix(LOOKUP_SEP) or "pk")
    rows = path.field.remote_field.through._base_manager.filter(
        **{path.field.m2m_field_name(): here}
    )
    counted = Func(F("pk"), function="COUNT", output_field=models.IntegerField())
    return rows.order_by().annotate(kit_size=counted).values("kit_size")


class ListLength(Func):
    """How long a list is; 0 where there is none."""

    template = "COALESCE(jsonb_array_length(%(expressions)s), 0)"
    output_field = models.IntegerField()


class OneOrNone(Func):
    """1 where a file is kept, else 0."""

    template = "(CASE WHEN %(expressions)s <> '' THEN 1 ELSE 0 END)"
    output_field = models.IntegerField()


class Entered(OfModel):
    """When a status last came to a value: `kit.Entered("status", "done")`; empty if it never did.

    Read from the history, so that nobody has to keep a stamp. A row that was brought back has
    not come there anew.
    """

    def __init__(self, status: str, value: str) -> None:
        self.status = status
        self.value = str(value)

    def built(self, model: type[Model]) -> Any:
        """The newest line of the row's history that says so."""
        path = walk(model, self.status)
        lines = self._lines(path, OuterRef(path.prefix.removesuffix(LOOKUP_SEP) or "pk"))
        return Subquery(lines, output_field=models.DateTimeField())

    def of(self, row: Model) -> datetime | None:
        """The same of a row in hand; what is not kept yet is not in its history."""
        from site_kit.reading import follow

        path = walk(type(row), self.status)
        owner = follow(row, LOOKUP_SEP.join(path.hops)) if path.hops else row
        found: datetime | None = self._lines(path, owner.pk).first() if owner else None
        return found

    def _lines(self, path: Path, record: Any) -> Any:
        from site_kit.models import entity_id
        from site_kit.records import HistoryLine

        came = {f"changes__{path.name}__1": self.value}
        lines = HistoryLine.objects.filter(entity=entity_id(path.owner), record=record, **came)
        lines = lines.exclude(action="restored").order_by("-at", "-id")
        return lines.values_list("at", flat=True)[:1]


class Workdays(Function):
    """`kit.Workdays(a, b, without="Holiday.day")`: Monday to Friday, both ends counted.

    `without` names the day of an entity whose rows are days off; all its rows count, each once.
    """

    takes = "day"
    output_field = models.IntegerField()
    sql = (
        "(CASE WHEN {1} < {0} THEN 0 ELSE ({1} - {0} + 1) / 7 * 5 + (SELECT COUNT(*)::integer"
        " FROM generate_series(0, 6) AS rest(day) WHERE rest.day < MOD({1} - {0} + 1, 7)"
        " AND MOD(EXTRACT(ISODOW FROM {0})::integer + rest.day - 1, 7) < 5) END)"
    )
    sql_without = (
        "(ALL_OF_THEM - (SELECT COUNT(DISTINCT off.kit_measure)::integer FROM {2} AS off"
        " WHERE off.kit_measure::date BETWEEN {0} AND {1}"
        " AND EXTRACT(ISODOW FROM off.kit_measure) < 6))"
    ).replace("ALL_OF_THEM", sql)

    def __init__(self, start: Any, end: Any, *, without: str = "") -> None:
        super().__init__(start, end, *([ValuesOf(without)] if without else ()))
        if without:
            self.sql = self.sql_without  # type: ignore[misc] # of this one, not of the class

    def _argument(self, compiler: Any, part: Any) -> tuple[str, list[Any]]:
        if any(part is one for one in self.get_source_expressions()[2:]):
            sql, params = compiler.compile(part)
            return sql, list(params)
        return super()._argument(compiler, part)

    def _of(self, a: date, b: date, off: Collection[date] = ()) -> int:
        free = sum(a <= day <= b and day.weekday() < 5 for day in set(off))
        return dates.workdays_between(a, b) - free


class Mine(Combinable):
    """What the directory says of the asker: `Q(department=kit.Mine("department"))`.

    `kit.Mine("manager")`, `kit.Mine("manager.job_title")`. An empty text is nothing, so that two
    people without a department have none in common.
    """

    conditional = False

    def __init__(self, path: str) -> None:
        self.path = path.replace(".", LOOKUP_SEP)

    def built(self) -> Any:
        """The same question as Django asks it."""
        from site_kit.directory.models import Person

        field = walk(Person, self.path).field
        said: Any = F(self.path)
        if isinstance(field, models.TextField):
            said = NullIf(said, Value("", models.TextField()))
        return Subquery(Person.objects.filter(pk=Me()).values(kit_mine=said)[:1])

    def of(self) -> Any:
        """The same in memory."""
        from site_kit.directory.models import Person
        from site_kit.reading import follow

        person = Person.objects.filter(pk=current().id).first()
        found = follow(person, self.path) if person else None
        return None if found == "" else found

    def resolve_expression(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Called by Django when a query takes it in."""
        return self.built().resolve_expression(query, *args, **kwargs)


class Leads(Function):
    """Whether the asker is above a person, however far: `Q(kit.Leads("employee"))`."""

    output_field = models.BooleanField()
    conditional = True
    sql = (
        "(EXISTS (WITH RECURSIVE above(id) AS (SELECT manager_id FROM person WHERE id = {0}"
        " UNION SELECT person.manager_id FROM person JOIN above ON person.id = above.id)"
        " SELECT 1 FROM above WHERE above.id = {1}))"
    )

    def __init__(self, person: Any) -> None:
        super().__init__(person, Me())

    def read(self, *values: Any) -> bool:
        """Up from one to the next; a circle of people ends it."""
        from site_kit.directory.models import Person

        found, me = values
        person: Any = Person.objects.filter(pk=getattr(found, "pk", found)).first()
        seen: set[Any] = set()
        while person is not None and person.manager_id not in seen:
            seen.add(person.manager_id)
            person = person.manager
        return me is not None and me in seen
