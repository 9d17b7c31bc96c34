"""Processes by a word: matching."""

from tests.unit.apps.plans.planners.said import INVOICES, entity, field, plan_of


def test_matching_compares_with_the_order_within_a_tolerance() -> None:
    plan = plan_of(INVOICES)
    (automation,) = plan["automations"]
    assert automation["when"] == {"kind": "saved", "fields": ["po_number", "po_amount", "amount"]}
    assert [case["value"] for case in automation["do"][0]["cases"]] == [
        "exception",
        "unmatched",
        "matched",
    ]
    assert field(plan, "supplier.tolerance")["kind"] == "percent"
    assert field(plan, "invoice.variance")["expr"] == "100 * (amount - po_amount) / po_amount"


def test_a_decision_settles_the_match() -> None:
    actions = {action["id"]: action for action in entity(plan_of(INVOICES), "invoice")["actions"]}
    assert "match_status = 'matched'" in actions["approve"]["set"]
    assert "match_status = 'exception'" in actions["reject"]["set"]


def test_without_a_party_the_tolerance_is_fixed() -> None:
    plan = plan_of("Build a payment matching tool with reference, amount and PO number")
    cases = plan["automations"][0]["do"][0]["cases"]
    assert cases[-1]["when"] == "abs(variance) <= 2"


def test_tools_of_other_names_do_not_match() -> None:
    assert "automations" not in plan_of("Build an invoice tool")
