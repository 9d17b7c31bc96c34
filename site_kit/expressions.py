"""The asker and the moment, as defaults (`kit.me`) and inside queries (`kit.Me()`).

The expressions take their value when the SQL is written, never when they are built: a queryset
made once serves every person and every day. `me`, `today` and `now` are named by migrations, so
they never move.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models.expressions import Combinable, Expression

from site_kit import asker


def me() -> int | None:
    """Who acts, as a default of a `PersonField`; the tool itself leaves it empty."""
    return asker.current().id


def today() -> date:
    """The day of the request in the tool's time zone, as a default of a `DateField`."""
    return asker.day()


def now() -> datetime:
    """The moment of the request, as a default of a `DateTimeField`."""
    return asker.moment()


class OfRequest(Expression):
    """A value that only the request knows; `value()` says it."""

    def value(self) -> Any:
        """What the request says."""
        raise NotImplementedError

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The value as a parameter, taken now: when the query runs."""
        field = self.output_field
        value = field.get_db_prep_value(self.value(), connection)
        return f"%s::{field.db_type(connection)}", [value]


class Me(OfRequest):
    """The person who acts: `Q(owner=kit.Me())`."""

    output_field = models.BigIntegerField()

    def value(self) -> int | None:
        """Who acts."""
        return asker.current().id


class Today(OfRequest):
    """The day of the request: `Q(due__lt=kit.Today())`."""

    output_field = models.DateField()

    def value(self) -> date:
        """The day."""
        return today()


class Now(OfRequest):
    """The moment of the request: `Q(starts_at__lte=kit.Now())`."""

    output_field = models.DateTimeField()

    def value(self) -> datetime:
        """The moment."""
        return now()


class HasRole(OfRequest):
    """Whether the asker holds any of these roles: `kit.HasRole("approver", "admin")`."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, *roles: str) -> None:
        super().__init__()
        self.roles = roles

    def value(self) -> bool:
        """Whether the asker has one of them."""
        return asker.current().holds(self.roles)


class InGroup(Combinable):
    """Whether a person is in a group of the workspace: the asker, or whom a path points to.

    `kit.InGroup("Finance")`, `kit.InGroup("Guides", "owner")`; of a person who is being picked,
    `kit.InGroup("Guides", "pk")`.
    """

    conditional = True

    def __init__(self, group: str, person: str = "") -> None:
        self.group = group
        self.person = person

    def built(self) -> Any:
        """The same question as Django asks it."""
        from site_kit.directory.models import PersonGroup

        who = models.OuterRef(self.person) if self.person else Me()
        return models.Exists(PersonGroup.objects.filter(person=who, name=self.group))

    def of(self, row: Any) -> bool:
        """The same question of a row in hand."""
        from site_kit.directory.models import PersonGroup
        from site_kit.reading import follow

        who = follow(row, self.person) if self.person else asker.current().id
        key = getattr(who, "pk", who)
        return PersonGroup.objects.filter(person=key, name=self.group).exists()

    def resolve_expression(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Called by Django when a query takes it in."""
        return self.built().resolve_expression(query, *args, **kwargs)

    def __repr__(self) -> str:
        return f"InGroup({self.group!r}, {self.person!r})"


class OfModel(Combinable):
    """Base: becomes an expression once the model is known whose rows are asked."""

    conditional = False

    def built(self, model: type[models.Model]) -> Any:
        """The expression for a query over the model."""
        raise NotImplementedError

    def of(self, row: Any) -> Any:
        """The same for a row in hand."""
        raise NotImplementedError

    def resolve_expression(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Called by Django when a query takes it in; by then the model is known."""
        from site_kit.bind import bind

        return bind(self, query.model).resolve_expression(query, *args, **kwargs)


class Of(Combinable):
    """A field of another row in play: `kit.Of("row", "on_hand")`, `kit.Of("before", "status")`.

    `row` is the row acted on, `it` the one being made, `before` the row as it was, `each` a
    template. Without a path it is that row itself. Which of them exist depends on the place; a
    place that is not there is refused when the tool starts.
    """

    def __init__(self, place: str, path: str = "") -> None:
        self.place = place
        self.path = path

    def resolve_expression(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Inside a subquery, `row` is the row outside."""
        if self.place == "row":
            outer = models.OuterRef(self.path or "pk")
            return outer.resolve_expression(query, *args, **kwargs)
        raise TypeError(f"kit.Of({self.place!r}) has no row here.")

    def __repr__(self) -> str:
        return f"Of({self.place!r}, {self.path!r})"
