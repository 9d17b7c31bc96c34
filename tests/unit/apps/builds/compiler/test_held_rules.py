"""Rules that look at other rows: what is written for them, and that the tests beside the tool hold
against a tool that is wrong in one of them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load

from .test_mutants import ROOT, RULE, written, wrong

Data = dict[str, Any]
NAME = {"kind": "text", "id": "name", "required": True}
ROOM = {"id": "room", "fields": [NAME]}
PLACE = {"kind": "relation", "id": "room", "to": "room", "required": True}
STATUS = {
    "kind": "status",
    "id": "status",
    "values": [{"id": "asked"}, {"id": "off", "closed": True}],
}
APART = {"kind": "no_overlap", "start": "start", "end": "end", "per": ["room"]}
APART |= {"where": "not status.closed"}
BOOKING = {
    "id": "booking",
    "fields": [
        NAME,
        PLACE,
        {"kind": "datetime", "id": "start", "required": True},
        {"kind": "datetime", "id": "end"},
        STATUS,
    ],
    "rules": [APART],
}
LEAVE = {
    "id": "leave",
    "fields": [
        {"kind": "person", "id": "who", "required": True},
        {"kind": "date", "id": "first", "required": True},
        {"kind": "date", "id": "last", "required": True},
    ],
    "rules": [
        {
            "kind": "no_overlap",
            "id": "away",
            "start": "first",
            "end": "last",
            "per": ["who"],
            "message": "You are away then.",
        }
    ],
}
SHIFT = {
    "id": "shift",
    "fields": [NAME, {"kind": "integer", "id": "seats", "default": "2"}],
}
DUTY = {
    "id": "duty",
    "fields": [
        NAME,
        {"kind": "relation", "id": "shift", "to": "shift", "required": True},
        {
            "kind": "status",
            "id": "status",
            "values": [{"id": "going"}, {"id": "waiting"}, {"id": "off"}],
        },
    ],
    "rules": [
        {
            "kind": "limit",
            "per": ["shift"],
            "where": "status == 'going'",
            "max": "shift.seats",
            "overflow": "status = 'waiting'",
            "promote": "status = 'going'",
        }
    ],
}
ABSENCE = {
    "id": "absence",
    "fields": [
        {"kind": "person", "id": "who", "required": True},
        {"kind": "date", "id": "start", "required": True},
        {"kind": "integer", "id": "days", "required": True, "default": "1"},
    ],
    "rules": [
        {"kind": "limit", "of": "sum(days)", "per": ["who", "week(start)"], "max": "2"},
    ],
}
GOOD = {
    "id": "good",
    "fields": [NAME, {"kind": "boolean", "id": "low", "expr": "on_hand < 3", "colour": "red"}],
}
MOVEMENT = {
    "id": "movement",
    "append_only": True,
    "fields": [
        {"kind": "relation", "id": "good", "to": "good", "required": True},
        {"kind": "integer", "id": "quantity", "required": True},
    ],
    "rules": [{"kind": "stock", "item": "good", "quantity": "quantity"}],
}
SEED = {"id": "seed", "fields": [NAME]}
SHED = {"id": "shed", "fields": [NAME]}
PARCEL = {
    "id": "parcel",
    "fields": [
        {"kind": "relation", "id": "seed", "to": "seed", "required": True},
        {"kind": "relation", "id": "from", "to": "shed"},
        {"kind": "relation", "id": "to", "to": "shed"},
        {"kind": "integer", "id": "packets", "required": True},
    ],
    "rules": [
        {
            "kind": "stock",
            "item": "seed",
            "quantity": "packets",
            "from": "from",
            "to": "to",
            "message": "That shed has not so many.",
        }
    ],
}
SHELVES = {
    "kind": "table",
    "id": "shelves",
    "entity": "parcel_balance",
    "columns": ["seed", "location", "on_hand"],
    "scope": "on_hand > 0",
    "sort": ["-on_hand"],
}
LEDGERS = [GOOD, MOVEMENT, SEED, SHED, PARCEL]
FREE = {"kind": "table", "id": "rooms", "entity": "room", "filters": ["free(booking)"]}
TOOL: Data = {
    "name": "Rooms",
    "entities": [ROOM, BOOKING, LEAVE, SHIFT, DUTY, ABSENCE, *LEDGERS],
    "pages": [FREE, SHELVES, {"kind": "table", "id": "bookings", "entity": "booking"}],
}
MUTANTS: dict[str, tuple[str, str, str]] = {
    f"{RULE}no_more_of_its_good_is_taken_than_there_is": (
        "rules",
        'quantity=F("quantity")',
        'quantity=F("quantity"), min=-9',
    ),
    f"{RULE}that_shed_has_not_so_many": (
        "rules",
        'quantity=F("packets")',
        'quantity=F("packets"), min=-9',
    ),
    f"{RULE}no_two_bookings_take_the_same_time": ("models", 'per=("room",)', 'per=("id",)'),
    f"{RULE}you_are_away_then": ("models", 'per=("who",)', 'per=("who", "id")'),
    f"{RULE}there_is_no_room_left_for_this_shift": (
        "rules",
        "promote={",
        "promote={} if True else {",
    ),
    f"{RULE}at_most_2_days_for_each_who_and_week": ("rules", "        2,", "        3,"),
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is (under ""), and in each that is wrong."""
    home = tmp_path_factory.mktemp("held")
    files = compile_blueprint(load(TOOL).blueprint)
    every = "app.tests.test_requirements"
    jobs: list[Data] = [{"tool": written(home / "right", files), "tests": [every], "tables": "own"}]
    for number, (test, mutant) in enumerate(MUTANTS.items()):
        tool = written(home / f"wrong_{number}", wrong(files, mutant))
        jobs.append({"tool": tool, "tests": [test], "tables": "own"})
    (home / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    runner = Path(__file__).with_name("run_tools.py")
    command = [sys.executable, str(runner), str(home / "jobs.json")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(zip(["", *MUTANTS], json.loads(done.stdout.splitlines()[-1]), strict=True))


def test_the_tool_as_it_is_passes_its_tests(failures: dict[str, list[str]]) -> None:
    assert failures[""] == []


@pytest.mark.parametrize("test", MUTANTS)
def test_a_tool_that_does_not_hold_a_rule_fails(test: str, failures: dict[str, list[str]]) -> None:
    assert failures[test]


def source(*entities: Data, file: str = "app/models.py") -> str:
    """What is written for these entities."""
    data = {"name": "Rooms", "entities": list(entities)}
    return " ".join(compile_blueprint(load(data).blueprint)[file].split())


def test_what_overlaps_is_said_in_one_line_of_the_model() -> None:
    assert (
        'kit.NoOverlap( "start", "end", per=("room",), where=~Q(status__in=["off"]), '
        'name="booking_no_overlap", message="This room is taken at that time.", )'
    ) in source(ROOM, BOOKING)
    assert 'per=("who",), days=True, name="leave_away"' in source(LEAVE)


def test_a_limit_is_said_in_one_line_of_the_rules() -> None:
    assert (
        'kit.Limit( F("shift__seats"), per=("shift",), where=Q(status=Duty.Status.GOING), '
        'overflow={"status": Duty.Status.WAITING}, promote={"status": Duty.Status.GOING}, )'
    ) in source(SHIFT, DUTY, file="app/rules.py")
    assert (
        'kit.Limit( 2, of=models.Sum("days"), per=("who", kit.WeekStart(F("start"))), '
        'message="At most 2 days for each who and week.", )'
    ) in source(ABSENCE, file="app/rules.py")


def test_a_ledger_brings_what_is_on_hand_and_the_balances_of_its_places() -> None:
    rules, models = source(*LEDGERS, file="app/rules.py"), source(*LEDGERS)
    assert 'stock = kit.Stock(item="good", quantity=F("quantity"))' in rules
    assert 'from_="from_field", to="to", message="That shed has not so many.", )' in rules
    assert 'on_hand = kit.Computed(kit.OnHand("Movement"), models.IntegerField())' in models
    balance = models[models.index("class ParcelBalance(kit.Row):") :]
    assert "location = models.ForeignKey(Shed, models.CASCADE" in balance
    assert 'child_of = "seed" balance_of = "Parcel"' in balance
    assert "Shed, models.PROTECT, " in models
    rights = source(*LEDGERS, file="app/permissions.py")
    assert "model = ParcelBalance as_parent = True" in rights
    written = {"name": "Rooms", "entities": LEDGERS}
    assert "parcel_balance" not in compile_blueprint(load(written).blueprint)["blueprint.json"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"id": "second"}, "good has a ledger already: movement"),
        (SEED | {"id": "parcel_balance"}, "“parcel_balance” is the name of its balances"),
    ],
)
def test_an_item_has_one_ledger_and_its_balances_a_name_of_their_own(more: Data, said: str) -> None:
    entity = more if "fields" in more else MOVEMENT | more
    with pytest.raises(BlueprintErrors, match=said):
        load({"name": "Rooms", "entities": [*LEDGERS, entity]})


REFUSED: dict[str, tuple[Data, str, str]] = {
    "what is shared through a relation": (
        APART | {"per": ["room.name"]},
        "entities.booking.rules.no_overlap.per",
        "The database compares fields of the row: keep “room.name” in one of its own, filled by a "
        "default such as “=room.building”.",
    ),
    "a row too many that changes another": (
        {"kind": "limit", "id": "few", "max": "3", "overflow": "room.name = 'Full'"},
        "entities.booking.rules.few.overflow",
        "A row too many changes itself only: set a field of the row.",
    ),
    "a condition that leaves the row": (
        APART | {"where": "room.name == 'Red'"},
        "entities.booking.rules.no_overlap.where",
        "The database asks fields of the row itself: name only such.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_held_is_refused_with_a_way_out(name: str) -> None:
    rule, where, sentence = REFUSED[name]
    tool = load({"name": "Rooms", "entities": [ROOM, BOOKING | {"rules": [rule]}]}).blueprint
    assert [(one.where, one.message) for one in unsupported(tool)] == [(where, sentence)]
