"""Rights: what a brief says about who sees, makes, changes and deletes what, as one table for each
entity.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import plural_name, singular_name
from apps.plans.planners.builtin.compose.names import quoted, with_article
from apps.plans.planners.builtin.compose.own import own_entries
from apps.plans.planners.builtin.compose.statuses import value_name
from apps.plans.planners.builtin.compose.verdicts import Built, Verdict, field_address
from apps.plans.planners.builtin.compose.who import author_entry, name_role, who
from apps.plans.planners.builtin.grammar.wishes import Acted, Allowed

_ALL = ("view", "create", "edit", "delete", "import")
_ORDER = {name: index for index, name in enumerate(_ALL)}


@dataclass(slots=True)
class Table:
    """Rights of one entity while they are collected: who -> rights."""

    given: dict[str, set[str]] = field(default_factory=dict)
    only: dict[str, set[str]] = field(default_factory=dict)
    own: dict[str, set[str]] = field(default_factory=dict)
    nobody: set[str] = field(default_factory=set)
    just: set[str] = field(default_factory=set)
    outside: str = ""


def _rights(right: str) -> set[str]:
    return set(_ALL) if right == "all" else {right}


def settle(draft: Draft, wishes: Iterable[Allowed]) -> None:
    """Writes the permissions of every entity of which a brief says who may do what."""
    tables: dict[str, Table] = {}
    for wish in wishes:
        if draft.has_entity(wish.of):
            _collect(draft, tables.setdefault(wish.of, Table()), wish)
    for key, table in tables.items():
        permissions = _permissions(draft, key, table)
        if permissions:
            draft.entity(key)["permissions"] = permissions
    for thing in draft.things:
        if thing.noun and thing.noun.sensitive and draft.has_entity(thing.key):
            _narrow(draft, thing.key, thing.noun.sensitive)


def _collect(draft: Draft, table: Table, wish: Allowed) -> None:
    rights = _rights(wish.right)
    people = wish.who.strip()
    if wish.negated or people in {"nobody", "no one", "none"}:
        if people in {
            "nobody",
            "no one",
            "none",
            "members",
            "users",
            "people",
            "employees",
            "staff",
            "everyone",
        }:
            table.nobody |= rights
        return
    found = who(draft, wish.of, people)
    name_role(draft, wish.named, found)
    table.outside = table.outside or found.outside
    own = wish.own and wish.right != "create"
    table.just |= set(found.entries) if wish.just else set()
    for entry in found.entries or ("member",):
        where = table.own if own else table.given
        where.setdefault(entry, set()).update(rights)
        if wish.only and not own:
            table.only.setdefault(entry, set()).update(rights)


def _permissions(draft: Draft, key: str, table: Table) -> list[Data]:
    restricted = {right for rights in table.only.values() for right in rights}
    by_roles = {
        right
        for entry, rights in table.given.items()
        if entry not in {"member", "admin"}
        for right in rights
    }
    said = {right for rights in (*table.given.values(), *table.own.values()) for right in rights}
    member = set(table.given.get("member", set()))
    owned = {right for rights in table.own.values() for right in rights} - member
    if "view" not in owned and "view" not in restricted:
        member.add("view")
    if "create" not in by_roles | restricted | owned and not (
        by_roles & {"edit", "delete"} and "create" not in said and "edit" in restricted
    ):
        member.add("create")
    hidden = "view" in owned | restricted
    if not (hidden or said & {"edit", "create"} or by_roles or restricted):
        member.add("edit")
    if "member" in table.just:
        member = set(table.given.get("member", set()))
    member -= (restricted - table.only.get("member", set())) | table.nobody
    found: list[Data] = []
    if member & set(_ALL):
        found.append(_entry("member", member))
    if not owned and (
        "create" in member | by_roles and "edit" not in member | by_roles | restricted
    ):
        found += _author(draft, key, {"edit"}, seen="view" in member)
    found += _own(draft, key, table, member)
    found += _in_charge(draft, key, member)
    found += [
        _entry(entry, _with_view(entry, rights - table.nobody, table))
        for entry, rights in table.given.items()
        if entry not in {"member", "admin"} and rights - table.nobody
    ]
    return _identified(found)


def _entry(entry: str, rights: set[str]) -> Data:
    can = ["all"] if rights == set(_ALL) else sorted(rights, key=_ORDER.__getitem__)
    return {"by": [entry], "can": can}


def _with_view(entry: str, rights: set[str], table: Table) -> set[str]:
    """Who writes rows sees them; all of them, unless the brief says that some see only their own:
    then whoever adds rows sees no more for that.
    """
    closed = any("view" in own for own in (*table.own.values(), *table.only.values()))
    seen = {"edit", "delete"} if closed else {"create", "edit", "delete"}
    mine = "view" in table.own.get(entry, set())
    return rights | {"view"} if entry != "member" and rights & seen and not mine else rights


def _own(draft: Draft, key: str, table: Table, member: set[str]) -> list[Data]:
    """`supervisors see only their own students`: the rows that name them, else those they made."""
    found: list[Data] = []
    for entry, rights in table.own.items():
        can = (rights & {"view", "edit", "delete"}) - (member - {"view"})
        can |= {"view"} if can and "view" not in member else set()
        for whose in own_entries(draft, key, entry) if can else ():
            alone = entry == "member" and whose == author_entry(draft, key)
            found += (
                _author(draft, key, can, seen="view" in member) if alone else [_entry(whose, can)]
            )
    return found


def _author(draft: Draft, key: str, rights: set[str], *, seen: bool) -> list[Data]:
    """Whoever made a row: may see or change it; changes only while it is at its start, where it
    moves along.
    """
    entry = author_entry(draft, key)
    can = {right for right in rights if right in {"view", "edit", "delete"}}
    if not can:
        return []
    status = draft.status(key)
    permission = _entry(entry, can)
    if (
        "edit" in can
        and status is not None
        and len(status.get("values", [])) > 1
        and rights == {"edit"}
        and seen
    ):
        permission["where"] = f"{status['id']} == {quoted(status['values'][0]['id'])}"
        name = with_article(singular_name(draft.entity(key)))
        start = value_name(status["values"][0]).lower()
        draft.assume(f"Whoever made {name} may still edit it while it is {start}.")
    return [permission]


def _in_charge(draft: Draft, key: str, member: set[str]) -> list[Data]:
    """The owner of a row edits it, where members at large do not."""
    owner = draft.field_named(key, "owner")
    if owner is None or owner["kind"] != "person" or owner.get("readonly") or "edit" in member:
        return []
    return [{"by": [f"row.{owner['id']}"], "can": ["edit"]}]


def _identified(found: list[Data]) -> list[Data]:
    merged: list[Data] = []
    for permission in found:
        twin = next(
            (
                other
                for other in merged
                if other["by"] == permission["by"] and other.get("where") == permission.get("where")
            ),
            None,
        )
        if twin is not None:
            rights = set(twin["can"]) | set(permission["can"])
            twin["can"] = ["all"] if "all" in rights else sorted(rights, key=_ORDER.__getitem__)
            continue
        merged.append(permission)
    taken: set[str] = set()
    for permission in merged:
        base = permission["by"][0].removeprefix("row.").replace(".", "_")
        identity, number = base, 2
        while identity in taken:
            identity, number = f"{base}_{number}", number + 1
        taken.add(identity)
        permission["id"] = identity
    return [{"id": entry.pop("id"), **entry} for entry in merged]


def _narrow(draft: Draft, key: str, what: str) -> None:
    """Regulated data: a named role sees all rows, members enter them and see their own."""
    from apps.plans.planners.builtin.compose.who import declare

    entity = draft.entity(key)
    if entity.get("permissions"):
        return
    role = declare(draft, "keeper")
    author = author_entry(draft, key)
    entity["permissions"] = [
        {"id": "member", "by": ["member"], "can": ["create"]},
        {"id": author.removeprefix("row."), "by": [author], "can": ["view"]},
        {"id": role, "by": [role], "can": ["all"]},
    ]
    draft.assume(
        f"{plural_name(entity)} hold {what} data: members enter them and see their own, only "
        f"keepers see them all; every change is kept in the history, nothing leaves the house; an "
        f"admin decides whether that is enough."
    )


def allow(draft: Draft, wish: Allowed) -> Verdict:
    """What provides a right, once the table is written."""
    entity = draft.entity(wish.of)
    permissions = entity.get("permissions", [])
    found = who(draft, wish.of, wish.who)
    entries = set(found.entries)
    for entry in found.entries or ("member",) if wish.own else ():
        entries |= set(own_entries(draft, wish.of, entry))
    addresses = [
        f"entities.{wish.of}.permissions.{permission['id']}"
        for permission in permissions
        if entries & set(permission["by"])
    ]
    if wish.negated:
        addresses += [f"entities.{wish.of}.permissions.{one['id']}" for one in permissions]
    addresses += [
        field_address(wish.of, entry.removeprefix("row."))
        for entry in sorted(entries)
        if wish.own and draft.field(wish.of, entry.removeprefix("row."))
    ]
    name = plural_name(entity).lower()
    verb = {
        "create": "enter",
        "view": "see",
        "edit": "change",
        "delete": "delete",
        "all": "see, enter, change and delete",
        "import": "import",
    }[wish.right]
    if wish.right == "create":
        addresses.append("platform.forms")
    people = wish.who or "People"
    whose = "their own " if wish.own else ""
    may = "may not" if wish.negated and people.casefold() != "nobody" else "may"
    meaning = f"{people[:1].upper()}{people[1:]} {may} {verb} {whose}{name}, held by the server"
    partly = ""
    if found.outside:
        partly = (
            f"People outside the workspace ({found.outside}) cannot open the tool; members "
            f"enter it for them."
        )
    addresses = list(dict.fromkeys(addresses))
    return Built(addresses or [f"entities.{wish.of}"], meaning, partly)


def decided_rights(draft: Draft, wishes: Iterable[Acted]) -> None:
    """People who decide on rows must see them, even where others see only their own."""
    for wish in wishes:
        if not wish.who or not draft.has_entity(wish.of):
            continue
        permissions = draft.entity(wish.of).get("permissions")
        roles = who(draft, wish.of, wish.who).roles
        if not permissions or any(
            "member" in entry["by"]
            and {"view", "all"} & set(entry["can"])
            and not entry.get("where")
            for entry in permissions
        ):
            continue
        for role in roles:
            if not any(role in entry["by"] for entry in permissions):
                permissions.append({"id": role, "by": [role], "can": ["view"]})
