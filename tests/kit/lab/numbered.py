"""Orders, which are numbered by themselves; the rights go with them, since nothing else does."""

from django.db import models

import site_kit as kit


class Order(kit.Row):
    class Kind(models.TextChoices):
        RUSH = "rush", "Rush"
        PLAIN = "plain", "Plain"

    number = kit.ReferenceField("INV-{year}-{number:4}")
    code = kit.ReferenceField("{kind}/{customer}/{number}")
    key = kit.ReferenceField("{random}")
    customer = models.CharField(max_length=250)
    kind = kit.ChoiceField(Kind, default=Kind.PLAIN)
    urgent = kit.FlagField(default=False, blank=True, colour="red")

    class Entity:
        title = "number"

    class Meta:
        db_table = "order"
