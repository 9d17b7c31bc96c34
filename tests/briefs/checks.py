"""What briefs are checked for: each kind of check as a function from a plan to what does
not hold.
"""

from collections.abc import Callable, Iterator
from typing import Any

Plan = dict[str, Any]


def either(text: str) -> list[str]:
    """`ticket|request` -> both."""
    return text.split("|")


def entity(plan: Plan, name: str) -> dict[str, Any] | None:
    """The entity of that name, by id or by what people read."""
    for wanted in either(name):
        for found in plan["entities"]:
            if wanted in {found["id"], str(found.get("name", "")).lower().replace(" ", "_")}:
                return dict(found)
    return None


def field(found: dict[str, Any] | None, name: str) -> dict[str, Any] | None:
    """A field by id, or by what people read."""
    for wanted in either(name):
        for other in (found or {}).get("fields", []):
            if wanted in {other["id"], str(other.get("name", "")).lower().replace(" ", "_")}:
                return dict(other)
    return None


def first_list(plan: Plan, name: str) -> dict[str, Any]:
    """The first list page of an entity."""
    found = entity(plan, name) or {"id": ""}
    return next(
        (
            dict(page)
            for page in plan.get("pages", [])
            if page.get("entity") == found["id"] and page["kind"] == "table"
        ),
        {},
    )


def _entities(plan: Plan, wanted: list[str]) -> Iterator[str]:
    yield from (f"no entity {name}" for name in wanted if entity(plan, name) is None)


def _fields(plan: Plan, wanted: dict[str, dict[str, str]]) -> Iterator[str]:
    for name, fields in wanted.items():
        for called, kind in fields.items():
            found = field(entity(plan, name), called)
            if found is None:
                yield f"no field {name}.{called}"
            elif kind and found["kind"] not in either(kind):
                yield f"{name}.{called} is {found['kind']}, not {kind}"


def _values(plan: Plan, wanted: dict[str, list[str]]) -> Iterator[str]:
    for path, values in wanted.items():
        name, called = path.split(".")
        found = field(entity(plan, name), called) or {}
        there = [
            value["id"] + ("*" if value.get("closed") else "") for value in found.get("values", [])
        ]
        if there != values:
            yield f"{path} has {there}, not {values}"


def _columns(plan: Plan, wanted: dict[str, list[str]]) -> Iterator[str]:
    for name, columns in wanted.items():
        there = first_list(plan, name).get("columns", [])
        if there[: len(columns)] != columns:
            yield f"columns of {name} are {there}, not {columns}"


def _pages(plan: Plan, wanted: list[str]) -> Iterator[str]:
    there = {page["kind"] for page in plan.get("pages", [])} | {
        str(page.get("name", "")).lower() for page in plan.get("pages", [])
    }
    yield from (f"no page {name}" for name in wanted if name not in there)


def _counts(plan: Plan, wanted: list[str]) -> Iterator[str]:
    there = {
        text
        for page in plan.get("pages", [])
        for count in page.get("counts", [])
        for text in (count["id"], str(count.get("name", "")).lower())
    }
    yield from (f"no count {name} among {sorted(there)}" for name in wanted if name not in there)


def _filters(plan: Plan, wanted: dict[str, list[str]]) -> Iterator[str]:
    for name, fields in wanted.items():
        there = first_list(plan, name).get("filters", [])
        yield from (f"no filter {called} for {name}" for called in fields if called not in there)


def _sorts(plan: Plan, wanted: dict[str, list[str]]) -> Iterator[str]:
    for name, paths in wanted.items():
        there = first_list(plan, name).get("sort", [])
        if there[: len(paths)] != paths:
            yield f"{name} is sorted by {there}, not {paths}"


def _charts(plan: Plan, wanted: list[dict[str, str]]) -> Iterator[str]:
    charts = [
        part
        for page in plan.get("pages", [])
        for part in page.get("parts", [])
        if part["kind"] == "chart"
    ]
    for chart in wanted:
        if not any(_is_chart(part, chart) for part in charts):
            keys = ("x", "grain", "measures", "split_by")
            there = [{key: part.get(key) for key in keys} for part in charts]
            yield f"no chart {chart} among {there}"


def _is_chart(part: dict[str, Any], wanted: dict[str, str]) -> bool:
    measure = " ".join(part.get("measures", ["count()"]))
    return (
        ("grain" not in wanted or part.get("grain", "month") == wanted["grain"])
        and ("measure" not in wanted or wanted["measure"] in measure)
        and ("by" not in wanted or wanted["by"] in {part.get("split_by"), part.get("x")})
    )


