"""Everyday ways of saying things: each shape in the words of several trades."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import entity, field, plan_of, values

Plan = dict[str, Any]


def main(plan: Plan) -> Plan:
    found: Plan = plan["entities"][0]
    return found


def action(plan: Plan, name: str) -> Plan:
    return next(one for one in main(plan)["actions"] if one["id"] == name)


def chart(plan: Plan) -> Plan:
    return next(
        part for page in plan["pages"] for part in page.get("parts", []) if part["kind"] == "chart"
    )


@pytest.mark.parametrize(
    ("text", "name", "listed"),
    [
        (
            "Log damages with date, how bad it is (minor, serious or dangerous) and a photo.",
            "how_bad_it_is",
            ["minor", "serious", "dangerous"],
        ),
        (
            "Track complaints with customer, severity: low, medium or grave, and the date.",
            "severity",
            ["low", "medium", "grave"],
        ),
        (
            "Each parcel has a number, size \N{EN DASH} small, medium or large, and a carrier.",
            "size",
            ["small", "medium", "large"],
        ),
        (
            "Record samples: number, test type - tensile, hardness or corrosion, received on.",
            "test_type",
            ["tensile", "hardness", "corrosion"],
        ),
        (
            "Log visits with name, priority low, normal or high, and host.",
            "priority",
            ["low", "normal", "high"],
        ),
        (
            "Our stable keeps horses: name, temper (calm, lively or wild), age.",
            "temper",
            ["calm", "lively", "wild"],
        ),
    ],
)
def test_a_list_explains_the_field_before_it(text: str, name: str, listed: list[str]) -> None:
    found = next(one for one in main(plan_of(text))["fields"] if one["id"] == name)
    assert found["kind"] == "choice"
    assert [value["id"] for value in found["values"]] == listed


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        (
            "Track repairs with customer and phone, with status received, ready or collected.",
            ["received", "ready", "collected*"],
        ),
        (
            "We log complaints with title and date. Each complaint is open, in work or closed.",
            ["open", "in_work", "closed*"],
        ),
        (
            "Track tickets with title. A ticket can be new, in progress or solved.",
            ["new", "in_progress", "solved*"],
        ),
        (
            "Track orders with customer and date. Orders are new, ordered, done or billed.",
            ["new", "ordered", "done", "billed*"],
        ),
        (
            "Track articles with title. It starts as draft, goes to review and ends published.",
            ["draft", "review", "published*"],
        ),
        (
            "Track cars with make, status in preparation, on sale, reserved or sold.",
            ["in_preparation", "on_sale", "reserved", "sold*"],
        ),
    ],
)
def test_states_keep_their_words_and_their_order(text: str, listed: list[str]) -> None:
    plan = plan_of(text)
    assert values(plan, f"{main(plan)['id']}.status") == listed


@pytest.mark.parametrize(
    ("said", "role", "verb", "when"),
    [
        (
            "A manager has to approve any refund over 200 euros",
            "manager",
            "approve",
            "refund > 200",
        ),
        ("The boss must sign off anything above 1,000", "boss", "sign_off", "price > 1000"),
        ("Orders over 500 need approval from the boss", "boss", "approve", "price > 500"),
        (
            "Everything above 2k needs the director's approval",
            "director",
            "approve",
            "price > 2000",
        ),
        (
            "Discounts of more than 50 euros have to be approved by the branch manager",
            "branch_manager",
            "approve",
            "discount > 50",
        ),
        ("The owner must OK orders from $300", "owner", "ok", "price >= 300"),
    ],
)
def test_a_button_for_rows_beyond_a_limit(said: str, role: str, verb: str, when: str) -> None:
    plan = plan_of(f"Track orders with customer, price and date. {said}.")
    found = action(plan, verb)
    assert (found["by"], found["when"]) == ([role, "admin"], when)
    assert {one["id"]: one.get("when") for one in main(plan)["actions"]}["reject"] == when


def test_what_a_limit_leaves_undecided_is_said() -> None:
    plan = plan_of("Track orders with customer and price. A manager has to approve any over 500.")
    assert (
        "Orders need the decision only where price is over 500; the others have no such button."
        in plan["assumptions"]
    )


def test_two_limits_share_the_rows_between_two_buttons() -> None:
    plan = plan_of(
        "Managers approve expenses with amount and date; the director approves anything over 1,000."
    )
    assert [
        (one["by"][0], one["when"]) for one in main(plan)["actions"] if one["to"] == "approved"
    ] == [("manager", "not (amount > 1000)"), ("director", "amount > 1000")]


@pytest.mark.parametrize(
    "said",
    [
        "Only the workshop team sets the repair cost",
        "Only the workshop team may change the repair cost",
        "The repair cost can only be edited by the workshop team",
        "Only workshop team members can edit the repair cost",
        "Nobody but the workshop team changes the repair cost",
    ],
)
def test_one_field_is_for_those_who_are_named(said: str) -> None:
    plan = plan_of(f"Track repairs with customer, repair cost and date. {said}.")
    assert field(plan, "repair.cost")["edited_by"] == ["workshop_team"]


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("Sales people log complaints", "sales"),
        ("The sales team logs complaints", "sales"),
        ("People from finance log complaints", "finance"),
        ("Teachers log complaints", "teacher"),
        ("Receptionists log complaints", "receptionist"),
        ("Foremen log complaints", "foreman"),
        ("Shop managers log complaints", "shop_manager"),
    ],
)
def test_a_role_has_the_briefs_own_word(said: str, role: str) -> None:
    plan = plan_of(f"{said} with title, date and amount.")
    assert [one["id"] for one in plan["roles"]] == [role]
    assert {"create", "view"} <= set(
        next(one for one in main(plan)["permissions"] if one["by"] == [role])["can"]
    )


@pytest.mark.parametrize("name", ["Ines", "Tom", "Maria", "Hans", "Priya"])
def test_a_persons_name_is_no_role(name: str) -> None:
    plan = plan_of(f"Track invoices with supplier and amount. {name} approves invoices.")
    assert [one["id"] for one in plan["roles"]] == ["approver"]
    assert f"{name} is given the role Approver on the tool's Access tab." in plan["assumptions"]


def test_who_sees_only_their_own_sees_no_more_by_entering_rows() -> None:
    plan = plan_of(
        "Teachers report damages with room and date. Teachers see only their own damages."
    )
    entries = {tuple(one["by"]): one["can"] for one in main(plan)["permissions"]}
    assert entries[("teacher",)] == ["create"]
    assert entries[("row.created_by",)] == ["view"]


@pytest.mark.parametrize(
    ("said", "expr"),
    [
        (
            "Show me open complaints older than 14 days first",
            "date(created_at) < today - days(14) and status == 'open'",
        ),
        ("Put open ones on top", "status == 'open'"),
        (
            "Complaints older than two weeks should come first",
            "date(created_at) < today - weeks(2)",
        ),
        ("Dangerous ones first", "severity == 'dangerous'"),
        (
            "Keep dangerous open complaints at the top",
            "severity == 'dangerous' and status == 'open'",
        ),
    ],
)
def test_rows_that_stand_first(said: str, expr: str) -> None:
    plan = plan_of(
        "We log complaints with title, severity (mild or dangerous) and status (open, in work, "
        f"closed). {said}."
    )
    (flag,) = [one for one in main(plan)["fields"] if one["kind"] == "boolean"]
    assert flag["expr"] == expr
    assert plan["pages"][0]["sort"] == [f"-{flag['id']}", "created_at"]


@pytest.mark.parametrize(
    ("said", "kind", "name", "counted"),
    [
        ("weight in kg", "decimal", "weight", {"unit": "kg"}),
        ("hours spent", "duration", "hours_spent", {}),
        ("mileage (km)", "integer", "mileage", {"unit": "km"}),
        ("length in metres", "decimal", "length", {"unit": "m"}),
        ("dose in ml", "decimal", "dose", {"unit": "ml"}),
        ("price in euros", "money", "price", {"currency": "EUR"}),
        ("labour ($)", "money", "labour", {"currency": "USD"}),
    ],
)
def test_units_make_numbers(said: str, kind: str, name: str, counted: Plan) -> None:
    plan = plan_of(f"Track jobs with title, {said} and date.")
    found = field(plan, f"{main(plan)['id']}.{name}")
    assert found["kind"] == kind
    assert counted.items() <= found.items()


@pytest.mark.parametrize(
    ("said", "measure", "x"),
    [
        ("Show a chart of total amount per supplier", "sum(amount)", "supplier"),
        ("I want a total amount per supplier chart", "sum(amount)", "supplier"),
        ("Spend by department", "sum(amount)", "department"),
        ("Average amount per department", "avg(amount)", "department"),
        ("Total weight by category", "sum(weight)", "category"),
        ("Number of expenses per category", "", "category"),
    ],
)
def test_figures_for_each_of_something(said: str, measure: str, x: str) -> None:
    plan = plan_of(
        "Track expenses with supplier, department, category, weight in kg and amount. " + said + "."
    )
    assert (chart(plan).get("measures", [""])[0], chart(plan)["x"]) == (measure, x)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("Average days to close per team", "days"),
        ("Average hours to close by team", "hours"),
        ("Show the average days to close per team", "days"),
    ],
)
def test_how_long_something_takes_is_worked_out_from_the_button(said: str, unit: str) -> None:
    plan = plan_of(
        f"Track tickets with title, team and date. Agents mark tickets as in progress and closed. "
        f"{said}."
    )
    assert action(plan, "mark_closed")["set"] == ["closed_at = now"]
    assert field(plan, f"ticket.{unit}_to_close")["expr"] == f"{unit}(created_at, closed_at)"
    assert chart(plan)["measures"] == [f"avg({unit}_to_close)"]


@pytest.mark.parametrize(
    "said",
    ["A manager approves repairs", "The boss must sign off every repair", "Ines approves repairs"],
)
def test_a_decision_beside_the_work_locks_nothing(said: str) -> None:
    plan = plan_of(
        f"Track repairs with customer, status received, in repair, ready or collected. {said}."
    )
    assert values(plan, "repair.status") == ["received", "in_repair", "ready", "collected*"]
    assert values(plan, "repair.decision")[0] == "pending"
    assert all(rule["kind"] != "lock" for rule in main(plan).get("rules", []))


def test_work_told_before_the_decision_goes_its_own_way() -> None:
    plan = plan_of(
        "Track repairs with customer. The workshop team marks repairs as in repair, ready and "
        "closed. A manager approves repairs."
    )
    assert values(plan, "repair.status") == ["open", "in_repair", "ready", "closed*"]
    assert values(plan, "repair.decision") == ["pending", "approved*", "rejected*"]


@pytest.mark.parametrize(
    ("said", "role", "buttons"),
    [
        ("Workshop team may mark as in repair and close", "workshop_team", ["in_repair", "closed"]),
        ("The caretaker marks them as waiting for parts and fixed", "caretaker",
         ["waiting_for_parts", "fixed"]),
        ("Technicians can mark repairs as in repair, ready and closed", "technician",
         ["in_repair", "ready", "closed"]),
        ("Drivers mark repairs as delivered or refused", "driver", ["delivered", "refused"]),
        ("The prop master marks repairs as lent and back", "prop_master", ["lent", "back"]),
    ],
)  # fmt: skip
def test_whoever_may_mark_has_a_button_for_each_state(
    said: str, role: str, buttons: list[str]
) -> None:
    plan = plan_of(f"Track repairs with customer and date. {said}.")
    by = {one["to"]: one["by"] for one in main(plan)["actions"]}
    assert {name: by[name] for name in buttons} == {to: [role, "admin"] for to in buttons}


@pytest.mark.parametrize(
    "said",
    [
        "Nobody may book a boat that is already booked",
        "No one can book a boat twice",
        "People cannot book boats at the same time",
    ],
)
def test_what_must_not_happen_twice_takes_no_right_away(said: str) -> None:
    plan = plan_of(f"Members book a boat from a start time to an end time. {said}.")
    assert "create" in str(entity(plan, "booking").get("permissions", "create"))


@pytest.mark.parametrize(
    "said",
    [
        'Call the tool "Bench Book"',
        'Name it "Bench Book"',
        "It is called Bench Book",
        "The tool should be called Bench Book",
        'Please call this "Bench Book"',
    ],
)
def test_the_tool_has_the_name_it_is_given(said: str) -> None:
    assert plan_of(f"Track repairs with customer and date. {said}.")["name"] == "Bench Book"
    assert plan_of(f"{said}. Track repairs with customer and date.")["name"] == "Bench Book"


def test_samples_are_of_the_trade() -> None:
    plan = plan_of("Track repairs with customer name, weight in kg, product, tag and cost.")
    cells = {
        column: [row[place] for row in plan["samples"][-1]["rows"]]
        for place, column in enumerate(plan["samples"][-1]["columns"])
    }
    assert cells["customer_name"][0] == "Lena Fors"
    assert cells["tag"][0] == "T-0417"
    assert all(cell[-1:] != "1" or " " not in cell for cell in cells["customer_name"])
