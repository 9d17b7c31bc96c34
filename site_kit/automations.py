"""What the tool does by itself, as the tool: rules hold, permissions do not.

An automation runs in the transaction of its cause, on every way in. A step that cannot be done
leaves the cause standing and a `Run` that says why; chains end at three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model

from site_kit.directory.models import Person
from site_kit.registry import declared
from site_kit.words import in_words, snake

EIGHT = "08:00"
PERSON = "person"


class Trigger:
    """Base of what starts an automation."""


@dataclass(frozen=True, slots=True)
class Created(Trigger):
    """A row was made."""


@dataclass(frozen=True, slots=True)
class Changed(Trigger):
    """A stored field got another value; with `to`, this value."""

    field: str
    to: Any = None


class Saved(Trigger):
    """A row was made, or one of these fields changed: `kit.Saved("amount", "po_amount")`."""

    def __init__(self, *fields: str) -> None:
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Acted(Trigger):
    """An action was run on the row."""

    action: str


@dataclass(frozen=True, slots=True)
class OnDate(Trigger):
    """A date of the row has come: `kit.OnDate("ends_on", -14)` is 14 days before.

    A day counts from 08:00 in the tool's time zone, a moment exactly. `unit` is hours, days, weeks
    or months; with `again_days` it starts again every so many days, while `where` holds.
    """

    field: str
    offset: int = 0
    unit: str = "days"
    again_days: int = 0


@dataclass(frozen=True, slots=True)
class Every(Trigger):
    """By the clock, for every row where `where` holds: `kit.Every("week", on="monday")`.

    Every hour, day, workday, week, month, quarter or year; `on` a weekday, a day of the month or
    `01-31`, `at` a time. With `model = None` once, and with `model = "person"` for everybody of the
    directory.
    """

    every: str
    on: str = ""
    at: str = EIGHT


class StepOf:
    """Base of the steps of an automation."""


@dataclass(frozen=True, slots=True)
class Set(StepOf):
    """Write these fields of the row, or of a row it points to: `asset.status`."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Make(StepOf):
    """Make a row of another entity; `kit.Of("row", …)` is the row at hand."""

    model: type[Model]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decide(StepOf):
    """Give `field` the value of the first case that holds: `cases=((Q(…), "matched"), …)`.

    Without a case that holds it gets `otherwise`; with none given, it stays as it is.
    """

    field: str
    cases: Sequence[tuple[Any, Any]]
    otherwise: Any = None


@dataclass(frozen=True, slots=True)
class Act(StepOf):
    """Run an action of the row, as the tool."""

    action: str


@dataclass(frozen=True, slots=True)
class Notify(StepOf):
    """Tell people, in the portal and by mail: `kit.Notify(["row.owner"], "{title} is late.")`.

    `to` is a who-list; a path may also lead to an e-mail address. In the text `{path}` is a value
    of the row, `{before.path}` the value it had, `{title}` and `{link}` what they say.
    """

    to: Sequence[str]
    text: str


@dataclass(frozen=True, slots=True)
class Digest(StepOf):
    """One message a person with all rows of the run: `kit.Digest(["row.owner"], "{count} late")`.

    The text is said once, with `{count}` and `{link}`; below it each row has a line with its title
    and `columns`. A person hears of the rows that name them, a role of all.
    """

    to: Sequence[str]
    text: str
    columns: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Webhook(StepOf):
    """A message to another system: `kit.Webhook("CHAT_URL", host="hooks.example", text="{title}")`.

    `secret` is the name of the value that holds the address, which this process never sees: the
    portal sends the text, as `{"text": …}`, when the address is on `host`. The text is filled like
    that of `kit.Notify`; what is hidden from somebody cannot be told.
    """

    secret: str
    host: str
    text: str


@dataclass(frozen=True, slots=True)
class Agent(StepOf):
    """A task for a language model: `kit.Agent("What is {title} about?", may=("topic", "close"))`.

    The portal asks it, and tells it these words, what stands in their places, and nothing else of
    the tool. What it answers comes later, and is written as the tool: of `may` alone, which names
    fields of the row and actions on it. What is hidden from somebody cannot be told.
    """

    instructions: str
    may: Sequence[str]


@dataclass(frozen=True, slots=True)
class Extend(StepOf):
    """Code of the tool's own: `job(rows)` of `extensions/<hook>.py`, as the tool.

    It is handed the row at hand; by the clock, all rows of the run in one, and then all that the
    automation does for them is kept or nothing is. What it may refuse is a failed run that says so.
    """

    hook: str


class Automation:
    """One automation: `when` it starts, for which rows (`where`, after the change), `do` what."""

    model: ClassVar[Any] = None
    id: ClassVar[str] = ""
    name: ClassVar[str] = ""
    when: ClassVar[Trigger]
    where: ClassVar[Any] = None
    do: ClassVar[Sequence[StepOf]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.model == PERSON:
            cls.model = Person
        named = cls.model.__name__ if cls.model else ""
        cls.id = cls.__dict__.get("id") or snake(cls.__name__.removesuffix(named))
        declared.automations.setdefault(cls.model, []).append(cls())

    @property
    def label(self) -> str:
        """What people read of it."""
        return self.name or in_words(self.id)
