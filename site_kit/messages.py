"""What `Notify` and `Digest` say, and to whom: rows of the outbox and of people's notifications.

Written in the transaction of the cause, so that nothing is told of what did not happen. A role from
a group is its people; who holds another is known to the portal alone: it stays a role in the
outbox.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Model

from site_kit import asker
from site_kit.apps import declared_roles, tool
from site_kit.automations import Agent, Automation, Digest, Notify, Webhook
from site_kit.chains import depth
from site_kit.directory.models import Person
from site_kit.hidden import told_title_of
from site_kit.holders import people_of
from site_kit.models import entity_id
from site_kit.paths import has_name
from site_kit.reading import follow
from site_kit.records import Notification, Outgoing
from site_kit.texts import BETWEEN, shown_of
from site_kit.who import pointing_here

MOST_LINES = 50
MOST_TOLD = 24_000
"""Letters of the row that a language model is told, shared by the places of the text."""

AWAITED = "row.awaiting"
OWN = ("title", "link", "count")
PLACES = re.compile(r"\{([a-z0-9_.]+)\}")

_silent: ContextVar[bool] = ContextVar("silent", default=False)


@dataclass
class Told:
    """Whom a who-list means: numbers of people, e-mail addresses, roles; each once, in order."""

    people: dict[int, None] = field(default_factory=dict)
    emails: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)


def notify(step: Notify, row: Any, before: Any) -> None:
    """Tell those whom the step names; a person at most once."""
    told = _of_roles(step.to)
    if row is not None:
        _add_named(told, step.to, row)
    link = link_to(row)
    text = said(step.text, row, before, f"{_address()}{link}")
    _send(told, text, link)


def post(step: Webhook, row: Any, before: Any) -> None:
    """Leave a message to another system in the outbox; where it goes is the portal's to know."""
    if _silent.get():
        return
    link = link_to(row)
    text = said(step.text, row, before, f"{_address()}{link}")
    to = {"secret": step.secret, "host": step.host}
    Outgoing.objects.create(to=to, text=text, link=link, at=asker.moment())


