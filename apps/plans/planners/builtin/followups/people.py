"""Who may press a button, and who may see or fill in one field."""

import re
from collections.abc import Callable
from dataclasses import replace

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
    """People added to those who have a button: the first words that are one part them from it. Each
    further verb is for the same people, unless others stand in front of it.
    """
    said = f"{found['who']} {found['verb']}" if found["who"] else found["rest"]
    pressed: list[tuple[str, Target]] = []
    lost: list[str] = []
    people = ""
    for part in re.split(r",? (?:and|or) |, ", said):
        words = f"{people} and {part}".split() if people and not pressed else part.split()
        starts = range(0 if pressed else 1, len(words))
        place = next((at for at in starts if _first_button(request, words[at:])), -1)
        button = _first_button(request, words[place:]) if place >= 0 else None
        if button is None and not pressed:
            people = " ".join(words)
        elif button is None:
            lost.append(part)
        else:
            own = re.sub(r" (?:to|also|to also)$", "", " ".join(words[:place]))
            people = own or people
            pressed.append((people, button))
    change = _press(request, pressed, more=True) if pressed else None
    if isinstance(change, Change) and lost:
        return replace(change, partly=f"Not understood: “{request.as_typed(lost[0])}”.")
    return change


def _first_button(request: Request, words: list[str]) -> Target | None:
    """The button that words begin with; the longest name counts."""
    for length in range(min(len(words), 3), 0, -1):
        button = _button(request, " ".join(words[:length]))
        if button is not None:
            return button
    return None


def _only(request: Request, people: str, verb: str, what: str) -> Change | NoChange | None:
    button = _button(request, verb)
    if button is not None:
        return _press(request, [(people, button)], more=False)
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
    """A role that nobody has yet; people are named for it on the tool's Access tab."""
    identity = identifier(name, "role")
    at = f"roles.{identity}"
    if any(role["id"] == identity for role in request.present.data.get("roles", [])):
        return Change((), (at,), "A role", notes=("That role is there already.",))
    edit: Edit = {"kind": "add_role", "item": {"id": identity}}
    return Change((edit,), (at,), "A role; its people are named on the Access tab", about=at)


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


def _press(request: Request, pressed: list[tuple[str, Target]], *, more: bool) -> Change | NoChange:
    """Buttons for people: besides those who have them, or instead of all others."""

    def change(draft: Draft) -> list[str]:
        found: list[str] = []
        for people, button in pressed:
            key = button.at.split(".")[1]
            entries = list(who(draft, key, people).entries)
            action = _at(draft.entity(key)["actions"], str(button.data["id"]))
            before = action.get("by", ["member"]) if more else []
            action["by"] = list(dict.fromkeys([*before, *entries]))
            found += entries
        return found

    meaning = "; ".join(
        f"{people[:1].upper()}{people[1:]} may {str(is_named(button.data)).lower()}"
        for people, button in pressed
    )
    if not more:
        meaning += "; nobody else has the button, admins neither unless they are named"
    return _changed(request, change, tuple(f"{one.at}.by" for _, one in pressed), meaning)


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
