"""Rounds of decisions: whose turn it is, what each may do, and how a round ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.models import Q

import site_kit as kit
from site_kit import bulk, rounds, write
from site_kit.actions import action_named, annotate_may
from site_kit.asker import TOOL, Asker, acting, clock_stands_at
from site_kit.clock import SOON, next_look
from site_kit.directory.models import Person
from site_kit.errors import Invalid, Locked, NotThere, Refused, Stale
from site_kit.permissions import rights_for
from site_kit.reading import holds
from site_kit.records import HistoryLine, Notification, Outgoing
from site_kit.registry import declared, only_here
from site_kit.turns import Turn
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.asked import Part, Purchase, PurchaseApproval

Row = Any


def runs(by: Asker, action: str, row: Row, **asked: Any) -> Row:
    found = action_named(Purchase, action)
    assert found is not None
    return write.run(found, row, asked, by=by)


@pytest.fixture
def asked(cast: Cast) -> Callable[..., Row]:
    """A purchase of Mara's that waits; Jon is the boss unless told otherwise."""

    def made(**values: Any) -> Row:
        given = {"name": "Van", "amount": 100, "boss": cast.jon.id} | values
        return runs(cast.mara, "ask", write.create(Purchase, given, by=cast.mara))

    return made


def waits_for(row: Row) -> str | None:
    with acting(TOOL):
        found: str | None = Purchase.everything.get(pk=row.pk).awaiting
        return found


def stage(row: Row) -> str:
    return str(Purchase.everything.get(pk=row.pk).stage)


def awaited(row: Row, *people: Asker) -> list[bool]:
    found = []
    for one in people:
        with acting(one):
            held = Purchase.everything.filter(awaiting=kit.Me(), pk=row.pk).exists()
            assert held == holds(Q(awaiting=kit.Me()), row), "both readers say the same"
            found.append(held)
    return found


def rule(**changed: Any) -> None:
    """The purchases' approval, otherwise said, for one test."""
    said: dict[str, Any] = {
        "pending": "asked",
        "approved": "granted",
        "rejected": "refused",
        "steps": (kit.Step("boss", by=["row.boss"]),),
    }
    approval = kit.Approval("stage", **(said | changed))
    kept = declared.actions[Purchase]
    declared.actions[Purchase] = [one for one in kept if one.id not in ("approve", "reject")]
    type("PurchaseRules", (kit.Rules,), {"model": Purchase, "approval": approval})


# One step


def test_a_round_begins_when_the_status_comes_to_wait(cast: Cast, asked: Any) -> None:
    row = write.create(Purchase, {"name": "Van", "boss": cast.jon.id}, by=cast.mara)
    assert (waits_for(row), Turn.objects.count()) == (None, 0)

    row = runs(cast.mara, "ask", row)

    assert waits_for(row) == cast.jon.name
    assert awaited(row, cast.jon, cast.mara, cast.ines, cast.ada) == [True, False, False, False]


def test_those_awaited_see_the_row_and_go_on_seeing_what_they_decided(
    cast: Cast, asked: Any
) -> None:
    row = asked()

    assert rights_for(Purchase).allowed("view", row, cast.jon)
    assert not rights_for(Purchase).allowed("view", row, cast.ines)
    runs(cast.jon, "approve", row)
    assert rights_for(Purchase).allowed("view", row, cast.jon)


def test_those_awaited_are_told(cast: Cast, asked: Any) -> None:
    row = asked()
    told = Notification.objects.get()
    assert (told.person_id, told.text) == (
        cast.jon.id,
        f"Van waits for your decision: https://tool.example/purchase/{row.pk}/",
    )


def test_the_last_yes_moves_the_status_and_starts_what_waits_for_it(cast: Cast, asked: Any) -> None:
    row = asked()

    runs(cast.jon, "approve", row)

    kept = PurchaseApproval.everything.get()
    assert (kept.step, kept.by_id, kept.at, kept.decision) == ("boss", cast.jon.id, NOW, "approved")
    assert (stage(row), waits_for(row), Turn.objects.count()) == ("granted", None, 0)
    assert Part.everything.get().name == "Van"
    assert Notification.objects.filter(person=cast.mara.id).get().text == "Van is Granted."


