"""How long something takes: `average days to close` is worked out from a stamp of the button."""

import re

from apps.plans.planners.builtin.compose import moves
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.statuses import status_with

_TAKES = re.compile(
    r"\b(?P<unit>days?|hours?|time|duration)(?: \w+)?? (?:to|until|till|taken to|needed to|it "
    r"takes to|"
    r"before) (?:be |being |it is |they are |get )?(?P<verb>[a-z]+)|\b(?P<gerund>[a-z]+ing) time\b"
)


def measured_time(draft: Draft, key: str, text: str) -> Data | None:
    """The field that holds how long rows take to come to a state; made where a button brings it."""
    found = _TAKES.search(text)
    lexicon = draft.lexicon
    word = (found["verb"] or found["gerund"]) if found else ""
    verb = lexicon.verb_forms.get(word) or lexicon.past_forms.get(word)
    to = status_with(draft, key, verb.to) if verb is not None and verb.to else None
    if found is None or to is None:
        return None
    field, value = to
    actions = [
        action
        for action in draft.entity(key).get("actions", [])
        if action["kind"] == "transition" and action["to"] == value["id"]
    ] or moves.missing_move(draft, key, field, value)
    if not actions:
        return None
    unit = "hours" if (found["unit"] or "").startswith("hour") else "days"
    stamp = f"{value['id']}_at"
    draft.add_field(key, {"kind": "datetime", "id": stamp, "readonly": True})
    for action in actions:
        draft.add_text(action, "set", [f"{stamp} = now"])
    return draft.add_field(
        key,
        {
            "kind": "integer" if unit == "days" else "decimal",
            "id": f"{unit}_to_{verb.name.replace(' ', '_')}" if verb else f"{unit}_taken",
            "expr": f"{unit}(created_at, {stamp})",
        },
    )
