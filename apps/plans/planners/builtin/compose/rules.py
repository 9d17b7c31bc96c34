"""Rules that a brief states, and the ones that dates and numbers bring along."""

from apps.plans.planners.builtin.compose.actions import ask_reason
from apps.plans.planners.builtin.compose.conditions import condition
from apps.plans.planners.builtin.compose.dates import after, no_overlap
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import singular_name
from apps.plans.planners.builtin.compose.most import most
from apps.plans.planners.builtin.compose.moves import missing_move
from apps.plans.planners.builtin.compose.names import quoted
from apps.plans.planners.builtin.compose.specs import from_phrase
from apps.plans.planners.builtin.compose.statuses import is_named, status_with, value_for
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, field_address
from apps.plans.planners.builtin.grammar.wishes import FieldPhrase, Ruled
from apps.plans.planners.builtin.language.words import enumeration, singular

NUMBERS = ("integer", "decimal", "money", "percent", "duration", "rating")
_AMOUNTS = {"quantity", "qty", "amount", "number", "count", "pieces", "number_of_pieces", "copies"}


def rule(draft: Draft, wish: Ruled) -> Verdict:
    """A rule of the entity that a clause is about."""
    makers = {
        "required": _required,
        "unique": _unique,
        "after": after,
        "no_overlap": no_overlap,
        "limit": most,
        "required_if": _required_if,
        "reason": _reason,
        "lock": _lock,
        "positive": _positive,
        "bound": _bound,
        "start": _start,
    }
    return makers[wish.kind](draft, wish)


def _fields(draft: Draft, wish: Ruled) -> list[Data]:
    found = []
    for name in wish.fields:
        field = draft.field_named(wish.of, name)
        if field is None and 0 < len(name.split()) <= 3:
            field = draft.add_field(
                wish.of, from_phrase(draft, wish.of, FieldPhrase(name, wish.span))
            )
        if field is not None:
            found.append(field)
    return found


def _required(draft: Draft, wish: Ruled) -> Verdict:
    fields = [field for field in _fields(draft, wish) if not field.get("expr")]
    for field in fields:
        if field["kind"] not in {"boolean", "status"}:
            field["required"] = True
            field.pop("readonly", None) if not field.get("default") else None
    if not fields:
        return NotBuilt("None of its fields is meant by that.")
    return Built(
        [field_address(wish.of, field["id"]) for field in fields],
        f"{enumeration([is_named(field) for field in fields])} must be given, held by the database",
    )


def _unique(draft: Draft, wish: Ruled) -> Verdict:
    fields = [
        field
        for field in _fields(draft, wish)
        if not field.get("expr") and field["kind"] not in {"file", "image", "long_text"}
    ]
    entity = draft.entity(wish.of)
    if not fields:
        fields = [field for field in draft.stored(wish.of) if field["kind"] in {"text", "email"}][
            :1
        ]
    if not fields:
        return NotBuilt("Nothing says by which field two rows would be the same.")
    if len(fields) == 1:
        fields[0]["unique"] = True
        return Built(
            [field_address(wish.of, fields[0]["id"])],
            f"No two with the same {is_named(fields[0]).lower()}, held by the database",
        )
    added = draft.add(
        entity,
        "rules",
        {
            "kind": "unique",
            "id": "unique",
            "fields": [field["id"] for field in fields],
            "message": f"This {singular_name(entity).lower()} is here already.",
        },
    )
    return Built(
        [f"entities.{wish.of}.rules.{added['id']}"],
        f"No two with the same {enumeration([is_named(field).lower() for field in fields])}",
    )


def _required_if(draft: Draft, wish: Ruled) -> Verdict:
    fields = [
        field
        for field in _fields(draft, wish)
        if not field.get("expr") and field["kind"] != "boolean"
    ]
    found = status_with(draft, wish.of, wish.words)
    when = f"{found[0]['id']} == {quoted(found[1]['id'])}" if found else ""
    if (
        wish.words
        in {"saved", "submitted", "created", "entered", "sent", "added", "filed", "booked"}
        and not when
    ):
        return _required(draft, wish)
    if not fields or not when:
        return NotBuilt(f"Neither the state “{wish.words}” nor the field could be found.")
    addresses = []
    for field in fields:
        name = singular_name(draft.entity(wish.of)).lower()
        message = f"Without {is_named(field).lower()} the {name} cannot be {wish.words}."
        added = draft.add(
            draft.entity(wish.of),
            "rules",
            {
                "kind": "required_if",
                "id": "required_if",
                "field": field["id"],
                "when": when,
                "message": message,
            },
        )
        addresses.append(f"entities.{wish.of}.rules.{added['id']}")
        field.pop("readonly", None) if not field.get("default") else None
    return Built(
        addresses,
        f"{enumeration([is_named(field) for field in fields])} must be there before it is "
        f"{wish.words}",
    )


