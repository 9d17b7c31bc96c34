"""An expression as declared -> as Django should run it on one model.

A declaration says what is true; Django's SQL says it with three values and with joins. `bind`
rewrites the tree where the two part: `not` of an empty value is true; a path through people or
relations is an EXISTS, so that no row comes twice; a computed field becomes its expression, that
of another entity a subquery; `kit.Of("it", …)` becomes the value of the row in play.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldError, FullResultSet
from django.db.models import (
    BooleanField,
    CharField,
    DecimalField,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.expressions import BaseExpression, CombinedExpression, Func
from django.db.models.lookups import Lookup

from site_kit.computed import KEY
from site_kit.expressions import Me, Of, OfModel
from site_kit.functions import NUMBER
from site_kit.paths import LOOKUP_SEP, NoSuchPath, Path, computed_of, name_of, names_in, walk
from site_kit.roll_ups import RollUp

TEXTS = (CharField, TextField)


def bind(
    node: Any,
    model: type[Model],
    *,
    outer: Model | None = None,
    places: Mapping[str, Any] | None = None,
    outside: type[Model] | None = None,
) -> Any:
    """The tree, ready for a query over `model`.

    `outer` takes the place of `OuterRef` and of `kit.Of("row")` where the row is in hand; `outside`
    is the model that `OuterRef` speaks of otherwise, `places` the rows that other `kit.Of` mean.
    """
    return Binder(model, outer, places or {}, outside).bind(node)


class IsNotTrue(Func):
    """`not`, as the language has it: true where the condition is false or empty."""

    output_field = BooleanField()
    conditional = True

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """`(…) IS NOT TRUE`."""
        try:
            sql, params = compiler.compile(self.get_source_expressions()[0])
        except EmptyResultSet:
            return "TRUE", []
        except FullResultSet:
            return "FALSE", []
        return f"(({sql}) IS NOT TRUE)", params


class OfMixedKinds:
    """A text of 250 or a long one, a whole number or one with fractions: Django asks which, the
    language does not mind.
    """

    def _resolve_output_field(self) -> Any:
        try:
            return super()._resolve_output_field()  # type: ignore[misc]
        except FieldError:
            kinds = [kind for kind in self.get_source_fields() if kind is not None]  # type: ignore[attr-defined]
        if all(isinstance(kind, (IntegerField, DecimalField)) for kind in kinds):
            return NUMBER
        return TextField() if all(isinstance(kind, TEXTS) for kind in kinds) else kinds[0]


class Reckoned(OfMixedKinds):
    """Arithmetic without a largest number: two amounts that fit may make one that does not."""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """Numbers as the database reckons with them exactly."""
        node: Any = self
        if not isinstance(node._output_field_or_none, (IntegerField, DecimalField)):
            return super().as_sql(compiler, connection, *args, **extra)  # type: ignore[misc]
        (left, given), (right, more) = (compiler.compile(one) for one in (node.lhs, node.rhs))
        return f"(({left})::numeric {node.connector} ({right})::numeric)", [*given, *more]


@cache
def of_mixed_kinds(kind: Any) -> Any:
    """The class of an expression, taking arguments of several kinds."""
    if issubclass(kind, OfMixedKinds):
        return kind
    more = Reckoned if issubclass(kind, CombinedExpression) else OfMixedKinds
    return type(kind.__name__, (more, kind), {})


class Binder:
    """One rewriting. Every method gives a new node and leaves the old one as it was."""

    def __init__(
        self,
        model: type[Model],
        outer: Model | None,
        places: Mapping[str, Any],
        outside: type[Model] | None = None,
    ) -> None:
        self.model = model
        self.outer = outer
        self.places = places
        self.outside = outside

    def bind(self, node: Any) -> Any:
        """Any node, by what it is; a plain value stays."""
        if isinstance(node, Q):
            return self.condition(node)
        if isinstance(node, OuterRef):
            return self.from_outside(node)
        if isinstance(node, F):
            return self.name(node)
        if isinstance(node, Of):
            return self.other_row(node)
        if isinstance(node, RollUp):
            return self.inside(node)
        if isinstance(node, OfModel):
            return self.bind(node.built(self.model))
        if isinstance(node, (list, tuple, set, frozenset)):
            return [self.bind(one) for one in node]
        if isinstance(node, BaseExpression) and not isinstance(node, (Subquery, RollUp)):
            return self.expression(node)
        return node

    def inside(self, node: RollUp) -> RollUp:
        """A roll-up binds itself when it is asked; it has to know the rows in play before."""
        if node.where is None:
            return node
        knowing = copy(node)
        knowing.outside = self.model
        if self.places:
            knowing.where = Known(node.model, None, self.places).bind(node.where)
        return knowing

    def from_outside(self, node: OuterRef) -> Any:
        """A value of the row outside: as it is in hand, or asked where it is worked out."""
        name = name_of(node)
        if self.outer is not None:
            return self.known(name, self.outer)
        if self.outside is None or name not in computed_of(self.outside):
            return node
        path = walk(self.outside, name)
        return self.elsewhere(path, OuterRef(OuterRef("pk")))

    def expression(self, node: Any) -> Any:
        """A function, case, lookup or aggregate: itself, with bound arguments."""
        sources = node.get_source_expressions()
        if not sources:
            return node
        bound = copy(node)
        bound.__class__ = of_mixed_kinds(type(node))  # type: ignore[arg-type] # a class is hashable
        bound.set_source_expressions([self.bind(one) for one in sources])
        if isinstance(node, Lookup) and len(sources) == 1:
            bound.rhs = self.bind(node.rhs)  # a bare name there is no source to Django
        return bound

    def name(self, node: F) -> Any:
        """A path: a computed field of another entity becomes a subquery."""
        try:
            path = walk(self.model, name_of(node))
        except NoSuchPath:
            return node  # an annotation of the query at hand, which Django knows
        if path.same_as:
            return F(LOOKUP_SEP.join([path.same_as, *path.rest]))
        if path.computed and not path.many:
            return self.worked_out(path)
        return F(LOOKUP_SEP.join([path.full, *path.rest]))

    def worked_out(self, path: Path) -> Any:
        """A computed field: its expression; that of another entity, a subquery."""
        return self.elsewhere(path) if path.hops else computed_of(path.owner)[path.name].for_query()

    def elsewhere(self, path: Path, here: Any = None) -> Subquery:
        """The value at the end of a path, asked in the table that has it."""
        from site_kit.models import RowQuerySet

        rows = RowQuerySet(path.owner)
        here = here or OuterRef(path.prefix.removesuffix(LOOKUP_SEP) or "pk")
        there = rows.filter(pk=here).values(kit_value=F(path.name))[:1]
        is_row = computed_of(path.owner)[path.name].leads_to is not None
        return Subquery(there, output_field=KEY if is_row else path.field)

    def other_row(self, node: Of) -> Any:
        """`kit.Of`: the value, where the row is in hand."""
        if node.place in self.places:
            return self.known(node.path, self.places[node.place])
        if node.place == "row" and self.outer is not None:
            return self.known(node.path, self.outer)
        return node

    @staticmethod
    def known(path: str, row: Any) -> Any:
        """The value of a row in hand; several are a list of their keys."""
        from site_kit.reading import held_at

        value = held_at(row, path) if path else row
        if isinstance(value, list):
            return [one.pk if isinstance(one, Model) else one for one in value]
        if value is None and path and isinstance(row, Model):
            return Value(None, output_field=walk(type(row), path).field)
        return Value(value.pk if isinstance(value, Model) else value)

    def condition(self, node: Q) -> Q:
        """A condition; what Django would read otherwise when negated is wrapped."""
        children = [
            self.leaf(*child) if isinstance(child, tuple) else self.bind(child)
            for child in node.children
        ]
        plain = Q.create(children, connector=node.connector)
        if not node.negated:
            return plain
        if all(isinstance(child, tuple) and self.is_plain(*child) for child in children):
            return ~plain
        return Q(IsNotTrue(plain))

    def is_plain(self, name: str, value: Any) -> bool:
        """Whether Django itself reads `not` of this leaf as the language does."""
        try:
            path = walk(self.model, name)
        except NoSuchPath:
            return False
        several = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        asked = any(hasattr(one, "resolve_expression") for one in several)
        return not path.computed and not asked

    def leaf(self, name: str, value: Any) -> Any:
        """`path__lookup=value`."""
        value = self.bind(value)
        try:
            path = walk(self.model, name)
        except NoSuchPath:
            return name, value
        if path.same_as:
            return self.leaf(LOOKUP_SEP.join([path.same_as, *path.rest]), value)
        if path.many:
            return self.among_many(path, value)
        if getattr(path.field, "is_people", False) and isinstance(value, Me):
            return self.awaited(path)
        if path.computed:
            own = None if path.hops or path.rest else computed_of(path.owner)[path.name]
            if own is not None and own.is_condition and value is True:
                return own.condition()
            return self.lookup(self.worked_out(path), path, value)
        if self.leads_away(value):
            return self.lookup(F(path.full), path, value)
        return LOOKUP_SEP.join([path.full, *path.rest]), value

    def awaited(self, path: Path) -> Any:
        """`awaiting=kit.Me()`: whether the row at the end of the path waits for whoever acts."""
        from site_kit.turns import awaited

        found = Binder(path.owner, None, {}).bind(awaited(path.owner))
        if not path.hops:
            return found
        here = OuterRef(path.prefix.removesuffix(LOOKUP_SEP))
        return Q(Exists(path.owner._base_manager.filter(found, pk=here)))

    def leads_away(self, value: Any) -> bool:
        """Whether Django's own lookup would leave rows out whose relation in it is empty."""
        if not isinstance(value, BaseExpression):
            return False
        for name in names_in(value):
            try:
                if walk(self.model, name).hops:
                    return True
            except NoSuchPath:
                continue
        return False

    def among_many(self, path: Path, value: Any) -> Exists:
        """A path through several rows: EXISTS, whatever else the query joins."""
        if isinstance(value, OuterRef):
            value = OuterRef(value)
        rows = self.model._base_manager.filter(pk=OuterRef("pk"))
        return Exists(rows.filter(**{LOOKUP_SEP.join([path.full, *path.rest]): value}))

    @staticmethod
    def lookup(side: Any, path: Path, value: Any) -> Any:
        """A lookup on an expression instead of a name."""
        *transforms, last = path.rest or ("exact",)
        field: Any = KEY if path.computed and path.field.is_relation else path.field
        value = value.pk if isinstance(value, Model) else value
        if field.get_lookup(last) is None:
            transforms, last = [*transforms, last], "exact"
        for transform in transforms:
            side = field.get_transform(transform)(side)
            field = side.output_field
        return field.get_lookup(last)(side, value)


class Known(Binder):
    """The rows in play become values; all else stays for the query that takes it in."""

    def bind(self, node: Any) -> Any:
        """Any node."""
        if isinstance(node, RollUp):
            return self.inside(node)
        return node if isinstance(node, F) or hasattr(node, "built") else super().bind(node)

    def condition(self, node: Q) -> Q:
        """A condition, with the same negation."""
        children = [
            (child[0], self.bind(child[1])) if isinstance(child, tuple) else self.bind(child)
            for child in node.children
        ]
        return Q.create(children, connector=node.connector, negated=node.negated)