def _actions(plan: Plan, wanted: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    for name, actions in wanted.items():
        there = {action["id"]: action for action in (entity(plan, name) or {}).get("actions", [])}
        for called, people in actions.items():
            if called not in there:
                yield f"no action {called} on {name}"
            elif missing := [
                person
                for person in people
                if not any(person in entry for entry in there[called].get("by", []))
            ]:
                yield f"{called} is not by {missing} but by {there[called].get('by', [])}"


def _rights(plan: Plan, wanted: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    for name, people in wanted.items():
        found = entity(plan, name) or {}
        permissions = found.get("permissions") or [
            {"by": ["member"], "can": ["view", "create", "edit"]}
        ]
        for who, rights in people.items():
            can = {right for entry in permissions if _is_for(entry, who) for right in entry["can"]}
            if missing := [right for right in rights if right not in can and "all" not in can]:
                yield f"{who} may not {missing} {name}"


def _is_for(entry: dict[str, Any], who: str) -> bool:
    return any(by.startswith("row") if who == "own" else by == who for by in entry["by"])


def _rules(plan: Plan, wanted: dict[str, list[str]]) -> Iterator[str]:
    for name, kinds in wanted.items():
        there = {rule["kind"] for rule in (entity(plan, name) or {}).get("rules", [])}
        yield from (f"no rule {kind} on {name}" for kind in kinds if kind not in there)


def _flags(plan: Plan, wanted: dict[str, list[str]]) -> Iterator[str]:
    for name, flags in wanted.items():
        for called in flags:
            found = field(entity(plan, name), called)
            if not found or found["kind"] != "boolean" or not found.get("expr"):
                yield f"no flag {called} on {name}"


def _provided(plan: Plan, wanted: list[str]) -> Iterator[str]:
    there = {
        address
        for requirement in plan.get("requirements", [])
        for address in requirement["provides"]
    }
    yield from (
        f"platform.{name} provides nothing" for name in wanted if f"platform.{name}" not in there
    )


def _left_out(plan: Plan, wanted: list[str]) -> Iterator[str]:
    quotes = [left["quote"] for left in plan.get("left_out", [])] + [
        r["quote"] for r in plan.get("requirements", []) if r.get("partly")
    ]
    yield from (
        f"“{text}” is not left out"
        for text in wanted
        if not any(text.lower() in quote.lower() for quote in quotes)
    )


def _quotes(plan: Plan, wanted: list[str]) -> Iterator[str]:
    there = [requirement["quote"] for requirement in plan.get("requirements", [])]
    yield from (f"“{text}” is no requirement" for text in wanted if text not in there)


def _scopes(plan: Plan, wanted: list[str]) -> Iterator[str]:
    there = " ".join(page.get("scope", "") for page in plan.get("pages", []))
    yield from (f"no page with {text} in its scope" for text in wanted if text not in there)


def _comments(plan: Plan, wanted: list[str]) -> Iterator[str]:
    yield from (
        f"no comments on {name}"
        for name in wanted
        if not (entity(plan, name) or {}).get("comments")
    )


def _automations(plan: Plan, wanted: list[str]) -> Iterator[str]:
    there = {
        step["kind"] for automation in plan.get("automations", []) for step in automation["do"]
    }
    yield from (f"no automation {kind}" for kind in wanted if kind not in there)


def _not(plan: Plan, wanted: list[str]) -> Iterator[str]:
    named = " ".join(
        str(thing.get(key, ""))
        for found in plan["entities"]
        for thing in (found, *found["fields"], *found.get("actions", []))
        for key in ("id", "name")
    ).lower()
    yield from (f"“{text}” is in the plan" for text in wanted if text in named)


CHECKS: dict[str, Callable[[Plan, Any], Iterator[str]]] = {
    "entities": _entities,
    "fields": _fields,
    "values": _values,
    "columns": _columns,
    "pages": _pages,
    "counts": _counts,
    "filters": _filters,
    "sorts": _sorts,
    "charts": _charts,
    "actions": _actions,
    "rights": _rights,
    "rules": _rules,
    "flags": _flags,
    "platform": _provided,
    "left_out": _left_out,
    "quotes": _quotes,
    "scopes": _scopes,
    "comments": _comments,
    "automations": _automations,
    "not": _not,
}


def size(wanted: Any) -> int:
    """How many single things a check asks for."""
    if isinstance(wanted, dict):
        return sum(size(value) for value in wanted.values()) or 1
    return (
        len(wanted)
        if isinstance(wanted, list) and wanted and isinstance(wanted[0], (str, dict))
        else 1
    )
