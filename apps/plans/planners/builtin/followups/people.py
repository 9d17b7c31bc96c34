"""Who may press a button, and who may see or fill in one field."""

import re
from collections.abc import Callable

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.who import author_entry, who
from apps.plans.planners.builtin.followups.drafts import draft_of, edits_of
from apps.plans.planners.builtin.followups.present import Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.followups.wording import SELF
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.language.words import identifier

_MAY = r"(?:may|can|should be able to|are allowed to|is allowed to|should be allowed to|get to)"
_ONLY = re.compile(rf"^only (?P<who>.+?) (?:{_MAY}|should|must) (?P<verb>\w+)(?: (?P<what>.+))?$")
_ALSO = re.compile(
    rf"^(?P<who>(?!only ).+?) {_MAY} (?:also )?(?P<verb>\w+)(?: (?!when|if|once|own|their).+)?$|"
    r"^(?:also )?(?:let|allow) (?P<rest>[\w ,]+)$"
)
_ON_FIELD = re.compile(
    rf"^(?:let |allow )?(?P<who>[\w ]+?) (?:{_MAY} |cannot |can't |may not |must not |should not "
    rf"|to )?"
    r"(?P<verb>see|view|read|edit|change|update) (?P<what>[\w ]+)$"
)
_ROLE = re.compile(
    r"^(?:add|create|introduce) (?:an? |the )?(?:new |another )?role (?:called |named |for |of )?"
    r"(?:an? |the )?[\"']?(?P<name>[\w ]+?)[\"']?$"
)
_HIDE = re.compile(r"^hide (?P<what>.+?) from (?P<who>.+)$")
_SEE = frozenset({"see", "view", "read"})
_FILL = frozenset({"edit", "change", "update", "fill", "write", "set", "enter"})


def who_may(request: Request) -> Change | NoChange | None:
    """`only finance can approve invoices`, `only admins may see the budget`, `hide the salary from
    members`, `whoever entered an invoice may not approve it`.
    """
    if found := SELF.match(request.text):
        return _never_oneself(request, found["verb"] or found["done"])
    if found := _ONLY.match(request.text):
        return _only(request, found["who"], found["verb"], found["what"] or "")
    if found := _ALSO.match(request.text):
        also = _also(request, found)
        if also is not None:
            return also
    if found := _ON_FIELD.match(request.text):
        return _too_much(request, found["verb"], found["what"])
    if found := _ROLE.match(request.text):
        return _role(request, found["name"])
    if found := _HIDE.match(request.text):
        return _hidden(request, found["what"], found["who"])
    return None


def _also(request: Request, found: re.Match[str]) -> Change | NoChange | None:
    """People added to those who have a button: the first word that is one parts them from it."""
    words = f"{found['who']} {found['verb']}".split() if found["who"] else found["rest"].split()
    for place in range(1, len(words)):
        button = _button(request, words[place])
        if button is not None:
            people = re.sub(r" (?:to|also|to also)$", "", " ".join(words[:place]))
            return _press(request, button, people, more=True)
    return None


def _only(request: Request, people: str, verb: str, what: str) -> Change | NoChange | None:
    button = _button(request, verb)
    if button is not None:
        return _press(request, button, people, more=False)
    field = _field(request, what) if verb in _SEE | _FILL else None
    if field is None or (verb in _FILL and field.data["kind"] == "status"):
        return None
    return _seen(request, field, people, "seen_by" if verb in _SEE else "edited_by")


def _too_much(request: Request, verb: str, what: str) -> NoChange | None:
    """A right on one field that would become one on the whole row is not given."""
    field = _field(request, what)
    if field is None or (field.data["kind"] == "status" and verb in _FILL):
        return None
    name = is_named(field.data).lower()
    return NoChange(
        f"Who may {verb} one field is said with “only”, for example: “Only admins may {verb} "
        f"the {name}.”"
    )


