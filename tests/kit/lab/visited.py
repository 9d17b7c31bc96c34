"""Tours that strangers book without an account, by a form that is open to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

import site_kit as kit


class Tour(kit.Row):
    name = models.CharField(max_length=250)
    seats = models.IntegerField(default=20)
    is_open = models.BooleanField(default=True, blank=True)
    guide = kit.PersonField(null=True, blank=True)
    cost = models.IntegerField(null=True, blank=True)

    class Entity:
        title = "name"

    class Meta:
        db_table = "tour"


class Booking(kit.Row):
    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        CONFIRMED = "confirmed", "Confirmed"

    reference = kit.ReferenceField("T-{random}")
    tour = models.ForeignKey(Tour, models.PROTECT, related_name="+")
    group = models.CharField(max_length=250)
    email = models.EmailField(unique=True)
    visitors = models.IntegerField()
    lunch = models.CharField(max_length=250, blank=True)
    guide = kit.PersonField(null=True, blank=True)
    status = kit.StatusField(Status, default=Status.ASKED)
    note = models.TextField(blank=True)
    scan = kit.FileField(blank=True)

    class Entity:
        title = "group"

    class Meta:
        db_table = "booking"


class BookingRules(kit.Rules):
    model = Booking
    pick_tour = kit.Pick("tour", Q(is_open=True), shows=("seats",))
    show_lunch = kit.ShowIf("lunch", Q(tour__seats__gte=20))
    fits = kit.Check(
        Q(visitors__lte=F("tour__seats")), message="The group is larger than the tour."
    )


class TourPermissions(kit.Permissions):
    model = Tour
    seen_by = {"cost": ["planner"]}
    planner = kit.Grant(["planner"], can=["all"])
    guide = kit.Grant(["row.guide"], can=["view"])


class BookingPermissions(kit.Permissions):
    model = Booking
    edited_by = {"note": ["planner"]}
    planner = kit.Grant(["planner"], can=["all"])


class Confirm(kit.Transition):
    model = Booking
    to = Booking.Status.CONFIRMED
    by = ("planner",)
