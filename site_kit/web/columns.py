"""Columns: from a declared path to what the query selects and how its value is written.

A column is made once for each set of fields a person may see. Fields that are not seen are not
there at all: not selected, not sorted by, not searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, Model, OuterRef, Q, TextField, When
from django.utils.html import escape

from site_kit import asker
from site_kit.about import CommentAt, LinkAt
from site_kit.directory.models import Person
from site_kit.models import entity_of
from site_kit.paths import Path, computed_of, has_name, walk
from site_kit.permissions import Fields, rights_for
from site_kit.titles import seen_through, seen_title, seen_title_found
from site_kit.trail import WordField
from site_kit.web.cells import Cell, cell_of, plain_of
from site_kit.web.kinds import FILES, LONG, NUMBERS, SEVERAL, kind_of

TITLE = "title"
ABOUT = ("title", "link", "comment")
"""What every row has without a field: columns of a list, and what it is sorted and searched by."""
DEFAULT_COLUMNS = 8
_TEXT, _NOTE = CharField(max_length=250), TextField()
_OF_EVERY_ROW = frozenset({"id", "created_at", "created_by", "updated_at", "updated_by"})


@dataclass(frozen=True, slots=True)
class Column:
    """One path of a list. `select` goes into the query, `cell` writes its value.

    `order` is what sorting by it means (None: it cannot be sorted by), `colour` that of a flag.
    """

    path: str
    label: str
    kind: str
    field: Any
    select: Any
    order: Any
    cell: Cell
    plain: Callable[[Any], str]
    colour: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its figures stand to the right."""
        return self.kind in NUMBERS

    @property
    def is_note(self) -> bool:
        """Whether it is long text."""
        return self.kind in LONG


def is_stored(model: type[Model], column: Column) -> bool:
    """Whether it is a value that the row itself keeps."""
    plain = isinstance(column.select, F) and column.path != TITLE and "." not in column.path
    return plain and column.path not in computed_of(model) and not column.field.is_relation


def django_path(path: str) -> str:
    """A path with dots as Django writes it."""
    return path.replace(".", "__")


def _target(model: type[Model], name: str) -> type[Model] | None:
    if not has_name(model, name):
        return None
    target: type[Model] | None = getattr(walk(model, name).field, "related_model", None)
    return target


def field_id(field: Any) -> str:
    """A field's id, as forms and programs name it. Only names that Django refuses differ."""
    return str(field.db_column or field.name)


def label_of(field: Any) -> str:
    """What people call a field."""
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def is_seen(model: type[Model], path: Path) -> bool:
    """Whether the person may see the fields of a path, the first step aside (see `Fields`)."""
    owner = model
    for place, hop in enumerate([*path.hops, path.name]):
        if place and owner is not Person and hop not in _fields(owner).seen:
            return False
        owner = _target(owner, hop) or owner
    return True


def _fields(model: type[Model]) -> Fields:
    return rights_for(model).fields_for(asker.current())


def columns_of(model: type[Model], paths: Iterable[str], fields: Fields) -> list[Column]:
    """The columns of these paths that the person may see."""
    found = (column_of(model, path, fields) for path in paths)
    return [column for column in found if column is not None]


def column_of(model: type[Model], path: str, fields: Fields) -> Column | None:
    """One column, or None where the person may not see it."""
    if path in ABOUT and not has_name(model, path):
        return _about_column(model, path)
    walked = walk(model, path)
    first = (walked.hops or (walked.name,))[0]
    always = first in fields.seen
    through = seen_through(model, walked.hops)
    hidden = through is False or not is_seen(model, walked)
    if hidden or not (always or first in fields.seen_where):
        return None
    select = _selected(walked)
    if isinstance(through, Q):
        select = Case(When(through, then=select))
    order = None if kind_of(walked.field) in SEVERAL | FILES else select
    if not always:
        select, order = Case(When(fields.seen_where[first], then=select)), None
    colour = _colour(walked)
    return Column(
        path=path,
        label=_label(model, path, walked),
        kind=kind_of(walked.field),
        field=walked.field,
        select=select,
        order=order,
        cell=cell_of(walked.field, label=label_of(walked.field), colour=colour, unit=_unit(walked)),
        plain=plain_of(walked.field),
        colour=colour,
    )


