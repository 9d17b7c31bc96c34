"""Fields: required, unique, default, another kind, a list of its own; new ones with
their columns.
"""

import re

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.pages import LONG
from apps.plans.planners.builtin.compose.specs import from_phrase
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.field_phrases import field_phrase
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import Item, split_list
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.language.words import plural_phrase, singular

_MAKE = re.compile(
    r"^(?:make|mark|set) (?P<what>.+?) (?:field )?(?:as |be |to be )?(?P<how>required|mandatory|"
    r"compulsory|obligatory|optional|unique|not required|non-mandatory)(?: for .*)?$|"
    r"^(?P<what2>.+?) (?:field )?(?:should|must|has to|needs to|is|shall) (?:be )?(?:always "
    r")?(?P<how2>required|mandatory|compulsory|optional|unique|filled in)(?: .*)?$|^require (?:a "
    r"|an |the )?(?P<what3>[\w ]+?)(?: (?:for|on|when) .*)?$"
)


_DEFAULT = re.compile(
    r"^(?:set|make|change) (?:the )?default (?:value )?(?:of |for )?(?P<what>.+?) (?:to|be) "
    r"(?P<value>.+)$|^(?P<what2>.+?) should (?:default to|be (?P<value2b>.+?) by default|start "
    r"as) ?(?P<value2>.*)$"
)


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


def set_rule(request: Request) -> Change | NoChange | None:
    """`make the due date required`, `PO number must be unique`."""
    found = _MAKE.match(request.text)
    if not found:
        return None
    what, how = (
        found["what"] or found["what2"] or found["what3"],
        found["how"] or found["how2"] or "required",
    )
    edits: list[Edit] = []
    addresses: list[str] = []
    for item in split_list(what):
        target = request.present.find(bare(item.text), "field")
        if target is None:
            return NoChange(f"There is no field “{request.as_typed(item.text)}”.")
        if target.data.get("expr"):
            return NoChange(f"{is_named(target.data)} is worked out, nobody types it.")
        key = "unique" if how == "unique" else "required"
        to = "false" if how in {"optional", "not required", "non-mandatory"} else "true"
        edits.append({"kind": "set", "at": f"{target.at}.{key}", "to": to})
        edits += (
            _filled_samples(request.present, target) if key == "required" and to == "true" else []
        )
        if (
            key == "required"
            and to == "true"
            and target.data.get("readonly")
            and not target.data.get("default")
        ):
            edits.append({"kind": "set", "at": f"{target.at}.readonly", "to": "false"})
        addresses.append(f"{target.at}.{key}" if to == "true" else target.at)
    return Change(
        tuple(edits),
        tuple(addresses),
        f"{how.capitalize()}, held by the database"
        if how != "optional"
        else "Optional from now on",
        about=addresses[-1],
    )


def _filled_samples(present: Present, target: Target) -> list[Edit]:
    """Samples keep the rule: empty cells of the field get the first value there is."""
    entity, name = target.at.split(".")[1], target.data["id"]
    for sample in present.data.get("samples", []):
        if sample["entity"] == entity and name in sample["columns"]:
            place = sample["columns"].index(name)
            fill = next((row[place] for row in sample["rows"] if row[place]), "")
            if fill and any(not row[place] for row in sample["rows"]):
                rows = [
                    [cell or (fill if index == place else "") for index, cell in enumerate(row)]
                    for row in sample["rows"]
                ]
                return [{"kind": "add_sample", "item": {**sample, "rows": rows}}]
    return []


def set_default(request: Request) -> Change | NoChange | None:
    """`set the default priority to high`, `status should start as draft`."""
    found = _DEFAULT.match(request.text)
    if not found:
        return None
    what = found["what"] or found["what2"]
    value = (found["value"] or found["value2"] or found["value2b"] or "").strip("\"' ")
    target = request.present.find(what, "field")
    if target is None or not value:
        return NoChange(f"There is no field “{request.as_typed(what)}”.")
    values = {
        str(other.get("name") or other["id"].replace("_", " ")).lower(): other["id"]
        for other in target.data.get("values", [])
    }
    if values and value not in values:
        return NoChange(f"{is_named(target.data)} has no value “{value}”.")
    if target.data["kind"] == "status":
        return Change(
            ({"kind": "move", "at": f"{target.at}.values.{values[value]}"},),
            (f"{target.at}.values.{values[value]}",),
            "New rows start there",
            about=target.at,
        )
    return Change(
        ({"kind": "set", "at": f"{target.at}.default", "to": values.get(value, value)},),
        (f"{target.at}.default",),
        f"New rows have {value}",
        about=target.at,
    )


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
    specs = _specs(request, key, whole)
    return _added(request.present, key, specs) if specs else None


def _specs(request: Request, key: str, text: str) -> list[Data]:
    """The fields that a list of phrases names; empty where one of them is no field."""
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
            _SUFFIX.search(item.text) is not None
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


def _added(present: Present, key: str, specs: list[Data]) -> Change:
    taken = {field["id"] for field in present.draft.fields(key)}
    fresh = [spec for spec in specs if spec["id"] not in taken]
    if not fresh:
        there = tuple(f"entities.{key}.fields.{spec['id']}" for spec in specs)
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
