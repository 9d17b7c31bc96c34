"""Ideas that people vote for, and notes that they acknowledge: what a `Toggle` is tried on."""

from django.db import models

import site_kit as kit


class Idea(kit.Row):
    name = models.CharField(max_length=250)
    shut = models.BooleanField(default=False, blank=True)
    votes = kit.Computed(kit.CountOf("Vote", via="idea"), models.IntegerField())

    class Entity:
        title = "name"

    class Meta:
        db_table = "idea"


class Vote(kit.Row):
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="+")

    class Meta:
        db_table = "vote"
        constraints = [
            models.UniqueConstraint(
                name="vote_once",
                fields=["idea", "created_by"],
                violation_error_message="Yours is here already.",
            ),
        ]


class Nod(kit.Row):
    idea = models.ForeignKey(Idea, models.PROTECT, related_name="+")

    class Entity:
        append_only = True

    class Meta:
        db_table = "nod"
        constraints = [
            models.UniqueConstraint(name="nod_once", fields=["idea", "created_by"]),
        ]
