"""What holds for all buttons of a status together: every value reachable, decided rows locked."""

from collections.abc import Sequence

from apps.plans.planners.builtin.compose.actions import before, label
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.names import quoted
from apps.plans.planners.builtin.compose.statuses import is_named, value_name
from apps.plans.planners.builtin.grammar.wishes import Acted
from apps.plans.planners.builtin.language.words import enumeration, identifier

_EARLY = {
    *("cancelled", "canceled", "withdrawn", "declined", "refused", "rejected", "dismissed"),
    *("abandoned", "dropped", "denied", "void", "voided"),
}


def finish_moves(draft: Draft) -> None:
    """A status that has one button has one for every value: otherwise some could not be reached."""
    for entity in draft.data["entities"]:
        moved = [action for action in entity.get("actions", []) if action["kind"] == "transition"]
        statuses = [field for field in entity["fields"] if field["kind"] == "status"]
        for field in statuses:
            own = [
                action
                for action in moved
                if action.get("field", statuses[0]["id"] if len(statuses) == 1 else "")
                == field["id"]
            ]
            if not own:
                continue
            reached = (
                {action["to"] for action in own}
                | {field.get("values", [])[0]["id"]}
                | _set_elsewhere(draft, entity, field)
            )
            added = [
                (value, _mark(draft, entity, field, value))
                for value in field.get("values", [])
                if value["id"] not in reached
            ]
            _give_rest(draft, entity, field, own, added)
            field.pop("edited_by", None)
        _order(entity)


def _give_rest(
    draft: Draft, entity: Data, field: Data, own: list[Data], added: list[tuple[Data, Data]]
) -> None:
    """Steps that nobody asked for, beside those that are for some people only. Values of the
    brief's own are for whoever may change a row, and never lead past the step of those people; the
    usual ones of a noun are for the same people. Both is said.
    """
    said = f"{entity['id']}.{field['id']}.values" in draft.explicit
    decided = any(action.get("set") for action in own)
    closed = [action for action in own if action.get("by")]
    for value, action in added:
        if not (said and closed) or decided:
            _same_people(own, action)
        else:
            action["by"] = _changers(entity, closed)
        _not_past(field, closed, value, action)
    told = [action for value, action in added if not (decided and _ends_early(value))]
    if closed and told:
        steps = enumeration([label(action).lower() for action in told])
        people = enumeration([_called(entry) for entry in told[0].get("by", ["member"])])
        draft.assume(f"Nothing says who may {steps}: {people}. Say so if others may.")


def _changers(entity: Data, closed: list[Data]) -> list[str]:
    """Whoever may change a row, else whoever made it; and those who have the other buttons."""
    found = [
        entry
        for one in entity.get("permissions", [])
        if {"edit", "all"} & set(one["can"])
        for entry in one["by"]
    ]
    if not entity.get("permissions"):
        found = ["member"]
    if not found:
        named = (entry for one in entity["permissions"] for entry in one["by"])
        found = [entry for entry in named if entry.startswith("row.")] or ["row.created_by"]
    found += [entry for one in closed for entry in one["by"]]
    return ["member"] if "member" in found else list(dict.fromkeys([*found, "admin"]))


def _not_past(field: Data, closed: list[Data], value: Data, action: Data) -> None:
    """A later step begins only from the step that is for some people, so that nobody goes round it.
    What takes a row back or ends it early goes round nothing.
    """
    ids = [other["id"] for other in field["values"]]
    place = ids.index(value["id"])
    if _ends_early(value):
        return
    gates = [
        ids.index(one["to"])
        for one in closed
        if one["to"] in ids
        and ids.index(one["to"]) < place
        and not one.get("when")
        and not _ends_early(field["values"][ids.index(one["to"])])
    ]
    if gates:
        kept = [name for name in action["from"] if ids.index(name) >= max(gates)]
        action["from"] = kept or [ids[max(gates)]]


def _ends_early(value: Data) -> bool:
    """A no, or an end that needs none of the steps before."""
    return value.get("colour") == "red" or value["id"] in _EARLY


def _called(entry: str) -> str:
    if entry in {"member", "admin"}:
        return {"member": "everybody", "admin": "the admins"}[entry]
    if entry == "row.created_by":
        return "whoever added it"
    return (
        f"its {entry[4:].replace('_', ' ')}"
        if entry.startswith("row.")
        else entry.replace("_", " ")
    )


def missing_move(draft: Draft, key: str, field: Data, value: Data) -> list[Data]:
    """The button that a status with other buttons lacks for a value, made now; none for a status
    that people edit.
    """
    entity = draft.entity(key)
    alone = len(draft.of_kind(key, "status")) == 1
    others = [
        action
        for action in entity.get("actions", [])
        if action["kind"] == "transition"
        and action.get("field", field["id"] if alone else "") == field["id"]
    ]
    if not others:
        return []
    made = _mark(draft, entity, field, value)
    _same_people(others, made)
    return [made]


def _same_people(own: list[Data], added: Data) -> None:
    """A button that nobody asked for is for those who have the others, never for more."""
    decides = [action for action in own if action.get("by") and action.get("set")]
    named = decides or [action for action in own if action.get("by")]
    if named:
        entries = [entry for action in decides or named[:1] for entry in action["by"]]
        added["by"] = sorted(dict.fromkeys(entries), key="admin".__eq__)
        if named[0].get("not_by"):
            added["not_by"] = list(named[0]["not_by"])
    if (
        added.get("tone") == "bad"
        and decides
        and all(action.get("when") for action in decides)
        and len(decides) == 1
    ):
        added["when"] = decides[0]["when"]


