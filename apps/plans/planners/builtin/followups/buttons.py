"""New buttons that set a value: `add a button Reopen for managers that sets it back to New`."""

import re

from apps.plans.planners.builtin.compose.actions import before, label
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.moves import finish_moves
from apps.plans.planners.builtin.compose.names import free, words_of
from apps.plans.planners.builtin.compose.statuses import is_named, value_name
from apps.plans.planners.builtin.compose.who import who
from apps.plans.planners.builtin.followups.drafts import draft_of, edits_of
from apps.plans.planners.builtin.followups.present import Target
from apps.plans.planners.builtin.followups.requests import Change, NoChange, Request
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.language.words import enumeration, identifier

_SETS = (
    r"(?:sets?|moves?|puts?|changes?|brings?|marks?|turns?|sends?|takes?|returns?|makes?) "
    r"(?:(?:it|them|the [\w ]+?|an? [\w ]+?|[\w ]+?) )?(?:back |again )?(?:to |as |into |in |on )"
    r"(?:the )?(?P<value>.+?)(?: again)?"
)
_BUTTON = re.compile(
    r"^(?:add|create|include|introduce|give us|we (?:also )?need|have|put in|show)\b (?:also )?"
    r"(?:an? |the |another |new )*(?:button (?:called |named |labell?ed )?[\"']?(?P<name>(?!for |"
    r"to |that |which )[\w' -]+?)[\"']?|[\"']?(?P<name2>[\w' -]+?)[\"']? button|button)"
    rf"(?: (?:for|only for) (?P<who>[\w ,]+?))?(?:,? (?:that|which|to|and|so that it) {_SETS})?"
    r"(?: (?:for|only for) (?P<who2>[\w ,]+?))?$"
)
_LET = re.compile(
    rf"^(?:also )?(?:let |allow )?(?P<who>(?!that |which )[\w ,]+?) (?:(?:to|may|can|should "
    rf"be able to) )?(?:also )?{_SETS}$"
)


_BACK = re.compile(r"\b(?:back|again|reopens?|from any|anytime|at any time)\b")


def is_button(text: str) -> bool:
    """Whether a sentence asks for a button and says what it sets, as a whole."""
    found = _BUTTON.match(text)
    return found is not None and bool(found["value"])


def add_button(request: Request) -> Change | NoChange | None:
    """A transition to the value that is named, from every other, for the people that are named."""
    found = _BUTTON.match(request.text) or _LET.match(request.text)
    if found is None:
        return None
    group = found.groupdict()
    name = bare(group.get("name") or group.get("name2") or "")
    value = (group["value"] or "").strip("\"' ")
    target = request.present.find(value, "value") if value else None
    if found.re is _LET and target is None:
        return None
    if target is None and value:
        return NoChange(_no_value(request, value))
    if target is None and (known := request.present.find(name, "action") if name else None):
        return Change((), (known.at,), "There already", notes=("That button is there already.",))
    if target is None:
        return None if request.present.find(name, "value") or _is_verb(request, name) else _asked()
    return _added(request, target, name, group.get("who") or group.get("who2") or "")


def _no_value(request: Request, value: str) -> str:
    fields = [field for entity in request.present.entities for field in entity["fields"]]
    status = next((field for field in fields if field["kind"] == "status"), None)
    typed = request.as_typed(value)
    if status is None:
        return f"Nothing here has a status, so no button can set it to “{typed}”."
    name = is_named(status)
    return f"{name} has no value “{typed}”. Ask for it first: “Add the {name.lower()} {typed}.”"


def _is_verb(request: Request, name: str) -> bool:
    """Whether the word says by itself what is done: an Approve button."""
    return name in request.present.lexicon.verbs


def _asked() -> NoChange:
    return NoChange(
        "What the button does was not said. Say what it sets, for example: “Add a button Reopen "
        "that sets the status back to new.”"
    )


