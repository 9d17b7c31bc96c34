"""What kind a field is, in the words of the blueprint: one answer for columns, filters, forms."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models

from site_kit import fields as kit
from site_kit.directory.models import Person
from site_kit.files import FilesField

NUMBERS = frozenset({"integer", "decimal", "money", "percent", "duration", "rating"})
DATES = frozenset({"date", "datetime", "week", "month"})
CHOICES = frozenset({"status", "choice"})
SEVERAL = frozenset({"choices", "people", "relations"})
FILES = frozenset({"file", "image", "files"})
LONG = frozenset({"long_text"})
TEXTS = frozenset({"text", "long_text", "email", "phone", "url", "reference"})

_BY_CLASS: tuple[tuple[type[Any], str], ...] = (
    (kit.StatusField, "status"),
    (kit.ChoiceField, "choice"),
    (kit.ChoicesField, "choices"),
    (kit.MoneyField, "money"),
    (kit.PercentField, "percent"),
    (kit.DurationField, "duration"),
    (kit.RatingField, "rating"),
    (kit.WeekField, "week"),
    (kit.MonthField, "month"),
    (kit.PhoneField, "phone"),
    (kit.ImageField, "image"),
    (models.FileField, "file"),
    (FilesField, "files"),
    (models.EmailField, "email"),
    (models.URLField, "url"),
    (models.TextField, "long_text"),
    (models.CharField, "text"),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.DecimalField, "decimal"),
    (models.FloatField, "decimal"),
    (models.IntegerField, "integer"),
)


@cache
def kind_of(field: Any) -> str:
    """`"status"`, `"money"`, `"relation"` …; a computed field is asked by its output field."""
    if field.is_relation:
        person = field.related_model is Person
        if field.many_to_many:
            return "people" if person else "relations"
        return "person" if person else "relation"
    if getattr(field, "model", None) is Person and isinstance(field, models.TextField):
        return "email" if field.name == "email" else "text"
    reference = getattr(kit, "ReferenceField", None)
    if reference is not None and isinstance(field, reference):
        return "reference"
    return next((kind for cls, kind in _BY_CLASS if isinstance(field, cls)), "text")
