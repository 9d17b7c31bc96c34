"""Who sees rows, where a brief keeps people from seeing them: never wider than it says."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import entity, field, plan_of

JOBS = "Track repair jobs with title and mechanic. "


def seeing(plan: dict[str, Any], name: str) -> set[str]:
    """Who sees rows of an entity; without a table of rights that is everybody."""
    rights = entity(plan, name).get("permissions")
    if rights is None:
        return {"member"}
    return {who for one in rights if {"view", "all"} & set(one["can"]) for who in one["by"]}


@pytest.mark.parametrize(
    ("brief", "name", "expected"),
    [
        (
            JOBS + "Mechanics only see their own jobs, the office sees everything.",
            "repair_job",
            {"row.mechanic", "office", "row.created_by"},
        ),
        (
            "Track cases with subject and caseworker. Caseworkers can only see their own cases. "
            "Managers see all cases and add them.",
            "case",
            {"row.caseworker", "manager"},
        ),
        (
            "Track lessons with title and teacher. Teachers just see the lessons assigned to them, "
            "the school office sees and adds everything.",
            "lesson",
            {"row.teacher", "school_office"},
        ),
        (
            "Track claims with title. Staff must not see other people's claims. HR sees all of "
            "them.",
            "claim",
            {"row.created_by", "hr"},
        ),
    ],
)
def test_their_own_are_the_rows_that_name_them(brief: str, name: str, expected: set[str]) -> None:
    assert seeing(plan_of(brief), name) == expected


def test_the_word_for_those_people_is_a_person_in_the_row() -> None:
    plan = plan_of(JOBS + "Mechanics only see their own jobs.")
    assert field(plan, "repair_job.mechanic")["kind"] == "person"
    assert plan.get("roles", []) == []


def test_a_restriction_is_no_page_over_what_everybody_sees() -> None:
    plan = plan_of("Track tickets with title. Employees see only their own tickets.")
    assert [page.get("scope") for page in plan["pages"]] == [None]


@pytest.mark.parametrize(
    "words",
    [
        "Each team leader just sees what happened in his area.",
        "Drivers cannot see the incidents.",
        "Incidents are strictly confidential.",
        "Incidents must be hidden from trainees.",
        "Guards only see open incidents.",
    ],
)
def test_what_is_not_understood_whole_is_held_the_private_way_and_said(words: str) -> None:
    plan = plan_of("Track incidents with title and place. " + words)
    assert seeing(plan, "incident") == {"row.created_by"}
    (said,) = [text for text in plan["assumptions"] if "private reading" in text]
    assert words.rstrip(".") in said


@pytest.mark.parametrize(
    "words",
    [
        "I only want to see open incidents.",
        "The list only shows open incidents.",
        "Purchasing can only view them.",
    ],
)
def test_what_somebody_wants_to_see_keeps_nobody_out(words: str) -> None:
    assert "member" in seeing(plan_of("Track incidents with title and place. " + words), "incident")


def test_whoever_adds_rows_sees_no_others_for_that() -> None:
    plan = plan_of(JOBS + "Apprentices add jobs. Mechanics only see their own jobs.")
    rights = {one["by"][0]: one["can"] for one in entity(plan, "repair_job")["permissions"]}
    assert rights["apprentice"] == ["create"]
    assert "Whoever adds a repair job sees and may change that one, too." in plan["assumptions"]


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("I need somewhere to log complaints. A complaint has a subject.", []),
        ("Track complaints with subject. The buttons should have labels.", []),
        ("Track complaints with subject. They can delete complaints.", []),
        ("Track complaints with subject. Clerks add complaints. They can delete them.", ["clerk"]),
        ("Track complaints with subject. The page must show everything.", []),
    ],
)
def test_pronouns_places_and_parts_of_a_page_are_no_roles(words: str, roles: list[str]) -> None:
    assert [role["id"] for role in plan_of(words).get("roles", [])] == roles


def test_own_expense_claims_can_be_handed_in() -> None:
    plan = plan_of("Employees hand in their own expense claims with title and amount.")
    rights = entity(plan, "expense").get("permissions", [{"can": ["create"]}])
    assert any({"create", "all"} & set(one["can"]) for one in rights)


def test_what_nobody_may_change_is_not_changed_by_whoever_added_it() -> None:
    plan = plan_of(
        "Track incidents with title. Staff see only their own incidents. Nobody may change an "
        "incident."
    )
    rights = entity(plan, "incident")["permissions"]
    assert all(not {"edit", "all"} & set(one["can"]) for one in rights)


def test_those_who_cannot_open_the_tool_keep_nobody_else_out() -> None:
    plan = plan_of("Track incidents with title. Guests must not see them.")
    assert "member" in seeing(plan, "incident")


def test_everybody_else_only_looks() -> None:
    plan = plan_of(
        "Track rooms with name and floor. Clerks add rooms. Everybody else can only look."
    )
    rights = {one["by"][0]: one["can"] for one in entity(plan, "room")["permissions"]}
    assert rights["member"] == ["view"]


def test_a_group_of_their_own_is_not_their_own_rows() -> None:
    plan = plan_of(
        "Track incidents with title and ward. The ward leader may only see incidents of her own "
        "ward."
    )
    assert seeing(plan, "incident") == {"row.created_by"}
    assert any("private reading" in text for text in plan["assumptions"])


ACCIDENTS = (
    "Track accidents with title. An accident is reported, confirmed or closed. The group leader "
    "may only see accidents of her own group, the head of the school sees all of them and must "
    "confirm each accident before it is closed."
)


def test_a_step_of_people_who_were_not_understood_is_for_the_admins() -> None:
    plan = plan_of(ACCIDENTS)
    (step,) = [one for one in entity(plan, "accident")["actions"] if one["to"] == "confirmed"]
    assert step["by"] == ["admin"]


def test_a_list_is_not_all_that_a_restriction_asks_for() -> None:
    found = [one for one in plan_of(ACCIDENTS)["requirements"] if "only see" in one["quote"]]
    assert all("private reading" in one["partly"] for one in found)
