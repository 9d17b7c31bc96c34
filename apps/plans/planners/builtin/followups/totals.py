"""Sums and averages above a list: `show the total amount of unmatched invoices at the top`."""

import re

from apps.plans.blueprint.fields import NUMBERS
from apps.plans.planners.builtin.compose.conditions import condition
from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.entity_names import plural_name
from apps.plans.planners.builtin.compose.names import free
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.phrases import bare, key_of
from apps.plans.planners.builtin.language.words import identifier, sentence_case

_HOW = {"total": "sum", "sum": "sum", "average": "avg", "mean": "avg"}
_HOW |= dict.fromkeys(("highest", "largest", "biggest", "maximum"), "max")
_HOW |= dict.fromkeys(("lowest", "smallest", "minimum"), "min")
_PLACE = (
    r"(?:at|on) (?:the )?(?:very )?top(?: of .+)?|above .+|in (?:the |a )?(?:summary|header|"
    r"summary bar)(?: .+)?|in front"
)
_TOTAL = re.compile(
    r"^(?:show|add|display|put|give (?:me|us)|i want|we want|i need|we need|also show|have|"
    rf"include) (?:also )?(?:an? |the )*(?P<how>{'|'.join(_HOW)})s?(?: (?:of |for |in |over )?"
    rf"(?:the |all |our )*(?P<what>[\w' -]+?))?,? (?:{_PLACE})$"
)


def add_total(request: Request) -> Change | NoChange | None:
    """A number above the list that adds up a field of the rows listed; without any number to add
    up, how many rows there are.
    """
    found = _TOTAL.match(request.text)
    if found is None:
        return None
    present, what = request.present, found["what"] or ""
    key = present.entity_in(what)
    page = present.page_for(key)
    numbers = [field for field in present.draft.fields(key) if field["kind"] in NUMBERS]
    if page is None:
        return None
    field, rest = _field(request, key, what, numbers)
    words = [word for word in rest.split() if word not in {"of", "all", "the", "are", "that"}]
    words = [word for word in words if key_of(word) not in _own(request, key)]
    holds = condition(present.draft, key, tuple(words)) if words else None
    if words and (holds is None or holds.rest):
        said = request.as_typed(" ".join(words))
        return NoChange(f"What “{said}” is here was not understood, so it cannot be added up.")
    how = _HOW[found["how"]]
    unknown = what and not words and not _is_thing(request, key, what)
    if field is None and (how != "sum" or unknown):
        return NoChange(f"{plural_name(present.draft.entity(key))} have no such number.")
    return _count(request, page, how, field, holds.expr if holds else "", " ".join(words))


def _is_thing(request: Request, key: str, what: str) -> bool:
    return key_of(what) in {*_own(request, key), "row", "number", "count"}


def _own(request: Request, key: str) -> set[str]:
    return {key_of(word) for name in request.present.draft.entity_words(key) for word in [name]}


def _field(request: Request, key: str, what: str, numbers: list[Data]) -> tuple[Data | None, str]:
    """The number that is meant, and the words that say of which rows."""
    words = bare(what).split()
    for cut in range(len(words), 0, -1):
        field = request.present.draft.field_named(key, " ".join(words[:cut]))
        if field is not None and field in numbers:
            return field, " ".join(words[cut:])
    only = next((one for one in numbers if one["kind"] == "money"), None)
    return only or (numbers[0] if len(numbers) == 1 else None), what


def _count(
    request: Request, page: Data, how: str, field: Data | None, where: str, words: str
) -> Change:
    measure = f"{how}({field['id']})" if field is not None else "count()"
    counts = page.get("counts", [])
    same = next(
        (c for c in counts if (c.get("measure"), c.get("where", "")) == (measure, where)), None
    )
    if same is not None:
        at = f"pages.{page['id']}.counts.{same['id']}"
        return Change((), (at,), "There already", notes=("That number is there already.",))
    what = is_named(field).lower() if field is not None else "rows"
    lead = {"sum": "total", "avg": "average", "max": "highest", "min": "lowest"}[how]
    name = sentence_case(f"{lead} {what}" + (f", {words}" if words else ""))
    taken = {one["id"] for one in counts} | {
        one["id"] for one in request.present.draft.fields(page["entity"])
    }
    item: Data = {"id": free(identifier(name)[:40].strip("_"), taken), "name": name}
    item |= {"where": where} if where else {}
    item |= {"measure": measure} if field is not None else {}
    item |= {"opens": True} if where and page.get("scope") else {}
    at = f"pages.{page['id']}.counts.{item['id']}"
    edit: Edit = {"kind": "add_count", "at": f"pages.{page['id']}", "item": item}
    return Change((edit,), (at,), f"{name}, above the list, over the rows listed", about=at)
