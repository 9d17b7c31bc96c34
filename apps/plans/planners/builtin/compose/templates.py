"""Applies the templates of processes to the main entity: slots first, then fields, states, jobs."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from apps.plans.planners.builtin.compose.actions import label
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import plural_name, singular_name
from apps.plans.planners.builtin.compose.names import free, in_sentence, sentence_case, with_article
from apps.plans.planners.builtin.compose.values import values_of
from apps.plans.planners.builtin.grammar.wishes import Wish
from apps.plans.planners.builtin.lexicon.load import read_yaml

FOLDER = Path(__file__).parent.parent / "templates"


@lru_cache(maxsize=1)
def templates() -> tuple[Data, ...]:
    """All templates, read once."""
    return tuple(read_yaml(path) for path in sorted(FOLDER.glob("*.yaml")))


def begin(draft: Draft) -> None:
    """Fields and states of the processes that the tool's own name speaks of."""
    main = draft.things.main
    if main is None:
        return
    for template in templates():
        if set(template["processes"]) & set(draft.processes):
            draft.applied.append((template, _begin(draft, main.key, template)))


def _begin(draft: Draft, key: str, template: Data) -> dict[str, str]:
    one = in_sentence(singular_name(draft.entity(key)))
    slots = {
        "entity": key,
        "plural": in_sentence(plural_name(draft.entity(key))),
        "singular": one,
        "a": with_article(one),
    }
    for name, slot in template["slots"].items():
        slots[name] = _slot(draft, key, slot)
    slots["status"] = _status(draft, key, template["status"])
    following = _following(draft, key, slots)
    for field in template["fields"]:
        draft.add_field(key, _filled(field, slots), before=following)
    party = draft.field(key, slots["party"]) if slots.get("party") else None
    if party is not None:
        for field in template["party_fields"]:
            draft.add_field(party["to"], _filled(field, slots))
    return slots


def _following(draft: Draft, key: str, slots: dict[str, str]) -> str:
    """The field after the order's number, so that what belongs together stands together."""
    ids = [field["id"] for field in draft.fields(key)]
    place = ids.index(slots["order"]) + 1 if slots.get("order") in ids else len(ids)
    return str(ids[place]) if place < len(ids) else ""


def _slot(draft: Draft, key: str, slot: Data) -> str:
    """The field that fills a slot: by kind and words, else made."""
    fields = [field for field in draft.of_kind(key, *slot["kinds"]) if not field.get("expr")]
    words = slot.get("words", [])
    for field in fields:
        if not words or any(word in field["id"].split("_") for word in words):
            return str(field["id"])
    made = slot.get("make")
    return str(draft.add_field(key, dict(made))["id"]) if made else ""


def _status(draft: Draft, key: str, wanted: Data) -> str:
    known = draft.status(key)
    if known is not None and not _could_be(known, wanted):
        known = None
    identity = free(wanted["id"], {other["id"] for other in draft.fields(key)})
    field = known or draft.add_field(key, {"kind": "status", "id": identity})
    address = f"{key}.{field['id']}.values"
    if address not in draft.explicit:
        field["values"] = values_of(draft, tuple(wanted["values"]), "status")
        for value in field["values"]:
            value.pop("closed", None)
        draft.explicit.add(address)
    if wanted.get("readonly"):
        field["readonly"] = True
    return str(field["id"])


def _could_be(field: Data, wanted: Data) -> bool:
    """Whether a status that is there is the one of the template: without values, or with all of
    them.
    """
    ids = {value["id"] for value in field.get("values", [])}
    return not ids or set(wanted["values"]) <= ids


def _filled(data: Any, slots: dict[str, str]) -> Any:
    """Texts with their slots filled."""
    if isinstance(data, str):
        for name, value in slots.items():
            data = data.replace(f"{{{name}}}", value)
        return data
    if isinstance(data, dict):
        return {_filled(key, slots): _filled(value, slots) for key, value in data.items()}
    return [_filled(item, slots) for item in data] if isinstance(data, list) else data


def finish(draft: Draft, wishes: list[Wish]) -> None:
    """The job, what decisions mean for the state, uniqueness, samples, assumptions."""
    for template, slots in draft.applied:
        key = slots["entity"]
        draft.list_of("automations").append(_automation(template["automation"], slots))
        _decided(draft, key, template["decided"], slots)
        _unique(draft, key, template, slots)
        draft.sample_hints.setdefault(key, {}).update(_filled(template["samples"], slots))
        party = draft.field(key, slots["party"]) if slots.get("party") else None
        if party is not None:
            draft.sample_hints.setdefault(party["to"], {}).update(template["party_samples"])
        for text in template["assumptions"]:
            if "decided" not in text and (
                "approved" not in text or draft.field(key, "decision") is not None
            ):
                draft.assume(sentence_case(_filled(text, slots)))


def _automation(wanted: Data, slots: dict[str, str]) -> Data:
    cases = [
        {
            "when": case["when"]
            if not case.get("unless") or slots.get(case["unless"])
            else case["instead"],
            "value": case["value"],
        }
        for case in wanted["cases"]
    ]
    step = {
        "kind": "decide",
        "field": wanted["field"],
        "cases": cases,
        "otherwise": wanted["otherwise"],
    }
    filled: Data = _filled(
        {
            "id": wanted["id"],
            "name": wanted["name"],
            "entity": "{entity}",
            "when": wanted["when"],
            "do": [step],
        },
        slots,
    )
    return filled


def _decided(draft: Draft, key: str, decided: Data, slots: dict[str, str]) -> None:
    """An approval also settles the state that the job works out."""
    for action in draft.entity(key).get("actions", []):
        value = decided.get(action.get("tone", ""))
        if (
            action["kind"] == "transition"
            and value
            and action.get("field", "") not in {"", slots["status"]}
        ):
            action["set"] = [f"{slots['status']} = '{value}'", *action.get("set", [])]


def _unique(draft: Draft, key: str, template: Data, slots: dict[str, str]) -> None:
    fields = [
        name for name in _filled(template["unique"], slots) if name and draft.field(key, name)
    ]
    if len(fields) == len(template["unique"]) and not draft.entity(key).get("rules"):
        draft.add(
            draft.entity(key),
            "rules",
            {
                "kind": "unique",
                "id": "unique",
                "fields": fields,
                "message": f"This {slots['singular']} is here already.",
            },
        )


def describe(action: Data) -> str:
    """A button inside a sentence."""
    return label(action).lower()
