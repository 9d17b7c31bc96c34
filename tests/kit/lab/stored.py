"""Goods in one place, and seeds that move between sheds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

import site_kit as kit


class Good(kit.Row):
    name = models.CharField(max_length=250)
    least = models.IntegerField(default=0)
    on_hand = kit.Computed(kit.OnHand("Movement"), models.IntegerField())
    low = kit.Computed(Q(on_hand__lt=3), models.BooleanField(), colour="red")

    class Entity:
        title = "name"

    class Meta:
        db_table = "good"


class Movement(kit.Row):
    good = models.ForeignKey(Good, models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        db_table = "movement"


class Shed(kit.Row):
    name = models.CharField(max_length=250)

    class Entity:
        title = "name"

    class Meta:
        db_table = "shed"


class Seed(kit.Row):
    name = models.CharField(max_length=250)
    on_hand = kit.Computed(
        kit.OnHand("Parcel"), models.DecimalField(max_digits=12, decimal_places=2)
    )

    class Entity:
        title = "name"

    class Meta:
        db_table = "seed"


class Parcel(kit.Row):
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="+")
    source = models.ForeignKey(Shed, models.PROTECT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(Shed, models.PROTECT, null=True, blank=True, related_name="+")
    weight = models.DecimalField(max_digits=9, decimal_places=2)

    class Entity:
        append_only = True

    class Meta:
        db_table = "parcel"


class ParcelBalance(kit.Row):
    seed = models.ForeignKey(Seed, models.CASCADE, related_name="+")
    location = models.ForeignKey(Shed, models.CASCADE, related_name="+")
    on_hand = models.DecimalField(max_digits=12, decimal_places=2)

    class Entity:
        title = kit.Text("seed", "location")
        child_of = "seed"
        balance_of = "Parcel"

    class Meta:
        db_table = "parcel_balance"
        constraints = [models.UniqueConstraint(name="one_balance", fields=["seed", "location"])]


class GoodPermissions(kit.Permissions):
    model = Good
    member = kit.Grant(["member"], can=["all"])


class MovementPermissions(kit.Permissions):
    model = Movement
    member = kit.Grant(["member"], can=["all"])


class ShedPermissions(kit.Permissions):
    model = Shed
    member = kit.Grant(["member"], can=["all"])


class SeedPermissions(kit.Permissions):
    model = Seed
    member = kit.Grant(["member"], can=["view", "edit"], where=~Q(name__startswith="hidden"))


class ParcelPermissions(kit.Permissions):
    model = Parcel
    member = kit.Grant(["member"], can=["view", "create"])


class ParcelBalancePermissions(kit.Permissions):
    model = ParcelBalance
    as_parent = True


class MovementRules(kit.Rules):
    model = Movement
    stock = kit.Stock(item="good", quantity=F("quantity"), min=F("good__least"))


class ParcelRules(kit.Rules):
    model = Parcel
    stock = kit.Stock(
        item="seed",
        quantity=F("weight"),
        from_="source",
        to="target",
        message="That shed has not so much.",
    )


class TakeGood(kit.Create):
    model = Good
    entity = Movement
    by = ("member",)
    needs = ("quantity",)
    sets = {"good": kit.Of("row")}


class ToldGood(kit.Automation):
    model = Good
    when = kit.Changed("name")
    do = (kit.Make(Movement, {"good": kit.Of("row"), "quantity": -2}),)
