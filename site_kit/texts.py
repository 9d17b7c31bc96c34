"""Texts made of fields: `kit.Text("vehicle", "date")`, `kit.Format("{room}, {starts_at}")`.

A value reads the same from the database and in memory: a choice by its label, a relation by its
title, a day as 2026-03-11, a moment to the minute in the tool's time zone.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, F, Model, OuterRef, Subquery, Value, When
from django.db.models.expressions import Func
from django.utils import timezone

from site_kit.expressions import OfModel
from site_kit.fields import ChoiceField, ChoicesField, MoneyField
from site_kit.functions import Function, number
from site_kit.paths import LOOKUP_SEP, Path, walk

BETWEEN = " · "
TEXT = models.TextField()
NAMES = re.compile(r"\{([a-z0-9_.]+)\}")


class Worded(OfModel):
    """Base of texts: a text expression once the model is known."""

    def of(self, row: Model) -> str:
        """The text of a row in hand."""
        raise NotImplementedError


class Text(Worded):
    """What is not empty, joined by a dot: `kit.Text("vehicle", "date")`."""

    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def built(self, model: type[Model]) -> Any:
        """Joined by the database."""
        return Joined(Value(BETWEEN), *(shown(model, part) for part in self.parts))

    def of(self, row: Model) -> str:
        """Joined in memory."""
        texts = (shown_of(row, part) for part in self.parts)
        return BETWEEN.join(text for text in texts if text)


class Format(Worded):
    """A pattern with paths in braces: `kit.Format("{number} of {supplier.name}")`."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.pieces = NAMES.split(pattern)

    def built(self, model: type[Model]) -> Any:
        """Filled in by the database."""
        parts = [
            shown(model, piece) if at % 2 else Value(piece) for at, piece in enumerate(self.pieces)
        ]
        return Joined(Value(""), *parts)

    def of(self, row: Model) -> str:
        """Filled in in memory."""
        return "".join(
            shown_of(row, piece) if at % 2 else piece for at, piece in enumerate(self.pieces)
        )


class Joined(Func):
    """Texts with something between them; empty ones left out. Never empty itself."""

    function = "CONCAT_WS"
    output_field = TEXT


class Shown(Function):
    """A value as text, by its kind."""

    output_field = TEXT
    kinds: ClassVar[tuple[tuple[type, str], ...]] = (
        (models.BooleanField, "CASE WHEN {0} THEN 'Yes' WHEN NOT {0} THEN 'No' END"),
        (models.DateTimeField, "to_char({0} AT TIME ZONE '%s', 'YYYY-MM-DD HH24:MI')"),
        (models.DateField, "to_char({0}, 'YYYY-MM-DD')"),
        (models.TimeField, "to_char({0}, 'HH24:MI')"),
        (MoneyField, "round({0}::numeric, 2)::text"),
        (models.DecimalField, "trim_scale(round({0}::numeric, 6))::text"),
    )

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """By the kind of the value's field."""
        (source,) = self.get_source_expressions()
        sql, params = compiler.compile(source)
        said = next((s for kind, s in self.kinds if isinstance(source.output_field, kind)), "")
        pattern = said or "NULLIF({0}::text, '')"
        zone = timezone.get_current_timezone_name().replace("'", "")
        text = pattern.replace("%s", zone).replace("{0}", f"({sql})")
        return text, [*params] * pattern.count("{0}")


def shown(model: type[Model], part: Any) -> Any:
    """A path or expression as text, for a query over the model."""
    from site_kit.directory.models import Person
    from site_kit.titles import NameOf, title_expression

    if hasattr(part, "resolve_expression"):
        return Shown(part)  # also of a text that may come out empty: it is left out
    if not isinstance(part, str):
        return Shown(Value(part))
    path = walk(model, part)
    if path.field.many_to_many:
        return _titles(walk(model, path.same_as) if path.same_as else path)
    if isinstance(path.field, ChoicesField) and path.field.values is not None:
        return Labels(F(path.full), path.field)
    if path.computed and path.field.related_model is Person:
        return NameOf(F(path.full))
    if path.field.related_model is not None:
        return title_expression(path.field.related_model, f"{path.full}__")
    if isinstance(path.field, ChoiceField) and path.field.values is not None:
        if path.field.managed:
            return LiveLabel(F(path.full), path.field)
        return labelled(F(path.full), path.field.values.choices)
    return Shown(F(path.full))


