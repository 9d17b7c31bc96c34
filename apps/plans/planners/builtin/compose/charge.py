"""People in charge of rows, and statuses that they set like a choice."""

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import singular_name
from apps.plans.planners.builtin.compose.names import with_article
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, field_address
from apps.plans.planners.builtin.compose.who import who
from apps.plans.planners.builtin.grammar.wishes import Assigned, StatusChanged
from apps.plans.planners.builtin.language.words import identifier


def change_status(draft: Draft, wish: StatusChanged) -> Verdict:
    """A status that people set like a choice: its owner and admins, where there is an owner."""
    field = draft.status(wish.of)
    if field is None:
        return NotBuilt("There is no status to change.")
    address = field_address(wish.of, field["id"])
    moves = [
        action
        for action in draft.entity(wish.of).get("actions", [])
        if action["kind"] == "transition"
    ]
    if moves:
        return Built(
            [address, *(f"entities.{wish.of}.actions.{action['id']}" for action in moves)],
            "A button for each step, from a fixed list",
        )
    found = who(draft, wish.of, wish.who) if wish.who else None
    owner = draft.field_named(wish.of, "owner")
    if found and found.entries and not found.everybody and found.entries != ("admin",):
        field["edited_by"] = list(dict.fromkeys([*found.entries, "admin"]))
    elif owner is not None and owner["kind"] == "person":
        field["edited_by"] = [f"row.{owner['id']}", "admin"]
        name = str(owner.get("name") or owner["id"].replace("_", " ")).lower()
        draft.assume(
            f"Only the {name} of {with_article(singular_name(draft.entity(wish.of)).lower())} "
            f"and admins change its status."
        )
        draft.change_by_owner.add(wish.of)
    return Built([address], "Changed from a fixed list, by whoever may")


def assign(draft: Draft, wish: Assigned) -> Verdict:
    """A person in charge of each row, seen in the list, and a button where somebody is to be put in
    charge.
    """
    phrase = wish.field or "owner"
    field = draft.field_named(wish.of, phrase) or next(
        (
            draft.field_named(wish.of, other)
            for other in ("owner", "assignee")
            if not wish.field and draft.field_named(wish.of, other)
        ),
        None,
    )
    if field is None or field["kind"] not in {"person", "relation"}:
        field = draft.add_field(
            wish.of, {"kind": "person", "id": identifier(_person_field(draft, phrase))}
        )
    provides = [field_address(wish.of, field["id"])]
    if wish.act and not field.get("readonly"):
        action = _assign_action(draft, wish, field)
        provides.append(f"entities.{wish.of}.actions.{action['id']}")
    draft.shown.setdefault(wish.of, []).append(field["id"])
    name = str(field.get("name") or field["id"].replace("_", " ")).lower()
    return Built(
        provides,
        f"Each {singular_name(draft.entity(wish.of)).lower()} has {with_article(name)}, shown in "
        f"the list",
    )


def _person_field(draft: Draft, phrase: str) -> str:
    word = draft.lexicon.roles.get(phrase)
    return (
        phrase
        if word is None or phrase in draft.lexicon.people["by_field"] or " " not in phrase
        else "assignee"
    )


def _assign_action(draft: Draft, wish: Assigned, field: Data) -> Data:
    entity = draft.entity(wish.of)
    known: Data | None = next(
        (
            action
            for action in entity.get("actions", [])
            if action["kind"] == "update" and field["id"] in action.get("needs", [])
        ),
        None,
    )
    if known is not None:
        return known
    found = who(draft, wish.of, wish.who) if wish.who else None
    by = [*found.entries] if found and found.entries else ["member"]
    action: Data = {
        "kind": "update",
        "id": "assign",
        "by": by if by == ["member"] else list(dict.fromkeys([*by, "admin"])),
        "needs": [field["id"]],
    }
    if action["by"] == ["member"]:
        draft.assume(
            f"Anybody in the tool may assign {with_article(singular_name(entity).lower())}."
        )
    return draft.add(entity, "actions", action)
