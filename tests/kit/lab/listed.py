"""Seats whose kinds and extras the admins of the tool extend."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

import site_kit as kit


class Seat(kit.Row):
    class Kind(models.TextChoices):
        CHAIR = "chair", "Chair"
        STOOL = "stool", "Stool"

    class Extra(models.TextChoices):
        ARMS = "arms", "Arms"

    name = models.CharField(max_length=250)
    kind = kit.ChoiceField(Kind, blank=True, colours={Kind.CHAIR: "green"}, managed=True)
    extras = kit.ChoicesField(Extra, blank=True, managed=True)
    called = kit.Computed(kit.Text("name", "kind"), models.CharField(max_length=250))
    plain = kit.Computed(Q(kind="stool"), models.BooleanField())

    class Entity:
        title = "name"

    class Meta:
        db_table = "seat"


class SeatPermissions(kit.Permissions):
    model = Seat
    member = kit.Grant(["member"], can=["all"])
