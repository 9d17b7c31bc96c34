"""What is searched: texts, and the names of the people and rows that a row points to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, IntegerField, Model, Q, Value
from django.db.models.lookups import In, Lookup, PatternLookup

from site_kit import asker
from site_kit.directory.models import Person
from site_kit.models import RowQuerySet
from site_kit.paths import computed_of
from site_kit.permissions import Fields
from site_kit.titles import seen_title, title_path
from site_kit.web.columns import Column, columns_of
from site_kit.web.kinds import TEXTS, kind_of

MOST_KNOWN = 1000
"""So many people or rows are named in a search by their numbers; more are asked inside it."""


class HasWords(PatternLookup):
    """A text with some words anywhere in it, in any case: as a `kit.SearchIndex` serves it, which
    does not serve `icontains`.
    """

    lookup_name = "has_words"
    param_pattern = "%%%s%%"

    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> Any:
        """Numbers and dates are read as their text."""
        sql, params = super().process_lhs(compiler, connection, lhs)
        return f"{sql}::text", params

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """Compared without case."""
        return f"ILIKE {rhs}"


class Among(Lookup):
    """`owner_id = ANY(ARRAY(SELECT …))`: those pointed to are found first and once, so that the
    column's index serves it beside those of texts. With a join, every row would be read.
    """

    lookup_name = "among"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The column, and the array of numbers."""
        left, given = self.process_lhs(compiler, connection)
        right, more = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*given, *more]


def searched(
    rows: RowQuerySet,
    words: str,
    *,
    paths: Sequence[str],
    columns: Sequence[Column],
    fields: Fields,
) -> RowQuerySet:
    """The rows that have these words, in any case, in one of the paths; where none is named, in
    their title, their texts and what their columns point to. What is not seen is not searched.
    """
    if not words:
        return rows
    model: type[Model] = rows.model
    paths = paths or getattr(model, "_search", ())
    several = columns_of(model, paths, fields) if paths else _pointing(columns)
    found, read = Q(pk__in=()), []
    if not paths:
        found, read = _by_number(words), _own_texts(model, fields)
    pointing = [column for column in several if _is_stored_pointer(column, model)]
    known = _known([column.field.related_model for column in pointing], words)
    for column in pointing:
        target, key = column.field.related_model, F(f"{column.path}_id")
        if (keys := known[target]) is None:
            found |= Q(Among(key, ArraySubquery(_called(target, words))))
        elif keys:
            found |= Q(In(key, keys))
    read += [one.order for one in several if one not in pointing and one.order is not None]
    names = {f"sought_{place}": text for place, text in enumerate(read)}
    for name in names:
        found |= Q(HasWords(F(name), words))
    there: RowQuerySet = rows.alias(**names).filter(found)
    return there


def _by_number(words: str) -> Q:
    """`#12` is the row of that number."""
    number = words.removeprefix("#")
    known = number != words and number.isascii() and number.isdigit() and len(number) < 19
    return Q(pk=int(number)) if known else Q(pk__in=())


def _own_texts(model: type[Model], fields: Fields) -> list[Any]:
    own = [one for one in model._meta.concrete_fields if kind_of(one) in TEXTS]
    names = [one.name for one in own if one.name in fields.seen and not one.choices]
    texts = [F(name) for name in names]
    return texts if title_path(model) in names else [seen_title(model), *texts]


def _pointing(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.field.is_relation]


def _is_stored_pointer(column: Column, model: type[Model]) -> bool:
    """Whether it is a person or row that the row itself keeps, and that is seen in every row."""
    return (
        column.kind in ("person", "relation")
        and column.order is not None
        and "." not in column.path
        and column.path not in computed_of(model)
    )


def _known(targets: Sequence[type[Model]], words: str) -> dict[type[Model], list[int] | None]:
    """The numbers of those who are called so, asked once in a request, all in one query: a plan
    is only as good as what is known when it is made. None where there are too many to be told.
    """
    known: dict[type[Model], list[int] | None]
    known = asker.memory().setdefault(f"called {words}", {})
    asked = [target for target in dict.fromkeys(targets) if target not in known]
    several = [
        _called(target, words).annotate(of=Value(place, IntegerField())).values_list("of", "pk")
        for place, target in enumerate(asked)
    ]
    if not several:
        return known
    few = [one[: MOST_KNOWN + 1] for one in several]
    rows = list(few[0].union(*few[1:], all=True) if len(few) > 1 else few[0])
    for place, target in enumerate(asked):
        keys = [key for of, key in rows if of == place]
        known[target] = keys if len(keys) <= MOST_KNOWN else None
    return known


def _called(target: type[Model], words: str) -> Any:
    """The numbers of those whose name has the words, as the person reads it: a row that they may
    not see has none.
    """
    if target is Person:
        rows: Any = RowQuerySet(target).alias(called=F("name"))
    else:
        rows = target.objects.alias(called=seen_title(target))  # type: ignore[attr-defined]
    return rows.filter(HasWords(F("called"), words)).order_by().values("pk")
