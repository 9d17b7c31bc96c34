"""The tests beside a tool say what is certain, and are silent about the rest."""

import ast
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint
from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.cast import ADA, INES, JON, MARA, Cast
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import TODAY, UNKNOWN, Fact, Facts, Underivable
from apps.builds.compiler.tests_py.following import Event, Following
from apps.builds.compiler.tests_py.holding import Holding
from apps.builds.compiler.tests_py.making import Maker
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.loading import load

from .trees import blueprint, compiled, small
from .trees import data as blueprint_data

TESTS = "app/tests/test_requirements.py"
INVOICES = Tool(blueprint("invoice-matching"))
REQUESTS = Tool(blueprint("request-dashboard"))


def invoice(**values: Any) -> Fact:
    """An invoice, as far as a test needs one."""
    return Fact("invoice", {"match_status": "unmatched", "decision": "open"} | values, MARA)


def read(text: str, row: Fact, *others: Fact) -> Any:
    """What an expression is for a row."""
    place = places.own(row.entity)
    return Reader(INVOICES, Facts([row, *others]), row, MARA).holds(text, place)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("po_number == empty", True),
        ("po_number == 'x'", False),
        ("not po_number == 'x'", True),
        ("amount > 50 and received_on == today", True),
        ("amount > po_amount", UNKNOWN),
        ("amount > 500 and amount > po_amount", False),
        ("amount > 50 or amount > po_amount", True),
        ("decision.closed", False),
        ("decision in ['open', 'approved']", True),
        ("supplier.name == 'Northwind'", True),
        ("abs(amount - 110) <= 10", True),
        ("created_by == me", True),
        ("'Operations' in created_by.groups", True),
        ("received_on > today - days(1)", True),
        ("id == 3", UNKNOWN),
    ],
)
def test_an_expression_is_read_with_a_third_answer(text: str, answer: object) -> None:
    supplier = Fact("supplier", {"name": "Northwind"}, ADA)
    row = invoice(amount=100, po_amount=UNKNOWN, received_on=TODAY, supplier=supplier)

    assert read(text, row, supplier) is answer


def test_children_are_counted_where_all_of_them_are_known() -> None:
    supplier = Fact("supplier", {"name": "Northwind"}, ADA)
    facts = Facts([supplier, invoice(supplier=supplier), invoice(supplier=supplier)])
    reader = Reader(INVOICES, facts, supplier)

    assert reader.value("waiting", places.own("supplier")) == 2
    facts.unsure.add("invoice")
    assert reader.value("waiting", places.own("supplier")) is UNKNOWN


def test_a_decision_is_told_in_advance() -> None:
    supplier = Fact("supplier", {"name": "Northwind", "tolerance": 2}, ADA)
    row = invoice(number="1", po_number="PO-1", amount=100, po_amount=50, supplier=supplier)

    Following(INVOICES, Facts([supplier, row])).follow(Event("created", row))

    assert row.values["match_status"] == "flagged"


def test_a_decision_about_something_unknown_is_unknown() -> None:
    supplier = Fact("supplier", {"name": "Northwind", "tolerance": 2}, ADA)
    row = invoice(number="1", po_number=UNKNOWN, amount=100, supplier=supplier)

    Following(INVOICES, Facts([supplier, row])).follow(Event("created", row))

    assert row.values["match_status"] is UNKNOWN


def test_a_broken_rule_is_found() -> None:
    row = Fact("request", {"title": "x", "status": "done", "owner": None}, MARA)

    assert ("required_if", False) in list(Holding(REQUESTS, Facts([row])).broken(row))


def test_rights_are_those_of_the_table() -> None:
    row = Fact("request", {"status": "new", "requester": MARA, "owner": JON}, MARA)
    rights = Rights(REQUESTS, Cast(REQUESTS), Facts([row]))

    assert [rights.may("edit", "request", who, row) for who in (ADA, MARA, JON)] == [True] * 3
    assert rights.may("edit", "request", INES, row) is False
    assert rights.may("delete", "request", JON, row) is False
    assert rights.may_edit_field("request", "status", MARA, row) is False
    assert rights.may_edit_field("request", "status", JON, row) is True


