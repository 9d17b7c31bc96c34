"""A value that is worked out and never typed in: `Computed`, in the shape of `GeneratedField`.

It is no column: the kit's managers know it as an alias, so that a page filters, sorts, charts and
counts by its name, and nothing reaches the SQL unless it is named.
"""

from __future__ import annotations

from typing import Any, overload

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Case, Value, When

from site_kit.words import in_words


class Computed:
    """`overdue = kit.Computed(Q(due__lt=kit.Today()), models.BooleanField(), colour="red")`.

    `output_field` gives the kind and, as its first argument, the label. A condition is never
    empty: it is true or false. On an instance it is read from the query, else worked out.
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
        setattr(cls, name, self)

    @property
    def label(self) -> str:
        """What people see as its heading."""
        label = str(self.output_field.verbose_name)
        return label[:1].upper() + label[1:]

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false, hence never empty."""
        return isinstance(self.output_field, models.BooleanField)

    def for_query(self) -> Any:
        """The expression as the managers alias it."""
        from site_kit.bind import bind

        bound = bind(self.expression, self.model)
        if not self.is_condition:
            said = bound if hasattr(bound, "resolve_expression") else Value(bound)
            return models.ExpressionWrapper(said, output_field=self.output_field)
        when = bound if isinstance(bound, Q) else Q(bound)
        return Case(
            When(when, then=Value(True)), default=Value(False), output_field=self.output_field
        )

    @overload
    def __get__(self, row: None, owner: type[models.Model]) -> Computed: ...
    @overload
    def __get__(self, row: models.Model, owner: type[models.Model]) -> Any: ...
    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        from site_kit.reading import value_of

        return value_of(self, row)
