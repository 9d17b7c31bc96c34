"""A small tool about rooms and their bookings, written to a folder; each file can be replaced."""

from pathlib import Path

FILES = {
    "__init__": '"""Rooms."""\n',
    "apps": '''"""The tool itself."""

from site_kit.apps import Role, Tool


class Rooms(Tool):
    """Who has which room."""

    name = "app"
    verbose_name = "Rooms"
    roles = (Role("keeper", "Keeps the rooms."),)
''',
    "models": '''"""What is kept."""

import site_kit as kit
from django.db import models


class Room(kit.Row):
    """A room."""

    name = models.CharField(max_length=250, unique=True)
    keeper = kit.PersonField(null=True, blank=True)

    class Meta:
        db_table = "room"


class Booking(kit.Row):
    """A room on a day."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        GRANTED = "granted", "Granted"

    title = models.CharField(max_length=250)
    room = models.ForeignKey(Room, models.PROTECT, related_name="+")
    day = models.DateField(null=True, blank=True)
    starts = models.DateTimeField(null=True, blank=True)
    seats = models.IntegerField(null=True, blank=True)
    loud = models.BooleanField(default=False)
    status = kit.StatusField(Status, default=Status.ASKED)
    people = kit.PeopleField(blank=True)

    class Meta:
        db_table = "booking"
''',
    "permissions": '''"""Who may do what."""

import site_kit as kit

from app.models import Booking, Room


class RoomPermissions(kit.Permissions):
    """Keepers keep the rooms."""

    model = Room
    see = kit.Grant(["member"], can=["view"])
    keep = kit.Grant(["keeper"], can=["all"])


class BookingPermissions(kit.Permissions):
    """Everybody books."""

    model = Booking
    book = kit.Grant(["member"], can=["all"])
''',
    "pages": '''"""What people see."""

import site_kit as kit

from app.models import Booking, Room


class BookingsPage(kit.Table):
    """Every booking."""

    model = Booking
    columns = ("title", "room")


class RoomsPage(kit.Table):
    """Every room, for those who keep them."""

    model = Room
    columns = ("name",)
    open_to = ("keeper",)
''',
    "migrations/__init__": '"""None yet."""\n',
    "tests/__init__": '"""Of the tool."""\n',
    "tests/test_requirements": '''"""What was asked for."""

from site_kit.testing import ToolTestCase

from app.models import Booking, Room


class RequirementTests(ToolTestCase):
    """One test a wish."""

    def test_a_room_can_be_booked(self) -> None:
        room = self.ines.creates(Room, name="Attic")
        self.mara.creates(Booking, title="Talk", room=room)
        self.assertEqual(self.mara.opens("bookings").column("title"), ["Talk"])
''',
}


def write(folder: Path, **changed: str) -> Path:
    """Write the tool; `models="…"` and so on replace files."""
    for name, text in (FILES | changed).items():
        file = folder / "app" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def replaced(name: str, old: str, new: str) -> str:
    """The text of one file with a change in it."""
    assert old in FILES[name]
    return FILES[name].replace(old, new)
