"""What `Notify` says, and to whom: rows of the outbox and of people's notifications.

Written in the transaction of the cause, so that nothing is told of what did not happen. A role from
a group is its people; who holds another is known to the portal alone: it stays a role in the
outbox.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Model

from site_kit import asker
from site_kit.apps import declared_roles
from site_kit.automations import Notify
from site_kit.directory.models import PersonGroup
from site_kit.models import entity_id
from site_kit.reading import follow
from site_kit.records import Notification, Outgoing
from site_kit.texts import shown_of
from site_kit.titles import title_of

PLACES = re.compile(r"\{([a-z0-9_.]+)\}")


def notify(step: Notify, row: Any, before: Any, *, address: str) -> None:
    """Tell those whom the step names; a person at most once."""
    people: dict[int, None] = {}
    emails: dict[str, None] = {}
    groups = {role.id: role.group for role in declared_roles() if role.group}
    roles = [entry for entry in step.to if not _is_path(entry) and entry not in groups]
    of_groups = PersonGroup.objects.filter(
        name__in={groups[entry] for entry in step.to if entry in groups}, person__active=True
    )
    people |= dict.fromkeys(of_groups.values_list("person_id", flat=True))
    for entry in step.to:
        for found in _found(row, entry) if _is_path(entry) else ():
            if isinstance(found, Model):
                people[found.pk] = None
            elif found:
                emails[str(found)] = None
    link = f"/{entity_id(type(row))}/{row.pk}/"
    text = said(step.text, row, before, f"{address}{link}")
    Notification.objects.bulk_create(
        Notification(person_id=person, text=text, link=link, at=asker.moment()) for person in people
    )
    if people or emails or roles:
        to = {"people": list(people), "roles": roles, "emails": list(emails)}
        Outgoing.objects.create(to=to, text=text, link=link, at=asker.moment())


def said(text: str, row: Any, before: Any, link: str) -> str:
    """The text with its places filled."""

    def fill(found: re.Match[str]) -> str:
        path = found[1]
        if path == "link":
            return link
        if path == "title":
            return title_of(row)
        if path.startswith("before."):
            return shown_of(before, path.removeprefix("before."))
        return shown_of(row, path)

    return PLACES.sub(fill, text)


def paths_in(text: str) -> list[str]:
    """The fields that a text names."""
    names = (path.removeprefix("before.") for path in PLACES.findall(text))
    return [name for name in names if name not in ("title", "link")]


def _is_path(entry: str) -> bool:
    return entry == "row" or entry.startswith("row.")


def _found(row: Any, entry: str) -> list[Any]:
    _, _, path = entry.partition(".")
    value = follow(row, path) if path else row
    return value if isinstance(value, list) else [value] if value is not None else []
