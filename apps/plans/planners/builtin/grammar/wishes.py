"""What a brief asks for, piece by piece. Each wish carries the place of the words that ask for it.

`of` names a thing by its key in `Things`; empty means the main one. Phrases are plain text (lower
case), as typed.
"""

from dataclasses import dataclass

from apps.plans.planners.builtin.grammar.channels import Channel
from apps.plans.planners.builtin.language.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something asked for; `span` is where."""

    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose(Wish):
    """The tool as a whole: "Build a request dashboard for my operations team"."""

    name: str
    of: str = ""
    audience: str = ""
    processes: tuple[str, ...] = ()
    called: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Wish):
    """That a thing is kept at all: "track suppliers"."""

    of: str


@dataclass(frozen=True, slots=True)
class FieldPhrase:
    """A field as a brief names it."""

    text: str
    span: Span
    values: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False
    kind: str = ""
    unique: bool = False
    low: str = ""
    high: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HasFields(Wish):
    """ "Each loan has an item, a borrower and a due date"; `columns` where a table with columns was
    asked for.
    """

    of: str
    fields: tuple[FieldPhrase, ...]
    columns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HasValues(Wish):
    """The values of a closed list: "status (new, open, done)"."""

    of: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Wish):
    """Rows to see: "a table of today's unmatched invoices", "a board by status".

    `shape` is a page kind.
    """

    of: str
    words: tuple[str, ...] = ()
    shape: str = "table"
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Wish):
    """Counts above a list: "counts of matched, flagged and exception invoices"."""

    of: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Charted(Wish):
    """ "A weekly trend chart", "spending by category per month"."""

    of: str
    grain: str = ""
    measure: str = ""
    by: str = ""
    shape: str = ""
    summed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered(Wish):
    """ "Filter by status and owner"; no fields: "filter the list"."""

    of: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered(Wish):
    """ "Sorted by due date", "newest first", "grouped by team"."""

    of: str
    fields: tuple[str, ...] = ()
    descending: bool = False
    group: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The rows a button is for: `any refund over 200 euros` = (refund, >, 200, EUR)."""

    what: str
    sign: str
    number: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted(Wish):
    """A button that moves a row along: "managers approve or reject", "a button to mark it
    as paid". `named` is the person whom the brief calls by name.
    """

    of: str
    verb: str
    value: str = ""
    who: str = ""
    only: bool = False
    negated: bool = False
    own: bool = False
    reason: bool = False
    limit: Limit | None = None
    named: str = ""
    needed: bool = False
    before: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed(Wish):
    """A right: "employees submit requests", "only HR can edit", "people see only their own"."""

    of: str
    right: str
    who: str = ""
    only: bool = False
    negated: bool = False
    own: bool = False
    words: tuple[str, ...] = ()
    named: str = ""
    just: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Wish):
    """Somebody in charge: "see who owns each one", "assign tickets to a technician"."""

    of: str
    field: str
    who: str = ""
    act: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Wish):
    """ "Update the status"."""

    of: str
    who: str = ""
    only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged(Wish):
    """A state that is worked out: "highlight overdue ones in red"."""

    of: str
    word: str
    days: int = 0
    limit: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Wish):
    """ "Each machine belongs to a site", "a project has many tasks"."""

    child: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled(Wish):
    """Something that must hold: `kind` is required, unique, after, reason, no_overlap, lock,
    positive, not_own.
    """

    of: str
    kind: str
    fields: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Wish):
    """A message: "remind the borrower two days before it is due"; `channel` where it is for no
    person.
    """

    of: str
    text: str
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra(Wish):
    """What tools have or may have as a whole: sign_in, storage, comments, files, export,
    history, …
    """

    what: str
    of: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond(Wish):
    """Understood, and not something a tool can do yet; `reason` says so."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Background(Wish):
    """Said to explain; nothing to build."""