def test_who_entered_an_invoice_does_not_decide_on_it() -> None:
    row = invoice(amount=1)
    row.creator = INES
    approve = INVOICES.entity("invoice").action("approve")
    rights = Rights(INVOICES, Cast(INVOICES), Facts([row]))

    assert rights.may_run(approve, INES, row) is False
    row.creator = MARA
    assert rights.may_run(approve, INES, row) is True
    assert rights.may_run(approve, ADA, row) is False


def test_a_row_is_made_with_what_is_compulsory_and_no_more() -> None:
    made = Maker(REQUESTS, Cast(REQUESTS)).make(Facts(), "request", {})

    assert (made.by, made.given) == (MARA, {"title": "Title 1"})
    assert made.row.values["requester"] is MARA


def test_a_field_of_others_is_typed_by_one_who_may() -> None:
    made = Maker(REQUESTS, Cast(REQUESTS)).make(Facts(), "request", {"status": "blocked"})

    assert made.by is ADA


def test_what_cannot_be_made_is_not_told() -> None:
    fields = [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "file", "id": "f", "required": True},
    ]
    tool = Tool(load(small(fields=fields)).blueprint)

    with pytest.raises(Underivable):
        Maker(tool, Cast(tool)).make(Facts(), "thing", {})


def test_each_requirement_has_a_test_under_its_own_words() -> None:
    names = {
        node.name
        for node in ast.walk(ast.parse(compiled("request-dashboard")[TESTS]))
        if isinstance(node, ast.FunctionDef)
    }

    assert {"test_let_team_members_submit_requests", "test_filter_the_list"} <= names


def test_a_tool_of_which_nothing_is_certain_still_has_a_test_that_holds() -> None:
    fields = [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "file", "id": "paper", "required": True},
    ]
    data = small(fields=fields)
    data["requirements"] = [{"quote": "漢字", "provides": ["entities.thing.fields.paper"]}]

    source = compile_blueprint(load(data).blueprint)[TESTS]

    assert "def test_it_opens(self)" in source
    assert "No test of its own shows: 漢字." in source
    assert "headings" in source


TASK = {
    "id": "task",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "text", "id": "room"},
        {"kind": "date", "id": "due"},
        {"kind": "text", "id": "po_number", "name": "PO number"},
        {"kind": "status", "id": "state", "values": [{"id": "open"}, {"id": "shut"}]},
    ],
}
PRESSED = {"actions": [{"kind": "transition", "id": "close", "to": "shut"}]}
TASKS = {
    "kind": "table",
    "id": "tasks",
    "entity": "task",
    "columns": ["name", "due"],
    "filters": ["state", "room"],
}


def told(*wishes: list[str], entity: dict[str, Any] = TASK, **page: Any) -> list[str]:
    """The tests of requirements that these addresses provide: each as its own lines."""
    asked = [f"wish {'abcdef'[number]}" for number in range(len(wishes))]
    requirements = [
        {"quote": quote, "provides": provides}
        for quote, provides in zip(asked, wishes, strict=True)
    ]
    data = {"name": "Tasks", "entities": [entity], "pages": [TASKS | page]}
    source = compile_blueprint(load(data | {"requirements": requirements}).blueprint)[TESTS]
    (tests,) = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == "RequirementTests"
    ]
    return [plain(ast.unparse(one)) for one in tests.body if isinstance(one, ast.FunctionDef)]


def plain(source: str) -> str:
    """Source on one line, without a choice of quotes."""
    return " ".join(ast.unparse(ast.parse(source)).replace("'", '"').split())


ONE, TWO = (f'self.mara.creates(Task, name="Name {n}", due=self.' for n in (1, 2))


