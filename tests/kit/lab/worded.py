"""Tallies, whose fields and button are called like words of the API."""

from __future__ import annotations

from django.db import models

import site_kit as kit


class Tally(kit.Row):
    name = models.CharField(max_length=250)
    limit = models.IntegerField(null=True, blank=True)
    count = models.IntegerField(null=True, blank=True)
    sort = models.CharField(max_length=250, blank=True)

    class Entity:
        title = "name"
        comments = True

    class Meta:
        db_table = "tally"


class TallyPermissions(kit.Permissions):
    model = Tally
    member = kit.Grant(["member"], can=["all"])


class CommentTally(kit.Update):
    model = Tally
    id = "comment"
    sets = {"limit": 1}