def test_a_no_needs_a_reason_and_ends_the_round(cast: Cast, asked: Any) -> None:
    row = asked(amount=900)
    with pytest.raises(Invalid) as refused:
        runs(cast.jon, "reject", row)
    assert list(refused.value.errors) == ["comment"]

    runs(cast.jon, "reject", row, comment="Too dear.")

    kept = PurchaseApproval.everything.get()
    assert (kept.decision, kept.comment, stage(row)) == ("rejected", "Too dear.", "refused")
    assert not Turn.objects.exists()
    assert not Part.everything.exists()


def test_while_it_waits_it_is_locked_with_its_lines(cast: Cast, asked: Any) -> None:
    row = asked()
    for do in (
        lambda: write.edit(row, {"name": "Bus"}, by=cast.mara),
        lambda: write.delete(row, by=cast.mara),
        lambda: write.edit(row, {"name": "Bus"}, by=cast.ada),
        lambda: write.create(Part, {"purchase": row.pk, "name": "Keys"}, by=cast.mara),
    ):
        with pytest.raises(Locked, match="It waits for a decision"):
            do()


def test_withdrawing_ends_the_round_and_asking_again_begins_anew(cast: Cast, asked: Any) -> None:
    row = asked(amount=900)
    runs(cast.jon, "approve", row)

    runs(cast.mara, "withdraw", row)
    assert not Turn.objects.exists()
    write.edit(row, {"name": "Bus"}, by=cast.mara)

    runs(cast.mara, "ask", row)
    assert waits_for(row) == cast.jon.name
    assert PurchaseApproval.everything.count() == 1


def test_who_is_not_asked_is_refused_and_the_second_reads_what_it_is_by_now(
    cast: Cast, asked: Any
) -> None:
    row = asked()
    with pytest.raises(NotThere):
        runs(cast.otto, "approve", row)
    with pytest.raises(Refused, match="never its author"):
        runs(cast.mara, "approve", row)
    with pytest.raises(Refused, match="Only planners or its boss may approve purchases when"):
        runs(cast.ada, "approve", row)
    runs(cast.jon, "approve", row)
    with pytest.raises(Stale, match="Purchase Van is Granted by now"):
        runs(cast.ada, "approve", row)


def test_the_status_is_in_no_form(cast: Cast) -> None:
    with pytest.raises(Refused, match="Stage is not yours to change here"):
        write.create(Purchase, {"name": "Van", "stage": "granted"}, by=cast.mara)
    row = write.create(Purchase, {"name": "Van"}, by=cast.mara)
    with pytest.raises(Refused, match="Stage is not yours to change here"):
        write.edit(row, {"stage": "granted"}, by=cast.ada)


def test_decisions_are_made_changed_and_deleted_by_nobody(cast: Cast, asked: Any) -> None:
    row = asked()
    runs(cast.jon, "approve", row)
    kept = PurchaseApproval.everything.get()
    values = {"purchase": row.pk, "comment": "Mine too"}
    for person in (cast.ada, cast.mara):
        with pytest.raises(Refused):
            write.create(PurchaseApproval, values, by=person)
        with pytest.raises(Refused):
            write.edit(kept, {"comment": "x"}, by=person)
        with pytest.raises(Refused):
            write.delete(kept, by=person)
    with pytest.raises(Locked, match="is still used by decisions"):
        write.delete(row, by=cast.mara)


# Several steps


def test_steps_come_one_after_the_other(cast: Cast, asked: Any) -> None:
    row = asked(amount=900)
    assert awaited(row, cast.jon, cast.ines) == [True, False]

    runs(cast.jon, "approve", row)

    assert (stage(row), waits_for(row)) == ("asked", "Planners")
    assert awaited(row, cast.jon, cast.ines) == [False, True]
    assert Outgoing.objects.order_by("-pk")[0].to["roles"] == ["planner"]
    assert HistoryLine.objects.filter(action="approve").get().note == "Boss"
    runs(cast.ines, "approve", row)
    assert stage(row) == "granted"


