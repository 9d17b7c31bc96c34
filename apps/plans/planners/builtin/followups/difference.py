"""The edits that lead from one blueprint to another where nothing was renamed, converted or removed
with data.
"""

from collections.abc import Iterator
from typing import Any

from apps.plans.planners.builtin.compose.draft import Data
from apps.plans.planners.builtin.followups.requests import Edit

_WHOLE = {
    "roles": "role",
    "entities": "entity",
    "pages": "page",
    "automations": "automation",
    "settings_needed": "setting",
}
_ENTITY = {"fields": "field", "rules": "rule", "actions": "action", "permissions": "permission"}
_PAGE = {"parts": "part", "counts": "count"}
_REPLACED = {"role", "rule", "action", "permission", "automation", "count", "part", "setting"}


def edits_between(before: Data, after: Data) -> list[Edit]:
    """Edits in an order in which each finds what it needs."""
    edits: list[Edit] = []
    for key, kind in _WHOLE.items():
        edits += _listed(before.get(key, []), after.get(key, []), kind, "", key)
    edits += _texts(before.get("assumptions", []), after.get("assumptions", []), "assumptions")
    for key, value in after.get("theme", {}).items():
        if before.get("theme", {}).get(key) != value:
            edits.append({"kind": "set", "at": f"theme.{key}", "to": str(value)})
    return edits


def _identity(item: Data) -> str:
    return str(item.get("id") or item.get("key") or "")


def _listed(before: list[Data], after: list[Data], kind: str, at: str, key: str) -> Iterator[Edit]:
    """New items, items that changed, items that went."""
    known = {_identity(item): item for item in before}
    kept = {_identity(item) for item in after}
    place = ""
    for item in after:
        identity = _identity(item)
        here = f"{at}.{key}.{identity}".lstrip(".")
        old = known.get(identity)
        if old is None:
            last = item is after[-1] or not (
                set(map(_identity, after[after.index(item) + 1 :])) & set(known)
            )
            yield _added(kind, at, item, "" if last else place)
        elif old != item:
            yield from _changed(old, item, kind, at, here)
        place = identity
    for identity in known:
        if identity not in kept:
            gone: Edit = {"kind": "remove", "at": f"{at}.{key}.{identity}".lstrip(".")}
            yield gone | {"to": _identity(after[0])} if kind == "value" and after else gone


def _added(kind: str, at: str, item: Data, after: str) -> Edit:
    edit: Edit = {"kind": f"add_{kind}"}
    if at:
        edit["at"] = at
    edit["item"] = item
    if after:
        edit["after"] = after
    return edit


def _changed(old: Data, new: Data, kind: str, at: str, here: str) -> Iterator[Edit]:
    if kind in _REPLACED:
        yield _added(kind, at, new, "")
        return
    inner = (
        _ENTITY
        if kind == "entity"
        else _PAGE
        if kind == "page"
        else {"values": "value"}
        if kind == "field"
        else {}
    )
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        if key in inner:
            yield from _listed(was or [], now or [], inner[key], here, key)
        elif key == "name":
            yield {"kind": "rename", "at": here, "name": str(now or "")}
        elif isinstance(now, list) or isinstance(was, list):
            yield from _texts(was or [], now or [], f"{here}.{key}")
        else:
            yield {"kind": "set", "at": f"{here}.{key}", "to": _as_text(now)}


def _texts(before: list[str], after: list[str], at: str) -> Iterator[Edit]:
    """Entries added at the end one by one; any other change sets the list."""
    if after[: len(before)] == before and len(after) > len(before) and before:
        for text in after[len(before) :]:
            yield {"kind": "add_entry", "at": at, "item": text}
    elif after != before:
        if not before and at == "assumptions":
            yield from ({"kind": "add_entry", "at": at, "item": text} for text in after)
        else:
            yield {"kind": "set", "at": at, "list": after}


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
