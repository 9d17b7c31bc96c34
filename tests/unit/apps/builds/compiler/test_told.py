"""What the test beside a requirement does: its sentences, for each sort of thing provided."""

import ast
import re
from typing import Any

import pytest

from apps.builds.compiler.tests_py import automating, permitting, requiring, ruling
from apps.builds.compiler.tests_py.cast import Cast
from apps.builds.compiler.tests_py.facts import Facts
from apps.builds.compiler.tests_py.telling import Teller
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.filling import with_ids
from apps.plans.blueprint.loading import load

Data = dict[str, Any]
STATE = {
    "kind": "status",
    "id": "state",
    "values": [{"id": "open"}, {"id": "busy"}, {"id": "shut", "closed": True}],
}
FIELDS = [
    {"kind": "text", "id": "title", "required": True},
    {"kind": "integer", "id": "size", "min": "0"},
    {"kind": "money", "id": "cost"},
    {"kind": "boolean", "id": "loud"},
    {"kind": "date", "id": "due"},
    {"kind": "datetime", "id": "seen_at"},
    {"kind": "choice", "id": "sort", "values": [{"id": "small"}, {"id": "big"}]},
    {"kind": "email", "id": "mail"},
    {"kind": "person", "id": "owner"},
    {"kind": "person", "id": "asker", "default": "me", "readonly": True},
    STATE,
    {"kind": "boolean", "id": "large", "expr": "size > 10"},
    {"kind": "integer", "id": "twice", "expr": "size * 2"},
    {"kind": "file", "id": "paper"},
]
ACTIONS = [
    {"kind": "transition", "id": "start", "to": "busy", "from": ["open"]},
    {
        "kind": "transition",
        "id": "close",
        "to": "shut",
        "from": ["open", "busy"],
        "by": ["keeper"],
        "not_by": ["row.created_by"],
        "needs": ["size"],
        "set": ["owner = me"],
    },
    {"kind": "update", "id": "assign", "needs": ["owner"]},
    {"kind": "create", "id": "again", "set": ["title = row.title"]},
]
PERMISSIONS = [
    {"id": "member", "by": ["member"], "can": ["view", "create"]},
    {"id": "owner", "by": ["row.owner"], "can": ["edit"]},
    {"id": "keeper", "by": ["keeper"], "can": ["all"]},
]
CHART = {"kind": "chart", "id": "trend", "entity": "job", "x": "due", "grain": "week", "last": 4}
PAGES = [
    {
        "kind": "table",
        "id": "jobs",
        "entity": "job",
        "columns": ["title", "owner", "state"],
        "filters": ["state", "sort"],
        "counts": [{"id": "open_ones", "where": "state == 'open'"}],
        "parts": [CHART],
    },
    {"kind": "table", "id": "mine", "entity": "job", "scope": "created_by == me"},
    {"kind": "board", "id": "board", "entity": "job", "group_by": ["state"]},
    {"kind": "form", "id": "ask", "entity": "job"},
    {"kind": "text", "id": "about", "body": "Hello"},
    {
        "kind": "dashboard",
        "id": "numbers",
        "parts": [{"kind": "stat", "id": "total", "entity": "job"}, CHART],
    },
]
AUTOMATIONS = [
    {
        "id": "sort_it",
        "entity": "job",
        "when": {"kind": "created"},
        "do": [
            {
                "kind": "decide",
                "field": "sort",
                "cases": [{"when": "size > 5", "value": "big"}],
                "otherwise": "small",
            }
        ],
    }
]
RULES = [
    {"kind": "validation", "id": "fits", "expr": "size < 100", "message": "Too large."},
    {"kind": "unique", "id": "once", "fields": ["title"], "message": "There is one."},
    {"kind": "required_if", "id": "told", "field": "mail", "when": "loud", "message": "Whom?"},
    {"kind": "lock", "id": "lock", "when": "state.closed"},
]


def tool(provides: list[str], **more: Any) -> Tool:
    """The tool of jobs, of which one thing is asked."""
    job = {
        "id": "job",
        "comments": True,
        "fields": FIELDS,
        "actions": ACTIONS,
        "permissions": PERMISSIONS,
        "rules": RULES,
    }
    data: Data = {
        "name": "Jobs",
        "roles": [{"id": "keeper"}],
        "entities": [job | more],
        "pages": PAGES,
        "automations": AUTOMATIONS,
        "requirements": [{"quote": "the wish", "provides": provides}],
    }
    return Tool(with_ids(load(data).blueprint))


