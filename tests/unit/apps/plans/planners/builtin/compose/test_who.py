"""Who is meant: everybody, admins, whoever entered a row, roles."""

import pytest

from apps.plans.planners.builtin.compose.draft import Draft
from apps.plans.planners.builtin.compose.who import declare, describe_roles, who
from tests.unit.apps.plans.planners.said import plan_of, reading_of


def draft() -> Draft:
    reading = reading_of("Track requests with title, requester and owner")
    made = Draft(reading.things, reading.things.lexicon)
    made.data["entities"] = [
        {
            "id": "request",
            "fields": [
                {"kind": "text", "id": "title"},
                {"kind": "person", "id": "requester", "default": "me"},
                {"kind": "person", "id": "owner"},
            ],
        }
    ]
    return made


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("everyone", ("member",)),
        ("team members", ("member",)),
        ("all employees", ("member",)),
        ("admins", ("admin",)),
        ("we", ("admin",)),
        ("the requester", ("row.requester",)),
        ("the owner", ("row.owner",)),
        ("managers", ("manager",)),
        ("the finance team", ("finance",)),
        ("purchasing", ("procurement",)),
        ("managers and hr", ("manager", "hr")),
        ("only the owner or admins", ("row.owner", "admin")),
        ("programme committee", ("programme_committee",)),
        ("nobody", ()),
        ("", ()),
    ],
)
def test_people_by_their_words(text: str, entries: tuple[str, ...]) -> None:
    assert who(draft(), "request", text).entries == entries


def test_outsiders_are_members_that_cannot_come_in() -> None:
    found = who(draft(), "request", "customers")
    assert (found.entries, found.everybody, found.outside) == (("member",), True, "customers")


def test_only_declared_roles_are_roles() -> None:
    assert who(draft(), "request", "managers, admins and the owner").roles == ("manager",)


def test_a_role_is_declared_once() -> None:
    made = draft()
    assert declare(made, "manager") == declare(made, "manager") == "manager"
    assert made.data["roles"] == [{"id": "manager"}]


def test_a_role_that_a_group_holds() -> None:
    made = draft()
    made.groups = ("Finance",)
    declare(made, "finance", "Finance")
    assert made.data["roles"] == [{"id": "finance", "from": "group:Finance"}]
    assert made.data["assumptions"] == ["Finance are the members of the workspace group Finance."]


def test_line_managers_are_who_leads_somebody() -> None:
    made = draft()
    declare(made, "line_manager")
    assert made.data["roles"] == [{"id": "line_manager", "from": "line_managers"}]
    [said] = made.data["assumptions"]
    assert said == "Line managers are those who have somebody under them in the directory."


def test_a_group_that_is_not_there_holds_nothing() -> None:
    made = draft()
    declare(made, "finance", "Finance")
    assert made.data["roles"] == [{"id": "finance"}]
    assert made.data["assumptions"] == ["The people of Finance are named on the tool's Access tab."]


@pytest.mark.parametrize(("identity", "name"), [("hr", "HR"), ("it", "IT")])
def test_abbreviations_keep_their_capitals(identity: str, name: str) -> None:
    made = draft()
    declare(made, identity)
    assert made.data["roles"][0]["name"] == name


def test_a_role_says_what_it_may() -> None:
    plan = plan_of(
        "Track requests with title. Managers approve or reject requests. Only managers can delete "
        "requests."
    )
    (role,) = [one for one in plan["roles"] if one["id"] == "manager"]
    assert "approve requests" in role["description"]
    assert "delete requests" in role["description"]


def test_a_role_without_deeds_is_only_named() -> None:
    made = draft()
    declare(made, "auditor")
    describe_roles(made)
    assert made.data["roles"][0]["description"] == "Named in the brief."
