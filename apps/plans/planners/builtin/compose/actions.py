"""Buttons: transitions of a status, by whom, with what is asked; people put in charge."""

from apps.plans.planners.builtin.compose import limits
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import singular_name
from apps.plans.planners.builtin.compose.names import name_of, with_article
from apps.plans.planners.builtin.compose.statuses import (
    is_named,
    moment_of,
    status_with,
    value_name,
)
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict
from apps.plans.planners.builtin.compose.who import declare, name_role, who
from apps.plans.planners.builtin.grammar.wishes import Acted
from apps.plans.planners.builtin.language.words import identifier

_GOOD, _BAD = {"green"}, {"red"}
_BACK = {"returned", "reopened", "archived", "refunded"}


def act(draft: Draft, wish: Acted) -> Verdict:
    """A transition for what a brief lets people do to a row."""
    if wish.own:
        return _not_own(draft, wish)
    if wish.negated:
        return NotBuilt("Who may not do it is said by who may: nobody else has the button.")
    verb = draft.lexicon.verbs.get(wish.verb)
    word = wish.value or (verb.to if verb else "")
    found = status_with(draft, wish.of, word) if word else None
    if found is None and (day := moment_of(draft, wish.of, word)) is not None:
        return _stamped(draft, wish, word, day)
    if found is None:
        return NotBuilt(
            f"No status of {singular_name(draft.entity(wish.of)).lower()} is called “{word}”."
        )
    field, value = found
    when, partly = limits.condition_of(draft, wish)
    action = _transition(draft, wish, field, value, when)
    status = field.get("name") or field["id"].replace("_", " ")
    return Built(
        [f"entities.{wish.of}.actions.{action['id']}", *limits.addresses(draft, wish)],
        f"A button that sets {str(status).lower()} to “{value_name(value).lower()}”"
        + (f", where {limits.said(draft, wish)}" if when else ""),
        partly,
    )


def _stamped(draft: Draft, wish: Acted, word: str, day: Data) -> Verdict:
    """A button that writes down when something was done: `watered` sets `last watered`."""
    now = "now" if day["kind"] == "datetime" else "today"
    action = draft.add(
        draft.entity(wish.of),
        "actions",
        {
            "kind": "update",
            "id": f"mark_{identifier(word)}"[:40].strip("_"),
            "name": f"Mark as {word}",
            "set": [f"{day['id']} = {now}"],
        },
    )
    _by(draft, wish, action)
    return Built(
        [f"entities.{wish.of}.actions.{action['id']}"],
        f"A button that sets {is_named(day).lower()} to {now}",
    )


def _transition(draft: Draft, wish: Acted, field: Data, value: Data, when: str) -> Data:
    entity = draft.entity(wish.of)
    there = [
        action
        for action in entity.get("actions", [])
        if action["kind"] == "transition"
        and action["to"] == value["id"]
        and action.get("field", field["id"]) == field["id"]
    ]
    known = next((action for action in there if limits.is_same(action, when)), None)
    action = known or draft.add(entity, "actions", _new(draft, wish, field, value))
    if known is None:
        limits.apart(draft, wish, action, there, when)
    _by(draft, wish, action)
    if wish.reason or _needs_reason(draft, wish.verb):
        ask_reason(draft, wish.of, action)
    if _decides(draft, wish.verb):
        _stamp(draft, wish.of, action)
    return action


def _new(draft: Draft, wish: Acted, field: Data, value: Data) -> Data:
    verb = draft.lexicon.verbs.get(wish.verb)
    identity = identifier(verb.name) if verb else f"mark_{value['id']}"[:40].strip("_")
    action: Data = {"kind": "transition", "id": identity}
    if verb is None:
        action["name"] = f"Mark as {value_name(value).lower()}"
    if len(draft.of_kind(wish.of, "status")) > 1:
        action["field"] = field["id"]
    action |= {"from": before(field, value), "to": value["id"]}
    tone = (
        verb.tone if verb else {"green": "good", "red": "bad"}.get(value.get("colour", ""), "plain")
    )
    if tone != "plain":
        action["tone"] = tone
    if verb is not None and verb.decides and verb.tone == "good":
        action["bulk"] = True
    return action


