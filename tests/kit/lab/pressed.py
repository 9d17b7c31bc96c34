"""Rights and buttons of ideas and trips: planners see more of ideas, and alone make trips."""

from django.db.models import Q, Value

import site_kit as kit
from tests.kit.lab.deeds import Idea, Nod, Stop, Trip, Vote


class IdeaPermissions(kit.Permissions):
    model = Idea
    member = kit.Grant(["member"], can=["view"], where=~Q(name__startswith="hidden"))
    planner = kit.Grant(["planner"], can=["all"])


class VotePermissions(kit.Permissions):
    model = Vote
    member = kit.Grant(["member"], can=["view"])


class NodPermissions(kit.Permissions):
    model = Nod
    planner = kit.Grant(["planner"], can=["view"])


class VoteIdea(kit.Toggle):
    model = Idea
    entity = Vote
    when = Q(shut=False)


class NodIdea(kit.Toggle):
    model = Idea
    entity = Nod
    name = "I have read this"


class TripPermissions(kit.Permissions):
    model = Trip
    member = kit.Grant(["member"], can=["view", "edit"])
    planner = kit.Grant(["planner"], can=["all"])

    seen_by = {"secret": ["row.created_by"]}


class StopPermissions(kit.Permissions):
    model = Stop
    as_parent = True


class OverTrip(kit.Transition):
    model = Trip
    to = Trip.State.OVER


class CopyTrip(kit.Duplicate):
    model = Trip
    clear = ("guide", "code")
    with_children = True
    sets = {"name": kit.Text(kit.Of("row", "name"), Value("copy"))}


class RepeatTrip(kit.Repeat):
    model = Trip
    date = "day"
    end = "until"
    each = ("guide", "party", "meal")


class BeginTrip(kit.Repeat):
    model = Trip
    date = "begins"


class SlipTrip(kit.Print):
    model = Trip
    bulk = True
    body = "# {title}\n\nWith **{guide}** on {day}, {guide.manager.name}: {link}\n\n{secret}"


class PrintTrip(kit.Print):
    model = Trip
    by = ("planner",)


class GiveTrip(kit.Duplicate):
    model = Trip
    by = ("member",)
    clear = ("guide",)
