"""People and groups of the workspace. Read only: neither table is made or changed from here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Person(models.Model):
    """Somebody of the workspace, as its directory has them."""

    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    email = models.TextField()
    manager = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+"
    )
    department = models.TextField(blank=True, default="")
    job_title = models.TextField(blank=True, default="")
    active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[Person]] = models.Manager()

    class Meta:
        managed = False
        db_table = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class PersonGroup(models.Model):
    """One person in one group: `name` is the group's."""

    id = models.BigIntegerField(primary_key=True)
    person = models.ForeignKey(
        Person, models.DO_NOTHING, db_constraint=False, related_name="in_groups"
    )
    name = models.TextField()

    objects: ClassVar[models.Manager[PersonGroup]] = models.Manager()

    class Meta:
        managed = False
        db_table = "person_group"

    def __str__(self) -> str:
        return self.name