def _role(request: Request, name: str) -> Change:
    """A role that nobody has yet; people are named for it on the tool's People page."""
    identity = identifier(name, "role")
    at = f"roles.{identity}"
    if any(role["id"] == identity for role in request.present.data.get("roles", [])):
        return Change((), (at,), "A role", notes=("That role is there already.",))
    edit: Edit = {"kind": "add_role", "item": {"id": identity}}
    return Change((edit,), (at,), "A role; its people are named on the People page", about=at)


def _button(request: Request, verb: str) -> Target | None:
    """The button of a verb, also of its participle."""
    plain = verb.removesuffix("d"), verb.removesuffix("ed"), verb
    found = (request.present.find(form, "action") for form in plain)
    return next((target for target in found if target is not None), None)


def _field(request: Request, what: str) -> Target | None:
    plain = bare(re.sub(r"^in ", "", what))
    if not plain or request.present.find(plain, "entity") is not None:
        return None
    return request.present.find(plain, "field")


def _press(request: Request, button: Target, people: str, *, more: bool) -> Change | NoChange:
    key = button.at.split(".")[1]

    def change(draft: Draft) -> list[str]:
        entries = list(who(draft, key, people).entries)
        action = _at(draft.entity(key)["actions"], str(button.data["id"]))
        before = action.get("by", ["member"]) if more else []
        action["by"] = list(dict.fromkeys([*before, *entries]))
        return entries

    label = str(button.data.get("name") or button.data["id"].replace("_", " ")).lower()
    meaning = f"{people[:1].upper()}{people[1:]} may {label}"
    if not more:
        meaning += "; nobody else has the button, admins neither unless they are named"
    return _changed(request, change, (f"{button.at}.by",), meaning)


def _never_oneself(request: Request, verb: str) -> Change | NoChange | None:
    button = _button(request, verb)
    if button is None:
        return NoChange(f"There is no button “{verb}”.")
    key = button.at.split(".")[1]

    def change(draft: Draft) -> list[str]:
        author = author_entry(draft, key)
        action = _at(draft.entity(key)["actions"], str(button.data["id"]))
        action["not_by"] = list(dict.fromkeys([*action.get("not_by", []), author]))
        return [author]

    meaning = "Never by the person who entered the row, held by the server"
    return _changed(request, change, (f"{button.at}.not_by",), meaning)


def _seen(request: Request, field: Target, people: str, key: str) -> Change | NoChange:
    def change(draft: Draft) -> list[str]:
        entity = field.at.split(".")[1]
        entries = list(who(draft, entity, people).entries)
        _at(draft.entity(entity)["fields"], str(field.data["id"]))[key] = entries
        return entries

    verb = "see" if key == "seen_by" else "change"
    held = "the server leaves it out for others" if verb == "see" else "held by the server"
    meaning = f"Only {people} may {verb} {is_named(field.data).lower()}; {held}"
    return _changed(request, change, (f"{field.at}.{key}",), meaning)


def _hidden(request: Request, what: str, people: str) -> Change | NoChange | None:
    """A field that some do not see is seen by the other roles and by admins."""
    field = _field(request, what)
    if field is None:
        return NoChange(f"There is no field “{request.as_typed(bare(what))}”.")

    def change(draft: Draft) -> list[str]:
        entity = field.at.split(".")[1]
        roles = [str(role["id"]) for role in draft.data.get("roles", [])]
        hidden = set(who(draft, entity, people).entries)
        seen = [role for role in roles if role not in hidden] + ["admin"]
        _at(draft.entity(entity)["fields"], str(field.data["id"]))["seen_by"] = seen
        return seen

    meaning = f"{is_named(field.data)} is left out by the server for {people}"
    return _changed(request, change, (f"{field.at}.seen_by",), meaning)


def _at(items: list[Data], identity: str) -> Data:
    return next(item for item in items if item["id"] == identity)


def _changed(
    request: Request, change: Callable[[Draft], list[str]], provides: tuple[str, ...], meaning: str
) -> Change | NoChange:
    draft = draft_of(request)
    if not change(draft):
        return NoChange("Who is meant was not understood.")
    edits = edits_of(request, draft)
    notes = () if edits else ("That is there already.",)
    return Change(edits, provides, meaning, notes=notes)
