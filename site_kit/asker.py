"""Who acts, and when: the one thing a request knows that a declaration does not.

A request is served inside `acting(asker)`. Everything that depends on the person or the moment
(`Model.objects`, `kit.Me()`, `kit.Today()`) reads it from here, so that nothing passes it along
and nothing can forget it. The moment is read once: one request has one `now`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import timezone

from site_kit.apps import declared_roles
from site_kit.errors import NobodyActs, OnlyReads

ENVIRON_KEY = "site_kit.asker"
"""Where a request carries its `Asker`. No header can set a key without `HTTP_`."""

MEMBER = "member"
ADMIN = "admin"
OUTSIDER = "(outsider)"
"""What an outsider is instead of a role; no role can be called so."""


class VisitorLike(Protocol):
    """What the gate says of a person (`site_contract.visitor.Visitor`)."""

    @property
    def id(self) -> int:
        """In the directory."""

    @property
    def name(self) -> str:
        """As it is written."""

    @property
    def email(self) -> str:
        """Where mail goes."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that were given by hand, and `admin`."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups' names."""

    @property
    def reads_only(self) -> bool:
        """Whether it is by a token that may only read."""

    @property
    def is_outsider(self) -> bool:
        """Whether it is somebody without an account."""

    @property
    def pages(self) -> tuple[str, ...]:
        """The form pages that are open to them."""


@dataclass(frozen=True, slots=True)
class Sends:
    """All that an outsider may do at a form page: make one row of `model`, of these fields."""

    model: type[Any]
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asker:
    """A person in front of the tool: `roles` are ids, `groups` are names.

    Whoever is let in holds `member`; without it a person is signed in but not let in. `reads_only`
    is somebody by a token that may only read: `write` refuses them everything. An outsider is
    nobody, has no right but what `sends` says, and reaches only the form `pages` named.
    """

    id: int | None
    name: str = ""
    email: str = ""
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    is_tool: bool = False
    reads_only: bool = False
    pages: frozenset[str] = frozenset()
    sends: Sends | None = None

    @classmethod
    def of(cls, visitor: VisitorLike) -> Asker:
        """The person that the gate let in. A role that follows from the directory is held by those
        it names alone, whomever it was given to by hand while it was not. Of an outsider nothing
        counts but the pages."""
        if visitor.is_outsider:
            return cls(None, roles=frozenset({OUTSIDER}), pages=frozenset(visitor.pages))
        following = {role.id for role in declared_roles() if role.follows}
        held: set[str] = set()
        if following:
            from site_kit.holders import follows

            held = follows(visitor)
        given = frozenset(visitor.roles) - following
        return cls(
            visitor.id,
            visitor.name,
            visitor.email,
            given | held | {MEMBER},
            frozenset(visitor.groups),
            reads_only=visitor.reads_only,
        )

    def as_writer(self) -> Asker:
        """The same. Raises `OnlyReads` for who may only read."""
        if self.reads_only:
            raise OnlyReads
        return self

    def holds(self, roles: Iterable[str]) -> bool:
        """Whether this person has any of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_outsider(self) -> bool:
        """Whether this is somebody without an account, at a public form."""
        return OUTSIDER in self.roles

    def sent(self, model: type[Any]) -> frozenset[str]:
        """The fields that an outsider sends of a row of this model: none but at its form."""
        here = self.sends is not None and self.sends.model is model
        return self.sends.fields if self.sends and here else frozenset()

    @property
    def let_in(self) -> bool:
        """Whether the tool is open to this person."""
        return MEMBER in self.roles

    @property
    def is_admin(self) -> bool:
        """Whether this is the tool's owner or deputy, or an admin of the workspace."""
        return ADMIN in self.roles


NOBODY = Asker(None)
"""Somebody who is not signed in."""

TOOL = Asker(None, "The tool", is_tool=True)
"""The tool itself, in automations: rules hold, permissions do not."""

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)
_acting: ContextVar[tuple[Asker, datetime, dict[str, Any]] | None] = ContextVar(
    "acting", default=None
)


@contextmanager
def acting(asker: Asker) -> Iterator[Asker]:
    """Let this person act. Inside another `acting`, its moment goes on."""
    outer = _acting.get()
    token = _acting.set((asker, *(outer[1:] if outer else (_clock(), {}))))
    try:
        yield asker
    finally:
        _acting.reset(token)


def current() -> Asker:
    """Who acts now; nobody acting is `NobodyActs`."""
    now_acting = _acting.get()
    if now_acting is None:
        raise NobodyActs(
            "Nobody acts here, so no rows can be shown. Ask inside `with acting(asker):`; "
            "the kit's own jobs use `Model.everything`."
        )
    return now_acting[0]


def moment() -> datetime:
    """The request's one moment; outside a request, the clock's."""
    now_acting = _acting.get()
    return now_acting[1] if now_acting else _clock()


def memory() -> dict[str, Any]:
    """What a request has asked once already; outside a request nothing is remembered."""
    now_acting = _acting.get()
    return now_acting[2] if now_acting else {}


def day() -> date:
    """The moment's day in the tool's time zone."""
    return timezone.localdate(moment())


@contextmanager
def clock_stands_at(when: datetime) -> Iterator[None]:
    """For tests: every request inside happens at this moment."""
    token = _standing.set(when)
    try:
        yield
    finally:
        _standing.reset(token)


def _clock() -> datetime:
    return _standing.get() or timezone.now()
