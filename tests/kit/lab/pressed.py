"""Rights and buttons of ideas. Planners alone see who has read one, and ideas that are hidden."""

from django.db.models import Q

import site_kit as kit
from tests.kit.lab.deeds import Idea, Nod, Vote


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
