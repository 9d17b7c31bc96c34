"""New values of closed lists: `add a status "On hold" after "In progress"`."""

import re

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.names import name_of, value_id, words_of
from apps.plans.planners.builtin.compose.statuses import is_named, value_name
from apps.plans.planners.builtin.compose.values import values_of
from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.language.lists import split_list

_LIST = (
    r"(?P<field>(?:[a-z]+ )?(?:status|statuses|stage|stages|state|states|priority|priorities|"
    r"category|categories|type|types|option|options|value|values|choice|choices|severity|"
    r"condition|[a-z]+))"
)
_PATTERNS = (
    re.compile(
        r"^(?:add|include|introduce|create|put) (?:a |an |another |one more |the |two |some "
        r")?(?:new |further |additional |extra |more )*(?P<field>(?:[a-z]+ )?(?:status|stage|"
        r"state|priority|category|type|option|value|choice|severity|condition|phase)(?:es|s|"
        r"ies)?(?: (?:value|option)s?)?)(?: (?:called|named|for|:|of))?[: "
        r"]+(?P<values>[\"'\w].*)$"
    ),
    re.compile(
        rf"^(?:add|include|put|introduce) (?P<values>.+?) (?:to|into|as (?:an? )?(?:new |another "
        rf"|additional )*|in|under) (?:the |our |list of |possible |an? )*{_LIST}(?: "
        rf"(?:field|list|dropdown|values|options|value|option))?$"
    ),
    re.compile(r"^(?:put|add|insert) [\"'](?P<values>[^\"']+)[\"']$"),
)
_NEAREST = {
    "gray": "grey",
    "black": "grey",
    "orange": "amber",
    "yellow": "amber",
    "violet": "purple",
}
_COLOURED = re.compile(
    r"^(?:make|show|colou?r|mark|highlight|paint) (?P<what>.+?) (?:in |as )?(?P<colour>red|amber|"
    r"green|blue|grey|gray|teal|purple|pink|orange|yellow|violet|black)$"
)
_MOVED = re.compile(
    r"^(?:move|put|place|list) (?P<what>.+?) (?P<how>after|before|behind|in front of) "
    r"(?P<where>.+)$"
)
_PLACE = re.compile(
    r" (?P<how>after|before|between|behind|in front of) (?P<where>[\"']?[\w ]+[\"']?)(?: and .*)?$"
)


def add_value(request: Request) -> Change | NoChange | None:
    """New values, at the end or after the one that is named."""
    text = request.text
    placed = _PLACE.search(text)
    for pattern in _PATTERNS:
        found = pattern.match(text[: placed.start()] if placed else text)
        if not found:
            continue
        field = _field(
            request.present,
            found.groupdict().get("field") or "",
            placed["where"] if placed else "",
            request.last,
        )
        if field is not None:
            texts = [item.text.strip("\"' ") for item in split_list(found["values"])]
            change = more_values(request, field, texts, placed)
            if change is not None:
                return change
    return None


def _field(present: Present, phrase: str, where: str, last: str) -> Target | None:
    """The closed list that is meant: by its name, by a value it has, else the first status."""
    if where:
        value = (
            present.find(last if where in {"it", "that"} else where, "value")
            if where not in {"it", "that"}
            else _by_address(present, last)
        )
        if value is not None:
            parts = value.at.split(".")
            return present.find(parts[3].replace("_", " "), "field")
    plain = re.sub(r" (?:value|option)s?$", "", phrase)
    found = present.find(plain, "field") if plain else None
    if found is None and plain.endswith("s"):
        found = present.find(re.sub(r"(?:es|s)$", "", plain), "field") or present.find(
            re.sub(r"ies$", "y", plain), "field"
        )
    if found is not None and found.data.get("values"):
        return found
    if found is None and re.fullmatch(
        r"(?:status|stage|state|option|value|choice|phase)(?:es|s)?", plain
    ):
        return _first_status(present)
    return None


def _by_address(present: Present, at: str) -> Target | None:
    parts = at.split(".")
    return present.find(parts[5].replace("_", " "), "value") if len(parts) > 5 else None


def _first_status(present: Present) -> Target | None:
    for entity in present.entities:
        for field in entity["fields"]:
            if field["kind"] == "status":
                return Target(f"entities.{entity['id']}.fields.{field['id']}", "field", field)
    return None


def more_values(
    request: Request, field: Target, texts: list[str], placed: re.Match[str] | None = None
) -> Change | None:
    """Those of the values that a closed list does not have yet, with the buttons they need."""
    after = _after(field.data, placed, request.last)
    edits: list[Edit] = []
    known = {value["id"] for value in field.data["values"]}
    addresses: list[str] = []
    for phrase in texts:
        identity = value_id(phrase)
        if not phrase or len(phrase.split()) > 4 or identity in known:
            continue
        edits.append(
            {
                "kind": "add_value",
                "at": field.at,
                "item": _value(request, field.data, phrase),
                **({"after": after} if after else {}),
            }
        )
        addresses.append(f"{field.at}.values.{identity}")
        after = identity if after else ""
    if not edits:
        return None
    edits += _to_front(field, placed, addresses)
    edits += _button(request.present, field, edits)
    name = is_named(field.data).lower()
    return Change(
        tuple(edits),
        tuple(addresses),
        f"One more {name}" if len(addresses) == 1 else f"{len(addresses)} more values of {name}",
        about=addresses[-1],
    )


