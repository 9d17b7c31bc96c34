"""Rules and automations in sentences: the author's own words where there are some."""

from types import SimpleNamespace
from typing import Any

import pytest

from apps.plans.blueprint.triggers import OnDate, OnSchedule
from apps.workbench.words.rules import automation_words, rule_words
from apps.workbench.words.tool import Tool


def said(tool: Tool, rule_id: str) -> str:
    entity = tool.entity("order")
    assert entity is not None
    rule = next(rule for rule in entity.rules if rule.id == rule_id)
    return rule_words(rule, "order", tool)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("paid", "Of repair orders: price is at least 0."),
        ("when_due", "Due is filled in where express."),
        ("no_hours", "Hours stays empty where status is “new”."),
        ("once", "No two repair orders have the same customer and fault."),
        ("locked", "Repair orders are not edited any more where status is closed."),
        ("most", "At most 5 repair orders for each repairer."),
    ],
)
def test_a_rule_without_words_of_its_own_gets_a_sentence(
    tool: Tool, rule: str, sentence: str
) -> None:
    assert said(tool, rule) == sentence


def rule(kind: str, **given: Any) -> SimpleNamespace:
    return SimpleNamespace(**({"kind": kind, "message": "", "description": "", "per": ()} | given))


BOSS = SimpleNamespace(by=("planners",), when="", days=3)
MONEY = SimpleNamespace(by=("member", "finance"), when="express", days=0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            rule("validation", message="The end lies before the start.", expr="due >= brought_in"),
            "Of repair orders: due is at least brought in. "
            "Otherwise it says “The end lies before the start”.",
        ),
        (rule("lock", description="Nobody edits old ones.", when="x"), "Nobody edits old ones."),
        (
            rule("lock", description="Old ones stay", message="Too late!", when="x"),
            "Old ones stay. Otherwise it says “Too late!”.",
        ),
        (
            rule("unique", message="It is here already.", fields=("fault",)),
            "No two repair orders have the same fault. Otherwise it says “It is here already”.",
        ),
        (rule("no_overlap", per=()), "No two repair orders are at the same time."),
        (
            rule("no_overlap", per=("fault",)),
            "No two repair orders with the same fault are at the same time.",
        ),
        (rule("limit", max="total", of="count()", overflow=""), "At most total repair orders."),
        (
            rule("limit", max="3", of="sum(fault)", per=("due",), overflow="fault = 'x'"),
            "At most 3 fault for each due. One more waits until room comes free.",
        ),
        (
            rule(
                "approval",
                pending="asked",
                steps=(BOSS, MONEY),
                not_by=("row.created_by",),
                different=True,
            ),
            "While repair orders are “asked”, they wait for a decision of planners (after 3 days, "
            "the next ones too); then everybody or finance, where express, and are locked. "
            "Whoever added it never decides. Nobody decides two steps.",
        ),
        (
            rule("approval", pending="asked", steps=(BOSS,), not_by=(), different=True),
            "While repair orders are “asked”, they wait for a decision of planners (after 3 days, "
            "the next ones too), and are locked. Admins decide only where a step finds nobody.",
        ),
        (
            rule("creates", on="created", entity="part", rows=(), each="", where=""),
            "With a repair order comes a part; if that is refused, so is this.",
        ),
        (
            rule("creates", on="hand_out", entity="part", rows=((), ()), each="", where="express"),
            "With “Hand out” on a repair order come 2 parts where express; "
            "if that is refused, so is this.",
        ),
        (
            rule("creates", on="created", entity="part", rows=(), each="person", where=""),
            "With a repair order comes a part for each person; if that is refused, so is this.",
        ),
        (
            rule("stock", item="fault", min="0"),
            "No more of a fault is taken than there is on hand.",
        ),
        (
            rule("stock", item="fault", min="2"),
            "No more of a fault is taken than there is on hand, and 2 stays.",
        ),
        (
            rule("stock", item="fault", min="none"),
            "Repair orders say what is on hand of each fault.",
        ),
    ],
)
def test_other_rules(tool: Tool, given: SimpleNamespace, sentence: str) -> None:
    assert rule_words(given, "order", tool) == sentence


def automation(when: SimpleNamespace, *steps: SimpleNamespace, **given: Any) -> SimpleNamespace:
    values = {"description": "", "entity": "order", "when": when, "do": list(steps)}
    return SimpleNamespace(**(values | given))


TELL = SimpleNamespace(kind="notify", to=("row.owner", "chief"))


@pytest.mark.parametrize(
    ("when", "begins"),
    [
        (SimpleNamespace(kind="created"), "When a repair order is added: "),
        (
            SimpleNamespace(kind="changed", field="status", to="in_work"),
            "When status of a repair order changes to “in work”: ",
        ),
        (
            SimpleNamespace(kind="changed", field="due", to=""),
            "When due of a repair order changes: ",
        ),
        (SimpleNamespace(kind="saved"), "When a repair order is saved: "),
        (SimpleNamespace(kind="action", action="finish"), "After “Finish” on a repair order: "),
        (
            OnDate(kind="date", field="due", offset=-14, again_days=7),
            "14 days before due of a repair order, then every 7 days: ",
        ),
        (
            OnSchedule(kind="schedule", every="week", on="friday"),
            "Every week on Friday at 08:00, for each repair order: ",
        ),
    ],
)
def test_an_automation_says_when_it_happens(tool: Tool, when: SimpleNamespace, begins: str) -> None:
    assert automation_words(automation(when, TELL), tool).startswith(begins)


@pytest.mark.parametrize(
    ("step", "does"),
    [
        (TELL, "a message to its owner and head of repairs."),
        (SimpleNamespace(kind="webhook", host="chat.example"), "a message to chat.example."),
        (SimpleNamespace(kind="create", entity="customer"), "a new customer."),
        (
            SimpleNamespace(kind="decide", field="place", cases=[1, 2, 3]),
            "place is decided by 3 rules.",
        ),
        (SimpleNamespace(kind="update"), "the row is updated."),
        (
            SimpleNamespace(kind="agent", may=("place", "finish")),
            "a language model is asked, and may write place or do “Finish”.",
        ),
    ],
)
def test_an_automation_says_what_happens(tool: Tool, step: SimpleNamespace, does: str) -> None:
    created = SimpleNamespace(kind="created")
    said = automation_words(automation(created, step), tool)
    assert said == f"When a repair order is added: {does}"


def test_an_automation_of_the_whole_tool_names_no_row(tool: Tool) -> None:
    one = automation(OnSchedule(kind="schedule", every="workday"), TELL, entity="")
    assert automation_words(one, tool).startswith("Every workday at 08:00: ")


def test_an_automation_with_words_of_its_own_keeps_them(tool: Tool) -> None:
    one = automation(SimpleNamespace(kind="created"), TELL, description="Owners are told")
    assert automation_words(one, tool) == "Owners are told."
