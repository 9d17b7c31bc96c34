"""Fields: required, unique, default, another kind, a list of its own; new ones with
their columns.
"""

import re

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.pages import LONG
from apps.plans.planners.builtin.compose.specs import from_phrase
from apps.plans.planners.builtin.followups.present import Present
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.field_phrases import field_phrase
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import Item, split_list
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.language.words import plural_phrase, singular

_ADD = re.compile(
    r"^(?:add|include|introduce|create|insert|record|capture|store|track|also record|also track|"
    r"we also need|we need|i need|have)\b (?:also )?(?P<what>.+?)(?: (?:field|column|box|input|"
    r"attribute)s?)?(?: (?:to|for|on|in) (?:the |each |every |all |our |a |an )*(?P<thing>[\w "
    r"]+?))?(?: (?:form|table|list|page|records?))?$"
)


_SHOULD_HAVE = re.compile(
    r"^(?:each|every|an?|the|all)? ?(?P<thing>[\w ]+?) (?:should|must|needs? to|shall|also)? "
    r"?(?:also )?(?:have|need|needs|has|include|includes) (?:also )?(?P<what>.+)$"
)


_SUFFIX = re.compile(
    r" (?:field|column|checkbox|tick box|tickbox|date picker|dropdown|drop-down|box|input|"
    r"attribute|flag|number field|date field|text field|text box|file upload)s?$"
)


_SUFFIX_KIND = (
    ("checkbox", "boolean"),
    ("tick", "boolean"),
    ("flag", "boolean"),
    ("date picker", "date"),
    ("date field", "date"),
    ("number field", "integer"),
    ("file upload", "file"),
    ("text box", "long_text"),
)


_KIND_WORDS = frozenset({"date", "day", "on", "at", "time", "field"})


def add_known(request: Request) -> Change | None:
    """`add a discount percentage and a contact e-mail to invoices`: fields that are known by their
    words, to a thing that is named.
    """
    found = _ADD.match(request.text)
    if not found or not found["thing"]:
        return None
    thing = request.present.find(singular(found["thing"].strip()), "entity")
    if thing is None:
        return None
    key = str(thing.data["id"])
    specs = _specs(request, key, found["what"], named=False)
    return added(request.present, key, specs) if specs else None


def add_field(request: Request) -> Change | NoChange | None:
    """New fields, shown in the list where there is room: `add a due date field to requests`."""
    found = _SHOULD_HAVE.match(request.text) or _ADD.match(request.text)
    if not found:
        return None
    thing = (
        request.present.find(singular(found["thing"].strip()), "entity") if found["thing"] else None
    )
    if found["thing"] and thing is None and found.re is _SHOULD_HAVE:
        return None
    whole = (
        found["what"]
        if thing is not None or not found["thing"]
        else request.text[found.start("what") :]
    )
    key = str(thing.data["id"]) if thing is not None else request.present.entity_in(whole)
    specs = _specs(request, key, whole, named=thing is not None)
    return added(request.present, key, specs) if specs else None


def _specs(request: Request, key: str, text: str, *, named: bool) -> list[Data]:
    """The fields that a list of phrases names; empty where one of them is no field. Where the
    thing that gets them is `named`, a word that nobody knows is one too.
    """
    world = World(request.source, request.present.lexicon, [], request.present.draft.things)
    specs: list[Data] = []
    for item in split_list(text):
        kind = next(
            (kind for words, kind in _SUFFIX_KIND if re.search(rf"\b{words}", item.text)), ""
        )
        plain = re.sub(
            r"^(?:a |an |the |another |new |extra |additional |one more |optional )+",
            "",
            _SUFFIX.sub("", item.text),
        )
        plain = re.sub(
            r"^(?:(?:text|number|date|file|yes/no) )?(?:fields?|columns?|checkbox|tick box|"
            r"dropdown|drop-down)(?: (?:for|called|named|with|to (?:record|store|track|mark)))? "
            r"(?:the |a |an |whether )?",
            "",
            plain,
        ).strip("\"' ")
        phrase = field_phrase(Item(plain, item.inner, item.span), world)
        if phrase is None:
            return []
        suffixed = (
            named
            or _SUFFIX.search(item.text) is not None
            or re.search(r"\b(?:field|column|checkbox|dropdown)\b", text) is not None
        )
        if not suffixed and not _known(request.present, plain, phrase):
            return []
        spec = from_phrase(
            request.present.draft,
            key,
            FieldPhrase(
                phrase.text,
                Span(0, 0),
                phrase.values,
                phrase.required,
                phrase.optional,
                phrase.kind or kind,
            ),
        )
        name = request.name(phrase.text)
        if any(letter.isupper() for letter in name[1:]):
            spec["name"] = name
        specs.append(spec)
    return specs


def _known(present: Present, plain: str, phrase: FieldPhrase) -> bool:
    from apps.plans.planners.builtin.lexicon.kinds import is_known_field

    return bool(phrase.values) or is_known_field(plain, present.lexicon)


def added(present: Present, key: str, specs: list[Data]) -> Change:
    """New fields of an entity, with a column each where they are short."""
    same = [_same(present, key, spec) for spec in specs]
    fresh = [spec for spec, field in zip(specs, same, strict=True) if field is None]
    if not fresh:
        there = tuple(f"entities.{key}.fields.{field['id']}" for field in same if field)
        return Change((), there, "There already", notes=("That field is there already.",))
    known = {entity["id"] for entity in present.entities}
    edits = [
        edit for spec in fresh if spec.get("to", "") not in {"", *known} for edit in _target(spec)
    ]
    edits += [
        {"kind": "add_field", "at": f"entities.{key}", "item": _optional(spec)} for spec in fresh
    ]
    page = present.page_for(key)
    if page is not None and page.get("columns"):
        at = f"pages.{page['id']}.columns"
        short = [spec["id"] for spec in fresh if spec["kind"] not in LONG]
        edits += [{"kind": "add_entry", "at": at, "item": identity} for identity in short]
    addresses = tuple(f"entities.{key}.fields.{spec['id']}" for spec in fresh)
    meaning = "One more field" if len(fresh) == 1 else f"{len(fresh)} more fields"
    return Change(tuple(edits), addresses, meaning, about=addresses[-1])


def _same(present: Present, key: str, spec: Data) -> Data | None:
    """The field that is there already: of the same id, or of the same kind and the same words but
    for those that only say the kind (a due date and `due`).
    """
    for field in present.draft.fields(key):
        if field["id"] == spec["id"]:
            return field
        alike = _core(str(field["id"])) == _core(str(spec["id"]))
        if alike and field["kind"] == spec["kind"]:
            return field
    return None


def _core(identity: str) -> frozenset[str]:
    words = identity.split("_")
    return frozenset(word for word in words if word not in _KIND_WORDS) or frozenset(words)


def _optional(spec: Data) -> Data:
    """Rows that are there have no value yet, so a new field without a default is not required."""
    return {key: value for key, value in spec.items() if key != "required" or spec.get("default")}


def _target(spec: Data) -> list[Edit]:
    """The list that a new relation points to, and a page to keep it."""
    name = {"kind": "text", "id": "name", "required": True, "unique": True}
    page = {"kind": "table", "id": plural_phrase(spec["to"]), "entity": spec["to"]}
    return [
        {"kind": "add_entity", "item": {"id": spec["to"], "fields": [name]}},
        {"kind": "add_page", "item": page},
    ]
