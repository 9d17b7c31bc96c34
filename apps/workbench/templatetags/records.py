"""Marks of the admin's templates: what the kinds of record are called, and what fields say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.contrib.admin.helpers import AdminReadonlyField
from django.contrib.admin.utils import lookup_field
from django.contrib.admin.views.main import ChangeList
from django.db.models.options import Options

from apps.workbench.templatetags.workbench import when
from apps.workbench.words import records

register = template.Library()


@register.filter
def sections(app_list: list[dict[str, Any]]) -> list[records.Section]:
    """The lists of the admin, in sections."""
    return records.sections_of(app_list)


@register.filter
def plural_of(opts: "Options[Any]") -> str:
    """What the records of a model are called."""
    return records.name_of(opts.label_lower, str(opts.verbose_name_plural).capitalize())


@register.filter
def says_of(opts: "Options[Any]") -> str:
    """What the records of a model are, in a sentence."""
    return records.says_of(opts.label_lower)


@register.filter
def in_words(text: object) -> str:
    """A choice of a filter, in words."""
    return records.in_words(str(text))


@register.filter
def heading(text: object) -> str:
    """The heading of a column."""
    return records.heading(str(text))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: where it leads, and its cells."""

    address: str
    cells: list[str]


@register.simple_tag
def rows_of(cl: "ChangeList") -> list[Row]:
    """The lines of a list: times, states and verbs as they are said on every other page."""
    return [
        Row(cl.url_for_result(one), [_cell(str(name), one, cl) for name in cl.list_display])
        for one in cl.result_list
    ]


@register.filter
def contents_of(shown: AdminReadonlyField) -> str:
    """A field of a record: a time as on every other page, else as the admin has it."""
    value = getattr(shown.form.instance, str(shown.field["name"]), None)
    return _said("", value) if isinstance(value, datetime | bool) else str(shown.contents())


def _cell(name: str, one: Any, cl: "ChangeList") -> str:
    field, _, value = lookup_field(name, one, cl.model_admin)
    choices = dict(field.flatchoices) if field is not None and field.choices else {}
    return _said(name, choices.get(value, value))


def _said(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return when(value)
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return records.in_words(str(value)) if name in records.IDENTIFIERS else str(value)
