"""Blueprints that Hypothesis draws: whatever the compiled part of the language can say, small."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]
Draw = st.DrawFn

WORDS = ("alpha", "beta", "gamma", "delta", "order", "class", "format", "q_1", "due_on", "x2")
NAMES = st.sampled_from(("", "Plain", 'A "quoted" name', "It's \\ odd", "{braces} %s", "Überlänge"))
STATE = {
    "kind": "status",
    "id": "state",
    "values": [{"id": "open"}, {"id": "busy", "colour": "amber"}, {"id": "shut", "closed": True}],
}
LABEL = {"kind": "text", "id": "label", "required": True}
PLAIN = ("text", "long_text", "email", "phone", "url", "boolean", "date", "datetime", "time")
NUMBERS = ("integer", "decimal", "money", "percent", "rating", "duration")
OTHER = ("week", "month", "person", "people", "file", "image")


@st.composite
def blueprints(draw: Draw) -> Data:
    """A tool of one to three entities, with everything that may hang on them."""
    ids = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
    roles = draw(st.lists(st.sampled_from(("keeper", "auditor")), max_size=2, unique=True))
    entities = [draw(_entity(one, ids[:number], roles)) for number, one in enumerate(ids)]
    data: Data = {
        "name": draw(NAMES) or "Tool",
        "summary": draw(NAMES),
        "roles": [{"id": role, "description": draw(NAMES)} for role in roles],
        "entities": entities,
        "pages": draw(_pages(entities, roles)),
        "automations": draw(_automations(entities)),
    }
    addresses = list(_addresses(data))
    data["requirements"] = [
        {"quote": draw(NAMES) or "a wish", "meaning": draw(NAMES), "provides": wanted}
        for wanted in draw(
            st.lists(
                st.lists(st.sampled_from(addresses), min_size=1, max_size=3, unique=True),
                max_size=4,
            )
        )
    ]
    return data


@st.composite
def _field(draw: Draw, called: str) -> Data:
    kind = draw(st.sampled_from((*PLAIN, *NUMBERS, *OTHER, "choice", "choices")))
    field: Data = {"kind": kind, "id": called, "name": draw(NAMES), "help": draw(NAMES)}
    if kind in ("choice", "choices"):
        field["values"] = [{"id": "low"}, {"id": "high", "name": draw(NAMES), "colour": "red"}]
    if kind in NUMBERS:
        field |= draw(st.sampled_from(({}, {"min": "1"}, {"max": "4"}, {"min": "1", "max": "5"})))
    if kind in ("text", "integer", "email"):
        field["unique"] = draw(st.booleans())
    if kind not in ("boolean", "file", "image", "people"):
        field["required"] = draw(st.booleans())
    return {key: value for key, value in field.items() if value not in ("", False)}


@st.composite
def _entity(draw: Draw, called: str, before: Sequence[str], roles: Sequence[str]) -> Data:
    names = draw(
        st.lists(st.sampled_from([w for w in WORDS if w != called]), max_size=4, unique=True)
    )
    fields = [LABEL, STATE, {"kind": "integer", "id": "size"}, {"kind": "person", "id": "owner"}]
    fields += [draw(_field(name)) for name in names]
    fields += draw(_some({"kind": "boolean", "id": "large", "expr": "size > 10", "colour": "red"}))
    if before:
        target = {"kind": "relation", "id": "belongs", "to": draw(st.sampled_from(before))}
        fields += draw(_some(target | {"required": draw(st.booleans())}))
    rules = draw(
        _some(
            {"kind": "validation", "id": "fits", "expr": "size < 99", "message": draw(NAMES)},
            {"kind": "validation", "id": "mine", "expr": "owner.name != 'x'", "message": "No."},
            {"kind": "required_if", "field": "owner", "when": "state == 'busy'"},
            {"kind": "unique", "fields": ["label", "size"]},
            {"kind": "lock", "when": "state.closed"},
        )
    )
    by = draw(st.sampled_from([["member"], ["row.owner"], *([role] for role in roles)]))
    actions = [
        {"kind": "transition", "id": "start", "to": "busy"},
        {"kind": "transition", "id": "close", "to": "shut", "by": by, "name": draw(NAMES)},
    ]
    actions += draw(
        _some(
            {"kind": "update", "id": "assign", "needs": ["owner"], "set": ["size = 1"]},
            {
                "kind": "create",
                "id": "another",
                "set": ["label = row.label"],
                "asks": [one["id"] for one in fields[1:] if one.get("required")],
            },
        )
    )
    permissions = draw(
        _some(
            {"id": "all_of_us", "by": ["member"], "can": ["view", "create"]},
            {"id": "mine", "by": ["row.owner"], "can": ["edit"], "where": "state != 'shut'"},
            {"id": "those", "by": [roles[0] if roles else "admin"], "can": ["all"]},
        )
    )
    return {
        "id": called,
        "name": draw(st.sampled_from(("", "Case", "Odd thing"))),
        "fields": fields,
        "rules": rules,
        "actions": actions,
        "permissions": permissions,
    }


@st.composite
def _some(draw: Draw, *choices: Data) -> list[Data]:
    return [one for one in choices if draw(st.booleans())]


@st.composite
def _pages(draw: Draw, entities: Sequence[Data], roles: Sequence[str]) -> list[Data]:
    pages: list[Data] = []
    for number, entity in enumerate(entities):
        of = {"entity": entity["id"]}
        chart = {"kind": "chart", "id": "trend", "x": "created_at", "last": 4, **of}
        table = {
            "kind": "table",
            "id": f"list_{number}",
            "columns": draw(st.sampled_from([["label"], ["label", "state", "owner"]])),
            "filters": draw(st.sampled_from([[], ["state"], ["owner=me", "size"]])),
            "sort": draw(st.sampled_from([[], ["-size"], ["label", "-created_at"]])),
            "counts": draw(_some({"id": "busy_ones", "where": "state == 'busy'"})),
            "parts": draw(_some(chart)),
            "scope": draw(st.sampled_from(["", "owner == me", "not state.closed"])),
            "open_to": draw(st.sampled_from([[], list(roles[:1])])),
            **of,
        }
        board = {"kind": "board", "id": f"board_{number}", "group_by": ["state"], **of}
        form = {"kind": "form", "id": f"form_{number}", **of}
        stat = {"kind": "stat", "id": "sum", "measure": "sum(size)", **of}
        parts = {"kind": "dashboard", "id": f"dash_{number}", "parts": [stat, chart]}
        pages += draw(_some(table, board, form, parts))
    return pages


@st.composite
def _automations(draw: Draw, entities: Sequence[Data]) -> list[Data]:
    entity = entities[0]["id"]
    cases = [{"when": "size > 5", "value": "busy"}]
    return draw(
        _some(
            {
                "id": "tell",
                "entity": entity,
                "when": {"kind": "created"},
                "do": [{"kind": "notify", "to": ["row.owner"], "text": "New: {label}"}],
            },
            {
                "id": "sort_it",
                "entity": entity,
                "when": {"kind": "changed", "field": "size"},
                "do": [{"kind": "decide", "field": "state", "cases": cases, "otherwise": "open"}],
            },
        )
    )


def _addresses(data: Data) -> list[str]:
    """Everything that a requirement can name."""
    found = ["platform.sign_in", "platform.storage"]
    for entity in data["entities"]:
        at = f"entities.{entity['id']}"
        found.append(at)
        for kind in ("fields", "actions", "permissions"):
            found += [f"{at}.{kind}.{one['id']}" for one in entity[kind]]
    found += [f"pages.{page['id']}" for page in data["pages"]]
    return found + [f"automations.{one['id']}" for one in data["automations"]]


def ids_in(data: Data) -> list[tuple[str, str]]:
    """The address and the id of everything that has one of its own."""
    found = [(f"roles.{one['id']}", one["id"]) for one in data["roles"]]
    for entity in data["entities"]:
        at = f"entities.{entity['id']}"
        found.append((at, entity["id"]))
        for kind in ("fields", "actions", "permissions"):
            found += [(f"{at}.{kind}.{one['id']}", one["id"]) for one in entity[kind]]
        found += [(f"{at}.rules.{r['id']}", r["id"]) for r in entity["rules"] if "id" in r]
    for page in data["pages"]:
        found.append((f"pages.{page['id']}", page["id"]))
        for kind in ("counts", "parts"):
            at = f"pages.{page['id']}.{kind}"
            found += [(f"{at}.{one['id']}", one["id"]) for one in page.get(kind, ())]
    return found + [(f"automations.{one['id']}", one["id"]) for one in data["automations"]]