def _about_column(model: type[Model], path: str) -> Column:
    """The title, the address or the newest comment: of a row that is listed, so that is seen."""
    if path == TITLE:
        select = seen_title(model)
        return Column(TITLE, "Name", "text", _TEXT, select, select, cell_of(_TEXT), plain_of(_TEXT))
    about, cell = (LinkAt(), _opens) if path == "link" else (CommentAt(), cell_of(_NOTE))
    select, kind = about.built(model), "url" if path == "link" else "long_text"
    return Column(path, path.capitalize(), kind, _NOTE, select, select, cell, plain_of(_NOTE))


def _opens(address: Any) -> str:
    """A link to the page of a row, within the tool."""
    entity, number = str(address).rstrip("/").rsplit("/", 2)[-2:]
    return f'<a href="/{escape(entity)}/{escape(number)}/">{escape(entity)}/{escape(number)}</a>'


def _label(model: type[Model], path: str, walked: Path) -> str:
    words, owner = [], model
    for hop in walked.hops:
        field = walk(owner, hop).field
        words.append(label_of(field))
        owner = field.related_model
    last = label_of(walked.field)
    if not words:
        return last
    return " ".join([words[0], *(word.lower() for word in words[1:]), _lower(last)])


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _colour(walked: Path) -> str:
    own = computed_of(walked.owner).get(walked.name)
    return str(own.colour if own else getattr(walked.field, "colour", ""))


def _unit(walked: Path) -> str:
    return str(entity_of(walked.owner).units.get(walked.name, ""))


def _selected(walked: Path) -> Any:
    kind = kind_of(walked.field)
    if isinstance(walked.field, WordField):
        return walked.field.in_words()
    if walked.computed and kind in {"person", "relation"}:
        return seen_title_found(walked)
    if kind == "person":
        return F(f"{walked.full}__name")
    if kind == "relation":
        return seen_title(walked.field.related_model, f"{walked.full}__")
    if walked.same_as:
        inside = walk(walked.owner, walked.same_as.removeprefix(walked.prefix))
        return _names(replace(inside, hops=(*walked.hops, *inside.hops)))
    if kind in {"people", "relations"}:
        return _names(walked)
    return F(walked.full)


def _names(walked: Path) -> Any:
    """The titles of several rows, as one value."""
    field = walked.field
    through = field.remote_field.through
    here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
    target = field.related_model
    title = F(f"{there}__name") if target is Person else seen_title(target, f"{there}__")
    rows = through._default_manager.filter(**{here: OuterRef(f"{walked.prefix}pk")})
    return ArraySubquery(rows.order_by(title).values_list(title, flat=True))


def in_order(model: type[Model], names: frozenset[str] | set[str]) -> list[str]:
    """Stored fields in the order of their declaration."""
    stored: list[Any] = [*model._meta.concrete_fields, *model._meta.many_to_many]
    declared = sorted(stored, key=lambda one: one.creation_counter)
    return [one.name for one in declared if one.name in names]


def default_paths(model: type[Model]) -> list[str]:
    """The columns of a list that names none: the first eight that are short, as declared."""
    if shown := getattr(model, "_shown", ()):
        return list(shown)
    stored: list[Any] = [*model._meta.concrete_fields, *model._meta.many_to_many]
    stored = [f for f in stored if f.name not in _OF_EVERY_ROW]
    several = [*stored, *(one.output_field for one in computed_of(model).values())]
    in_order = sorted(several, key=lambda one: one.creation_counter)
    return [one.name for one in in_order if kind_of(one) not in LONG | FILES][:DEFAULT_COLUMNS]
