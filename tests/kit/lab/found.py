"""Things that are lent: who has one, and which room it is in, is worked out from their loans."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

import site_kit as kit


class Place(kit.Row):
    class Mark(models.TextChoices):
        WARM = "warm", "Warm"
        LOUD = "loud", "Loud"

    name = models.CharField(max_length=250)
    crew = kit.PeopleField(blank=True)
    marks = kit.ChoicesField(Mark, blank=True)
    beside = models.ManyToManyField("self", symmetrical=False, related_name="+", blank=True)

    class Entity:
        title = "name"

    class Meta:
        db_table = "place"


class Ladder(kit.Row):
    name = models.CharField(max_length=250)
    home = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    holder = kit.Computed(
        kit.LastOf("Lending.person", via="ladder", where=Q(returned=False)), kit.PersonField()
    )
    room = kit.Computed(
        models.Case(
            models.When(holder__isnull=True, then=F("home")),
            default=kit.LastOf("Lending.room", via="ladder"),
        ),
        models.ForeignKey(Place, models.DO_NOTHING, verbose_name="Where it is"),
    )
    crew = kit.Computed(F("home__crew"), kit.PeopleField("Who looks after it"))
    nearby = kit.Computed(F("home__beside"), models.ManyToManyField(Place))
    marks = kit.Computed(F("home__marks"), kit.ChoicesField(Place.Mark))
    hands = kit.Computed(kit.SizeOf("crew"), models.IntegerField())

    class Entity:
        title = "name"

    class Meta:
        db_table = "ladder"


class Lending(kit.Row):
    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="+")
    person = kit.PersonField()
    room = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    returned = models.BooleanField(default=False, blank=True)

    class Meta:
        db_table = "lending"


class PlacePermissions(kit.Permissions):
    model = Place
    member = kit.Grant(["member"], can=["view"], where=~Q(name__startswith="hidden"))


class LadderPermissions(kit.Permissions):
    model = Ladder
    member = kit.Grant(["member"], can=["view", "create"])
    theirs = kit.Grant(["row.holder", "row.crew"], can=["edit"])


class LendingPermissions(kit.Permissions):
    model = Lending
    member = kit.Grant(["member"], can=["all"])


class TakeBackLadder(kit.Update):
    model = Ladder
    by = ("row.holder",)
    sets = {"home": F("room")}


class CallLadder(kit.Automation):
    model = Ladder
    when = kit.Changed("name")
    do = (kit.Notify(["row.holder"], "{title} has another name."),)
