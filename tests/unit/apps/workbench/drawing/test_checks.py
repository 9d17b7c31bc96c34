"""What was tried on a version, and the access proof as a table."""

from typing import Any

import pytest

from apps.versions.models import Version
from apps.workbench.drawing.checks import Summary, place_words, proof_of, shown, summary_of

BLUEPRINT = {"roles": [{"id": "clerk"}, {"id": "chief", "name": "Head"}]}


def check(ok: bool, **given: Any) -> dict[str, Any]:
    return {"id": "x", "title": "X", "ok": ok, "detail": "", "seconds": 0.1} | given


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        ([], (0, 0, True)),
        ([check(True), check(True)], (2, 2, True)),
        ([check(True), check(False)], (2, 1, False)),
    ],
)
def test_how_many_hold(checks: list[dict[str, Any]], said: tuple[int, int, bool]) -> None:
    summary: Summary = summary_of(Version(checks=checks))
    assert (summary.all, summary.held, summary.hold) == said


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "Home"),
        ("/due_today/", "Page “Due today”"),
        ("/repair_order/new/", "New repair order"),
        ("/order/<row>/", "One order"),
        ("/order/<row>/edit/", "Edit one order"),
        ("/order/<row>/do/begin/", "/order/<row>/do/begin/"),
    ],
)
def test_an_address_of_a_tool_is_a_place(address: str, words: str) -> None:
    assert place_words(address) == words


def test_the_proof_has_a_column_for_each_who_was_tried_in_order() -> None:
    table = {
        "/": {"anonymous": 403, "clerk": 200, "member": 200, "admin": 200, "chief": 200},
        "/order/new/": {"member": 403, "outsider": 403, "admin": 302},
    }
    proof = proof_of(table, BLUEPRINT)
    assert proof.personas == [
        "Signed out",
        "Not let in",
        "Member",
        "Clerk",
        "Head",
        "Owner or admin",
    ]
    assert proof.lines == [
        ("Home", [False, None, True, True, True, True]),
        ("New order", [None, False, False, None, None, False]),
    ]


def test_a_role_that_was_not_tried_has_no_column() -> None:
    assert proof_of({"/": {"member": 200}}, BLUEPRINT).personas == ["Member"]


def test_without_a_table_there_is_no_proof() -> None:
    assert shown(Version(checks=[check(True)], blueprint={}))["proof"] is None
    assert shown(Version(checks=[check(True, table={})], blueprint={}))["proof"] is None


def test_the_list_is_handed_on_as_it_was_recorded() -> None:
    checks = [check(True), check(False, table={"/": {"member": 200}})]
    context = shown(Version(checks=checks, blueprint={}))
    assert context["list"] == checks
    assert context["proof"].lines == [("Home", [True])]
