"""A thread on each row, for whoever may see the row, where the entity has `comments = True`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from site_kit import asker
from site_kit.asker import Asker, acting
from site_kit.errors import Invalid, NotThere, Refused
from site_kit.models import entity_id, entity_of
from site_kit.permissions import rights_for
from site_kit.records import Comment
from site_kit.words import REQUIRED

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Said:
    """One comment as a person reads it."""

    at: datetime
    by: str
    text: str


def thread(row: Model) -> Sequence[Said]:
    """The comments of a row, the oldest first. Who may see the row was asked before."""
    found = Comment.objects.filter(entity=entity_id(type(row)), record=row.pk)
    several = found.select_related("by").order_by("id")
    return [Said(one.at, one.by.name if one.by else "The tool", one.text) for one in several]


def add(row: Model, text: str, *, by: Asker) -> Comment:
    """Say something about a row that this person may see."""
    model = type(row)
    if not entity_of(model).comments:
        raise Refused(f"{str(model._meta.verbose_name_plural).capitalize()} have no comments.")
    if not rights_for(model).allowed("view", row, by):
        raise NotThere(f"There is no such {model._meta.verbose_name}.")
    text = text.encode(errors="ignore").decode().replace("\x00", "").strip()
    if not text:
        raise Invalid({"text": [REQUIRED]})
    if len(text) > LONGEST:
        raise Invalid({"text": [f"At most {LONGEST:,} characters."]})
    with acting(by.as_writer()):
        return Comment.objects.create(
            entity=entity_id(model), record=row.pk, by_id=by.id, at=asker.moment(), text=text
        )