def _reason(draft: Draft, wish: Ruled) -> Verdict:
    moves = [
        action
        for action in draft.entity(wish.of).get("actions", [])
        if action["kind"] == "transition"
    ]
    named = [action for action in moves if action["id"][:5] in wish.words]
    actions = named or [action for action in moves if action.get("tone") == "bad"]
    if not actions and (to := status_with(draft, wish.of, "rejected")) is not None:
        actions = missing_move(draft, wish.of, *to)
    for action in actions:
        ask_reason(draft, wish.of, action)
    if not actions:
        return NotBuilt("There is no button that turns something down.")
    return Built(
        [f"entities.{wish.of}.actions.{action['id']}.needs" for action in actions],
        "The button asks for a reason and refuses without one",
    )


def _lock(draft: Draft, wish: Ruled) -> Verdict:
    found = condition(
        draft,
        wish.of,
        tuple(
            word
            for word in wish.words.split()
            if word not in {"a", "an", "the", "once", "it", "is"}
        ),
    )
    status = draft.status(wish.of)
    expr = (
        found.expr
        if found
        else (
            f"{status['id']}.closed"
            if status and any(value.get("closed") for value in status["values"])
            else ""
        )
    )
    if not expr:
        return NotBuilt("When it would be locked was not understood.")
    entity = draft.entity(wish.of)
    known = next((other for other in entity.get("rules", []) if other["kind"] == "lock"), None)
    if known is None:
        known = draft.add(entity, "rules", {"kind": "lock", "id": "lock", "when": expr})
    return Built(
        [f"entities.{wish.of}.rules.{known['id']}"],
        "Locked for everybody from then on; buttons still work",
    )


def _positive(draft: Draft, wish: Ruled) -> Verdict:
    fields = [
        field
        for field in _fields(draft, wish)
        if field["kind"] in {"integer", "decimal", "money", "percent", "duration"}
        and not field.get("expr")
    ]
    for field in fields:
        field["min"] = "0"
    if not fields:
        return NotBuilt("Which number is meant was not understood.")
    return Built(
        [field_address(wish.of, field["id"]) for field in fields],
        "Never under zero, held by the database",
    )


def _bound(draft: Draft, wish: Ruled) -> Verdict:
    """The least and the most of a number; the amount of the row where none is named."""
    least, _, most = wish.words.partition("..")
    field = bounded_field(draft, wish.of, next(iter(wish.fields), ""))
    said = f"at most {most}" if most else f"at least {least}"
    if field is None:
        what = f" “{wish.fields[0]}”" if wish.fields else ""
        return NotBuilt(f"There is no number{what} that could be {said}.")
    if most:
        field["max"] = most
    if least:
        field["min"] = least
    said = f"between {least} and {most}" if least and most else said
    return Built(
        [field_address(wish.of, field["id"])],
        f"{is_named(field)} is {said}, held by the database",
    )


def bounded_field(draft: Draft, key: str, name: str) -> Data | None:
    """The number that is meant by a name, or by what is counted (`parcels`: the number of parcels);
    without a name the amount of the row.
    """
    numbers = [field for field in draft.of_kind(key, *NUMBERS) if not field.get("expr")]
    if name:
        named = draft.field_named(key, name)
        if named in numbers:
            return named
        words = {singular(word) for word in name.split()}
        alike = [f for f in numbers if words & {singular(w) for w in str(f["id"]).split("_")}]
        return alike[0] if len(alike) == 1 else None
    counted = [field for field in numbers if field["id"] in _AMOUNTS]
    whole = [field for field in numbers if field["kind"] == "integer"]
    return next(iter(counted), whole[0] if len(whole) == 1 else None)


def _start(draft: Draft, wish: Ruled) -> Verdict:
    """`new matters start as intake`: the first value of a status, the default of a choice."""
    for field in draft.of_kind(wish.of, "status", "choice"):
        value = value_for(draft, field, wish.words)
        if value is None:
            continue
        if field["kind"] == "status":
            field["values"].remove(value)
            field["values"].insert(0, value)
        else:
            field["default"] = value["id"]
        return Built([field_address(wish.of, field["id"])], f"New rows are {wish.words}")
    return NotBuilt(f"No status or choice is called “{wish.words}”.")
