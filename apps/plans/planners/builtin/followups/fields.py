"""Fields: required, unique, default, another kind, a list of its own; new ones with
their columns.
"""

import re

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.names import field_id, name_of, value_id
from apps.plans.planners.builtin.compose.specs import from_phrase, page_id
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.fields import field_phrase
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
    r"^(?:set|make|change) (?:the )?default (?:value )?(?:of|for) (?P<what>.+?) (?:to|be) "
    r"(?P<value>.+)$|^(?P<what2>.+?) should (?:default to|be (?P<value2b>.+?) by default|start "
    r"as) ?(?P<value2>.*)$"
)
_OWN_LIST = re.compile(
    r"^(?:make|turn|convert|change) (?P<what>.+?) (?:into |to |in )?(?:its own|a|an own|a "
    r"separate|its separate) (?:list|table|entity|page|record)(?: of its own)?(?:,? with (?:a |"
    r"an |the )?(?P<fields>.+?))?(?:,? (?:and )?keep .*)?$"
)
_DROPDOWN = re.compile(
    r"^(?:make|turn|convert|change) (?P<what>.+?) (?:field )?(?:into |to |in )?(?:a |an "
    r")?(?:dropdown|drop-down|select|choice|closed list|fixed list)(?: field| list)?(?:(?: with| "
    r"of|:| \()(?: ?the)?(?: ?(?:values|options|choices|entries))?:? ?(?P<values>.+))?$"
)
_KIND = re.compile(
    r"^(?:make|turn|convert|change) (?P<what>.+?) (?:field )?(?:into |to )?(?:a |an "
    r")?(?P<kind>number|date|amount|money|text|long text|percentage|decimal)(?: field)?$"
)
_KEEP = re.compile(
    r"^(?:but )?(?:keep|preserve|don't lose|do not lose|without losing)\b.*\b(?:typed|data|"
    r"values|rows|entries|entered|as (?:it|they) (?:is|are)|what|existing|have|there)\b.*$"
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
_KINDS = {
    "number": "integer",
    "decimal": "decimal",
    "date": "date",
    "amount": "money",
    "money": "money",
    "text": "text",
    "long text": "long_text",
    "percentage": "percent",
}


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


def convert(request: Request) -> Change | NoChange | None:
    """`make team its own list with a lead`, `turn category into a dropdown (a, b)`, `make amount a
    number`.
    """
    if found := _OWN_LIST.match(request.text):
        target = request.present.find(found["what"], "field")
        return (
            _own_list(request, target, found["fields"] or "")
            if target and target.data["kind"] in {"text", "choice"}
            else None
        )
    if found := _DROPDOWN.match(request.text):
        target = request.present.find(found["what"], "field")
        return (
            _dropdown(request, target, (found["values"] or "").strip("() "))
            if target and target.data["kind"] in {"text", "choice"}
            else None
        )
    if found := _KIND.match(request.text):
        target = request.present.find(found["what"], "field")
        if target is None or target.data["kind"] == _KINDS[found["kind"]]:
            return None
        item = {"kind": _KINDS[found["kind"]], "id": target.data["id"]}
        return Change(
            ({"kind": "convert", "at": target.at, "item": item},),
            (target.at,),
            f"{is_named(target.data)} is kept as {found['kind']}; what does not fit is listed "
            f"and kept in the history",
            about=target.at,
        )
    return None


def keep_data(request: Request) -> Change | None:
    """`keep what we typed`: edits carry rows over anyway."""
    return Change((), (), "Rows are carried over") if _KEEP.match(request.text) else None


def _own_list(request: Request, target: Target, extra: str) -> Change:
    """An entity for what was typed, the field pointing to it, a page to keep it."""
    identity = str(target.data["id"])
    fields: list[Data] = [{"kind": "text", "id": "name", "required": True, "unique": True}]
    for item in split_list(extra):
        plain = bare(item.text)
        if plain and len(plain.split()) <= 4:
            fields.append(
                from_phrase(
                    request.present.draft,
                    request.present.entities[0]["id"],
                    FieldPhrase(plain, item.span),
                )
                | {"id": field_id(plain, set())}
            )
    plural = plural_phrase(is_named(target.data))
    edits: tuple[Edit, ...] = (
        {
            "kind": "add_entity",
            "item": {
                "id": identity,
                "fields": [_without_required(field, index) for index, field in enumerate(fields)],
            },
        },
        {
            "kind": "convert",
            "at": target.at,
            "item": {"kind": "relation", "id": identity, "to": identity},
        },
        {"kind": "add_page", "item": {"kind": "table", "id": page_id(plural), "entity": identity}},
    )
    return Change(
        edits,
        (f"entities.{identity}", target.at),
        f"{plural} are a list of their own; every different text becomes one row of it",
        about=f"entities.{identity}",
    )


def _without_required(field: Data, index: int) -> Data:
    return (
        field if index == 0 else {key: value for key, value in field.items() if key != "required"}
    )


def _dropdown(request: Request, target: Target, values: str) -> Change | NoChange:
    listed = (
        [item.text.strip("\"' ") for item in split_list(values, slashes=True)] if values else []
    )
    if len(listed) < 2:
        return NoChange(
            "Say which values the dropdown should have, for example “(small, medium, large)”."
        )
    item = {
        "kind": "choice",
        "id": target.data["id"],
        "values": [
            {"id": value_id(value)}
            | ({"name": request.name(value)} if request.name(value) != name_of(value) else {})
            for value in listed
        ],
    }
    return Change(
        ({"kind": "convert", "at": target.at, "item": item},),
        (target.at,),
        f"{is_named(target.data)} is one of {', '.join(listed)}; other texts are listed and kept "
        f"in the history",
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


def _added(present: Present, key: str, specs: list[Data]) -> Change | NoChange:
    taken = {field["id"] for field in present.draft.fields(key)}
    fresh = [spec for spec in specs if spec["id"] not in taken]
    if not fresh:
        return Change(
            (),
            tuple(f"entities.{key}.fields.{spec['id']}" for spec in specs),
            "There already",
            notes=("That field is there already.",),
        )
    edits: list[Edit] = []
    known = {entity["id"] for entity in present.entities}
    for spec in fresh:
        spec.pop("required", None) if spec["kind"] == "relation" else None
        if spec.get("to") and spec["to"] not in known:
            edits.append(
                {
                    "kind": "add_entity",
                    "item": {
                        "id": spec["to"],
                        "fields": [
                            {"kind": "text", "id": "name", "required": True, "unique": True}
                        ],
                    },
                }
            )
            edits.append(
                {
                    "kind": "add_page",
                    "item": {
                        "kind": "table",
                        "id": plural_phrase(spec["to"]),
                        "entity": spec["to"],
                    },
                }
            )
        edits.append(
            {
                "kind": "add_field",
                "at": f"entities.{key}",
                "item": {
                    name: value
                    for name, value in spec.items()
                    if name != "required" or spec.get("default")
                },
            }
        )
    page = present.page_for(key)
    short = [spec for spec in fresh if spec["kind"] not in {"long_text", "file", "image", "url"}]
    if page is not None and page.get("columns"):
        edits += [
            {"kind": "add_entry", "at": f"pages.{page['id']}.columns", "item": spec["id"]}
            for spec in short
        ]
    addresses = tuple(f"entities.{key}.fields.{spec['id']}" for spec in fresh)
    return Change(
        tuple(edits),
        addresses,
        "One more field" if len(fresh) == 1 else f"{len(fresh)} more fields",
        about=addresses[-1],
    )