def told(*provides: str, **more: Any) -> str:
    """The lines of the test of a wish that these things provide."""
    one = tool(list(provides), **more)
    (test,) = requiring.tests(Teller(one, Cast(one), Facts()))
    ast.parse("\n".join(test.lines))
    return "\n".join(test.lines)


SENTENCES: dict[str, list[str]] = {
    "entities.job": [
        "job = self.mara.creates(Job, title='Title 1')",
        "self.mara.signs_out_and_in()",
        "self.assertEqual(self.mara.sees(job).title, 'Title 1')",
    ],
    "entities.job.fields.title": ["self.assertHolds(job, title='Title 1')"],
    "entities.job.fields.size": ["self.assertHolds(job, size="],
    "entities.job.fields.cost": ["self.assertHolds(job, cost="],
    "entities.job.fields.loud": ["self.assertHolds(job, loud=False)"],
    "entities.job.fields.due": ["due=self.today)", "self.assertHolds(job, due=self.today)"],
    "entities.job.fields.mail": ["self.assertHolds(job, mail="],
    "entities.job.fields.owner": ["self.assertHolds(job, owner=self."],
    "entities.job.fields.asker": ["self.assertHolds(job, asker=self.mara)"],
    "entities.job.fields.large": ["size=", "self.assertTrue(self.reload(job).large)"],
    "entities.job.fields.twice": ["size=", "self.reload(job).twice"],
    "entities.job.actions.start": [
        "self.assertIn('start', self.",
        ".runs('start', job)",
        "self.assertHolds(job, state='busy')",
    ],
    "entities.job.actions.close": [
        "runs('close', job, size=",
        "self.assertHolds(job, state='shut', size=1, owner=self.",
    ],
    "entities.job.actions.assign": ["runs('assign', job, owner=self."],
    "entities.job.permissions.member": [
        "self.assertHolds(job, asker=self.mara, state='open')",
        "self.mara.sees(job)",
    ],
    "entities.job.permissions.owner": ["owner=self.jon", "self.jon.edits(job, "],
    "entities.job.permissions.keeper": [".deletes(", "Job.everything.filter(pk="],
    "entities.job.rules.fits": ["self.assertRefused('Too large.')", "size=100"],
    "entities.job.rules.once": ["self.assertRefused('There is one.')"],
    "entities.job.rules.told": ["self.assertRefused('Whom?')", "loud=True"],
    "entities.job.rules.lock": ["self.assertRefused('Job Title 1 is locked.')"],
    "entities.job.comments": ['.comments(job, "A first word.")'],
    "pages.jobs": ["self.mara.opens('jobs').headings, ['Title', 'Owner', 'State']"],
    "pages.jobs.columns": ["headings, ['Title', 'Owner', 'State']"],
    "pages.jobs.columns.title": ["self.mara.opens('jobs').column('title'), ['Title 1']"],
    "pages.jobs.columns.owner": ["self.mara.opens('jobs').column('owner'), ["],
    "pages.jobs.filters": ["self.mara.opens('jobs', state='"],
    "pages.jobs.filters.state": ["self.mara.opens('jobs', state='"],
    "pages.jobs.counts.open_ones": [".opens('jobs').counts"],
    "pages.jobs.parts.trend": [".opens('jobs').part('trend')", "4)"],
    "pages.mine.scope": [".opens('mine').column('title'), ["],
    "pages.board": ["self.mara.opens('board')"],
    "pages.ask": ["job = self.mara.sends('ask', Job, title='Title 1')", "assertHolds(job, title="],
    "pages.about": ["self.mara.opens('about')"],
    "pages.numbers.parts.total": [".opens('numbers').part('total')"],
    "automations.sort_it": ["self.assertHolds(job, sort='big')"],
    "platform.sign_in": [
        "self.assertRefused('This tool is not open to you.')",
        "self.otto.opens('jobs')",
        "self.assertRefused('Sign in to open this tool.')",
        "self.nobody.opens('jobs')",
    ],
    "platform.storage": ["signs_out_and_in()"],
    "platform.export": ["self.mara.opens('jobs')"],
    "platform.api": ["self.mara.by('api').creates(Job"],
}


def plain(text: str) -> str:
    """The quotes that `repr` would take."""
    return text.replace('"', "'")