def _added(request: Request, target: Target, name: str, people: str) -> Change | NoChange:
    _, key, _, field_id, _, value = target.at.split(".")
    draft = draft_of(request)
    field = next(field for field in draft.fields(key) if field["id"] == field_id)
    if field["kind"] != "status":
        return NoChange(f"{is_named(field)} is no status: people set it in the form.")
    actions = draft.entity(key).setdefault("actions", [])
    there = next((one for one in actions if _brings(draft, key, one, field, value)), None)
    if there is not None and people and not name:
        return _also_for(request, draft, key, there, people)
    by_hand = not any(_moves(draft, key, one, field) for one in actions)
    others = [dict(one) for one in actions]
    action, kept = _transition(draft, key, field, value, name, request.text)
    if name:
        action["name"] = request.name(name)
    if people:
        entries = list(who(draft, key, people).entries)
        if not entries:
            return NoChange("Who is meant was not understood.")
        action["by"] = entries
    if action.get("name") == words_of(action["id"]):
        action.pop("name")
    _with_rest(draft, key, field, [*others, action])
    at = f"entities.{key}.actions.{action['id']}"
    notes = []
    if by_hand:
        notes = [f"{is_named(field)} is changed by buttons from now on, no longer in the form."]
    if kept and not people:
        notes.append(f"It is for those who changed it so far: {_names(action['by'])}.")
    return Change(
        edits_of(request, draft),
        (at,),
        f"A button that sets {is_named(field).lower()} to “{value_name(target.data).lower()}”",
        notes=tuple(notes),
        about=at,
    )


def _brings(draft: Draft, key: str, action: Data, field: Data, value: str) -> bool:
    return _moves(draft, key, action, field) and action["to"] == value and not action.get("when")


def _also_for(
    request: Request, draft: Draft, key: str, action: Data, people: str
) -> Change | NoChange:
    """The button that brings a value is there: more people have it, no second one is made."""
    entries = list(who(draft, key, people).entries)
    if not entries:
        return NoChange("Who is meant was not understood.")
    if action.get("by"):
        action["by"] = list(dict.fromkeys([*action["by"], *entries]))
    edits = edits_of(request, draft)
    at = f"entities.{key}.actions.{action['id']}"
    meaning = f"{people[:1].upper()}{people[1:]} may {label(action).lower()}"
    return Change(
        edits,
        (f"{at}.by",) if action.get("by") else (at,),
        meaning,
        notes=() if edits else ("Everybody has that button already.",),
        about=at,
    )


def _transition(
    draft: Draft, key: str, field: Data, value: str, name: str, request_text: str
) -> tuple[Data, bool]:
    """The new button in its list, and whether its people are those of the others."""
    entity = draft.entity(key)
    actions = entity.setdefault("actions", [])
    identity = identifier(name, "mark") if name else f"mark_{value}"[:40].strip("_")
    action: Data = {
        "kind": "transition",
        "id": free(identity, {one["id"] for one in actions}),
        "from": _from(field, value, back=_BACK.search(request_text) is not None),
        "to": value,
    }
    if len(draft.of_kind(key, "status")) > 1:
        action["field"] = field["id"]
    if not name:
        named = next(one for one in field["values"] if one["id"] == value)
        action["name"] = f"Mark as {value_name(named).lower()}"
    others = [one for one in actions if _moves(draft, key, one, field) and one.get("by")]
    by = list(others[0]["by"]) if others else list(field.get("edited_by", []))
    if by:
        action["by"] = by
    actions.append(action)
    return action, bool(by)


def _from(field: Data, value: str, *, back: bool) -> list[str]:
    """Where a row may stand: before the value, as for other buttons; anywhere if it goes back."""
    values: list[Data] = field["values"]
    target = next(one for one in values if one["id"] == value)
    if back or target is values[0]:
        return [one["id"] for one in values if one["id"] != value]
    return before(field, target)


def _moves(draft: Draft, key: str, action: Data, field: Data) -> bool:
    """Whether an action is a button of this status."""
    only = draft.of_kind(key, "status")[0]["id"]
    return bool(action["kind"] == "transition" and action.get("field", only) == field["id"])


def _with_rest(draft: Draft, key: str, field: Data, known: list[Data]) -> None:
    """A status that was set by hand needs a button for each value then: for those who set it."""
    people = list(field.get("edited_by", []))
    finish_moves(draft)
    there = {one["id"] for one in known}
    for action in draft.entity(key)["actions"]:
        if action["id"] not in there and people:
            action["by"] = people


def _names(entries: list[str]) -> str:
    return enumeration([entry.removeprefix("row.").replace("_", " ") for entry in entries])
