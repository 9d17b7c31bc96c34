"""What outsiders meet at a tool's public forms, in words and as a digest of just that."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from apps.plans.blueprint.outsiders import public_forms

EXAMPLE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "examples" / "room-free-example.json").read_text("utf-8")
)


def changed(**keys: Any) -> dict[str, Any]:
    """The example with other keys at its form."""
    data = deepcopy(EXAMPLE)
    next(page for page in data["pages"] if page["id"] == "book").update(keys)
    return data


def digest(data: dict[str, Any]) -> str:
    (form,) = public_forms(data)
    return form.digest


def test_it_is_told_what_they_send_choose_from_and_read_later() -> None:
    (form,) = public_forms(EXAMPLE)
    assert (form.page, form.name) == ("book", "Book a tour")
    assert form.says == (
        "Anyone with the address can send Bookings, without an account: fields Tour, "
        "School or group, Email, Visitors.",
        "They read which Tours can be chosen as Tour with seats_left: "
        "status == 'planned' and starts_at > now and seats_left > 0.",
        "After sending they read: “Thank you. Your reference is {reference}; we answer within two "
        "working days.”",
        "Whoever has the reference of one reads of it later: status.",
    )


@pytest.mark.parametrize(
    "keys",
    [
        {"fields": ["tour", "group", "email", "visitors", "reason"]},
        {"reply": ["status", "group"]},
        {"after": "Thank you, {group}."},
        {"set": ["reason = 'asked'"]},
        {"name": "Book"},
    ],
)
def test_whatever_they_meet_otherwise_has_another_digest(keys: dict[str, Any]) -> None:
    assert digest(changed(**keys)) != digest(EXAMPLE)


def ruled(entity: str, **rule: Any) -> dict[str, Any]:
    """The example with one more rule, and with a task for each booking."""
    data = deepcopy(EXAMPLE)
    rules = {one["id"]: one.setdefault("rules", []) for one in data["entities"]}
    rules["booking"].append(
        {"kind": "creates", "id": "call", "entity": "task", "set": ["name = 'Call'"]}
    )
    rules[entity].append(rule)
    return data


BIG = {"kind": "validation", "id": "big", "expr": "visitors < 90", "message": "Ninety is the end."}
FULL = {"kind": "limit", "id": "full", "per": ["tour"], "max": "3", "message": "Three a tour."}
BUSY = {"kind": "validation", "id": "busy", "expr": "due > today", "description": "No call today."}


@pytest.mark.parametrize(
    ("entity", "rule", "told"),
    [
        ("booking", BIG, "Ninety is the end."),
        ("booking", FULL, "Three a tour."),
        ("task", BUSY, "No call today."),
        ("task", {"kind": "required_if", "id": "r", "field": "due", "when": "1 < 2"}, ""),
    ],
)
def test_what_they_are_refused_with_is_told_and_counts(
    entity: str, rule: dict[str, Any], told: str
) -> None:
    data = ruled(entity, **rule)
    (form,) = public_forms(data)
    refused = [one for one in form.says if one.startswith("What they send can be refused with")]
    assert refused == ([f"What they send can be refused with: “{told}”."] if told else [])
    assert digest(data) != digest(ruled("tour_type", **{**BIG, "expr": "seats < 90"}))
    assert digest(ruled(entity, **{**rule, "message": "Other words."})) != form.digest


def test_what_they_never_meet_changes_nothing() -> None:
    other = changed(description="For schools.", home_for=["planner"])
    other["pages"] = other["pages"][::-1]
    other["entities"][0]["name"] = "Kind of tour"
    assert digest(other) == digest(EXAMPLE)


def test_what_may_be_chosen_and_what_it_is_called_count() -> None:
    for entity, key, value in (("tour", "title", "text(starts_at)"), ("booking", "pick", "1 < 2")):
        data = deepcopy(EXAMPLE)
        found = next(one for one in data["entities"] if one["id"] == entity)
        target = found if key == "title" else next(f for f in found["fields"] if f["id"] == "tour")
        target[key] = value
        assert digest(data) != digest(EXAMPLE)


def grown(reply: str = "status", **entities: dict[str, Any]) -> dict[str, Any]:
    """The example whose form replies this, with other keys at the fields of its entities; a field
    that is not there is added.
    """
    data = changed(reply=[reply])
    for entity in data["entities"]:
        fields = {field["id"]: field for field in entity["fields"]}
        for called, keys in entities.get(entity["id"], {}).items():
            if called == "title":
                entity["title"] = keys
            elif called in fields:
                fields[called].update(keys)
            else:
                entity["fields"].append({"kind": "text", "id": called, **keys})
    return data


STORED: dict[str, Any] = {}
TOLD = {"expr": "text(inner)"}
ABOUT = {"expr": "text(starts_at)"}
LEAK = {"expr": "text(inside_note)"}
SHOWN = {"shows": ["about"]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"tour": {"about": ABOUT}, "booking": {"tour": SHOWN}}, {"tour": {"about": LEAK}}),
        (
            {"tour": {"about": STORED}, "booking": {"tour": SHOWN}},
            {"tour": {"about": {"kind": "money", "expr": "income"}}},
        ),
        ({"tour": {"title": "text(about)", "about": ABOUT}}, {"tour": {"about": LEAK}}),
        ({"tour_type": {"title": "text(seats)"}}, {"tour_type": {"title": "text(price)"}}),
        (
            {"reply": "told", "booking": {"told": TOLD, "inner": {"expr": "text(status)"}}},
            {"booking": {"inner": {"expr": "text(reason)"}}},
        ),
        ({"reply": "tour.about", "tour": {"about": ABOUT}}, {"tour": {"about": LEAK}}),
        ({}, {"tour": {"seats_left": {"expr": "seats - booked + 1000"}}}),
        ({}, {"tour": {"booked": {"expr": "sum(booking.visitors)"}}}),
        ({}, {"tour": {"seats": {"default": "=tour_type.seats + 1"}}}),
    ],
)
def test_all_that_this_is_worked_out_of_counts_too(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    notes = {"tour": {"inside_note": STORED}}
    first: dict[str, Any] = merged(notes, before)
    assert digest(grown(**first)) != digest(grown(**merged(first, after)))


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Both, entity by entity and field by field."""
    whole = {**one, **other}
    for entity in (one.keys() & other.keys()) - {"reply"}:
        whole[entity] = {**one[entity], **other[entity]}
    return whole


def test_code_that_works_it_out_counts() -> None:
    data = grown(reply="told", booking={"told": {"expr": "hook('far')"}})
    digests = set()
    for source in ("def value(row): return 1", "def value(row): return 2"):
        data["extensions"] = [{"id": "far", "kind": "value", "purpose": "Far", "source": source}]
        digests.add(digest(data))
    assert len(digests) == 2


@pytest.mark.parametrize(
    "entities",
    [
        {"task": {"due": {"default": "today"}, "note": STORED}},
        {"task": {"title": "text(due)"}},
        {"prep_step": {"days_before": {"default": "2"}}},
        {"tour": {"income": {"expr": "sum(booking.total)"}, "note": STORED}},
        {"tour_type": {"price": {"required": True}}},
    ],
)
def test_what_nothing_of_theirs_is_made_of_shuts_no_form(entities: dict[str, Any]) -> None:
    assert digest(grown(**entities)) == digest(EXAMPLE)


def test_a_form_for_members_and_a_tool_that_cannot_be_read_open_nothing() -> None:
    assert public_forms(changed(public=False, reply=[])) == []
    assert public_forms({"pages": [{"public": True}]}) == []
