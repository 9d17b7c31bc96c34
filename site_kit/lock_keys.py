"""Keys to queue at: who holds one keeps others who want it waiting until the transaction ends.

For what many rows decide together (a limit, a stock): there is no row to lock, so a row of
`kit_lock` is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

TAKE = "INSERT INTO kit_lock (key) VALUES {} ON CONFLICT (key) DO UPDATE SET key = excluded.key"


class LockKey(models.Model):
    """One thing that is decided by one transaction at a time; the row says nothing else."""

    key = models.CharField(max_length=64, primary_key=True)

    class Meta:
        app_label = "site_kit"
        db_table = "kit_lock"

    def __str__(self) -> str:
        return self.key


def key_of(*parts: Any) -> str:
    """The key of these values, of whatever kinds."""
    text = json.dumps(parts, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def take(keys: Iterable[str]) -> None:
    """Hold all of these until the transaction ends; in one order, so that two never cross."""
    wanted = sorted(set(keys))
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(TAKE.format(", ".join(["(%s)"] * len(wanted))), wanted)