@pytest.mark.parametrize("address", SENTENCES)
def test_a_wish_is_shown_by_somebody_who_uses_it(address: str) -> None:
    lines = plain(told(address))

    missing = [one for one in SENTENCES[address] if plain(one) not in lines]
    assert missing == [], lines


def test_several_fields_are_typed_into_one_row() -> None:
    lines = told(*(f"entities.job.fields.{one}" for one in ("title", "due", "loud", "size")))

    assert lines.count(".creates(") == 1
    assert lines.count("self.assertHolds(") == lines.count("self.assert") == 1


def test_a_computed_field_among_them_is_shown_by_itself() -> None:
    lines = told("entities.job.fields.due", "entities.job.fields.loud", "entities.job.fields.large")

    assert lines.count(".creates(") == 2


def test_a_file_cannot_be_typed_and_the_wish_is_shown_otherwise() -> None:
    assert ".opens(" in told("entities.job.fields.paper")


def test_that_rows_are_kept_is_shown_once() -> None:
    lines = told("entities.job", "platform.storage", "platform.forms", "platform.history")

    assert lines.count("signs_out_and_in") == 1


def test_who_may_see_nothing_is_shown_beside_who_may() -> None:
    own = [{"id": "own", "by": ["row.created_by"], "can": ["view"]}]
    makers = [{"id": "makers", "by": ["member"], "can": ["create"]}]

    lines = told("entities.job.permissions.own", permissions=[*own, *makers], actions=[])

    assert "There is no such job." in lines


def rules(**more: Any) -> dict[str, list[str]]:
    """The tests of the rules by their names."""
    one = tool(["entities.job"], **more)
    return {test.name: test.lines for test in ruling.tests(Teller(one, Cast(one), Facts()))}


def test_every_rule_and_every_need_of_a_button_has_a_test() -> None:
    assert set(rules()) == {
        "test_rows_that_are_refused",
        "test_there_is_one",
        "test_a_job_is_locked_at_its_end",
        "test_close_needs_size",
        "test_assign_needs_owner",
    }


def test_who_is_left_out_has_everything_but_the_button() -> None:
    one = tool(["entities.job"])
    table, *_ = permitting.tests(Teller(one, Cast(one), Facts()))
    made, told = plain("\n".join(table.lines)).split("self.assertRights")
    own = next(line.split()[0] for line in made.splitlines() if "= self.ines.creates(" in line)
    rights = re.search(rf"\b{own}: {{(.*?)}}", told)

    assert rights
    assert re.search(r"'[a-z ]*ines[a-z ]*': 'view edit [a-z ]*'", rights[1])
    assert not re.search(r"'[a-z ]*ines[a-z ]*': '[a-z ]*close", rights[1])


def test_what_no_row_may_hold_is_one_table_and_a_limit_is_overstepped_by_one() -> None:
    lines = plain("\n".join(rules()["test_rows_that_are_refused"]))

    assert lines.count("self.assertRefusedEach(self.mara, Job, (") == 1
    assert "({'title': 'Title 1', 'size': -1}, 'Size is at least 0.')" in lines


def test_a_range_that_moves_is_not_told() -> None:
    moving = [one | {"min": "year(today)"} if one["id"] == "size" else one for one in FIELDS]

    assert not any("at least" in line for lines in rules(fields=moving).values() for line in lines)


def test_a_value_of_its_own_is_typed_twice() -> None:
    code = {"kind": "text", "id": "code", "name": "PO code", "unique": True, "required": True}

    lines = plain(
        "\n".join(rules(fields=[*FIELDS, code], actions=[])["test_values_that_are_there_once"])
    )

    assert "self.assertRefused('There is one with this PO code already.')" in lines
    assert lines.count("code='Code 1'") == 2


def test_each_case_of_what_is_worked_out_has_a_row_for_which_it_matters() -> None:
    rank = {"kind": "integer", "id": "rank", "expr": "0 if size == 3 else 2 if size > 6 else 1"}
    one = tool(["entities.job"], fields=[*FIELDS, rank])

    worked_out, *_ = automating.tests(Teller(one, Cast(one), Facts()))

    lines = "\n".join(worked_out.lines)
    assert worked_out.name == "test_what_is_worked_out"
    assert ("size=3" in lines, "rank=0" in lines) == (True, True)
    assert ("size=7" in lines, "rank=2" in lines) == (True, True)