def ask(step: Agent, place: int, automation: Automation, row: Any, before: Any) -> None:
    """Leave a task for the language model in the outbox: what stands in the places of its text, in
    their order. What the model is asked, and what it may do, is the portal's to know."""
    if _silent.get():
        return
    link = link_to(row)
    places = dict.fromkeys(PLACES.findall(step.instructions))
    values = [_in_place(one, row, before, f"{_address()}{link}") for one in places]
    to = {
        "task": automation.id,
        "step": place,
        "entity": entity_id(type(row)),
        "record": row.pk,
        "depth": depth(),
        "values": [_plain(one)[: MOST_TOLD // len(values)] for one in values],
    }
    text = said(step.instructions, row, before, f"{_address()}{link}")
    Outgoing.objects.create(to=to, text=text, link=link, at=asker.moment())


def _plain(text: str) -> str:
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text)


def tell(to: Sequence[str], text: str, row: Any, *, without: Collection[int] = ()) -> None:
    """Tell a who-list about a row, but nobody of `without`."""
    told = _of_roles(to)
    _add_named(told, to, row)
    for person in without:
        told.people.pop(person, None)
    link = link_to(row)
    _send(told, said(text, row, row, f"{_address()}{link}"), link)


def people_at(row: Any, entry: str) -> list[Person]:
    """The active people to whom a path of a who-list leads; nobody where it is a role."""
    several = _found(row, entry) if _is_path(entry) else []
    return [one for one in several if isinstance(one, Person) and one.active]


def digest(step: Digest, rows: Sequence[Any]) -> None:
    """One message to each: of all rows to a role, of those that name them to others."""
    if not rows:
        return
    by_role = _of_roles(step.to)
    _send(by_role, _digested(step, rows), "/")
    by_person: dict[int, list[Any]] = {}
    by_email: dict[str, list[Any]] = {}
    for row in rows:
        told = Told()
        _add_named(told, step.to, row)
        for person in told.people.keys() - by_role.people.keys():
            by_person.setdefault(person, []).append(row)
        for email in told.emails:
            by_email.setdefault(email, []).append(row)
    for person, several in by_person.items():
        _send(Told(people={person: None}), _digested(step, several), "/")
    for email, several in by_email.items():
        _send(Told(emails={email: None}), _digested(step, several), "/")


def _digested(step: Digest, rows: Sequence[Any]) -> str:
    """The text, and below it a line for each row."""
    head = step.text.replace("{count}", str(len(rows))).replace("{link}", f"{_address()}/")
    lines = [_line(step, row) for row in rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        lines.append(f"… and {len(rows) - MOST_LINES} more")
    return "\n".join([head, "", *lines])


def _line(step: Digest, row: Any) -> str:
    paths = [path for path in step.columns if not is_title(type(row), path)]
    values = [told_title_of(row), *(shown_of(row, path) for path in paths)]
    shown = BETWEEN.join(value for value in values if value)
    return f"• {shown}\n  {_address()}{link_to(row)}"


def link_to(row: Any) -> str:
    """The page of a row; the tool's first one where there is no row, or it has no page here."""
    if row is None or isinstance(row, Person):
        return "/"
    return f"/{entity_id(type(row))}/{row.pk}/"


def _address() -> str:
    return str(getattr(settings, "SITE_ADDRESS", "")).rstrip("/")


def _of_roles(to: Sequence[str]) -> Told:
    """The roles of a who-list; one that follows from the directory is its people."""
    by_directory = {role.id: role for role in declared_roles() if role.follows}
    roles = [entry for entry in to if not _is_path(entry)]
    of_directory = people_of(by_directory[entry] for entry in roles if entry in by_directory)
    return Told(
        people=dict.fromkeys(sorted(of_directory)),
        roles=dict.fromkeys(entry for entry in roles if entry not in by_directory),
    )


def _add_named(told: Told, to: Sequence[str], row: Any) -> None:
    """Those to whom the paths of a who-list lead, from a row."""
    for entry in to:
        if entry == AWAITED:
            _add_awaited(told, row)
            continue
        for found in _found(row, entry) if _is_path(entry) else ():
            if isinstance(found, Model):
                told.people[found.pk] = None
            elif found:
                told.emails[str(found)] = None


def _add_awaited(told: Told, row: Any) -> None:
    """Those whose turn it is: people, and roles that the portal knows who holds."""
    from site_kit.rounds import awaited_entries, excluded

    entries = awaited_entries(row)
    theirs = _of_roles(entries)
    _add_named(theirs, entries, row)
    told.people |= {one: None for one in theirs.people if one not in excluded(row)}
    told.roles |= theirs.roles


@contextmanager
def silent(on: bool = True) -> Iterator[None]:
    """Nobody is told of what happens inside: an import may switch its messages off."""
    token = _silent.set(on)
    try:
        yield
    finally:
        _silent.reset(token)


def _send(told: Told, text: str, link: str) -> None:
    if _silent.get():
        return
    now = asker.moment()
    Notification.objects.bulk_create(
        Notification(person_id=person, text=text, link=link, at=now) for person in told.people
    )
    to = {"people": list(told.people), "roles": list(told.roles), "emails": list(told.emails)}
    if any(to.values()):
        Outgoing.objects.create(to=to, text=text, link=link, at=now)


def said(text: str, row: Any, before: Any, link: str) -> str:
    """The text with its places filled."""
    return PLACES.sub(lambda found: _in_place(found[1], row, before, link), text)


def _in_place(path: str, row: Any, before: Any, link: str) -> str:
    """What stands in a text for a place of it."""
    if path == "link":
        return link
    if path == "title":
        return told_title_of(row) if row is not None else str(tool().verbose_name)
    if path == "before.title":
        return told_title_of(before)
    if path.startswith("before."):
        return shown_of(before, path.removeprefix("before."))
    return shown_of(row, path)


def paths_in(text: str) -> list[str]:
    """The fields that a text names."""
    names = (path.removeprefix("before.") for path in PLACES.findall(text))
    return [name for name in names if name not in OWN]


def is_title(model: type[Model], path: str) -> bool:
    """Whether a column of a digest is what the row is called, which stands first anyway."""
    return path == "title" and not has_name(model, path)


def tells_title(text: str) -> bool:
    """Whether a text names what its row is called."""
    return any(path.removeprefix("before.") == "title" for path in PLACES.findall(text))


def _is_path(entry: str) -> bool:
    return entry == "row" or entry.startswith("row.")


def _found(row: Any, entry: str) -> list[Any]:
    _, _, path = entry.partition(".")
    if not path:
        return [row]
    first, _, beyond = path.partition(".")
    if not has_name(type(row), first):
        other, back = pointing_here(type(row), first)
        rows: Any = other._base_manager.filter(**{back: row.pk}).order_by("pk")
        return [one for each in rows for one in _values(each, beyond)]
    return _values(row, path)


def _values(row: Any, path: str) -> list[Any]:
    value = follow(row, path)
    return value if isinstance(value, list) else [value] if value is not None else []
