"""Removals: columns, filters, fields, values, charts, pages, buttons, with what depends on them."""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.compose.statuses import is_named, value_name
from apps.plans.planners.builtin.followups.present import Present, Target
from apps.plans.planners.builtin.followups.requests import Change, Edit, NoChange, Request
from apps.plans.planners.builtin.language.lists import split_list
from apps.plans.planners.builtin.language.words import enumeration

_REMOVE = re.compile(
    r"^(?:remove|delete|drop|get rid of|take (?:out|away|off)|hide|kick out|leave out|eliminate|"
    r"we (?:don't|do not|no longer) need|i (?:don't|do not|no longer) (?:need|want)|don't show|"
    r"do not show|no longer show|stop showing)\b (?P<what>.+)"
)
_FROM_LIST = re.compile(
    r"(?P<what>.+?) (?:column )?(?:from|in|on|out of) (?:the )?(?P<where>list|table|view|"
    r"columns?|overview|page|board|\w+ (?:list|table|page))$"
)
_COLUMN = re.compile(r"^(?P<what>.+?) columns?$")
_FILTER = re.compile(
    r"^(?:the )?filters? (?:for|by|on|dropdown for) (?P<what>.+)$|^(?P<what2>.+?) (?:filter|"
    r"dropdown)s?(?: dropdown)?$"
)
_COUNT = re.compile(r"^(?:the )?(?:counts?|number) (?:of|for) .+$|^.+? counts?$")


def remove(request: Request) -> Change | NoChange | None:
    """`remove the team column`, `drop priority`, `delete the status "Blocked"`."""
    found = _REMOVE.match(request.text)
    if not found:
        return None
    edits: list[Edit] = []
    gone: list[str] = []
    notes: list[str] = []
    missing: list[str] = []
    tail = re.search(r" (?:columns?|fields?)$", found["what"])
    for item in split_list(found["what"]):
        phrase = item.text if not tail or item.text.endswith(tail[0]) else f"{item.text}{tail[0]}"
        done = _one(
            request.present,
            _clean(phrase),
            hide=request.text.startswith(
                ("hide", "don't show", "do not show", "no longer show", "stop showing")
            ),
        )
        if isinstance(done, NoChange):
            return done
        if done is None:
            missing.append(request.as_typed(item.text))
            continue
        edits += done[0]
        gone.append(_clean(item.text))
        notes += [done[1]] if done[1] else []
    if not edits:
        return NoChange(
            f"Nothing here is called "
            f"“{missing[0] if missing else request.as_typed(found['what'])}”."
        )
    said = enumeration([request.as_typed(name) for name in gone])
    return Change(
        tuple(_once(edits)),
        (),
        f"No longer there: {said}",
        f"Not found: {', '.join(missing)}." if missing else "",
        tuple(notes),
    )


def _clean(phrase: str) -> str:
    plain = re.sub(r"^(?:the|our|this|that|its) ", "", phrase.strip())
    return (
        re.sub(
            r"^(?:status|stage|option|value|field|column|page|button|role|action) (?:called |"
            r"named )?(?=[\w\"'])",
            "",
            plain,
        )
        or plain
    )


def _once(edits: list[Edit]) -> Iterator[Edit]:
    seen: set[str] = set()
    for edit in edits:
        if str(edit["at"]) not in seen:
            seen.add(str(edit["at"]))
            yield edit


def _one(present: Present, phrase: str, *, hide: bool) -> tuple[list[Edit], str] | NoChange | None:
    """Edits that remove one thing, and a note about how it was read."""
    if (found := _FILTER.match(phrase)) and (
        edits := _entries(present, found["what"] or found["what2"], "filters")
    ):
        return edits, ""
    if phrase in {"charts", "graphs", "all charts", "both charts"}:
        every: list[Edit] = [
            {"kind": "remove", "at": chart.at} for chart in present.charts("chart")
        ]
        return (every, "") if every else None
    if len(charts := present.charts(phrase)) > 1:
        return NoChange(several(charts, "Remove"))
    if _COUNT.match(phrase) and (count := present.find(phrase, "count")):
        return [{"kind": "remove", "at": count.at}], ""
    listed = _FROM_LIST.match(phrase) or _COLUMN.match(phrase)
    if listed and (edits := _entries(present, _clean(listed["what"]), "columns")):
        return (
            edits,
            f"Only the column goes; {listed['what']} itself stays with its data."
            if not hide
            else "",
        )
    if hide and (edits := _entries(present, phrase, "columns")):
        return edits, ""
    if phrase in {"comments", "comment thread", "comment threads", "the comments", "discussion"}:
        return _comments(present)
    target = present.find(phrase, "part", "field", "page", "action", "value") or present.find(
        phrase
    )
    return _target(present, target) if target else None


