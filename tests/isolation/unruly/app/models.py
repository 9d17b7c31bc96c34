"""One table."""

from django.db import models

import site_kit as kit


class Note(kit.Row):
    """A note."""

    title = models.CharField(max_length=250)
    body = models.TextField(blank=True)

    class Meta:
        db_table = "note"