@pytest.mark.parametrize(
    ("sort", "lines"),
    [
        ("due", [f"{ONE}yesterday)", f"{TWO}today)", '["Name 1", "Name 2"]']),
        ("-due", [f"{ONE}today)", f"{TWO}yesterday)", '["Name 1", "Name 2"]']),
    ],
)
def test_an_order_is_shown_by_rows_made_in_it(sort: str, lines: list[str]) -> None:
    (test,) = told(["pages.tasks.sort"], sort=[sort])

    assert all(line in test for line in lines), test


@pytest.mark.parametrize("sort", ["name", "created_at"])
def test_an_order_that_cannot_be_told_is_not_pretended(sort: str) -> None:
    (test,) = told(["pages.tasks.sort"], sort=[sort])

    assert ".column(" not in test


def test_a_status_is_shown_by_moving_it_by_hand_or_by_a_button() -> None:
    (by_hand,) = told(["entities.task.fields.state"])
    (by_button,) = told(["entities.task.fields.state"], entity=TASK | PRESSED)

    assert 'self.mara.edits(task, state="shut")' in by_hand
    assert 'self.mara.runs("close", other_task)' in by_button
    for test in (by_hand, by_button):
        assert ', state="open"' in test
        assert ', state="shut"' in test


def test_each_filter_is_shown_even_where_the_first_has_made_rows_already() -> None:
    (test,) = told(["pages.tasks.filters.state", "pages.tasks.filters.room"])

    assert 'opens("tasks", state="open")' in test or 'opens("tasks", state="shut")' in test
    assert 'opens("tasks", room="Room' in test


def test_the_same_is_asserted_once_in_a_row() -> None:
    (test,) = told(["pages.tasks", "pages.tasks.columns", "pages.tasks.scope"])

    assert test.count("headings") == 1


def test_two_clauses_that_are_shown_alike_are_one_test_that_names_both() -> None:
    (test,) = told(["pages.tasks"], ["pages.tasks.columns"])

    assert test.startswith("def test_wish_a(self) -> None:")
    assert '"""Also: wish b."""' in test


def test_what_cannot_be_shown_is_named_and_not_pretended() -> None:
    shown, opens = told(["pages.tasks"], ["platform.phone"])

    assert "wish b" not in shown
    assert opens.startswith("def test_it_opens(self) -> None:")
    assert '"""No test of its own shows: wish b."""' in opens


def test_a_text_is_made_of_the_name_that_people_see() -> None:
    (test,) = told(["entities.task.fields.po_number"])

    assert 'po_number="PO number 1"' in test


def test_the_cast_says_who_is_who() -> None:
    assert Cast(INVOICES).in_words() == (
        "Ada is an admin, Ines an approver, Mara and Jon are members, Otto cannot open the tool."
    )
    assert Cast(Tool(blueprint("workshop"))).roles == {"ines": ["planner"], "jon": ["buyer"]}


@pytest.mark.parametrize("called", ["mara", "run", "today", "format", "self", "class"])
def test_no_row_of_a_test_hides_what_the_test_needs(called: str) -> None:
    name = {"kind": "text", "id": "name", "required": True}
    tool = Tool(load({"name": "T", "entities": [{"id": called, "fields": [name]}]}).blueprint)

    assert Story(tool, Cast(tool), Facts()).free_name(called) == f"{called}_row"


def test_a_value_that_is_not_known_is_not_typed() -> None:
    with pytest.raises(Underivable):
        samples.source(REQUESTS, REQUESTS.sources["request"].fields[0], UNKNOWN, "request")


@pytest.mark.parametrize(("shown", "lines"), [([], 1), (["approve"], 1), (["reject"], 0)])
def test_a_button_is_looked_for_where_the_page_of_the_row_has_it(
    shown: list[str], lines: int
) -> None:
    data = blueprint_data("invoice-matching")
    data["pages"] = [page for page in data["pages"] if page["kind"] != "detail"]
    data["pages"].append({"kind": "detail", "id": "one", "entity": "invoice", "actions": shown})
    tool = Tool(load(data).blueprint)
    story = Story(tool, Cast(tool), Facts())

    story.offers("approve", invoice(), MARA)

    assert len(story.lines) == lines
