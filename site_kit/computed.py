"""A value that is worked out and never typed in: `Computed`, in the shape of `GeneratedField`.

It is no column: the kit's managers know it as an alias, so that a page filters, sorts, charts and
counts by its name, and nothing reaches the SQL unless it is named.
"""

from __future__ import annotations

from typing import Any, overload

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Case, Value, When
from django.db.models.fields.related import lazy_related_operation

from site_kit.paths import name_of
from site_kit.words import in_words

KEY = models.BigIntegerField()
"""What a row or a person is to the database: a number."""


class Computed:
    """`overdue = kit.Computed(Q(due__lt=kit.Today()), models.BooleanField(), colour="red")`.

    `output_field` gives the kind and, as its first argument, the label. A condition is never
    empty: it is true or false. On an instance it is read from the query, else worked out.

    With `kit.PersonField()` or a `ForeignKey` it leads to somebody or to a row, which a query
    knows by its number. Of several (`kit.PeopleField()`) it is a path under a name of its own:
    `team = kit.Computed(F("project__members"), kit.PeopleField())`.
    """

    name: str
    model: type[models.Model]

    def __init__(self, expression: Any, output_field: Any, *, colour: str = "") -> None:
        self.expression = expression
        self.output_field = output_field
        self.colour = colour

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        """Called by Django's model class for each attribute that has it."""
        own = {**getattr(cls, "_computed", {}), name: self}
        cls._computed = own  # type: ignore[attr-defined]
        self.name, self.model = name, cls
        self.output_field.name = self.output_field.attname = name
        self.output_field.model = cls
        if self.output_field.verbose_name is None:
            self.output_field.verbose_name = in_words(name).lower()
        if self.output_field.is_relation:
            self.output_field.null = True
            to = self.output_field.remote_field.model
            lazy_related_operation(self._leads_to, cls, to)
        setattr(cls, name, self)

    def _leads_to(self, _: type[models.Model], target: type[models.Model]) -> None:
        """Called by Django when the model that it leads to is there."""
        self.output_field.remote_field.model = target

    @property
    def leads_to(self) -> type[models.Model] | None:
        """The model of the row that it leads to; nothing where it is a value, or several rows."""
        field = self.output_field
        return field.related_model if field.is_relation and not field.many_to_many else None

    @property
    def same_as(self) -> str:
        """The path that a field of several rows stands for; "" where it is none."""
        is_path = isinstance(self.expression, F) and self.output_field.many_to_many
        return name_of(self.expression) if is_path else ""

    @property
    def label(self) -> str:
        """What people see as its heading."""
        label = str(self.output_field.verbose_name)
        return label[:1].upper() + label[1:]

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false, hence never empty."""
        return isinstance(self.output_field, models.BooleanField)

    def condition(self) -> Q:
        """What has to hold, as a query filters by it: an index serves it, which serves no value."""
        from site_kit.bind import bind

        bound = bind(self.expression, self.model)
        return bound if isinstance(bound, Q) else Q(bound)

    def for_query(self) -> Any:
        """The expression as the managers alias it."""
        from site_kit.bind import bind

        if self.is_condition:
            when = When(self.condition(), then=Value(True))
            return Case(when, default=Value(False), output_field=self.output_field)
        bound = bind(self.expression, self.model)
        said = bound if hasattr(bound, "resolve_expression") else Value(bound)
        field = KEY if self.leads_to is not None else self.output_field
        return models.ExpressionWrapper(said, output_field=field)

    @overload
    def __get__(self, row: None, owner: type[models.Model]) -> Computed: ...
    @overload
    def __get__(self, row: models.Model, owner: type[models.Model]) -> Any: ...
    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        from site_kit.reading import value_of

        return value_of(self, row)
