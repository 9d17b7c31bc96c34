"""What a role may do, said from its rights and not from what somebody wrote about it."""

from typing import Any

import pytest

from apps.workbench.words.roles import personas_of, says_of_roles

STATUS = {"kind": "status", "id": "status", "values": [{"id": "open"}, {"id": "paid"}]}
INVOICE: dict[str, Any] = {
    "id": "invoice",
    "fields": [{"kind": "text", "id": "number"}, STATUS],
    "actions": [
        {"kind": "transition", "id": "mark_as_paid", "to": "paid", "by": ["clerk"]},
        {"kind": "transition", "id": "reopen", "to": "open", "by": ["clerk", "chief"]},
    ],
    "permissions": [
        {"id": "member", "by": ["member"], "can": ["view", "create"]},
        {"id": "clerk", "by": ["clerk"], "can": ["edit"], "where": "status == 'open'"},
        {"id": "chief", "by": ["chief"], "can": ["all"]},
    ],
}


def says(role: str, description: str = "") -> str:
    roles = [{"id": "clerk"}, {"id": "chief"}, {"id": "guest"}]
    named = [one | {"description": description} if one["id"] == role else one for one in roles]
    return says_of_roles({"name": "Invoices", "roles": named, "entities": [INVOICE]})[role]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("clerk", "May mark as paid, reopen and change (where status is “open”) invoices."),
        ("chief", "May reopen and see, add, change and delete invoices."),
        ("guest", ""),
    ],
)
def test_a_role_says_its_decisions_first_and_then_its_rights(role: str, may: str) -> None:
    assert says(role) == may


def test_who_they_are_stays_and_an_incomplete_list_of_rights_goes() -> None:
    assert says("guest", "Looks after the till.") == "Looks after the till."
    assert says("clerk", "May see invoices.").startswith("May mark as paid")


def test_a_preview_is_chosen_by_the_same_words() -> None:
    roles = [{"id": "clerk"}, {"id": "chief"}]
    admin, clerk, _, member = personas_of({"name": "I", "roles": roles, "entities": [INVOICE]})
    assert (admin.id, clerk.name, member.id) == ("admin", "Clerk", "member")
    assert "mark as paid" in clerk.says
