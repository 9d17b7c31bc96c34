"""Pages that group, add up and rank: what is written for them, and that their own tests find a
page that does it wrong.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.plans.blueprint.loading import load

from .test_mutants import ROOT, written, wrong

Data = dict[str, Any]
CLAIM: Data = {
    "id": "claim",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "text", "id": "region"},
        {"kind": "date", "id": "on"},
        {"kind": "money", "id": "paid"},
        {"kind": "money", "id": "premium"},
        {"kind": "person", "id": "seller"},
        {"kind": "status", "id": "state", "values": [{"id": "open"}, {"id": "shut"}]},
    ],
    "actions": [{"kind": "update", "id": "waive", "set": ["premium = 0"]}],
    "permissions": [{"by": ["member"], "can": ["all"]}],
}
PAYMENT: Data = {
    "id": "payment",
    "fields": [
        {"kind": "text", "id": "what", "required": True},
        {"kind": "relation", "id": "claim", "to": "claim"},
        {"kind": "date", "id": "paid_on"},
        {"kind": "money", "id": "sum"},
    ],
    "permissions": [{"by": ["member"], "can": ["all"]}],
}
RATIO = "100 * sum(paid) / sum(premium)"
PAGES: list[Data] = [
    {
        "kind": "table",
        "id": "by_region",
        "entity": "claim",
        "columns": ["name", "paid"],
        "group_by": ["region", "state"],
        "totals": ["sum(paid)", "count()", RATIO],
        "counts": [{"id": "loss", "name": "Loss ratio", "measure": RATIO}],
    },
    {
        "kind": "table",
        "id": "this_month",
        "entity": "claim",
        "columns": ["name", "on"],
        "between": "on",
        "totals": ["count()"],
    },
    {
        "kind": "report",
        "id": "sums",
        "entity": "claim",
        "group_by": ["region"],
        "totals": ["count()", "sum(premium)"],
        "sort": ["-sum(premium)", "region"],
    },
    {
        "kind": "leaderboard",
        "id": "sellers",
        "entity": "claim",
        "group_by": ["seller"],
        "totals": ["sum(paid)", "count()"],
    },
    {
        "kind": "table",
        "id": "by_state",
        "entity": "claim",
        "columns": ["name", "state"],
        "inline_edit": True,
    },
    {
        "kind": "detail",
        "id": "claim",
        "entity": "claim",
        "parts": [
            {"kind": "stat", "id": "payments", "entity": "payment"},
            {
                "kind": "stat",
                "id": "early",
                "entity": "payment",
                "scope": "paid_on < row.on",
                "measure": "sum(sum)",
            },
        ],
    },
    {
        "kind": "board",
        "id": "states",
        "entity": "claim",
        "group_by": ["state"],
        "totals": ["sum(premium)"],
    },
    {
        "kind": "queue",
        "id": "waiting",
        "entity": "claim",
        "scope": "state == 'open'",
        "sort": ["on"],
    },
    {
        "kind": "cards",
        "id": "shown",
        "entity": "claim",
        "columns": ["name", "paid"],
        "group_by": ["state"],
        "scope": "state == 'open'",
    },
    {
        "kind": "dashboard",
        "id": "desk",
        "parts": [
            {"kind": "list", "id": "mine", "entity": "claim", "actions": ["waive"]},
            {"kind": "text", "id": "hello", "name": "Welcome, {me.first_name}", "body": "Hi."},
        ],
    },
    {"kind": "leaderboard", "id": "dearest", "entity": "claim", "sort": ["-paid"], "limit": 9},
]
WISHES = {
    "grouped": "pages.by_region.group_by",
    "added up": "pages.by_region.totals",
    "monthly": "pages.this_month.between",
    "reported": "pages.sums.totals",
    "ranked": "pages.sellers.group_by",
    "one by one": "pages.waiting.scope",
    "of the record": "pages.claim.parts.payments",
    "in place": "pages.by_state.inline_edit",
    "added up on a board": "pages.states.totals",
    "as cards": "pages.shown.scope",
    "cards by state": "pages.shown.group_by",
    "at the desk": "pages.desk.parts.mine",
}
TOOL: Data = {
    "name": "Claims",
    "entities": [CLAIM, PAYMENT],
    "pages": PAGES,
    "requirements": [{"quote": quote, "provides": [at]} for quote, at in WISHES.items()],
}
SOURCE = compile_blueprint(load(TOOL).blueprint)


@pytest.mark.parametrize(
    "line",
    [
        'group_by = ("region", "state")',
        '"""Every claim, in groups by region and state, the newest first."""',
        'kit.Divide(100 * models.Sum("paid", default=0), models.Sum("premium", default=0))',
        'totals = ( models.Sum("paid"), models.Count("pk"), kit.Divide(',
        'between = "on"',
        'kit.Stat("payments", model=Payment)',
        'scope=Q(paid_on__lt=kit.Of("row", "on"))',
        "class WaitingPage(kit.Queue):",
        '"""Waiting: claims, one after the other, by on."""',
        "class SumsPage(kit.Report):",
        '"""The totals of every claim by region."""',
        'sort = ("-totals[1]", "region")',
        "class SellersPage(kit.Leaderboard):",
        '"""Seller ranked by sum(paid)."""',
        '"""Every claim, ranked by paid, the most first."""',
        "class ShownPage(kit.Cards):",
        '"""Shown: claims, as cards, in groups by state, the newest first."""',
        'kit.RowList("mine", model=Claim, actions=("waive",))',
        'kit.TextPart("hello", name="Welcome, {me.first_name}", body="Hi.")',
    ],
)
def test_what_is_declared_is_written(line: str) -> None:
    assert " ".join(line.split()) in " ".join(SOURCE["app/pages.py"].split())


def test_nothing_of_it_is_refused() -> None:
    assert unsupported(load(TOOL).blueprint) == []


EVERY = "app.tests.test_requirements"
CARDS = ')\n    columns = ("name", "paid")'
TESTS = f"{EVERY}.RequirementTests.test_"
MUTANTS: dict[str, tuple[str, str, str]] = {
    f"{TESTS}grouped": ("pages", 'group_by = ("region", "state")', 'group_by = ("state",)'),
    f"{TESTS}added_up": (
        "pages",
        'totals = (\n        models.Sum("paid")',
        'totals = (\n        models.Max("paid")',
    ),
    f"{TESTS}reported": (
        "pages",
        '(models.Count("pk"), models.Sum("premium"))',
        '(models.Sum("premium"),)',
    ),
    f"{TESTS}of_the_record": ("pages", '"payments", model=Payment', '"payments", model=Claim'),
    f"{TESTS}in_place": ("pages", "    inline_edit = True\n", ""),
    f"{TESTS}added_up_on_a_board": (
        "pages",
        'group_by = "state"\n    totals = (models.Sum("premium"),)',
        'group_by = "state"\n    totals = (models.Max("premium"),)',
    ),
    f"{TESTS}one_by_one": (
        "pages",
        "scope = Q(state=Claim.State.OPEN)\n    sort",
        "scope = Q(state=Claim.State.SHUT)\n    sort",
    ),
    f"{TESTS}ranked": ("pages", 'group_by = ("seller",)', 'group_by = ("region",)'),
    f"{TESTS}as_cards": ("pages", f"OPEN{CARDS}", f"SHUT{CARDS}"),
    f"{TESTS}cards_by_state": ("pages", 'group_by = ("state",)', 'group_by = ("region",)'),
    f"{TESTS}monthly": ("pages", '    between = "on"\n', ""),
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is (under ""), and in each that is wrong."""
    home = tmp_path_factory.mktemp("claims")
    jobs: list[Data] = [
        {"tool": written(home / "right", SOURCE), "tests": [EVERY], "tables": "shared"}
    ]
    for number, (test, mutant) in enumerate(MUTANTS.items()):
        folder = written(home / f"wrong_{number}", wrong(SOURCE, mutant))
        jobs.append({"tool": folder, "tests": [test], "tables": "same"})
    (home / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    command = [sys.executable, str(Path(__file__).with_name("run_tools.py"))]
    done = subprocess.run(
        [*command, str(home / "jobs.json")],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(["", *MUTANTS], json.loads(done.stdout.splitlines()[-1]), strict=True))


def test_the_tool_as_it_is_passes_its_tests(failures: dict[str, list[str]]) -> None:
    assert failures[""] == []


@pytest.mark.parametrize("test", MUTANTS)
def test_a_page_that_is_wrong_in_one_place_fails(test: str, failures: dict[str, list[str]]) -> None:
    assert failures[test]
