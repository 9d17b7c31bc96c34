"""Two who decide in the same moment, on real connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import site_kit as kit
from site_kit import write
from site_kit.actions import action_named
from site_kit.asker import Asker
from site_kit.directory.models import Person, PersonGroup
from site_kit.registry import declared, only_here
from site_kit.testing import CAST, asker_of
from site_kit.turns import Turn
from tests.kit.core.test_concurrency import at_once
from tests.kit.lab.asked import Part, Purchase, PurchaseApproval

pytestmark = pytest.mark.django_db(transaction=True)

INES = asker_of(CAST[1], ("planner",))
MARA = asker_of(CAST[2])
JON = asker_of(CAST[3], ("planner",))


@pytest.fixture(autouse=True)
def people(transactional_db: None) -> Iterator[None]:
    for member in CAST:
        Person.objects.create(id=member.id, name=member.name, email=member.email)
    yield
    for table in (Person, PersonGroup):
        table.objects.all().delete()


@pytest.fixture
def row() -> Iterator[Any]:
    """A purchase that waits for two planners, one after the other."""
    with only_here():
        kept = declared.actions[Purchase]
        declared.actions[Purchase] = [one for one in kept if one.id not in ("approve", "reject")]
        steps = (kit.Step("one", by=["planner"]), kit.Step("two", by=["planner"]))
        words = {"pending": "asked", "approved": "granted", "rejected": "refused"}
        made = kit.Creates(Part, on="approve", sets={"purchase": kit.Of("row"), "name": "Key"})
        approval = kit.Approval("stage", steps=steps, **words)
        rules = {"model": Purchase, "approval": approval, "made": made}
        type("PurchaseRules", (kit.Rules,), rules)
        asked = write.create(Purchase, {"name": "Van"}, by=MARA)
        yield run(MARA, "ask", asked)


def run(by: Asker, action: str, row: Any, **asked: Any) -> Any:
    found = action_named(Purchase, action)
    assert found is not None
    return write.run(found, row, asked, by=by)


def test_two_approvers_in_the_same_moment_take_a_step_each(row: Any) -> None:
    outcome = at_once(lambda: run(INES, "approve", row), lambda: run(JON, "approve", row))

    assert outcome == ["done", "done"]
    decided = PurchaseApproval.everything.order_by("pk")
    assert [one.step for one in decided] == ["one", "two"]
    assert {one.by_id for one in decided} == {INES.id, JON.id}
    assert Purchase.everything.get().stage == "granted"
    assert Part.everything.count() == 1


def test_of_two_clicks_of_one_person_one_decides(row: Any) -> None:
    outcome = at_once(lambda: run(INES, "approve", row), lambda: run(INES, "approve", row))

    assert outcome[0].startswith("Only planners may approve purchases when it is their turn")
    assert outcome[1] == "done"
    assert PurchaseApproval.everything.count() == 1
    assert Purchase.everything.get().stage == "asked"


def test_of_a_yes_and_a_no_to_the_last_step_one_counts(row: Any) -> None:
    run(INES, "approve", row)
    third = asker_of(CAST[0], ("planner",))

    outcome = at_once(
        lambda: run(JON, "approve", row), lambda: run(third, "reject", row, comment="No.")
    )

    assert outcome[1] == "done"
    stage = str(Purchase.everything.get().stage)
    # Whoever comes after the end may not see the row any more: it was seen because of the turn.
    late = {f"Purchase Van is {stage.capitalize()} by now.", "There is no such purchase."}
    assert outcome[0] in late
    assert PurchaseApproval.everything.count() == 2
    assert Part.everything.count() == (stage == "granted")
    assert not Turn.objects.exists()
