"""Rounds of decisions, from the blueprint to a tool whose own tests find what is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.plans.blueprint.loading import load

from .test_creating import written
from .trees import blueprint

Data = dict[str, Any]
ROOT = Path(__file__).parents[5]
NAME = {"kind": "text", "id": "name", "required": True}
STAGE = {
    "kind": "status",
    "id": "stage",
    "values": [
        {"id": "asked"},
        {"id": "granted", "closed": True},
        {"id": "refused", "closed": True},
        {"id": "withdrawn", "closed": True},
    ],
}
SIGN = {
    "kind": "approval",
    "id": "sign",
    "pending": "asked",
    "approved": "granted",
    "rejected": "refused",
    "steps": [
        {"id": "boss", "by": ["row.boss"], "days": 3},
        {"id": "money", "by": ["finance"], "when": "amount > 500"},
    ],
    "not_by": ["row.created_by"],
}
TOOL: Data = {
    "name": "Purchases",
    "roles": [{"id": "finance"}],
    "entities": [
        {
            "id": "purchase",
            "fields": [
                NAME,
                {"kind": "integer", "id": "amount"},
                {"kind": "person", "id": "boss"},
                STAGE,
                {"kind": "integer", "id": "signed", "expr": "count(purchase_approval)"},
            ],
            "rules": [
                SIGN,
                {
                    "kind": "creates",
                    "id": "order",
                    "on": "approve",
                    "entity": "order",
                    "set": ["purchase = row", "name = row.name"],
                },
            ],
            "actions": [
                {
                    "kind": "transition",
                    "id": "withdraw",
                    "from": ["asked"],
                    "to": "withdrawn",
                    "by": ["row.created_by"],
                }
            ],
            "permissions": [
                {"by": ["member"], "can": ["create"]},
                {"by": ["row.created_by"], "can": ["view"]},
            ],
        },
        {
            "id": "order",
            "fields": [
                {"kind": "relation", "id": "purchase", "to": "purchase", "required": True},
                NAME,
            ],
            "permissions": [
                {"by": ["member"], "can": ["create"]},
                {"by": ["row.created_by", "row.purchase.awaiting"], "can": ["view"]},
            ],
        },
    ],
    "pages": [
        {
            "kind": "table",
            "id": "to_decide",
            "entity": "purchase",
            "scope": "me in awaiting",
            "columns": ["name", "awaiting", "signed"],
        },
        {
            "kind": "table",
            "id": "purchases",
            "entity": "purchase",
            "columns": ["name", "stage"],
            "filters": ["stage", "awaiting"],
            "counts": [{"id": "mine", "where": "me in awaiting"}],
        },
        {"kind": "detail", "id": "purchase", "entity": "purchase", "columns": ["name", "awaiting"]},
    ],
    "automations": [
        {
            "id": "hurry",
            "entity": "purchase",
            "when": {"kind": "created"},
            "where": "amount > 900",
            "do": [{"kind": "notify", "to": ["row.awaiting"], "text": "{title}: {awaiting}"}],
        }
    ],
    "requirements": [
        {"quote": "the boss signs", "provides": ["entities.purchase.actions.approve"]},
        {"quote": "a no", "provides": ["entities.purchase.actions.reject"]},
    ],
}
TEST = "app.tests.test_requirements."
SIGNED = f"{TEST}RuleTests.test_a_purchase_is_decided_on_in_its_steps"
RIGHTS = f"{TEST}PermissionTests.test_who_may_do_what"
WRONG = [
    (SIGNED, "Purchase.Stage.GRANTED,\n", "Purchase.Stage.REFUSED,\n"),
    (SIGNED, 'by=["finance"]', 'by=["row.created_by"]'),
    (SIGNED, 'by=["row.boss"]', 'by=["admin"]'),
    (SIGNED, 'not_by=("row.created_by",),', "not_by=(),"),
    (RIGHTS, 'by=["row.boss"]', 'by=["finance"]'),
    (f"{TEST}RuleTests.test_a_purchase_brings_its_order_along_on_approve", '"approve"', '"reject"'),
]


def test_the_rule_reads_as_a_declaration_and_brings_a_place_for_decisions() -> None:
    files = compile_blueprint(load(TOOL).blueprint)

    assert 'kit.Step("money", by=["finance"], when=Q(amount__gt=500)),' in files["app/rules.py"]
    assert 'kit.Step("boss", by=["row.boss"], days=3),' in files["app/rules.py"]
    assert "    awaiting = kit.Awaiting()\n" in files["app/models.py"]
    assert "class PurchaseApproval(kit.Decision):" in files["app/models.py"]
    assert "model = PurchaseApproval\n    as_parent = True" in files["app/permissions.py"]
    assert "scope = Q(awaiting=kit.Me())" in files["app/pages.py"]
    assert 'kit.CountOf("PurchaseApproval", via="purchase")' in files["app/models.py"]


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The tests that fail in the tool as it is, then in each that is wrong."""
    home = tmp_path_factory.mktemp("tools")
    files = compile_blueprint(load(TOOL).blueprint)
    every = ["app.tests.test_requirements"]
    jobs: list[Data] = [
        {"tool": written(home / "right", files), "tests": every, "tables": "shared"}
    ]
    for number, (test, there, instead) in enumerate(WRONG):
        rules = files["app/rules.py"]
        assert there in rules, there
        wrong = files | {"app/rules.py": rules.replace(there, instead, 1)}
        tool = written(home / str(number), wrong)
        jobs.append({"tool": tool, "tests": [test], "tables": "same"})
    return ran(home, jobs)


