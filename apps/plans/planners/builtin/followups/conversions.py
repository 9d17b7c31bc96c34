"""Fields that become something else: a list of their own, a dropdown, a number."""

import re

from apps.plans.blueprint.edits.converting import WAYS
from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.entity_names import page_id
from apps.plans.planners.builtin.compose.names import field_id, name_of, value_id
from apps.plans.planners.builtin.compose.specs import from_phrase
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.followups.present import Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase
from apps.plans.planners.builtin.language.lists import split_list
from apps.plans.planners.builtin.language.words import plural_phrase

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
    r")?(?P<kind>(?:whole )?number|date and time|date|amount|money|(?:long )?text|percentage|"
    r"decimal)(?: field)?$"
)


_KEEP = re.compile(
    r"^(?:but )?(?:keep|preserve|don't lose|do not lose|without losing)\b.*\b(?:typed|data|"
    r"values|rows|entries|entered|as (?:it|they) (?:is|are)|what|existing|have|there)\b.*$"
)


_KINDS = {
    "number": "integer",
    "whole number": "integer",
    "date and time": "datetime",
    "decimal": "decimal",
    "date": "date",
    "amount": "money",
    "money": "money",
    "text": "text",
    "long text": "long_text",
    "percentage": "percent",
}


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
        kind = _KINDS[found["kind"]]
        if target is None:
            return NoChange(f"There is no field “{request.as_typed(bare(found['what']))}”.")
        if target.data["kind"] == kind:
            return Change((), (target.at,), "It is one", notes=("That is so already.",))
        if kind not in WAYS.get(target.data["kind"], {"text"}):
            return NoChange(_no_way(target, found["kind"]))
        item = {"kind": kind, "id": target.data["id"]}
        return Change(
            (
                *(_no_filters(request, target) if kind == "long_text" else ()),
                {"kind": "convert", "at": target.at, "item": item},
            ),
            (target.at,),
            f"{is_named(target.data)} is kept as {found['kind']}; what does not fit is listed "
            f"and kept in the history",
            about=target.at,
        )
    return None


def _no_filters(request: Request, target: Target) -> list[Edit]:
    """A long text is neither filtered nor sorted by: those entries go first."""
    _, entity, _, name = target.at.split(".")
    return [
        {"kind": "remove", "at": f"pages.{page['id']}.{key}.{entry}"}
        for page in request.present.pages
        if page.get("entity") == entity
        for key in ("filters", "sort")
        for entry in page.get(key, [])
        if entry.split("=")[0].lstrip("-") == name
    ]


def _no_way(target: Target, wanted: str) -> str:
    """Why a field stays as it is: what is in its rows would be lost."""
    return (
        f"{is_named(target.data)} cannot become a {wanted} without losing what is in it. Add "
        "another field for it, and remove this one when nobody needs it any more."
    )


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
