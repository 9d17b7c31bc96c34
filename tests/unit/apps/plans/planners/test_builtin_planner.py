"""The built-in planner: what a person reads out of a brief, and nothing that vanishes."""

from typing import Any

import pytest

from apps.builds.compiler import unsupported
from apps.pipeline.demo_tools import BRIEFS
from apps.plans.blueprint.loading import load
from apps.plans.planners.builtin import BuiltinPlanner
from apps.plans.planners.context import Context

REQUESTS, INVOICES = BRIEFS
OTHERS = (
    "Track which laptops we lend to employees, when they are due back, and who has them.",
    "Let employees request leave and let managers approve or decline it.",
    "Keep a list of our contracts with counterparty, end date, notice period and yearly value.",
    "Plan maintenance for our machines and record what was done.",
    "We need a place to report safety incidents with photos, severity and corrective actions.",
    "A register of suppliers with contact, country and risk tier.",
)


def answer_to(brief: str, blueprint: dict[str, Any] | None = None) -> Any:
    return BuiltinPlanner().plan(brief, blueprint=blueprint, context=Context())


@pytest.mark.parametrize("sites", ["", "@Sites "])
def test_the_invoice_brief_gives_its_columns_counts_buttons_and_chart(sites: str) -> None:
    plan = answer_to(sites + INVOICES).blueprint
    page = plan["pages"][0]
    assert page["columns"] == [
        "number",
        "supplier",
        "amount",
        "po_number",
        "match_status",
        "agent_notes",
    ]
    assert [count["id"] for count in page["counts"]] == ["matched", "flagged", "exception"]
    assert page["parts"][0]["grain"] == "week"
    invoice = next(e for e in plan["entities"] if e["id"] == "invoice")
    assert {"approve", "reject"} <= {action["id"] for action in invoice["actions"]}
    assert "left_out" not in plan


def test_the_request_brief_gives_owner_status_and_sign_in() -> None:
    plan = answer_to(REQUESTS).blueprint
    fields = {field["id"]: field["kind"] for field in plan["entities"][0]["fields"]}
    assert (fields["owner"], fields["status"]) == ("person", "status")
    provided = {
        address for requirement in plan["requirements"] for address in requirement["provides"]
    }
    assert {"platform.sign_in", "platform.storage"} <= provided


@pytest.mark.parametrize("brief", [*BRIEFS, *OTHERS], ids=lambda brief: brief[:30])
def test_every_plan_holds_can_be_compiled_and_quotes_the_brief(brief: str) -> None:
    plan = answer_to(brief).blueprint
    assert unsupported(load(plan, brief).blueprint) == []
    quotes = [r["quote"] for r in plan["requirements"]] + [
        p["quote"] for p in plan.get("left_out", [])
    ]
    assert quotes
    assert all(quote in brief for quote in quotes)


def test_the_follow_up_of_the_seed_is_one_small_edit() -> None:
    before = answer_to(INVOICES).blueprint
    answer = answer_to("Add a filter dropdown for supplier name.", before)
    assert {edit["kind"] for edit in answer.edits} <= {"add_entry", "add_requirement"}
    assert "supplier" in answer.blueprint["pages"][0]["filters"]


@pytest.mark.parametrize(
    "brief",
    [
        "Build me a payment page that stores credit card numbers.",
        "Keep the passwords of our employees in a list.",
    ],
)
def test_what_must_not_be_built_is_refused_with_something_instead(brief: str) -> None:
    answer = answer_to(brief)
    assert answer.outcome == "refuse"
    assert answer.instead


@pytest.mark.parametrize(
    "text", ["x", "asdf qwer zxcv", "???", "\x00", "a" * 50_000, "DROP TABLE users; --"]
)
def test_no_text_makes_it_fail(text: str) -> None:
    assert answer_to(text).outcome in {"plan", "clarify", "refuse", "command"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (
            "@Sites Save a reviewable version of this dashboard so I can review the source changes "
            "and any database migrations before deploying.",
            "save",
        ),
        (
            "@Sites Deploy the saved version of the dashboard and give me the production URL.",
            "deploy",
        ),
        (
            "Change this deployed site's access to everyone in my workspace after showing me the "
            "current site and confirming the deployment URL.",
            "access",
        ),
    ],
)
def test_the_sentences_of_the_platform_are_commands(sentence: str, name: str) -> None:
    answer = answer_to(sentence, answer_to(REQUESTS).blueprint)
    assert (answer.outcome, answer.command["name"]) == ("command", name)
