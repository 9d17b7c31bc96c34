"""Edits are applied in order, all or none; the eight follow-ups of the language."""

from typing import Any

import pytest

from apps.plans.blueprint.canonical import canonical, canonical_data
from apps.plans.blueprint.checks import check
from apps.plans.blueprint.edits import applied, apply
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.whole import Blueprint
from tests.unit.apps.plans.blueprint.edits.doing import edits, loaded, refused
from tests.unit.apps.plans.blueprint.made import blueprint, example, follow_ups

RENAME = {"kind": "rename", "at": "", "name": "Books"}
WRONG = {"kind": "remove", "at": "pages.nowhere"}


def test_edits_follow_one_another() -> None:
    page = {"kind": "text", "id": "help"}
    found = loaded(
        {"kind": "add_page", "item": page},
        {"kind": "rename", "at": "pages.help", "name": "Help"},
        {"kind": "move", "at": "pages.help"},
    )
    assert found.blueprint.pages[0].name == "Help"


def test_all_or_none_are_applied() -> None:
    before = blueprint()
    text = canonical(before)
    with pytest.raises(BlueprintErrors):
        apply(before, edits(RENAME, WRONG))
    assert canonical(before) == text


def test_every_edit_that_does_not_fit_is_told_with_its_number() -> None:
    said = refused(RENAME, WRONG, {"kind": "set", "at": "pages.books.kind", "list": ["x"]}, WRONG)
    assert [line.split(": ")[1] for line in said.splitlines()] == ["edit 2", "edit 3", "edit 4"]


def test_the_result_is_checked_as_a_whole() -> None:
    assert "book has no field “nothing”" in refused(
        {"kind": "set", "at": "pages.books.scope", "to": "nothing == 3"}
    )


def test_no_edit_changes_nothing() -> None:
    assert apply(blueprint(), ()) == blueprint()


def test_undo_goes_back_and_later_edits_go_on_from_there() -> None:
    first, second = blueprint(), apply(blueprint(), edits(RENAME))
    now = apply(second, edits({"kind": "rename", "at": "", "name": "Films"}))
    assert apply(now, edits({"kind": "undo"}), earlier=(second, first)) == second
    assert apply(now, edits({"kind": "undo", "steps": 2}), earlier=(second, first)) == first
    page = {"kind": "add_page", "item": {"kind": "text", "id": "help"}}
    assert apply(now, edits({"kind": "undo"}, page), earlier=(second, first)).name == "Books"


@pytest.mark.parametrize(("steps", "said"), [(1, "there is none"), (3, "there is none")])
def test_there_is_nothing_to_undo_before_the_first(steps: int, said: str) -> None:
    assert said in refused({"kind": "undo", "steps": steps})


def test_a_quote_of_a_new_requirement_is_compared_with_what_was_said() -> None:
    wanted = {"kind": "add_requirement", "item": {"quote": "by shelf", "provides": ["pages.books"]}}
    assert applied(blueprint(), edits(wanted), brief="Sort them by shelf").blueprint.requirements
    with pytest.raises(BlueprintErrors, match="not words of the brief"):
        applied(blueprint(), edits(wanted), brief="Sort them by colour")


class Story:
    """The examples as the follow-ups change them, one after the other."""

    def __init__(self) -> None:
        self.now: dict[str, Blueprint] = {}
        self.before: dict[str, list[Blueprint]] = {}

    def say(self, said: dict[str, Any]) -> Blueprint:
        name = said["to"]
        current = self.now.setdefault(name, example(name))
        earlier = self.before.setdefault(name, [])
        written = edits(*said["outcome"]["edits"])
        self.now[name] = apply(current, written, earlier=earlier)
        earlier.insert(0, current)
        return self.now[name]


@pytest.fixture(scope="module")
def told() -> list[Blueprint]:
    """The blueprint after each of the eight."""
    story = Story()
    return [story.say(said) for said in follow_ups()]


def entity(whole: Blueprint, called: str) -> dict[str, Any]:
    found: dict[str, Any] = next(e for e in canonical_data(whole)["entities"] if e["id"] == called)
    return found


def page(whole: Blueprint, called: str) -> dict[str, Any]:
    found: dict[str, Any] = next(p for p in canonical_data(whole)["pages"] if p["id"] == called)
    return found


def test_every_follow_up_leaves_a_blueprint_without_a_problem(told: list[Blueprint]) -> None:
    assert [check(whole) for whole in told] == [[]] * 8


def test_1_a_filter_for_the_supplier(told: list[Blueprint]) -> None:
    assert page(told[0], "today")["filters"] == ["match_status", "received_on", "supplier"]
    assert told[0].requirements[-1].provides == ("pages.today.filters.supplier",)


def test_2_the_chart_shows_monthly_totals(told: list[Blueprint]) -> None:
    trend = page(told[1], "today")["parts"][0]
    assert trend["name"] == "Amount per month"
    assert trend["measures"] == ["sum(amount)"]
    assert "grain" not in trend
    assert trend["split_by"] == "match_status"


def test_3_a_chat_channel_and_a_reminder(told: list[Blueprint]) -> None:
    assert [automation.id for automation in told[2].automations] == ["tell_chat", "due_today"]
    assert told[2].settings_needed[0].key == "CHAT_WEBHOOK_URL"


def test_4_a_status_renamed_another_after_it_and_priority_gone(told: list[Blueprint]) -> None:
    fields = {field["id"]: field for field in entity(told[3], "request")["fields"]}
    assert [v["id"] for v in fields["status"]["values"]][2:4] == [
        "in_progress",
        "waiting_for_parts",
    ]
    assert fields["status"]["values"][2]["name"] == "Underway"
    assert "priority" not in canonical(told[3])


def test_5_teams_become_their_own_list_with_what_was_typed(told: list[Blueprint]) -> None:
    fields = {field["id"]: field for field in entity(told[4], "request")["fields"]}
    assert fields["team"] == {"kind": "relation", "id": "team", "to": "team"}
    rows = next(s.rows for s in told[4].samples if s.entity == "team")
    assert rows == (("Facilities",), ("Reporting",), ("Fleet",), ("Warehouse",))


def test_6_a_chain_of_two_approvers(told: list[Blueprint]) -> None:
    invoice = entity(told[5], "invoice")
    assert "actions" not in invoice
    assert [step["id"] for step in invoice["rules"][-1]["steps"]] == ["first", "second"]


def test_7_at_most_three_underway_and_a_mail_on_friday(told: list[Blueprint]) -> None:
    assert entity(told[6], "request")["rules"][-1]["max"] == "3"
    assert told[6].automations[-1].id == "friday"


def test_8_that_undone_and_the_board_in_front(told: list[Blueprint]) -> None:
    assert [p.id for p in told[7].pages] == ["board", "requests", "mine", "teams"]
    assert "three_underway" not in canonical(told[7])
    assert [automation.id for automation in told[7].automations] == ["tell_chat", "due_today"]
