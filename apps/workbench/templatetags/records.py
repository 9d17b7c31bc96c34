"""Marks of the admin's templates: what the kinds of record are called."""

from typing import Any

from django import template
from django.db.models.options import Options

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