def ran(home: Path, jobs: list[Data]) -> list[list[str]]:
    """The tests that fail, for each job."""
    (home / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    runner = Path(__file__).with_name("run_tools.py")
    command = [sys.executable, str(runner), str(home / "jobs.json")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_tool_passes_its_tests(failures: list[list[str]]) -> None:
    assert failures[0] == []


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_tool_that_is_wrong_fails(failures: list[list[str]], number: int) -> None:
    assert failures[number + 1]
    assert all(one.startswith(WRONG[number][0]) for one in failures[number + 1])


BY_HAND = '''"""What the example promises of its requests, as people do it."""

from site_kit.testing import ToolTestCase

from app.models import Movement, Request, RequestApproval, Shed, Variety

GONE = "There are not so many packets in that shed."


class RequestTests(ToolTestCase):
    roles = {"ines": ["steward"], "jon": ["steward"]}

    def setUp(self) -> None:
        self.bean = self.ines.creates(Variety, name="Bean")
        self.gate = self.ines.creates(Shed, name="Gate")
        self.ines.creates(Movement, variety=self.bean, to=self.gate, packets=60)

    def asks(self, packets: int) -> Request:
        return self.mara.creates(Request, variety=self.bean, shed=self.gate, packets=packets)

    def test_a_round_begins_with_the_request_and_few_packets_need_one_yes(self) -> None:
        row = self.asks(5)
        assert self.ines.opens("requests").column("status") == ["Asked"]
        self.ines.runs("approve", row)
        assert self.reload(row).status == "granted"
        assert Movement.everything.latest("pk").packets == 5
        assert self.ines.sees(self.bean).root.text.count("55")

    def test_many_packets_need_a_second_steward(self) -> None:
        row = self.asks(24)
        self.ines.runs("approve", row)
        assert "approve" not in self.ines.sees(row).buttons()
        self.jon.runs("approve", row)
        assert self.reload(row).status == "granted"
        assert [one.by for one in RequestApproval.everything.order_by("pk")] == [
            self.ines.person,
            self.jon.person,
        ]

    def test_what_is_gone_by_then_cannot_be_granted_and_the_yes_is_not_kept(self) -> None:
        first, second = self.asks(20), self.asks(20)
        third = self.asks(21)
        for row in (first, second):
            self.ines.runs("approve", row)
        self.ines.runs("approve", third)
        with self.assertRefused(f"Its movement cannot be made. {GONE}"):
            self.jon.runs("approve", third)
        assert self.reload(third).status == "asked"
        assert RequestApproval.everything.filter(request=third).count() == 1

    def test_nobody_grants_their_own_and_it_is_taken_back_until_it_is_decided(self) -> None:
        row = self.asks(5)
        self.mara.runs("withdraw", row)
        own = self.ines.creates(Request, variety=self.bean, shed=self.gate, packets=5)
        assert "approve" not in self.ines.sees(own).buttons()
        self.jon.runs("reject", own, comment="Not in May.")
        assert "Not in May." in self.ines.sees(own).root.text
'''


def test_the_example_of_the_language_does_what_it_promises(tmp_path: Path) -> None:
    assert unsupported(blueprint("votes-ledger-approval")) == []
    files = dict(compile_blueprint(blueprint("votes-ledger-approval")))
    files["app/tests/test_by_hand.py"] = BY_HAND
    tests = ["app.tests.test_requirements", "app.tests.test_by_hand"]
    job = {"tool": written(tmp_path / "votes", files), "tests": tests, "tables": "shared"}

    assert ran(tmp_path, [job]) == [[]]


def test_whose_turn_it_is_has_one_question() -> None:
    data = json.loads(json.dumps(TOOL))
    data["pages"][0]["scope"] = "boss in awaiting"

    (problem,) = unsupported(load(data).blueprint)

    assert problem.where == "pages.to_decide.scope"
    assert "me in awaiting" in problem.message
