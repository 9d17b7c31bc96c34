"""The history as rows of their own: one for each field that a write changed, `kit.History`.

It is no table: its rows are asked of `kit_history`, a change at a time. A row is there for whoever
may see its record and its field, in the base queryset, so that nothing that is listed, counted,
searched, charted or exported of it tells more. What was deleted is there for those who see all
records of that entity.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Exists, F, Func, Model, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable
from django.utils import timezone

from site_kit.apps import tool
from site_kit.asker import Asker
from site_kit.directory.models import Person
from site_kit.fields import ChoiceField, ChoicesField, PersonField
from site_kit.files import FilesField
from site_kit.models import EntityOptions, RowQuerySet, Visible, VisibleQuerySet, entity_id
from site_kit.permissions import Fields, Rights, rights_for
from site_kit.titles import NameOf, TitleOf
from site_kit.words import in_words

TEXT = models.TextField()
ENTRIES = """
SELECT line.id * 1000 + COALESCE(one.place, 0) AS id, line.at, line.by_id, line.entity,
  line.record::text AS record, line.record AS number, line.action,
  COALESCE(one.name, '') AS field, COALESCE(one.pair ->> 0, '') AS before,
  COALESCE(one.pair ->> 1, '') AS after, line.note
FROM kit_history line
LEFT JOIN LATERAL jsonb_each(line.changes) WITH ORDINALITY AS one(name, pair, place)
  ON NOT (COALESCE(one.pair ->> 0, '') IN ('', '[]') AND COALESCE(one.pair ->> 1, '') IN ('', '[]'))
"""
"""A new row has no line for what is empty in it."""


class _Entries(BaseTable):
    """The changes of all lines, where a query names a table."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The subquery, under the table's name."""
        return f"({ENTRIES}) {compiler.quote_name_unless_alias(self.table_alias)}", ()


class _EntryQuery(Query):
    base_table_class = _Entries


class WordField(models.CharField):  # type: ignore[type-arg]
    """A text whose words are worked out in the query: what is kept is an id, or a value as JSON
    has it."""

    def in_words(self) -> Any:
        """The expression of what people read."""
        return WORDS[self.name]()


class HistoryRights(Rights):
    """Seen by whoever may see the record and the field; changed by nobody."""

    def condition(self, verb: str, asker: Asker) -> Any:
        """Which changes are seen: those of each entity by its own rights."""
        if verb != "view" or asker.is_outsider:
            return False
        if asker.is_tool:
            return True
        found = Q(pk__in=())
        for entity in tool().entities:
            for seen in _seen_of(entity, asker):
                found |= seen
        return found

    def fields_for(self, asker: Asker) -> Fields:
        """All of them, where the row is seen."""
        return Fields(frozenset(one.name for one in self.model._meta.concrete_fields), frozenset())

    def reason(self, verb: str) -> str:
        """Why a change is not made here."""
        return "The history is read, not written."

    def _rows(self, condition: Any) -> RowQuerySet:
        rows = VisibleQuerySet(self.model, query=_EntryQuery(self.model))
        if condition is False:
            return rows.none()
        return rows if condition is True else rows.filter(condition)


def _seen_of(entity: type[Model], asker: Asker) -> Iterator[Q]:
    rights = rights_for(entity)
    may = rights.condition("view", asker)
    if may is False:
        return
    fields, mine = rights.fields_for(asker), rights.rows("view", asker)
    own = Q(entity=entity_id(entity), field__in=["", *sorted(fields.seen)])
    yield own if may is True else own & Q(Exists(mine.filter(pk=OuterRef("number"))))
    for name, where in fields.seen_where.items():
        there = Q(Exists(mine.filter(where, pk=OuterRef("number"))))
        yield Q(entity=entity_id(entity), field=name) & there