def before(field: Data, value: Data) -> list[str]:
    """The values a row may come from: the open ones in front of it; all other open ones for a bad
    end.
    """
    ids = [other["id"] for other in field.get("values", [])]
    place = ids.index(value["id"])
    opened = [
        other["id"]
        for other in field.get("values", [])
        if not other.get("closed") and other["id"] != value["id"]
    ]
    if value.get("colour") in _BAD and value.get("closed"):
        return [name for name in opened if ids.index(name) < max(place, 1)] or opened
    ahead = [name for name in opened if ids.index(name) < place]
    if value["id"] in _BACK and place and ids[place - 1] not in ahead:
        ahead.append(ids[place - 1])
    return ahead or opened or [name for name in ids[:1] if name != value["id"]]


def _decides(draft: Draft, verb: str) -> bool:
    return bool(verb and draft.lexicon.verbs[verb].decides)


def _needs_reason(draft: Draft, verb: str) -> bool:
    return bool(verb and draft.lexicon.verbs[verb].reason)


def _by(draft: Draft, wish: Acted, action: Data) -> None:
    """Who has the button: the people named; for a decision without any, approvers and the tool's
    admins.
    """
    found = who(draft, wish.of, wish.who) if wish.who else None
    name_role(draft, wish.named, found)
    decides = _decides(draft, wish.verb)
    entries = list(found.entries) if found else []
    if found and found.everybody and not decides:
        entries = []
    if wish.unclear and not decides and not action.get("by"):
        entries = ["admin"]
        name = label(action).lower()
        draft.assume(f"Who may {name} was not understood: only the admins have that button.")
    if decides and (not entries or entries == ["admin"]):
        entries = [declare(draft, "approver"), "admin"]
        draft.assume("The tool's admins decide too.")
    elif entries and not wish.only and not (found and found.everybody) and "admin" not in entries:
        entries.append("admin")
    if entries:
        action["by"] = list(dict.fromkeys([*action.get("by", []), *entries]))
    if decides and "not_by" not in action and "member" not in entries:
        action["not_by"] = ["row.created_by"]
        name = singular_name(draft.entity(wish.of)).lower()
        draft.assume(f"Whoever entered {with_article(name)} does not decide on it.")
    if wish.only and action.get("by"):
        draft.assume(
            f"Only {_names(action['by'])} may "
            f"{str(action.get('name') or action['id'].replace('_', ' ')).lower()}; admins "
            f"cannot, unless they have that role."
        )


def _names(entries: list[str]) -> str:
    return " and ".join(entry.removeprefix("row.").replace("_", " ") for entry in entries)


def ask_reason(draft: Draft, key: str, action: Data) -> None:
    """A button that asks why, kept in a field that nothing else writes."""
    known = [
        field
        for field in draft.of_kind(key, "long_text")
        if field.get("readonly") and "reason" in field["id"]
    ]
    field = known[0] if known else None
    if field is None:
        taken = draft.field(key, "reason") is not None
        spec: Data = {
            "kind": "long_text",
            "id": "decision_reason" if taken else "reason",
            "readonly": True,
        }
        field = draft.add_field(key, spec)
    needs = action.setdefault("needs", [])
    if field["id"] not in needs:
        needs.append(field["id"])


def _stamp(draft: Draft, key: str, action: Data) -> None:
    """Who decided and when."""
    draft.add_field(key, {"kind": "person", "id": "decided_by", "readonly": True})
    draft.add_field(key, {"kind": "datetime", "id": "decided_at", "readonly": True})
    draft.add_text(action, "set", ["decided_by = me", "decided_at = now"])


def _not_own(draft: Draft, wish: Acted) -> Verdict:
    """`nobody approves their own`: on every decision."""
    actions = [
        action
        for action in draft.entity(wish.of).get("actions", [])
        if action.get("not_by") or action["id"] == identifier(wish.verb)
    ]
    for action in actions:
        author = next(
            (
                f"row.{field['id']}"
                for field in draft.of_kind(wish.of, "person")
                if field.get("default") == "me"
            ),
            "row.created_by",
        )
        action["not_by"] = list(dict.fromkeys([*action.get("not_by", []), author]))
    if not actions:
        return NotBuilt("There is no button for it.")
    return Built(
        [f"entities.{wish.of}.actions.{action['id']}.not_by" for action in actions],
        "Never by the person whose row it is, held by the server",
    )


def label(action: Data) -> str:
    """A button as people read it."""
    return str(action.get("name") or name_of(action["id"].replace("_", " ")))