def _set_elsewhere(draft: Draft, entity: Data, field: Data) -> set[str]:
    """Values that an automation gives."""
    found: set[str] = set()
    for automation in draft.data.get("automations", []):
        for step in automation["do"]:
            if (
                automation.get("entity") == entity["id"]
                and step["kind"] == "decide"
                and step["field"] == field["id"]
            ):
                found |= {case["value"] for case in step["cases"]} | {step.get("otherwise", "")}
    return found


def _mark(draft: Draft, entity: Data, field: Data, value: Data) -> Data:
    verb = draft.lexicon.participles.get(value["id"].replace("_", " "))
    action: Data = {
        "kind": "transition",
        "id": identifier(verb.name) if verb else f"mark_{value['id']}"[:40].strip("_"),
    }
    if verb is None:
        action["name"] = f"Mark as {value_name(value).lower()}"
    if sum(other["kind"] == "status" for other in entity["fields"]) > 1:
        action["field"] = field["id"]
    action |= {"from": before(field, value), "to": value["id"]}
    tone = {"green": "good", "red": "bad"}.get(value.get("colour", ""), "")
    if tone:
        action["tone"] = tone
    return draft.add(entity, "actions", action)


def _order(entity: Data) -> None:
    """Buttons in the order of the values they lead to."""
    places = {
        value["id"]: index
        for field in entity["fields"]
        if field["kind"] == "status"
        for index, value in enumerate(field.get("values", []))
    }
    if "actions" in entity:
        entity["actions"].sort(
            key=lambda action: (places.get(action.get("to", ""), 99), action.get("tone") == "bad")
        )


def _goes_on(draft: Draft, entity: Data) -> bool:
    """Whether people move the work on by a status beside the decision."""
    decided = {
        action.get("field")
        for action in entity.get("actions", [])
        if "decided_by = me" in action.get("set", [])
    }
    return any(
        field["id"] not in decided
        and not field.get("readonly")
        and not _set_elsewhere(draft, entity, field) - {""}
        for field in draft.of_kind(entity["id"], "status")
        if decided - {None}
    )


def lock_decided(draft: Draft) -> None:
    """A decided row stays as it was decided, where the decision is an end; not where the work goes
    on beside it.
    """
    for entity in draft.data["entities"]:
        if _goes_on(draft, entity):
            continue
        for field in entity["fields"]:
            decided = [
                action
                for action in entity.get("actions", [])
                if action["kind"] == "transition"
                and "decided_by = me" in action.get("set", [])
                and (action.get("field") in {None, field["id"]})
            ]
            if (
                field["kind"] != "status"
                or not decided
                or any(rule["kind"] == "lock" for rule in entity.get("rules", []))
            ):
                continue
            targets = {action["to"] for action in decided}
            ends = {value["id"] for value in field.get("values", []) if value.get("closed")}
            if targets & ends and not (targets - ends):
                draft.add(
                    entity, "rules", {"kind": "lock", "id": "lock", "when": f"{field['id']}.closed"}
                )


def wait_for_decision(draft: Draft, wishes: Sequence[Acted]) -> None:
    """`jobs over 500 euros need approval before they start`: no step leaves the beginning of the
    work before the decision beside it is made. Where no step is said to wait, none does, and the
    plan says so.
    """
    for wish in wishes:
        found = _beside(draft, wish)
        if found is None:
            continue
        decision, status, approve = found
        entity = draft.entity(wish.of)
        if not wish.before:
            draft.assume(
                f"{is_named(decision)} stands beside {is_named(status).lower()} and stops no step "
                f"of it. Say “before …” to make a step wait for it."
            )
            continue
        yes = f"{decision['id']} == {quoted(approve['to'])}"
        when = f"not ({approve['when']}) or {yes}" if approve.get("when") else yes
        for action in _steps(draft, entity, status):
            if status["values"][0]["id"] in action["from"]:
                action["when"] = f"({action['when']}) and ({when})" if action.get("when") else when
        first = value_name(status["values"][0]).lower()
        draft.assume(f"Until it is {approve['to']}, such a row stays {first}.")


def _beside(draft: Draft, wish: Acted) -> tuple[Data, Data, Data] | None:
    """A decision with a status of its own beside the work's, and its button."""
    if not wish.needed or not draft.has_entity(wish.of):
        return None
    fields = {field["id"]: field for field in draft.of_kind(wish.of, "status")}
    approve = next(
        (
            action
            for action in draft.entity(wish.of).get("actions", [])
            if action.get("field") in fields and "decided_by = me" in action.get("set", [])
        ),
        None,
    )
    others = [field for name, field in fields.items() if approve and name != approve["field"]]
    return (fields[approve["field"]], others[0], approve) if approve and others else None


def _steps(draft: Draft, entity: Data, status: Data) -> list[Data]:
    """The buttons of a status, made where it has none."""

    def there() -> list[Data]:
        return [one for one in entity.get("actions", []) if one.get("field") == status["id"]]

    if not there():
        for value in status["values"][1:]:
            _mark(draft, entity, status, value)["by"] = _changers(entity, [])
        people = enumeration([_called(entry) for entry in _changers(entity, [])])
        draft.assume(f"The steps of {is_named(status).lower()} are for {people}.")
    return there()
