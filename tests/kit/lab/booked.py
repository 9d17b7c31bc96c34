"""Rooms and what takes them: times that do not overlap, by the minute and by the day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

import site_kit as kit


class Room(kit.Row):
    name = models.CharField(max_length=250)

    class Entity:
        title = "name"

    class Meta:
        db_table = "room"


class Meeting(kit.Row):
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    off = models.BooleanField(default=False, blank=True)

    class Meta:
        db_table = "meeting"
        constraints = [
            kit.NoOverlap(
                "starts_at",
                "ends_at",
                per=("room",),
                where=Q(off=False),
                name="meeting_once",
                message="The room is taken at that time.",
            )
        ]


class Stay(kit.Row):
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "stay"
        constraints = [kit.NoOverlap("first", "last", per=("room",), days=True, name="stay_once")]


class RoomPermissions(kit.Permissions):
    model = Room
    member = kit.Grant(["member"], can=["all"])


class MeetingPermissions(kit.Permissions):
    model = Meeting
    member = kit.Grant(["member"], can=["create"])
    own = kit.Grant(["row.created_by"], can=["edit", "delete"])


class StayPermissions(kit.Permissions):
    model = Stay
    member = kit.Grant(["member"], can=["all"])


class CallMeeting(kit.Update):
    model = Meeting
    id = "take_place"
    sets = {"off": False}
    bulk = True


class MoveRoom(kit.Automation):
    model = Room
    when = kit.Changed("name")
    do = (kit.Make(Stay, {"room": kit.Of("row"), "first": kit.Today()}),)