class History(models.Model):
    """One change of one field; `record` is the row's, `field` empty where none changed."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = PersonField(null=True)
    entity = WordField(max_length=63)
    record = WordField(max_length=250)
    number = models.BigIntegerField()
    action = WordField(max_length=63)
    field = WordField(max_length=63)
    before = WordField(max_length=250)
    after = WordField(max_length=250)
    note = models.CharField(max_length=250)

    objects = Visible()
    _rights: ClassVar[type[Rights]] = HistoryRights
    _options: ClassVar[EntityOptions] = EntityOptions(title="record")
    _shown: ClassVar[tuple[str, ...]] = (
        *("at", "record", "field", "before", "after", "action", "by", "entity"),
    )
    _search: ClassVar[tuple[str, ...]] = ("record", "field", "before", "after", "note")
    _sort: ClassVar[tuple[str, ...]] = ("-at", "-id")

    class Meta:
        managed = False
        app_label = "directory"
        db_table = "history"
        verbose_name = "change"
        verbose_name_plural = "changes"

    def __str__(self) -> str:
        return f"{self.entity} {self.record}: {self.field}"

    @staticmethod
    def _called() -> Any:
        """A change is called like its record."""
        return _record()


# In words


def _looked_up(names: Mapping[str, str], key: Any, otherwise: Any) -> Any:
    """The name of a key, in one look at all of them."""
    known = Func(
        Value(json.dumps(names), output_field=TEXT),
        key,
        template="(%(expressions)s)",
        arg_joiner="::jsonb ->> ",
        output_field=TEXT,
    )
    return Coalesce(known, otherwise, output_field=TEXT)


def _capital(text: Any) -> str:
    return f"{str(text)[:1].upper()}{str(text)[1:]}"


def _entity() -> Any:
    names = {entity_id(one): _capital(one._meta.verbose_name) for one in tool().entities}
    return _looked_up(names, F("entity"), F("entity"))


def _number() -> Any:
    return Concat(Value("#"), F("record"), output_field=TEXT)


def _record() -> Any:
    """What the record is called to whoever asks; its number where it is gone."""
    several = (
        When(
            entity=entity_id(one),
            then=Coalesce(TitleOf(F("number"), _rows_of(one)), _number(), output_field=TEXT),
        )
        for one in tool().entities
    )
    return Case(*several, default=_number(), output_field=TEXT)


def _rows_of(model: type[Model]) -> Any:
    rows: Any = model.objects  # type: ignore[attr-defined]
    return rows.all()


def _action() -> Any:
    from site_kit.actions import actions_for

    names = {one: in_words(one) for one in ("created", "edited", "deleted", "restored")}
    for entity in tool().entities:
        names |= {one.id: str(one.label) for one in actions_for(entity)}
    return _looked_up(names, F("action"), F("action"))


def _stored() -> Iterator[tuple[str, Any]]:
    for entity in tool().entities:
        for one in (*entity._meta.concrete_fields, *entity._meta.many_to_many):
            yield entity_id(entity), one


def _field() -> Any:
    names = {f"{entity}.{one.name}": _capital(one.verbose_name) for entity, one in _stored()}
    key = Concat(F("entity"), Value("."), F("field"), output_field=TEXT)
    return _looked_up(names, key, F("field"))


def _value(name: str) -> Any:
    """A value as people read it: choices by their names, rows and people by theirs."""
    kept = F(name)
    several = []
    for entity, one in _stored():
        said = _said(one, kept)
        if said is not None:
            there = Q(entity=entity, field=one.name) & ~Q(**{name: ""})
            there &= Q(**{f"{name}__regex": _shape(one)})
            several.append(When(there, then=said))
    return Case(*several, default=kept, output_field=TEXT)


def _shape(field: Any) -> str:
    """How a value of this field is kept. One from when the field was of another kind is told as it
    stands, since reading it would fail."""
    if field.many_to_many:
        return r"^\[([0-9]{1,18}(, [0-9]{1,18})*)?\]$"
    if field.is_relation:
        return r"^[0-9]{1,18}$"
    if isinstance(field, ChoicesField):
        return r'^\[("[^"\\[:cntrl:]]*"(, "[^"\\[:cntrl:]]*")*)?\]$'
    if isinstance(field, models.DateTimeField):
        return r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d"
    return ""


def _said(field: Any, kept: Any) -> Any:
    if field.many_to_many:
        return (
            _people(kept)
            if field.related_model is Person
            else _each(kept, Value("{}"), is_number=True)
        )
    if field.is_relation:
        number = Cast(kept, models.BigIntegerField())
        target = field.related_model
        title = NameOf(number) if target is Person else TitleOf(number, _rows_of(target))
        return Coalesce(title, Concat(Value("#"), kept, output_field=TEXT), output_field=TEXT)
    if isinstance(field, (ChoiceField, ChoicesField)) and field.values is not None:
        names = {str(value): str(label) for value, label in field.values.choices}
        if isinstance(field, ChoicesField):
            return _each(kept, Value(json.dumps(names), output_field=TEXT))
        return _looked_up(names, kept, kept)
    return _plain(field, kept)


def _people(kept: Any) -> Any:
    """Several people by their names; several rows are told by their numbers."""
    named = (
        "(SELECT string_agg(called.name, ', ' ORDER BY called.name) FROM person called WHERE "
        "called.id IN (SELECT jsonb_array_elements_text((%(expressions)s)::jsonb)::bigint))"
    )
    return Coalesce(Func(kept, template=named, output_field=TEXT), Value(""), output_field=TEXT)


def _each(kept: Any, names: Any, *, is_number: bool = False) -> Any:
    """Each of several values by its name; a row by its number."""
    found = Func(
        names,
        kept,
        template=(
            "(SELECT string_agg(COALESCE(one.names ->> each, %(mark)s || each), ', ') "
            "FROM (SELECT %(expressions)s::jsonb) AS one(names, kept), "
            "jsonb_array_elements_text(one.kept) AS each)"
        ),
        arg_joiner="::jsonb, ",
        mark="'#'" if is_number else "''",
        output_field=TEXT,
    )
    return Coalesce(found, Value(""), output_field=TEXT)


def _plain(field: Any, kept: Any) -> Any:
    if isinstance(field, models.BooleanField):
        return _looked_up({"true": "Yes", "false": "No"}, kept, kept)
    if isinstance(field, models.DateTimeField):
        zone = Value(timezone.get_current_timezone_name(), output_field=TEXT)
        template = "to_char(%(expressions)s, 'YYYY-MM-DD HH24:MI')"
        joiner = "::timestamptz AT TIME ZONE "
        return Func(kept, zone, template=template, arg_joiner=joiner, output_field=TEXT)
    if isinstance(field, (models.FileField, FilesField)):
        name = "regexp_replace(%(expressions)s, '[^\\n]*/', '', 'g')"
        return Func(kept, template=name, output_field=TEXT)
    return None


WORDS: dict[str, Callable[[], Any]] = {
    "entity": _entity,
    "record": _record,
    "action": _action,
    "field": _field,
    "before": lambda: _value("before"),
    "after": lambda: _value("after"),
}
