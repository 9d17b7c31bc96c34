"""One table, to which lines are only ever added."""

import pgtrigger
from django.db import models
from django.utils import timezone


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
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.verb} {self.object_name}"