class LiveLabel(Func):
    """A value of a list that admins extend, by its name when the query runs."""

    output_field = TEXT

    def __init__(self, value: Any, field: Any) -> None:
        self.listed = field
        super().__init__(value)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """`CASE … WHEN value THEN name … END`."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        pairs = self.listed.values.choices
        whens = " WHEN %s THEN %s" * len(pairs)
        return f"(CASE {sql}{whens} END)", [*params, *(one for pair in pairs for one in pair)]


ONE_BY_ONE = (
    "(SELECT string_agg({label}, ', ' ORDER BY one.place)"
    " FROM jsonb_array_elements_text({list}) WITH ORDINALITY AS one(value, place))"
)


class Labels(LiveLabel):
    """Several values, by their names, in the order in which they were chosen."""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """One after the other; nothing where there is none."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        pairs = self.listed.values.choices
        label = f"(CASE one.value{' WHEN %s THEN %s' * len(pairs)} ELSE one.value END)"
        said = ONE_BY_ONE.replace("{label}", label).replace("{list}", sql)
        return said, [*(one for pair in pairs for one in pair), *params]


def _titles(path: Path) -> Any:
    """What the rows that a many-sided relation leads to are called, in the order of the letters."""
    from site_kit.titles import title_expression

    here = OuterRef(path.prefix.removesuffix(LOOKUP_SEP) or "pk")
    field: Any = path.field
    rows = field.remote_field.through._base_manager.filter(**{field.m2m_field_name(): here})
    title = title_expression(field.related_model, f"{field.m2m_reverse_field_name()}__")
    return Subquery(rows.order_by().annotate(titles=InOrder(title)).values("titles"), TEXT)


class InOrder(Func):
    """Texts, one after the other. A plain Func groups nothing."""

    template = "string_agg(({0})::text, ', ' ORDER BY ({0})::text COLLATE \"C\")"
    output_field = TEXT

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """The text stands there twice."""
        sql, params = compiler.compile(self.get_source_expressions()[0])
        return self.template.replace("{0}", sql), [*params, *params]


def labelled(value: Any, choices: Any) -> Case:
    """A choice by its label."""
    whens = [When(models.lookups.Exact(value, Value(v)), then=Value(str(t))) for v, t in choices]
    return Case(*whens, default=None, output_field=TEXT)


def shown_of(row: Model, part: Any) -> str:
    """A path or expression as text, for a row in hand."""
    from site_kit.reading import output_field_of, value_of

    if isinstance(part, Worded):
        return part.of(row)
    if not isinstance(part, str) and not hasattr(part, "resolve_expression"):
        return text_of(part)
    node = part if hasattr(part, "resolve_expression") else F(part)
    return text_of(value_of(node, row), output_field_of(node, type(row)))


def text_of(value: Any, field: Any = None) -> str:
    """A value as text. `field` tells labels and money from plain texts and numbers."""
    if value is None or value == "":
        return ""
    if isinstance(field, ChoiceField) and field.values is not None:
        return str(dict(field.values.choices).get(value, value))
    if isinstance(field, ChoicesField) and field.values is not None:
        labels = dict(field.values.choices)
        return ", ".join(str(labels.get(one, one)) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal) or isinstance(field, models.DecimalField):
        return _number(number(value), field)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (date, time)):
        return value.strftime("%H:%M") if isinstance(value, time) else value.isoformat()
    if isinstance(value, (list, tuple, models.QuerySet)):
        return ", ".join(sorted(text_of(one, field) for one in value))
    return str(value)


def _number(value: Decimal, field: Any) -> str:
    if isinstance(field, MoneyField):
        return f"{value:.2f}"
    text = f"{value:.6f}"
    return text.rstrip("0").rstrip(".")
