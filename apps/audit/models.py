"""The lines, which are only ever added to, and where each log ends, which only ever moves on."""

import pgtrigger
from django.db import models
from django.utils import timezone

NEVER_EMPTIED = pgtrigger.Trigger(
    name="never_emptied",
    operation=pgtrigger.Truncate,
    when=pgtrigger.Before,
    level=pgtrigger.Statement,
    func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
)


class Line(models.Model):
    """Something that somebody did. In the public schema, since it outlives the workspace it speaks
    of.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    workspace = models.CharField(max_length=63, blank=True, db_index=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    object_name = models.CharField(max_length=250)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            NEVER_EMPTIED,
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.verb} {self.object_name}"


class Head(models.Model):
    """Where the log of a workspace ends. Each line moves it on in its own transaction, so that
    lines taken from the very end are missed.
    """

    workspace = models.CharField(max_length=63, primary_key=True)
    lines = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64, help_text="Of the last line.")

    class Meta:
        triggers = [
            pgtrigger.Protect(name="never_gone", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="begins_with_one",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.lines <> 1"),
            ),
            pgtrigger.Protect(
                name="one_line_on",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.lines <> OLD.lines + 1 OR NEW.workspace <> OLD.workspace"
                ),
            ),
            NEVER_EMPTIED,
        ]

    def __str__(self) -> str:
        return f"{self.workspace}: {self.lines} lines, {self.hash}"