@pytest.mark.parametrize(("amount", "steps"), [(500, ["boss"]), (501, ["boss", "money"])])
def test_a_step_belongs_to_the_round_where_its_condition_held_as_it_began(
    cast: Cast, asked: Any, amount: int, steps: list[str]
) -> None:
    asked(amount=amount)
    assert list(Turn.objects.order_by("place").values_list("step", flat=True)) == steps


def test_a_round_without_a_step_is_approved_at_once(cast: Cast, asked: Any) -> None:
    with only_here():
        rule(steps=(kit.Step("money", by=["planner"], when=Q(amount__gt=500)),))
        assert asked(amount=1).stage == "granted"


def test_steps_of_one_order_are_asked_side_by_side(cast: Cast, asked: Any) -> None:
    steps = (
        kit.Step("boss", by=["row.boss"], order=1),
        kit.Step("law", by=["planner"], order=1),
        kit.Step("end", by=["admin"]),
    )
    with only_here():
        rule(steps=steps)
        row = asked()
        assert awaited(row, cast.jon, cast.ines, cast.ada) == [True, True, False]
        runs(cast.ines, "approve", row)
        assert awaited(row, cast.jon, cast.ines, cast.ada) == [True, False, False]
        runs(cast.jon, "approve", row)
        assert awaited(row, cast.jon, cast.ines, cast.ada) == [False, False, True]
        assert stage(row) == "asked"
        runs(cast.ada, "approve", row)
        assert stage(row) == "granted"


@pytest.mark.parametrize(("different", "held"), [(True, "asked"), (False, "granted")])
def test_nobody_decides_two_steps_unless_that_is_allowed(
    cast: Cast, asked: Any, different: bool, held: str
) -> None:
    steps = (kit.Step("one", by=["planner"]), kit.Step("two", by=["planner"]))
    with only_here():
        rule(steps=steps, different=different)
        row = asked()
        runs(cast.ines, "approve", row)
        assert awaited(row, cast.ines) == [not different]
        if different:
            with pytest.raises(Refused, match="when it is their turn"):
                runs(cast.ines, "approve", row)
        else:
            runs(cast.ines, "approve", row)
        assert stage(row) == held


def test_approving_in_bulk_names_what_was_not_ones_turn(cast: Cast, asked: Any) -> None:
    mine, other = asked(), asked(name="Bus", boss=cast.ines.id)
    approve = action_named(Purchase, "approve")
    assert approve is not None

    done = bulk.run_on_all(approve, [mine, other], {}, by=cast.jon)

    assert [bool(one.error) for one in done] == [False, True]
    assert (stage(mine), stage(other)) == ("granted", "asked")


def test_lists_know_for_each_row_whose_buttons_are_there(cast: Cast, asked: Any) -> None:
    mine, other = asked(), asked(name="Bus", boss=cast.ines.id)
    with acting(cast.jon):
        rows = annotate_may(Purchase.everything.all(), cast.jon).in_bulk([mine.pk, other.pk])
    assert [rows[one.pk].may_approve for one in (mine, other)] == [True, False]
    assert [rows[one.pk].may_reject for one in (mine, other)] == [True, False]


# Who is found


@pytest.mark.parametrize("boss", [None, "author", "gone"])
def test_a_step_that_finds_nobody_goes_to_admins(cast: Cast, asked: Any, boss: str | None) -> None:
    key = {None: None, "author": cast.mara.id, "gone": cast.jon.id}[boss]
    row = write.create(Purchase, {"name": "Van", "boss": key}, by=cast.mara)
    if boss == "gone":
        Person.objects.filter(pk=cast.jon.id).update(active=False)

    row = runs(cast.mara, "ask", row)

    assert awaited(row, cast.ada, cast.mara) == [True, False]
    assert str(waits_for(row)).endswith("Admins")
    assert ["admin"] in [one.to["roles"] for one in Outgoing.objects.all()]
    runs(cast.ada, "approve", row)
    assert stage(row) == "granted"


