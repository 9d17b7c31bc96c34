"""Errands for shops, which say what they are called, where they are and what was last said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

import site_kit as kit


class Shop(kit.Row):
    name = models.CharField(max_length=250)

    class Entity:
        title = "name"
        comments = True

    class Meta:
        db_table = "shop"


class Errand(kit.Row):
    what = models.CharField(max_length=250, blank=True)
    shop = models.ForeignKey(Shop, models.SET_NULL, null=True, blank=True, related_name="+")
    owner = kit.PersonField(null=True, blank=True)
    full = kit.Computed(
        kit.Text(kit.TitleAt("shop"), kit.TitleAt(), kit.TitleAt("owner")), models.TextField()
    )
    link_to_shop = kit.Computed(kit.LinkAt("shop"), models.URLField())
    where = kit.Computed(kit.LinkAt(), models.URLField())
    last_said = kit.Computed(kit.CommentAt(), models.TextField())
    of_shop = kit.Computed(kit.CommentAt("shop"), models.TextField())
    quiet = kit.Computed(Q(models.lookups.IsNull(kit.CommentAt(), True)), models.BooleanField())
    late = kit.Computed(
        Q(models.lookups.IContains(kit.CommentAt(), models.Value("late"))), models.BooleanField()
    )

    class Entity:
        title = "what"
        comments = True

    class Meta:
        db_table = "errand"


class ErrandPermissions(kit.Permissions):
    model = Errand
    member = kit.Grant(["member"], can=["all"])


class ShopPermissions(kit.Permissions):
    model = Shop
    member = kit.Grant(["member"], can=["all"])
