"""Sentences as people first type them: lists of fields, numbers, order, steps."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import answer_to, entity, field, page, plan_of


def names(plan: dict[str, Any], name: str) -> list[str]:
    return [one["id"] for one in entity(plan, name)["fields"] if not one.get("expr")]


def left(plan: dict[str, Any]) -> list[str]:
    return [entry["quote"] for entry in plan.get("left_out", [])]


@pytest.mark.parametrize(
    ("brief", "name", "expected"),
    [
        (
            "For each delivery I want the sender, the number of parcels and the day it came.",
            "delivery",
            ["sender", "number_of_parcels", "day_it_came"],
        ),
        (
            "Per job we note the customer, the hours and the machine.",
            "job",
            ["customer", "hours", "machine"],
        ),
        (
            "For every order I need the vendor, the price per unit, the date we need it by and the "
            "person who asked for it.",
            "order",
            ["vendor", "price_per_unit", "needed_by_date", "requester"],
        ),
        (
            "Track parking spaces. Each space has a number, a level and the employee who has it.",
            "parking_space",
            ["number", "level", "employee"],
        ),
        ("Parking spaces and who has them.", "parking_space", ["name", "holder"]),
        ("Lockers and who uses them, since when.", "locker", ["name", "used_by", "since"]),
    ],
)
def test_a_list_of_wants_is_the_fields(brief: str, name: str, expected: list[str]) -> None:
    plan = plan_of(brief)
    assert [one for one in names(plan, name) if one not in {"title", "status"}] == expected
    assert left(plan) == []


@pytest.mark.parametrize("word", ["vendor", "item", "flat", "room", "machine", "product"])
def test_a_word_in_a_list_makes_no_list_of_its_own(word: str) -> None:
    plan = plan_of(f"Track flurbs with title, {word} and quantity.")
    assert (len(plan["entities"]), field(plan, f"flurb.{word}")["kind"]) == (1, "text")


def test_a_list_that_the_brief_speaks_of_is_one() -> None:
    plan = plan_of("Track flurbs with title and vendor. A vendor has a name and a phone number.")
    assert field(plan, "flurb.vendor")["kind"] == "relation"


@pytest.mark.parametrize(
    "words",
    [
        "The quantity must be at most 50.",
        "Nobody may order more than 50 of anything.",
        "The quantity of an order cannot be more than 50.",
        "The quantity must be 50 or less.",
    ],
)
def test_a_number_has_its_bound(words: str) -> None:
    plan = plan_of("Track orders with title and quantity. " + words)
    assert field(plan, "order.quantity")["max"] == "50"
    assert left(plan) == []
    assert [found for found in plan["requirements"] if "partly" in found] == []


def test_a_bound_of_nothing_that_is_there_is_named() -> None:
    plan = plan_of("Track trainings with title and date. A training has at most 12 participants.")
    assert "participant" not in " ".join(names(plan, "training"))
    assert any("12 participants" in quote for quote in left(plan))


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        ("product and needed by date. Sort by needed by date, soonest first.", ["needed_by_date"]),
        ("title and due date. Sorted by due date, newest first.", ["-due_date"]),
        ("title and pickup date. Put the ones needed soonest first.", ["pickup_date"]),
        ("title and due date. Sort the orders by title.", ["title"]),
        ("title and due date. Sort by title. Newest first.", ["title", "-created_at"]),
    ],
)
def test_an_order_has_the_field_that_was_named(brief: str, expected: list[str]) -> None:
    plan = plan_of("Track orders with " + brief)
    assert page(plan)["sort"] == expected


def test_nothing_is_soonest_without_a_day() -> None:
    plan = plan_of("Track gadgets with title and price. Soonest first.")
    assert "sort" not in page(plan)
    assert left(plan) == ["Soonest first"]


ORDERS = (
    "Track orders with title. An order is requested, ordered, delivered or returned. Anyone can "
    "add orders. "
)


def steps(plan: dict[str, Any], name: str = "order") -> dict[str, dict[str, Any]]:
    return {one["to"]: one for one in entity(plan, name)["actions"]}


def test_one_step_for_some_leaves_the_others_to_whoever_may_change_the_row() -> None:
    plan = plan_of(ORDERS + "Only Finance may mark an order as ordered.", groups=("Finance",))
    found = steps(plan)
    assert found["ordered"]["by"] == ["finance"]
    assert found["delivered"]["by"] == ["row.created_by", "finance", "admin"]
    assert any(text.startswith("Nothing says who may deliver") for text in plan["assumptions"])


def test_nobody_goes_round_the_step_of_some() -> None:
    found = steps(plan_of(ORDERS + "Only buyers may mark an order as ordered."))
    assert found["delivered"]["from"] == ["ordered"]
    assert found["returned"]["from"] == ["ordered", "delivered"]


def test_approval_before_the_start_holds_the_start() -> None:
    plan = plan_of(
        "Track jobs with title, mechanic and cost. Jobs go from waiting to in progress to done. "
        "Jobs over 500 euros need the boss's approval before they start."
    )
    found = steps(plan, "job")
    assert found["in_progress"]["when"] == "not (cost > 500) or decision == 'approved'"
    assert found["in_progress"]["by"]
    assert found["approved"]["by"] == ["boss", "admin"]


def test_an_approval_without_before_is_said_to_stop_nothing() -> None:
    plan = plan_of(
        "Track jobs with title and cost. Jobs go from waiting to in progress to done. Jobs over "
        "500 euros need the boss's approval."
    )
    assert any("stops no step" in text for text in plan["assumptions"])


def test_new_rows_start_where_the_brief_says() -> None:
    plan = plan_of("Track matters. A matter is active, intake or closed, and new matters start as "
                   "intake.")  # fmt: skip
    assert field(plan, "matter.status")["values"][0]["id"] == "intake"
    assert left(plan) == []


def test_a_field_that_must_be_unique_is_unique() -> None:
    plan = plan_of("A matter has a matter number that must be unique, a court and a deadline.")
    assert field(plan, "matter.number")["unique"] is True


def test_nothing_understood_is_asked_back() -> None:
    answer = answer_to("For each delivery please frobnicate the zorbs quite blinkingly.")
    assert answer.outcome == "clarify"


@pytest.mark.parametrize(
    "words", ["Keep a register of", "Keep a list of", "We keep a log of", "Maintain a record of"]
)
def test_what_is_kept_is_the_head_and_nothing_left(words: str) -> None:
    plan = plan_of(f"{words} staff trainings. Each training has a title and a date.")
    assert (names(plan, "staff_training"), left(plan)) == (["title", "date"], [])


def test_a_place_to_keep_the_things_we_do_is_about_these() -> None:
    plan = plan_of(
        "I need somewhere to keep track of the things we order for the office. For each order I "
        "want the item and the quantity."
    )
    assert [one["id"] for one in plan["entities"]] == ["order"]
    assert left(plan) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("status ok / too warm / broken", ["ok", "too_warm", "broken"]),
        ("condition new / used / scrap", ["new", "used", "scrap"]),
        ("an urgency with the choices low, normal and urgent", ["low", "normal", "urgent"]),
    ],
)
def test_values_between_slashes_and_after_the_word_choices(words: str, expected: list[str]) -> None:
    plan = plan_of(f"Every flurb has a title, a date, {words}.")
    (found,) = [one for one in entity(plan, "flurb")["fields"] if one.get("values")]
    assert [value["id"] for value in found["values"]] == expected
    assert left(plan) == []


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        ("Log fridge checks with fridge, temperature and time.", "datetime"),
        ("Log fridge checks with fridge, day and time of day.", "time"),
    ],
)
def test_the_time_of_a_reading_is_its_day_as_well(brief: str, expected: str) -> None:
    (found,) = [
        one for one in entity(plan_of(brief), "fridge_check")["fields"] if "time" in one["id"]
    ]
    assert found["kind"] == expected


def test_slips_are_read_and_quoted_as_they_were_typed() -> None:
    plan = plan_of("Evry check has a fridge and a temperture. Only cooks can delet checks.")
    assert field(plan, "check.temperature")["kind"] == "decimal"
    assert [found["quote"] for found in plan["requirements"]] == [
        "Evry check has a fridge and a temperture",
        "Only cooks can delet checks",
    ]
    assert "“delet” is read as “delete”." in plan["assumptions"]


MATTERS = (
    "A matter has a title, a responsible lawyer and a next deadline. A matter is active, waiting "
    "for court or closed. "
)


def test_rows_of_one_state_can_wait_on_another_page() -> None:
    plan = plan_of(MATTERS + "Closed matters should not be shown unless I ask for them.")
    assert [(one["name"], one.get("scope")) for one in plan["pages"][:2]] == [
        ("Matters", "status != 'closed'"),
        ("All matters", None),
    ]
    assert left(plan) == []


def test_what_comes_near_is_marked() -> None:
    plan = plan_of(MATTERS + "Matters whose next deadline is within 7 days should be highlighted.")
    flag = field(plan, "matter.next_deadline_soon")
    assert "today + days(7)" in flag["expr"]
    assert flag["colour"]


def test_counts_stand_beside_a_chart() -> None:
    plan = plan_of(
        MATTERS + "At the top I want to see how many matters are active and how many are waiting "
        "for court, and a chart of matters per lawyer."
    )
    assert [one["id"] for one in page(plan)["counts"]] == ["active", "waiting_for_court"]
    assert page(plan)["parts"][0]["x"] == "responsible_lawyer"


def test_documents_and_comments_are_on_the_row_itself() -> None:
    plan = plan_of(
        MATTERS + "It should be possible to attach documents to a matter, and to leave comments."
    )
    assert [one["id"] for one in plan["entities"]] == ["matter"]
    assert entity(plan, "matter")["comments"] is True
    assert field(plan, "matter.document")["kind"] == "file"


def test_only_some_may_close_what_others_change() -> None:
    plan = plan_of(
        MATTERS + "Lawyers can change their own matters, assistants can add matters and edit the "
        "next deadline, and only partners may close a matter."
    )
    assert steps(plan, "matter")["closed"]["by"] == ["partner"]
    assert left(plan) == ["edit the next deadline"]
    rights = {one["by"][0]: one["can"] for one in entity(plan, "matter")["permissions"]}
    assert (rights["assistant"], rights["row.responsible_lawyer"]) == (["view", "create"], ["edit"])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [("estimated cost and actual cost", "actual_cost"), ("estimated cost", "estimated_cost")],
)
def test_which_cost_a_total_is_of_is_said(fields: str, expected: str) -> None:
    plan = plan_of(f"Track jobs with title, {fields}. A chart of the total cost per month.")
    assert page(plan)["parts"][0]["measures"] == [f"sum({expected})"]
    name = expected.replace("_", " ")
    assert any(f"is read as the sum of {name}" in text for text in plan["assumptions"])


@pytest.mark.parametrize(
    ("wish", "partly"),
    [
        ("Let me export to Excel.", False),
        ("Let me export to XLSX.", False),
        ("Let me import from Excel.", True),
    ],
)
def test_a_workbook_is_written_but_not_read(wish: str, partly: bool) -> None:
    plan = plan_of(f"Track jobs with title and cost. {wish}")
    (said,) = [one.get("partly", "") for one in plan["requirements"] if "Let me" in one["quote"]]
    assert bool(said) is partly
    assert not partly or "CSV" in said