def test_what_waits_too_long_may_be_decided_by_the_next_and_at_last_by_admins(
    cast: Cast, asked: Any
) -> None:
    row = asked(amount=900)
    assert rounds.escalate() == 0
    with clock_stands_at(NOW + timedelta(days=3)):
        assert rounds.escalate() == 1
        assert rounds.escalate() == 0
        assert awaited(row, cast.jon, cast.ines, cast.ada) == [True, True, False]
        runs(cast.ines, "approve", row)
    assert waits_for(row) == "Planners"
    assert awaited(row, cast.ines) == [False]
    with clock_stands_at(NOW + timedelta(days=5)):
        rounds.escalate()
        assert awaited(row, cast.ada) == [True]
        runs(cast.ada, "approve", row)
    assert stage(row) == "granted"


def test_one_row_that_cannot_be_passed_on_holds_up_no_other(
    cast: Cast, asked: Any, monkeypatch: Any
) -> None:
    first, second = asked(amount=900), asked(amount=900)
    passed_on = rounds._pass_on

    def breaks(rule: Any, row: Any, *more: Any) -> None:
        if row.pk == first.pk:
            raise DatabaseError("broken off")
        passed_on(rule, row, *more)

    monkeypatch.setattr(rounds, "_pass_on", breaks)
    with clock_stands_at(NOW + timedelta(days=3)):
        assert rounds.escalate() == 1
        assert awaited(first, cast.ines) == [False]
        assert awaited(second, cast.ines) == [True]
        assert next_look(again=False) == NOW + timedelta(days=3) + SOON


def test_a_row_that_waits_without_a_round_gets_one(cast: Cast, make: Any) -> None:
    row = make(Purchase, name="Van", stage="asked", boss_id=cast.jon.id)
    assert waits_for(row) is None

    assert rounds.escalate() == 1

    assert waits_for(row) == cast.jon.name


def test_messages_reach_those_awaited(cast: Cast, asked: Any) -> None:
    from site_kit.messages import notify

    row = asked(amount=900)
    runs(cast.jon, "approve", row)
    Outgoing.objects.all().delete()
    with acting(TOOL):
        notify(kit.Notify(["row.awaiting"], "Hurry: {title}, {awaiting}"), row, row)

    told = Outgoing.objects.get()
    assert told.to["roles"] == ["planner"]
    assert told.text == "Hurry: Van, Planners"


def test_a_list_of_people_may_name_those_awaited(cast: Cast, asked: Any) -> None:
    with only_here():
        table = {"model": Part, "eyes": kit.Grant(["row.purchase.awaiting"], can=["view"])}
        type("PartPermissions", (kit.Permissions,), table)
        row = asked()
        with acting(TOOL):
            part = Part.everything.create(purchase=row, name="Keys")
        assert rights_for(Part).allowed("view", part, cast.jon)
        assert not rights_for(Part).allowed("view", part, cast.mara)


WRONG = [
    ({"steps": (kit.Step("x", by=["bos"]),)}, "a.x: There is no role 'bos'."),
    ({"steps": (kit.Step("x", by=["row.bos"]),)}, "a.x: Purchase has no field 'bos'."),
    ({"not_by": ["row.name"]}, "a.not_by: 'row.name' does not lead to a person."),
    ({"steps": (kit.Step("x", by=["admin"], when=Q(amuont=1)),)}, "a.x: Purchase has no field"),
]


@pytest.mark.parametrize(("said", "wrong"), WRONG)
def test_a_wrong_approval_says_what_is_wrong(said: dict[str, Any], wrong: str) -> None:
    given = {"pending": "asked", "approved": "granted", "rejected": "refused", "steps": ()} | said
    ((found, _),) = kit.Approval("stage", **given).wrong("a", Purchase, ["planner"])
    assert found.startswith(wrong)


def test_an_approval_needs_a_place_for_its_decisions() -> None:
    approval = kit.Approval("name", pending="a", approved="b", rejected="c", steps=())
    ((found, way_out),) = approval.wrong("a", Part, [])
    assert found == "a: nothing keeps what is decided."
    assert "class PartApproval(kit.Decision)" in way_out
