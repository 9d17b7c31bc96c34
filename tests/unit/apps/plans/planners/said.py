"""Short ways to ask the built-in planner in tests."""

from typing import Any, TypeVar

from apps.plans.planners import Answer, Context
from apps.plans.planners.builtin import BuiltinPlanner
from apps.plans.planners.builtin.grammar.clauses import Clause, clauses
from apps.plans.planners.builtin.grammar.reading import Reading, read
from apps.plans.planners.builtin.grammar.wishes import Wish
from apps.plans.planners.builtin.language.source import Source
from apps.plans.planners.builtin.lexicon import lexicon

W = TypeVar("W", bound=Wish)
Data = dict[str, Any]

REQUESTS = (
    "Build a project request dashboard for my operations team. Let team members submit requests, "
    "see who owns each one, update the status, and filter the list. Require people to sign in with "
    "their workspace account, and keep the request data saved between visits."
)
INVOICES = (
    "Build an invoice matching tool. It should show a table of today's unmatched invoices with "
    "columns for invoice number, supplier, amount, PO number, match status, and agent notes. "
    "Include approve and reject buttons on each row. Show a summary bar at the top with counts of "
    "matched, flagged, and exception invoices. Add a weekly trend chart."
)


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a text."""
    return clauses(Source(text), lexicon())


def reading_of(text: str) -> Reading:
    """A text, read."""
    return read(Source(text), lexicon())


def wishes_of(text: str, sort: type[W]) -> list[W]:
    """The wishes of one sort."""
    return [wish for wish in reading_of(text).wishes if isinstance(wish, sort)]


def answer_to(text: str, plan: Data | None = None, **known: Any) -> Answer:
    """The planner's answer, in an otherwise empty workspace."""
    return BuiltinPlanner().plan(text, blueprint=plan, context=Context(**known))


def plan_of(text: str, **known: Any) -> Data:
    """The blueprint of a first brief."""
    answer = answer_to(text, **known)
    assert answer.blueprint is not None, answer
    return answer.blueprint


def entity(plan: Data, name: str) -> Data:
    """An entity by id."""
    return next(dict(found) for found in plan["entities"] if found["id"] == name)


def field(plan: Data, path: str) -> Data:
    """A field by `entity.field`."""
    owner, name = path.split(".")
    return next(dict(found) for found in entity(plan, owner)["fields"] if found["id"] == name)


def page(plan: Data, name: str = "") -> Data:
    """A page by id, else the first."""
    return next(dict(found) for found in plan["pages"] if name in {"", found["id"]})


def values(plan: Data, path: str) -> list[str]:
    """The values of a closed list, an end marked with a star."""
    return [v["id"] + ("*" if v.get("closed") else "") for v in field(plan, path)["values"]]


def edits_of(text: str, plan: Data) -> list[Data]:
    """The edits of a follow-up without the requirements that go with them."""
    return [edit for edit in answer_to(text, plan).edits if edit["kind"] != "add_requirement"]
