"""Stock: what is on hand is the sum of the ledger, and goes under no limit, whichever way in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F

from site_kit import stock, write
from site_kit.actions import action_named
from site_kit.asker import TOOL, acting
from site_kit.errors import Invalid, Locked
from site_kit.permissions import rights_for
from site_kit.records import Run
from tests.kit.core.conftest import Cast
from tests.kit.lab.stored import Good, Movement, Parcel, ParcelBalance, Seed, Shed

SHORT = {"quantity": ["There is not enough on hand."]}
NOT_SO_MUCH = {"weight": ["That shed has not so much."]}


def errors_of(do: Any) -> dict[str, list[str]]:
    try:
        do()
    except Invalid as refused:
        return refused.errors
    return {}


@pytest.fixture
def flour(cast: Cast) -> Good:
    made: Good = write.create(Good, {"name": "Flour"}, by=cast.mara)
    write.create(Movement, {"good": made, "quantity": 5}, by=cast.mara)
    return made


def on_hand(row: Any) -> Any:
    with acting(TOOL):
        found = type(row).everything.filter(pk=row.pk)
        assert found.get().on_hand == found.annotate(read=F("on_hand")).get().read
        return found.get().on_hand


def test_what_is_on_hand_is_the_sum_of_the_ledger(cast: Cast, flour: Good) -> None:
    write.create(Movement, {"good": flour, "quantity": -3}, by=cast.mara)
    assert on_hand(flour) == 2
    with acting(cast.mara):
        assert list(Good.objects.filter(on_hand__lte=2, low=True)) == [flour]
    assert on_hand(write.create(Good, {"name": "Salt"}, by=cast.mara)) == 0


def test_no_more_is_taken_than_there_is_by_any_way(cast: Cast, flour: Good) -> None:
    taken = {"good": flour, "quantity": -6}
    assert errors_of(lambda: write.create(Movement, taken, by=cast.ada)) == SHORT
    take = action_named(Good, "take")
    assert take is not None
    assert errors_of(lambda: write.run(take, flour, {"quantity": -6}, by=cast.mara)) == SHORT
    (come,) = Movement.everything.all()
    assert errors_of(lambda: write.edit(come, {"quantity": -1}, by=cast.mara)) == SHORT
    assert on_hand(flour) == 5
    for name in ("Rye", "Oats", "Corn"):
        write.edit(flour, {"name": name}, by=cast.mara)
    assert [run.error for run in Run.objects.order_by("id")] == ["", "", SHORT["quantity"][0]]
    assert on_hand(flour) == 1


def test_what_came_does_not_go_while_it_is_needed(cast: Cast, flour: Good) -> None:
    (come,) = Movement.everything.all()
    gone = write.create(Movement, {"good": flour, "quantity": -4}, by=cast.mara)
    with pytest.raises(Locked, match="There is not enough on hand"):
        write.delete(come, by=cast.mara)
    salt = write.create(Good, {"name": "Salt"}, by=cast.mara)
    assert errors_of(lambda: write.edit(come, {"good": salt}, by=cast.mara)) == SHORT
    write.delete(gone, by=cast.mara)
    write.edit(come, {"good": salt}, by=cast.mara)
    assert (on_hand(flour), on_hand(salt)) == (0, 5)


def test_the_least_may_be_said_by_the_item(cast: Cast, flour: Good) -> None:
    write.edit(flour, {"least": 4}, by=cast.mara)
    values = {"good": flour, "quantity": -1}
    write.create(Movement, values, by=cast.mara)
    assert errors_of(lambda: write.create(Movement, values, by=cast.mara)) == SHORT
    write.edit(flour, {"least": -9}, by=cast.mara)
    write.create(Movement, values | {"quantity": -13}, by=cast.mara)
    assert on_hand(flour) == -9


# Places


@pytest.fixture
def sheds(cast: Cast) -> tuple[Seed, Shed, Shed]:
    north, south = (write.create(Shed, {"name": n}, by=cast.ada) for n in ("North", "South"))
    bean = write.create(Seed, {"name": "Bean"}, by=cast.ada)
    write.create(Parcel, {"seed": bean, "target": north, "weight": "2.5"}, by=cast.mara)
    return bean, north, south


def balances() -> dict[str, Decimal]:
    rows = ParcelBalance.everything.order_by("location__name")
    return {row.location.name: row.on_hand for row in rows}


def test_what_leaves_a_place_arrives_at_the_other(cast: Cast, sheds: Any) -> None:
    bean, north, south = sheds
    move = {"seed": bean, "source": north, "target": south, "weight": 1}
    write.create(Parcel, move, by=cast.mara)
    assert balances() == {"North": Decimal("1.50"), "South": Decimal(1)}
    assert on_hand(bean) == Decimal("2.50")
    write.create(Parcel, {"seed": bean, "source": south, "weight": 1}, by=cast.mara)
    assert balances() == {"North": Decimal("1.50"), "South": Decimal(0)}
    assert on_hand(bean) == Decimal("1.50")


@pytest.mark.parametrize(
    ("source", "weight", "said"),
    [
        ("north", "2.51", NOT_SO_MUCH),
        ("south", "0.01", NOT_SO_MUCH),
        ("north", "2.5", {}),
        ("north", "0", {"weight": ["Write how much is moved: more than 0."]}),
        ("north", "-1", {"weight": ["Write how much is moved: more than 0."]}),
    ],
)
def test_a_place_gives_no_more_than_it_has(
    cast: Cast, sheds: Any, source: str, weight: str, said: dict[str, list[str]]
) -> None:
    bean, north, south = sheds
    place = {"north": north, "south": south}[source]
    values = {"seed": bean, "source": place, "weight": weight}
    assert errors_of(lambda: write.create(Parcel, values, by=cast.mara)) == said


def test_balances_are_read_by_whoever_sees_the_item_and_written_by_nobody(
    cast: Cast, sheds: Any
) -> None:
    bean, _, _ = sheds
    balance = ParcelBalance.everything.get()
    rights = rights_for(ParcelBalance)
    assert rights.allowed("view", balance, cast.mara)
    for person in (cast.mara, cast.ada):
        for verb in ("create", "edit", "delete", "import"):
            assert not rights.allowed(verb, balance, person)
    write.edit(bean, {"name": "hidden bean"}, by=cast.ada)
    assert not rights.allowed("view", balance, cast.mara)


def test_balances_are_worked_out_anew_from_the_ledger(cast: Cast, sheds: Any) -> None:
    bean, north, south = sheds
    write.create(
        Parcel, {"seed": bean, "source": north, "target": south, "weight": 1}, by=cast.mara
    )
    there = balances()
    ParcelBalance.everything.all().delete()
    stock.rebuild()
    assert balances() == there
