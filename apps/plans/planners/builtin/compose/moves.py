"""What holds for all buttons of a status together: every value reachable, decided rows locked."""

from apps.plans.planners.builtin.compose.actions import before
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.statuses import value_name
from apps.plans.planners.builtin.language.words import identifier


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
            for value in field.get("values", []):
                if value["id"] not in reached:
                    _same_people(own, _mark(draft, entity, field, value))
            field.pop("edited_by", None)
        _order(entity)


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
