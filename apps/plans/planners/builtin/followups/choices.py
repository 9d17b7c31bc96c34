"""Closed lists that are asked for with their values, as a new field or in place of several."""

import re
from dataclasses import replace as replaced

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.names import value_id
from apps.plans.planners.builtin.compose.specs import CHOICE_KINDS, from_phrase
from apps.plans.planners.builtin.compose.statuses import is_named, value_name
from apps.plans.planners.builtin.followups.fields import added
from apps.plans.planners.builtin.followups.present import Target
from apps.plans.planners.builtin.followups.removing import dependents
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.followups.values import more_values
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase
from apps.plans.planners.builtin.language.lists import split_list
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.language.words import enumeration, singular
from apps.plans.planners.builtin.lexicon.kinds import is_known_field

_FIELD = (
    r"(?:(?:choice |select |drop-?down |list )?(?:field|column)|"
    r"(?:drop-?down|select|choice|list|options?))"
)
_VALUES = r"(?:values|options|choices|entries|possible values)"
_SAYS = (
    rf"(?:: ?|, ?| - |,? (?:with|from|of|having)(?: the)?(?: {_VALUES}| following {_VALUES})?:? |"
    rf",? (?:which|that) (?:can be|is|may be)(?: either| one of)?:? |,? \(|,? either |,? one of )"
    rf"(?:{_VALUES}:? )?"
)
_ADD = (
    r"^(?:add|include|introduce|create|insert|record|capture|store|track|have|give (?:it|us|me)|"
    r"we (?:also )?need|i (?:also )?need|put in)\b (?:also )?"
)
_OF = r"(?: (?:to|for|on|in) (?:the |each |every |all |our |an? )*(?P<thing>[\w ]+?))?"
_NAME = r"[\"']?(?P<name>[\w' -]+?)[\"']?"
_NEW = r"(?:an? |the |one |another |new |extra |additional |closed |single )*"
_WISHES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ADD}{_NEW}{_FIELD} (?:called |named |for )?(?:the |an? )?{_NAME}{_OF}{_SAYS}"
        r"(?P<values>.+)$",
        rf"{_ADD}{_NEW}{_NAME} {_FIELD}{_OF}{_SAYS}(?P<values>.+)$",
        rf"{_ADD}{_NEW}{_NAME}{_OF}(?:: ?|,? \()(?:{_VALUES}:? )?(?P<values>.+)$",
        rf"{_ADD}{_NEW}{_NAME}{_OF} (?:with|having|of)(?: the| these)? (?:following |possible "
        rf")?{_VALUES}:? "
        r"(?P<values>.+)$",
        r"^(?:each|every|an?|the|all) (?P<thing>[\w ]+?) (?:should|must|needs? to|shall) "
        rf"(?:also )?(?:have|get) {_NEW}{_NAME}(?: {_FIELD})?{_SAYS}(?P<values>.+)$",
    )
)
_REPLACE = re.compile(
    rf"^(?:replace|merge|combine|join|turn|make|swap) (?:the )?(?:three |two |four )?(?:fields? |"
    rf"columns? )?(?P<old>.+?) (?:fields? |columns? )?(?:with|by|into|for|to|as) (?:an? |one |the |"
    rf"single |new |just )+(?:{_FIELD} )?(?:called |named )?{_NAME}(?: {_FIELD})?"
    rf"(?:{_SAYS}(?P<values>.+))?$"
)
_INSTEAD = re.compile(
    rf"^instead of (?:the )?(?:fields? |columns? )?(?P<old>.+?)(?: fields?| columns?)?,? (?:have|"
    rf"use|add|make|we want|i want) {_NEW}(?:{_FIELD} )?(?:called |named )?{_NAME}(?: {_FIELD})?"
    rf"(?:{_SAYS}(?P<values>.+))?$"
)
_ARE = re.compile(
    rf"^(?:the |all |its )?(?:{_VALUES}|statuses|stages) (?:of|for|in) (?:the |an? )?{_NAME}(?: "
    rf"field)? "
    r"(?:are|should be|must be|shall be|can be|have to be):? (?:only |either )?(?P<values>.+)$|"
    rf"^(?P<name2>[\w ]+?) (?:should|must|shall|can) (?:only )?(?:have|be one of|be either)(?: "
    rf"the)?"
    rf"(?: {_VALUES}:?)? (?P<values2>.+)$"
)
_LONGEST = 4
_TO_THING = re.compile(r" (?:to|for|on) (?:the |each |every |all |our )*(?P<thing>[\w ]+)$")
_MANY = re.compile(r"^(?:.* )?(?:fields|columns)$")
_WITH = re.compile(r" (?:with|having) $")
_SETTING = re.compile(r"\b(?:default|start(?:s|ing)?|required|optional|filled)\b")


def add_choice(request: Request) -> Change | NoChange | None:
    """`add a severity field: minor, serious or dangerous`, `we need the size (S, M, L)`."""
    text, of = _without_thing(request)
    for pattern in _WISHES:
        found = pattern.match(text)
        values = _listed(found["values"]) if found else []
        name = bare(found["name"]) if found else ""
        if found is None or not values or not _is_name(name):
            continue
        if _WITH.search(request.text[: found.start("values")]) and _are_fields(request, values):
            return None
        thing = found["thing"] or of
        target = request.present.find(singular(thing.strip()), "entity") if thing else None
        if thing and target is None:
            continue
        key = str(target.data["id"]) if target else request.present.entity_in("")
        return _choice(request, key, name, values)
    return None


