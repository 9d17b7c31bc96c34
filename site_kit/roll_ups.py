"""What other rows say of this one: `kit.CountOf("Invoice", via="supplier", where=Q(…))`.

A roll-up is a subquery over **all** rows of the entity, whoever looks; `seen_by` of the computed
field hides a result that tells too much. `via` names the field of the other entity that points
here; without it all its rows are meant. In `where`, bare names are the counted rows' and
`OuterRef("area")` is this row's.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import (
    Combinable,
    Exists,
    Func,
    OrderBy,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from site_kit.functions import NUMBER
from site_kit.words import nearest


def entity(name: str) -> type[models.Model]:
    """The model of an entity by its class name, over all of the tool's models."""
    from site_kit.models import Row

    found = {model.__name__: model for model in apps.get_models() if issubclass(model, Row)}
    if name not in found:
        raise LookupError(f"There is no entity {name!r}.{nearest(name, found)}")
    return found[name]


def entity_by_id(name: str) -> type[models.Model] | None:
    """The model of an entity by its id, or nothing."""
    from site_kit.models import Row

    several = (model for model in apps.get_models() if issubclass(model, Row))
    return next((model for model in several if model._meta.db_table == name), None)


class Asked(Subquery):
    """A subquery that is what there is of nothing, where Django sees that no row can match."""

    def __init__(self, rows: Any, nothing: Any) -> None:
        self.nothing = nothing
        super().__init__(rows)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """The subquery, or what stands for it."""
        try:
            return super().as_sql(compiler, connection, *args, **extra)
        except EmptyResultSet:
            kind = self.output_field.db_type(connection)
            return f"%s::{kind}", [self.nothing]


class RollUp(Combinable):
    """Base of all: resolves to a subquery when the query is built, since models come later."""

    function: ClassVar[str] = ""
    of_nothing: ClassVar[Any] = None
    conditional = False

    def __init__(
        self,
        of: str,
        *,
        via: str = "",
        where: Q | None = None,
        order: str | tuple[str, ...] = (),
    ) -> None:
        self.entity_name, _, self.path = of.partition(".")
        self.path = self.path.replace(".", "__")
        self.via = via
        self.where = where
        self.order = (order,) if isinstance(order, str) else tuple(order)
        self.outside: type[models.Model] | None = None

    @property
    def model(self) -> type[models.Model]:
        """Whose rows are asked."""
        return entity(self.entity_name)

    def rows(self, outer: Any = None) -> Any:
        """The rows asked: those of `outer`, an instance; without it, of the row of the query."""
        from site_kit.bind import bind
        from site_kit.models import RowQuerySet

        # Without the aliases of the managers: a roll-up over its own entity would never end.
        rows = RowQuerySet(self.model)
        if self.via:
            rows = rows.filter(**{self.via: OuterRef("pk") if outer is None else outer.pk})
        if self.where is not None:
            rows = rows.filter(bind(self.where, self.model, outer=outer, outside=self.outside))
        return rows

    def built(self, outer: Any = None) -> Any:
        """The roll-up as Django says it."""
        return Asked(self.measured(self.rows(outer)).values("kit_measure"), self.of_nothing)

    def measured(self, rows: Any) -> Any:
        """One row with `kit_measure`. A plain Func, so that nothing is grouped: always one row."""
        measure = Func(self.measure(), function=self.function, output_field=self.output_field())
        if self.of_nothing is not None:
            measure = Coalesce(measure, Value(self.of_nothing), output_field=self.output_field())
        return rows.annotate(kit_measure=measure)

    def measure(self) -> Any:
        """What is counted or summed."""
        from site_kit.bind import bind

        return bind(F(self.path or "pk"), self.model)

    def output_field(self) -> Any:
        """The kind of the result."""
        from site_kit.paths import walk

        return walk(self.model, self.path).field if self.path else models.IntegerField()

    def resolve_expression(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Called by Django when a query takes it in; by then all models are there."""
        return self.built().resolve_expression(query, *args, **kwargs)

    def in_memory(self, row: Any) -> Any:
        """For the row in hand, as it is in hand: its own values in place of `OuterRef`."""
        rows = self.measured(self.rows(row))
        return next(iter(rows.values_list("kit_measure", flat=True)[:1]), self.of_nothing)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.entity_name!r}, via={self.via!r})"


class CountOf(RollUp):
    """How many rows: `kit.CountOf("Task", via="project", where=Q(done=True))`; 0 for none."""

    function = "COUNT"
    of_nothing = 0


class SumOf(RollUp):
    """The sum: `kit.SumOf("Line.amount", via="order")`; 0 for none."""

    function = "SUM"
    of_nothing = 0


class AvgOf(RollUp):
    """The average; empty for none."""

    function = "AVG"

    def output_field(self) -> Any:
        """A number with fractions, whatever is averaged."""
        return NUMBER


class MinOf(RollUp):
    """The smallest; empty for none."""

    function = "MIN"


class MaxOf(RollUp):
    """The largest; empty for none."""

    function = "MAX"


class ExistsOf(RollUp):
    """Whether there is such a row: `kit.ExistsOf("Loan", via="asset", where=…)`."""

    conditional = True

    def built(self, outer: Any = None) -> Any:
        """An EXISTS."""
        return Exists(self.rows(outer))

    def output_field(self) -> Any:
        """True or false."""
        return models.BooleanField()

    def in_memory(self, row: Any) -> bool:
        """One short query."""
        found: bool = self.rows(row).exists()
        return found


class FirstOf(RollUp):
    """A value of the first row: `kit.FirstOf("Loan.person", via="asset", order="lent_on")`."""

    backwards: ClassVar[bool] = False

    def measured(self, rows: Any) -> Any:
        """The value of the one row that comes first."""
        order = [self._by(name) for name in self.order or ("created_at",)]
        rows = rows.order_by(*order, "pk")
        rows = rows.reverse() if self.backwards else rows
        return rows.annotate(kit_measure=self.measure())[:1]

    def _by(self, name: str) -> Any:
        from site_kit.bind import bind

        return OrderBy(bind(F(name.lstrip("-")), self.model), descending=name.startswith("-"))


class LastOf(FirstOf):
    """A value of the last row; `order` as in `FirstOf`."""

    backwards = True


class ValuesOf(RollUp):
    """Every value that there is of a path, for what is asked whether it is among them."""

    def measured(self, rows: Any) -> Any:
        """A row for each value; empty ones are none."""
        return rows.annotate(kit_measure=self.measure()).filter(kit_measure__isnull=False)

    def in_memory(self, row: Any) -> list[Any]:
        """All of them."""
        return list(self.measured(self.rows(row)).values_list("kit_measure", flat=True))
