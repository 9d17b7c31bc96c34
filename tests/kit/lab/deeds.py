"""What buttons are tried on: ideas that people vote for, trips that are copied and repeated."""

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


class Trip(kit.Row):
    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OVER = "over", "Over"

    class Meal(models.TextChoices):
        BREAD = "bread", "Bread"
        SOUP = "soup", "Soup"

    name = models.CharField(max_length=250)
    code = models.CharField(max_length=20, blank=True)
    state = kit.StatusField(State, default=State.PLANNED, closed=(State.OVER,))
    day = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    begins = models.DateTimeField(null=True, blank=True)
    guide = kit.PersonField(null=True, blank=True)
    party = kit.PeopleField(blank=True)
    meal = kit.ChoiceField(Meal, blank=True)
    secret = models.TextField(blank=True)
    signed_by = kit.PersonField(null=True, blank=True, editable=False)
    map = kit.FileField(blank=True)

    class Entity:
        title = "name"

    class Meta:
        db_table = "trip"
        constraints = [
            kit.Required("name", name="trip_required"),
            models.UniqueConstraint(
                name="trip_once",
                fields=["guide", "day"],
                violation_error_message="This guide is out on that day.",
            ),
        ]


class Stop(kit.Row):
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="+")
    place = models.CharField(max_length=250)

    class Entity:
        title = "place"
        child_of = "trip"

    class Meta:
        db_table = "stop"