def set_values(request: Request) -> Change | None:
    """`the choices of urgency are low, normal and urgent`: these, in this order; what is not among
    them goes, its rows get the one that is most like it.
    """
    found = _ARE.match(request.text)
    name = bare(found["name"] or found["name2"]) if found else ""
    field = request.present.find(name, "field") if name else None
    texts = _listed(found["values"] or found["values2"]) if found else []
    if field is None or not field.data.get("values") or not texts:
        return None
    wanted = [value_id(text) for text in texts]
    there = [str(value["id"]) for value in field.data["values"]]
    more = more_values(request, field, texts)
    edits = list(more.edits) if more is not None else []
    for gone in (value for value in there if value not in wanted):
        like = (value for value in wanted if value in gone or gone in value)
        at = f"{field.at}.values.{gone}"
        edits.append({"kind": "remove", "at": at, "to": next(like, wanted[0])})
    edits += [
        {"kind": "move", "at": f"{field.at}.values.{value}"}
        | ({"after": wanted[place - 1]} if place else {})
        for place, value in enumerate(wanted)
        if more is not None or [one for one in there if one in wanted] != wanted
    ]
    meaning = f"{is_named(field.data)} is one of {enumeration(texts, 'or')}"
    note = () if edits else ("That is so already.",)
    return Change(tuple(edits), (field.at,), meaning, notes=note, about=field.at)


def _without_thing(request: Request) -> tuple[str, str]:
    """The wish without `to invoices` at its end, and `invoices`."""
    found = _TO_THING.search(request.text)
    if found and request.present.find(singular(found["thing"]), "entity"):
        return request.text[: found.start()], found["thing"]
    return request.text, ""


def _are_fields(request: Request, values: list[str]) -> bool:
    """`a supplier field with name and phone` lists no values."""
    return all(is_known_field(value, request.present.lexicon) for value in values)


def _is_name(name: str) -> bool:
    return bool(name) and len(name.split()) <= _LONGEST and not _MANY.match(name)


def _listed(text: str) -> list[str]:
    """The values, where there are at least two and each is short."""
    plain = re.sub(r"^(?:either|one of) |[)\]]+$", "", text.strip())
    listed = [item.text.strip("\"' ") for item in split_list(plain, slashes=True)]
    short = all(len(value.split()) <= _LONGEST for value in listed)
    return listed if len(listed) > 1 and short and not _SETTING.search(plain) else []


def _choice(request: Request, key: str, name: str, values: list[str]) -> Change | NoChange:
    there = request.present.draft.field_named(key, name)
    if there is not None and there.get("values"):
        field = Target(f"entities.{key}.fields.{there['id']}", "field", there)
        more = more_values(request, field, values)
        note = ("That field is there already, with these values.",)
        return more or Change((), (field.at,), "There already", notes=note)
    exact = there is not None and is_named(there).lower() == name
    if there is not None and exact:
        title = is_named(there)
        return NoChange(
            f"There is a field “{title}” already. To give it these values, write: “Turn "
            f"{title.lower()} into a dropdown ({', '.join(values)}).”"
        )
    spec = _spec(request, key, name, values)
    said = enumeration([value_name(value) for value in spec["values"]], "or")
    return replaced(
        added(request.present, key, [spec]), meaning=f"{is_named(spec)} is one of {said}"
    )


def _spec(request: Request, key: str, name: str, values: list[str]) -> Data:
    phrase = FieldPhrase(name, Span(0, 0), tuple(values))
    spec = from_phrase(request.present.draft, key, phrase)
    if spec["kind"] not in CHOICE_KINDS:
        phrase = FieldPhrase(name, Span(0, 0), tuple(values), kind="choice")
        spec = from_phrase(request.present.draft, key, phrase)
    typed = request.name(name)
    if typed != is_named(spec):
        spec["name"] = typed
    for value, text in zip(spec["values"], values, strict=False):
        shown = request.name(text)
        if shown != is_named(value):
            value["name"] = shown
    return spec


def is_replacement(text: str) -> bool:
    """Whether a sentence puts one field in the place of several, as a whole."""
    return (_REPLACE.match(text) or _INSTEAD.match(text)) is not None


def replace(request: Request) -> Change | NoChange | None:
    """`replace minor, serious and dangerous with one field severity`: what was in them goes."""
    found = _REPLACE.match(request.text) or _INSTEAD.match(request.text)
    if found is None:
        return None
    old = [request.present.find(bare(item.text), "field") for item in split_list(found["old"])]
    fields = [field for field in old if field is not None]
    name = bare(found["name"])
    if len(fields) < 2 or len(fields) < len(old) or not _is_name(name):
        return None
    keys = {field.at.split(".")[1] for field in fields}
    if len(keys) > 1:
        return NoChange("These fields belong to different lists, so one field cannot replace them.")
    names = [is_named(field.data) for field in fields]
    values = _listed(found["values"] or "") or [name.lower() for name in names]
    key = keys.pop()
    change = _choice(request, key, name, values)
    if isinstance(change, NoChange) or not change.edits:
        return change
    gone = [edit for field in fields for edit in _removed(request, field)]
    said = enumeration([name.lower() for name in names])
    return replaced(
        change,
        edits=(*gone, *change.edits),
        meaning=f"{change.meaning}; {said} go",
        partly=f"What is in {said} cannot be carried over into one field: it goes with them, after "
        "a confirmed warning, and stays in the history of each row.",
    )


def _removed(request: Request, field: Target) -> list[Edit]:
    before: list[Edit] = [{"kind": "remove", "at": at} for at in dependents(request.present, field)]
    return [*before, {"kind": "remove", "at": field.at}]
