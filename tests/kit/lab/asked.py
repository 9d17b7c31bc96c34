"""What is asked for and decided on in rounds: purchases, and what they bring along."""

from __future__ import annotations

from django.db import models

import site_kit as kit


class Purchase(kit.Row):
    class Stage(models.TextChoices):
        DRAFT = "draft", "Draft"
        ASKED = "asked", "Asked"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"

    name = models.CharField(max_length=250)
    amount = models.IntegerField(null=True, blank=True)
    boss = kit.PersonField(null=True, blank=True)
    helpers = kit.PeopleField(blank=True)
    stage = kit.StatusField(Stage, default=Stage.DRAFT, closed=(Stage.GRANTED, Stage.REFUSED))
    awaiting = kit.Awaiting()

    class Entity:
        title = "name"

    class Meta:
        db_table = "purchase"


class PurchaseApproval(kit.Decision):
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="+", editable=False)

    class Entity:
        title = "step"
        child_of = "purchase"
        append_only = True

    class Meta:
        db_table = "purchase_approval"
        verbose_name = "decision"


class Part(kit.Row):
    purchase = models.ForeignKey(Purchase, models.CASCADE, related_name="+")
    name = models.CharField(max_length=250)

    class Entity:
        title = "name"
        child_of = "purchase"

    class Meta:
        db_table = "part"
