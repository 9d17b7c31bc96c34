"""Changes of rights: `only managers can delete requests`, `let everyone edit`."""

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import plural_name
from apps.plans.planners.builtin.compose.names import free
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict
from apps.plans.planners.builtin.compose.who import author_entry, who
from apps.plans.planners.builtin.grammar.wishes import Allowed

_ALL = ("view", "create", "edit", "delete", "import")


def change_right(draft: Draft, wish: Allowed) -> Verdict:
    """One right of one entity: given, or taken from everybody else."""
    entity = draft.entity(wish.of)
    rights = _ALL if wish.right == "all" else (wish.right,)
    entries: list[str] = []
    if wish.who not in {"nobody", "no one", "none"}:
        entries = (
            [author_entry(draft, wish.of)]
            if wish.own
            else list(who(draft, wish.of, wish.who).entries)
        )
    denied = wish.negated or wish.who in {"nobody", "no one", "none"}
    if not entries and not denied:
        return NotBuilt("Who is meant was not understood.")
    permissions: list[Data] = entity.setdefault(
        "permissions", [{"id": "member", "by": ["member"], "can": ["view", "create", "edit"]}]
    )
    if wish.only or denied:
        _take(permissions, rights, keep=() if denied else tuple(entries))
    if not denied:
        for entry in entries:
            _give(permissions, entry, rights)
    name = plural_name(entity).lower()
    verb = {
        "create": "enter",
        "view": "see",
        "edit": "change",
        "delete": "delete",
        "all": "see, enter, change and delete",
        "import": "import",
    }[wish.right]
    addresses = [
        f"entities.{wish.of}.permissions.{permission['id']}"
        for permission in permissions
        if denied or set(permission["by"]) & set(entries)
    ]
    people = "Nobody" if denied else wish.who[:1].upper() + wish.who[1:]
    return Built(
        addresses,
        f"{people} may {verb} {name}, and nobody else but admins"
        if wish.only
        else f"{people} may {verb} {name}",
    )


def _take(permissions: list[Data], rights: tuple[str, ...], keep: tuple[str, ...]) -> None:
    for permission in list(permissions):
        if set(permission["by"]) & set(keep):
            continue
        can = list(_ALL) if "all" in permission["can"] else permission["can"]
        left = [right for right in can if right not in rights]
        if left:
            permission["can"] = left
        elif len(permissions) > 1:
            permissions.remove(permission)


def _give(permissions: list[Data], entry: str, rights: tuple[str, ...]) -> None:
    seen = ("view",) if entry != "member" and "view" not in rights else ()
    known = next(
        (
            permission
            for permission in permissions
            if permission["by"] == [entry] and not permission.get("where")
        ),
        None,
    )
    if known is not None:
        can = set(known["can"]) | set(rights)
        known["can"] = (
            ["all"]
            if "all" in can or can == set(_ALL)
            else [right for right in _ALL if right in can]
        )
        return
    identity = free(
        entry.removeprefix("row.").replace(".", "_"),
        {permission["id"] for permission in permissions},
    )
    can_do = (
        ["all"]
        if set(rights) == set(_ALL)
        else [right for right in _ALL if right in {*rights, *seen}]
    )
    permissions.append({"id": identity, "by": [entry], "can": can_do})