def several(charts: list[Target], verb: str, rest: str = "") -> str:
    """What to say where "the chart" may be one of several."""
    names = [f"“{is_named(chart.data)}”" for chart in charts]
    return (
        f"There are {len(charts)} charts: {enumeration(names)}. Say which, for example: “{verb} "
        f"the chart {is_named(charts[0].data)}{rest}.”"
    )


def _comments(present: Present) -> tuple[list[Edit], str] | None:
    found: list[Edit] = [
        {"kind": "set", "at": f"entities.{entity['id']}.comments", "to": "false"}
        for entity in present.entities
        if entity.get("comments")
    ]
    return (found, "") if found else None


def _entries(present: Present, phrase: str, key: str) -> list[Edit]:
    """The entries of lists of columns or filters that show a field, on the pages of its entity."""
    target = present.find(_clean(phrase), "field")
    if target is None:
        return []
    entity, field = target.at.split(".")[1], target.data["id"]
    pages = [
        page
        for page in present.pages
        if page.get("entity") == entity
        and field in [entry.split("=")[0] for entry in page.get(key, [])]
    ]
    first = pages[:1] if key == "filters" else pages
    return [{"kind": "remove", "at": f"pages.{page['id']}.{key}.{field}"} for page in first]


def _target(present: Present, target: Target) -> tuple[list[Edit], str] | NoChange | None:
    if target.sort == "value":
        return _value(present, target)
    if target.sort == "field":
        edits = [
            *({"kind": "remove", "at": at} for at in dependents(present, target)),
            {"kind": "remove", "at": target.at},
        ]
        return list(
            edits
        ), f"{is_named(target.data)} goes with its data; the history keeps what was there."
    if reason := _needed(present, target):
        return NoChange(reason)
    if target.sort == "role":
        return _role(present, target)
    return [{"kind": "remove", "at": target.at}], ""


def _role(present: Present, target: Target) -> tuple[list[Edit], str] | NoChange:
    """A role goes from the lists in which others stand as well; what only it may do needs
    somebody first.
    """
    role = str(target.data["id"])
    edits: list[Edit] = []
    alone: list[str] = []
    for at, item in _with_people(present):
        for key in ("by", "not_by", "seen_by", "edited_by", "open_to", "home_for"):
            people = item.get(key, [])
            if role not in people:
                continue
            left = [one for one in people if one != role]
            edits.append({"kind": "set", "at": f"{at}.{key}", "list": left})
            if not left and key != "not_by":
                alone.append(str(item.get("name") or item["id"]).replace("_", " ").lower())
    if alone:
        name = is_named(target.data)
        return NoChange(
            f"{enumeration([f'“{one}”' for one in alone])} would be nobody's: only {name} has it. "
            "Say first who has it instead."
        )
    return [*edits, {"kind": "remove", "at": target.at}], ""


def _with_people(present: Present) -> Iterator[tuple[str, Data]]:
    for entity in present.entities:
        at = f"entities.{entity['id']}"
        for key in ("fields", "actions", "permissions"):
            yield from ((f"{at}.{key}.{one['id']}", one) for one in entity.get(key, []))
    yield from ((f"pages.{page['id']}", page) for page in present.pages)


