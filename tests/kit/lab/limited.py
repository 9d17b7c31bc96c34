"""Shifts with seats and people who wait for one; cards of which few are under way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

import site_kit as kit


class Shift(kit.Row):
    name = models.CharField(max_length=250)
    seats = models.IntegerField(null=True, blank=True)

    class Entity:
        title = "name"

    class Meta:
        db_table = "shift"


class Duty(kit.Row):
    class Status(models.TextChoices):
        GOING = "going", "Going"
        WAITING = "waiting", "Waiting"
        OFF = "off", "Off"

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="+")
    name = models.CharField(max_length=250)
    status = kit.StatusField(Status, default=Status.GOING)
    visitors = models.IntegerField(default=1)

    class Entity:
        title = "name"
        child_of = "shift"

    class Meta:
        db_table = "duty"


class Card(kit.Row):
    class Lane(models.TextChoices):
        TODO = "todo", "To do"
        DOING = "doing", "Doing"

    name = models.CharField(max_length=250)
    lane = kit.StatusField(Lane, default=Lane.TODO)
    person = kit.PersonField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    points = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

    class Entity:
        title = "name"

    class Meta:
        db_table = "card"


class ShiftPermissions(kit.Permissions):
    model = Shift
    member = kit.Grant(["member"], can=["all"])


class DutyPermissions(kit.Permissions):
    model = Duty
    as_parent = True


class CardPermissions(kit.Permissions):
    model = Card
    member = kit.Grant(["member"], can=["all"])


class DutyRules(kit.Rules):
    model = Duty
    seats = kit.Limit(
        F("shift__seats"),
        of=models.Sum("visitors"),
        per=("shift",),
        where=Q(status="going"),
        overflow={"status": "waiting"},
        promote={"status": "going"},
    )


class CardRules(kit.Rules):
    model = Card
    few = kit.Limit(
        2, per=("lane",), where=Q(lane="doing"), message="Two are enough to be busy with."
    )
    week = kit.Limit(
        5,
        of=models.Sum("points"),
        per=("person", kit.WeekStart("day")),
        message="Too much for one week.",
    )


class LeaveDuty(kit.Update):
    model = Duty
    sets = {"status": "off"}


class ComeDuty(kit.Update):
    model = Duty
    sets = {"status": "going"}
    bulk = True


class BeginCard(kit.Update):
    model = Card
    sets = {"lane": "doing"}
    bulk = True


class ToldDuty(kit.Automation):
    model = Duty
    when = kit.Changed("status", to="going")
    do = (kit.Notify(["row.created_by"], "{name} may come."),)


class DoubleCard(kit.Automation):
    model = Card
    when = kit.Changed("name")
    do = (kit.Make(Card, {"name": "Copy", "lane": "doing"}),)
