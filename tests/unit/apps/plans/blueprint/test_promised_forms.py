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


def test_a_form_for_members_and_a_tool_that_cannot_be_read_open_nothing() -> None:
    assert public_forms(changed(public=False, reply=[])) == []
    assert public_forms({"pages": [{"public": True}]}) == []