def _needed(present: Present, target: Target) -> str:
    """Why something has to stay."""
    if target.sort == "entity" and len(present.entities) == 1:
        return f"{is_named(target.data)} is what the tool keeps; without it nothing is left."
    if target.sort == "page" and target.data["kind"] == "table":
        of = target.data.get("entity")
        whole = [
            page for page in present.pages if page["kind"] == "table" and not page.get("scope")
        ]
        if not target.data.get("scope") and sum(page.get("entity") == of for page in whole) == 1:
            return (
                f"“{is_named(target.data)}” is the only list of its rows: nobody could find them."
            )
    if target.sort == "action" and target.data["kind"] == "transition":
        entity = present.draft.entity(target.at.split(".")[1])
        others = [
            action
            for action in entity["actions"]
            if action["id"] != target.data["id"] and action.get("to") == target.data["to"]
        ]
        if not others:
            value = present.find(str(target.data["to"]).replace("_", " "), "value")
            name = value_name(value.data) if value else str(target.data["to"])
            return (
                f"Without this button nothing leads to “{name}”. Remove the value “{name}” to take "
                "both away."
            )
    return ""


def _value(present: Present, target: Target) -> tuple[list[Edit], str] | None:
    """A value goes; its rows get the one before it. Buttons that lead to it, and counts of it, go
    too.
    """
    parts = target.at.split(".")
    field = next(
        field
        for entity in present.entities
        if entity["id"] == parts[1]
        for field in entity["fields"]
        if field["id"] == parts[3]
    )
    values = field["values"]
    place = next(index for index, value in enumerate(values) if value["id"] == target.data["id"])
    if len(values) < 3:
        return None
    heir = values[place - 1] if place else values[1]
    gone = target.data["id"]
    edits: list[Edit] = []
    for entity in present.entities:
        edits += [
            {"kind": "remove", "at": f"entities.{entity['id']}.actions.{action['id']}"}
            for action in entity.get("actions", [])
            if entity["id"] == parts[1] and action.get("to") == gone
        ]
    edits += [
        {"kind": "remove", "at": f"pages.{page['id']}.counts.{count['id']}"}
        for page in present.pages
        if page.get("entity") == parts[1]
        for count in page.get("counts", [])
        if f"'{gone}'" in count.get("where", "")
    ]
    return [
        *edits,
        {"kind": "remove", "at": target.at, "to": heir["id"]},
    ], f"Rows that are “{value_name(target.data)}” become “{value_name(heir)}”."


def dependents(present: Present, target: Target) -> Iterator[str]:
    """Addresses of what cannot be without a field: computed fields, counts, rules, charts by it."""
    entity = next(entity for entity in present.entities if entity["id"] == target.at.split(".")[1])
    gone = {target.data["id"]}
    for field in entity["fields"]:
        if field["id"] not in gone and _speaks_of(field.get("expr", ""), gone):
            gone.add(field["id"])
            yield from _where_used(present, entity, {field["id"]})
            yield f"entities.{entity['id']}.fields.{field['id']}"
    yield from _where_used(present, entity, {target.data["id"]})


def _where_used(present: Present, entity: Data, gone: set[str]) -> Iterator[str]:
    for rule in entity.get("rules", []):
        if (
            rule.get("field") in gone
            or set(rule.get("fields", [])) & gone
            or _speaks_of(f"{rule.get('expr', '')} {rule.get('when', '')}", gone)
        ):
            yield f"entities.{entity['id']}.rules.{rule['id']}"
    for action in entity.get("actions", []):
        if (
            action["kind"] == "update"
            and set(action.get("needs", [])) <= gone
            and not action.get("set")
        ):
            yield f"entities.{entity['id']}.actions.{action['id']}"
    for page in present.pages:
        if page.get("entity") != entity["id"]:
            continue
        yield from (
            f"pages.{page['id']}.counts.{count['id']}"
            for count in page.get("counts", [])
            if _speaks_of(count.get("where", ""), gone)
        )
        yield from (
            f"pages.{page['id']}.parts.{part['id']}"
            for part in page.get("parts", [])
            if part.get("x") in gone
            or part.get("split_by") in gone
            or _speaks_of(" ".join(part.get("measures", [])), gone)
        )


def _speaks_of(expression: str, names: set[str]) -> bool:
    return any(
        re.search(rf"(?<![\w.'])[ ]*\b{re.escape(name)}\b(?!')", expression) for name in names
    )