def _to_front(field: Target, placed: re.Match[str] | None, added: list[str]) -> list[Edit]:
    """`before new`, where that is the first: the new ones are moved in front of it."""
    if placed is None or placed["how"] not in {"before", "in front of"}:
        return []
    first = field.data["values"][0]
    where = placed["where"].strip("\"' ")
    if where not in {value_name(first).lower(), first["id"].replace("_", " ")}:
        return []
    return [{"kind": "move", "at": at} for at in reversed(added)]


def change_value(request: Request) -> Change | NoChange | None:
    """`make declined red`, `move blocked after in review`."""
    if found := _COLOURED.match(request.text):
        target = request.present.find(found["what"], "value")
        if target is None:
            return None
        colour = _NEAREST.get(found["colour"], found["colour"])
        edit: Edit = {"kind": "set", "at": f"{target.at}.colour", "to": colour}
        meaning = f"{value_name(target.data)} is {colour}"
        return Change((edit,), (target.at,), meaning, about=target.at)
    found = _MOVED.match(request.text)
    target = request.present.find(found["what"], "value") if found else None
    if found is None or target is None:
        return None
    listed = target.at.rsplit(".", 2)[0]
    where = request.present.find(found["where"], "value")
    if where is None or where.at.rsplit(".", 2)[0] != listed:
        return NoChange(f"There is no value “{request.as_typed(found['where'])}” beside it.")
    ids = [str(value["id"]) for value in _values_at(request.present, listed)]
    ids.remove(str(target.data["id"]))
    place = ids.index(str(where.data["id"])) + (found["how"] in {"after", "behind"})
    moved: Edit = {"kind": "move", "at": target.at}
    moved |= {"after": ids[place - 1]} if place else {}
    return Change((moved,), (target.at,), "Another place in the order", about=target.at)


def _values_at(present: Present, at: str) -> list[Data]:
    _, entity, _, name = at.split(".")
    fields = present.draft.fields(entity)
    return next(list(field["values"]) for field in fields if field["id"] == name)


def _value(request: Request, field: Data, phrase: str) -> Data:
    value: Data = values_of(request.present.draft, ("start", phrase), field["kind"])[-1]
    name = request.name(phrase)
    if name != words_of(value["id"]) and name_of(phrase) != name:
        value["name"] = name
    return value


def _after(field: Data, placed: re.Match[str] | None, last: str) -> str:
    """The value after which the new one comes: as said, else before the first end of a status."""
    ids = [str(value["id"]) for value in field["values"]]
    if placed:
        where = placed["where"].strip("\"' ")
        name = last.split(".")[-1] if where in {"it", "that"} else where
        place = next(
            (
                index
                for index, value in enumerate(field["values"])
                if name
                in {value["id"], value["id"].replace("_", " "), str(value.get("name", "")).lower()}
            ),
            None,
        )
        if place is not None:
            return (
                ids[place]
                if placed["how"] in {"after", "between", "behind"}
                else ids[max(place - 1, 0)]
            )
    if field["kind"] == "status":
        opened = [str(value["id"]) for value in field["values"] if not value.get("closed")]
        return opened[-1] if opened and opened[-1] != ids[-1] else ""
    return ""


def _button(present: Present, field: Target, edits: list[Edit]) -> list[Edit]:
    """A status that moves only by buttons gets one for the new value."""
    entity = present.draft.entity(field.at.split(".")[1])
    statuses = [other["id"] for other in entity["fields"] if other["kind"] == "status"]
    moves = [
        action
        for action in entity.get("actions", [])
        if action["kind"] == "transition"
        and (action.get("field") or statuses[0]) == field.data["id"]
    ]
    if field.data["kind"] != "status" or not moves:
        return []
    added: list[Edit] = []
    for edit in edits:
        value = edit["item"]
        assert isinstance(value, dict)
        opened = [other["id"] for other in field.data["values"] if not other.get("closed")]
        action: Data = {
            "kind": "transition",
            "id": f"mark_{value['id']}"[:40].strip("_"),
            "name": f"Mark as {str(value.get('name') or words_of(value['id'])).lower()}",
        }
        if len(statuses) > 1:
            action["field"] = field.data["id"]
        action |= {"from": opened, "to": value["id"]}
        if moves[0].get("by"):
            action["by"] = moves[0]["by"]
        added.append({"kind": "add_action", "at": f"entities.{entity['id']}", "item": action})
    return added
