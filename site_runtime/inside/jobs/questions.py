"""What the autodetector would ask a person, answered: it never waits, and it never guesses a
rename.

A compulsory column that is added to a table with rows needs something in those rows. They get a
neutral value of its kind, once; the column itself keeps no default by it. Which one is said in the
words of the operation (`named`).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.migrations.questioner import MigrationQuestioner
from django.utils import timezone

from site_kit import expressions
from site_runtime.inside.jobs import JobFailed


class Answers(MigrationQuestioner):
    """Answers by the kind of the field.

    `named` has what was chosen, by (model, field), in words.
    """

    def __init__(self) -> None:
        super().__init__(specified_apps={"app"})
        self.named: dict[tuple[str, str], str] = {}

    def ask_not_null_addition(self, field_name: str, model_name: str) -> Any:
        """What rows that are there get in a new compulsory column."""
        return self._neutral(field_name, model_name)

    def ask_not_null_alteration(self, field_name: str, model_name: str) -> Any:
        """What empty rows get in a column that becomes compulsory."""
        return self._neutral(field_name, model_name)

    def ask_auto_now_add_addition(self, field_name: str, model_name: str) -> Any:
        """The moment of the migration."""
        return self._neutral(field_name, model_name)

    def _neutral(self, field_name: str, model_name: str) -> Any:
        try:
            field: Any = apps.get_model("app", model_name)._meta.get_field(field_name)
        except FieldDoesNotExist as error:
            raise JobFailed(f"{model_name} has no field {field_name}.") from error
        value, words = neutral(field)
        self.named[model_name.lower(), field_name] = words
        return value


def neutral(field: models.Field[Any, Any]) -> tuple[Any, str]:
    """A value for rows that have none, and its words. A relation has none that is true.

    Such a column can only be added while its table is empty: the database refuses it otherwise.
    """
    if field.choices:
        value, label = next(iter(field.flatchoices))
        return value, f"“{label}”"
    if isinstance(field, models.CharField | models.TextField):
        return ("", "an empty text") if field.blank else ("–", "a dash")
    for kinds, value, words in NEUTRAL:
        if isinstance(field, kinds):
            return value, words
    raise JobFailed(
        f"{field.verbose_name} of {field.model._meta.verbose_name} cannot become compulsory: "
        "there is no value that fits rows which have none. Make it optional."
    )


NEUTRAL: tuple[tuple[tuple[type[Any], ...], Any, str], ...] = (
    ((models.ForeignKey,), 0, "nothing, so it works only while there are no rows"),
    ((models.BooleanField,), False, "no"),
    ((models.DateTimeField,), timezone.now, "the moment of the change"),
    ((models.DateField,), expressions.today, "the day of the change"),
    ((models.TimeField,), "00:00", "midnight"),
    ((models.JSONField,), list, "nothing"),
    ((models.FileField,), "", "no file"),
    (
        (models.IntegerField, models.FloatField, models.DecimalField),
        0,
        "0",
    ),
)
"""The first kind that fits decides, so the narrower ones stand first."""
