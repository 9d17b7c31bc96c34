"""The entries of the lexicon, typed."""

from dataclasses import dataclass

from apps.plans.planners.builtin.lexicon.notation import FieldHint


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that people keep: an invoice, a loan, a room."""

    name: str
    also: tuple[str, ...] = ()
    fields: tuple[FieldHint, ...] = ()
    status: tuple[str, ...] = ()
    when: str = ""
    title: str = ""
    listed: bool = False
    person: bool = False
    lines: bool = False
    flags: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    sensitive: str = ""


@dataclass(frozen=True, slots=True)
class Verb:
    """What people or tools do.

    `to` is the status value that a `move` brings, `makes` the thing that doing it creates.
    """

    name: str
    does: str
    past: str
    noun: bool = False
    to: str = ""
    tone: str = "plain"
    decides: bool = False
    reason: bool = False
    makes: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A word that is a value of a status."""

    name: str
    closed: str = ""
    colour: str = ""
    start: bool = False


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A word for people who get rights of their own."""

    id: str
    also: tuple[str, ...]
    group: str = ""
    line: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A purpose that is out: patterns as in `refusals.yaml`."""

    id: str
    any: tuple[str, ...]
    unless: tuple[str, ...]
    purpose: tuple[str, ...]
    reason: str
    instead: str


@dataclass(frozen=True, slots=True)
class ExtraWord:
    """What tools have, may have, or cannot do, by pattern (`extras.yaml`). `sort` is its `as`."""

    id: str
    sort: str
    any: tuple[str, ...]
    unless: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    meaning: str = ""
    reason: str = ""
    entity: bool = False
