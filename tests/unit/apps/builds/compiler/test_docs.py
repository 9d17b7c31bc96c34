"""Docstrings: what somebody wrote, else what the thing does, and never the names below it again."""

import ast
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load

Data = dict[str, Any]
STATE = {
    "kind": "status",
    "id": "state",
    "values": [{"id": "open"}, {"id": "done", "closed": True}, {"id": "lost", "closed": True}],
}
FIELDS = [
    {"kind": "text", "id": "name", "required": True},
    {"kind": "text", "id": "po_number", "name": "PO number"},
    {"kind": "date", "id": "due"},
    {"kind": "person", "id": "owner"},
    STATE,
]
FINISH = {"kind": "transition", "id": "finish", "from": ["open"], "to": "done"}
LOSE = {"kind": "transition", "id": "lose", "to": "lost"}
TABLE = {"kind": "table", "id": "tasks", "entity": "task"}


def docs(path: str, data: Data) -> list[str]:
    """The docstrings of the classes of one file of a tool, each on one line."""
    tree = ast.parse(compile_blueprint(load(data).blueprint)[f"app/{path}.py"])
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [" ".join((ast.get_docstring(one) or "").split()) for one in classes]


def tool(*, pages: list[Data] | None = None, does: Data | None = None, **entity: Any) -> Data:
    """A tool that keeps tasks."""
    task = {"id": "task", "fields": FIELDS, "actions": [FINISH, LOSE]} | entity
    log = {"id": "log_line", "fields": [{"kind": "text", "id": "text"}]}
    by_itself = [{"id": "by_itself", "entity": "task"} | does] if does else []
    return {
        "name": "Tasks",
        "entities": [task, log],
        "pages": pages or [TABLE],
        "automations": by_itself,
        "roles": [{"id": "keeper"}],
    }


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        ({}, "A task, known by its name. Its state begins as open and ends as done or lost."),
        ({"actions": [], "fields": FIELDS[:2]}, "A task, known by its name."),
        ({"title": "text(name, due)", "fields": FIELDS[:3], "actions": []}, "A task."),
        (
            {"append_only": True, "fields": FIELDS[:1], "actions": []},
            "A task, known by its name. Once written it stays as it is.",
        ),
        ({"description": "what somebody has to do"}, "What somebody has to do."),
    ],
)
def test_a_model_says_how_a_row_is_known_and_how_it_lives(entity: Data, said: str) -> None:
    assert docs("models", tool(**entity))[0] == said


NOTIFY = {"kind": "notify", "to": ["keeper", "row.owner"], "text": "Look"}
STEPS: list[tuple[Data, str]] = [
    (NOTIFY, "Tell keepers and its owner"),
    ({"kind": "update", "set": ["owner = me", "due = today"]}, "Set owner and due"),
    ({"kind": "create", "entity": "log_line", "set": ["text = 'x'"]}, "Make a log line"),
    ({"kind": "action", "action": "finish"}, "Do finish"),
    (
        {"kind": "decide", "field": "po_number", "cases": [{"when": "due == today", "value": "1"}]},
        "Decide PO number",
    ),
]
TRIGGERS: list[tuple[Data, str]] = [
    ({"kind": "created"}, "for each new task."),
    ({"kind": "changed", "field": "po_number"}, "whenever PO number of a task changes."),
    ({"kind": "saved", "fields": ["name", "due"]}, "whenever name or due of a task is written."),
    ({"kind": "action", "action": "finish"}, "after the action Finish on a task."),
    ({"kind": "date", "field": "due"}, "when due of a task has come."),
    ({"kind": "date", "field": "due", "offset": -14}, "14 days before due of a task."),
    (
        {"kind": "date", "field": "due", "offset": 1, "unit": "weeks", "again_days": 7},
        "1 week after due of a task, then every 7 days.",
    ),
    (
        {"kind": "date", "field": "due", "again_days": 1},
        "when due of a task has come, then every day.",
    ),
    ({"kind": "schedule", "every": "hour"}, "every hour, for each task."),
    ({"kind": "schedule", "every": "workday"}, "every workday at 08:00, for each task."),
    (
        {"kind": "schedule", "every": "week", "at": "07:30"},
        "every week on Monday at 07:30, for each task.",
    ),
    (
        {"kind": "schedule", "every": "month", "on": "15"},
        "every month on day 15 at 08:00, for each task.",
    ),
    (
        {"kind": "schedule", "every": "quarter"},
        "every quarter on day 1 of its first month at 08:00, for each task.",
    ),
    (
        {"kind": "schedule", "every": "year", "on": "01-31"},
        "every year on 31 January at 08:00, for each task.",
    ),
]


@pytest.mark.parametrize(("step", "done"), STEPS)
def test_an_automation_says_what_it_does(step: Data, done: str) -> None:
    does = {"when": {"kind": "created"}, "do": [step], "name": "A name"}

    assert docs("automations", tool(does=does)) == [f"{done} for each new task."]


@pytest.mark.parametrize(("trigger", "when"), TRIGGERS)
def test_an_automation_says_when_it_does_it(trigger: Data, when: str) -> None:
    does = {"when": trigger, "do": [NOTIFY]}

    assert docs("automations", tool(does=does)) == [f"Tell keepers and its owner {when}"]


ACTIONS: list[tuple[Data, str]] = [
    (FINISH, "Move a task from open to done."),
    (FINISH | {"from": ["open", "lost"]}, "Move a task from open or lost to done."),
    (FINISH | {"from": []}, "Move a task to done."),
    (FINISH | {"description": "it is over"}, "It is over."),
    ({"kind": "update", "id": "a", "needs": ["po_number"]}, "Change PO number of a task."),
    ({"kind": "update", "id": "a", "set": ["due = today"]}, "Change due of a task."),
    ({"kind": "create", "id": "a", "needs": ["name"]}, "Make a task."),
    (
        {"kind": "create", "id": "a", "entity": "log_line", "set": ["text = row.name"]},
        "Make a log line, starting from a task.",
    ),
]


@pytest.mark.parametrize(("action", "said"), ACTIONS)
def test_an_action_says_what_pressing_it_does(action: Data, said: str) -> None:
    assert docs("actions", tool(actions=[FINISH, LOSE, action | {"id": "a"}]))[-1] == said


PAGES: list[tuple[Data, str]] = [
    (TABLE, "Every task, the newest first."),
    (TABLE | {"sort": ["created_at"]}, "Every task, the oldest first."),
    (TABLE | {"sort": ["due"]}, "Every task, by due."),
    (TABLE | {"sort": ["-po_number"]}, "Every task, by PO number, the last first."),
    (TABLE | {"name": "Open tasks", "scope": "due == today"}, "Open tasks, the newest first."),
    (TABLE | {"name": "Now", "scope": "due == today"}, "Now: tasks, the newest first."),
    (
        TABLE | {"kind": "board", "group_by": ["state"]},
        "Tasks by state; a card is moved to change it.",
    ),
    ({"kind": "form", "id": "ask", "entity": "task"}, "One task, to be filled in."),
    ({"kind": "text", "id": "words", "name": "House rules", "body": "x"}, "House rules."),
    (TABLE | {"description": "What is to do"}, "What is to do."),
]


@pytest.mark.parametrize(("page", "said"), PAGES)
def test_a_page_says_what_it_shows(page: Data, said: str) -> None:
    assert docs("pages", tool(pages=[page])) == [said]


PERMISSIONS: list[tuple[list[Data], str]] = [
    ([{"by": ["member"], "can": ["view", "edit"]}], "Members may view and edit."),
    (
        [{"by": ["row.owner", "keeper"], "can": ["all"]}],
        "Its owner and keepers may view, create, edit, delete and import.",
    ),
    (
        [{"by": ["member"], "can": ["view"]}, {"by": ["row.created_by"], "can": ["edit"]}],
        "Members may view; its author may edit.",
    ),
    ([{"by": ["member"], "can": ["view"], "where": "due == today"}], "Members may view some."),
    ([{"by": ["member"], "can": ["view"], "description": "all look"}], "All look."),
]


@pytest.mark.parametrize(("permissions", "said"), PERMISSIONS)
def test_permissions_say_who_does_what(permissions: list[Data], said: str) -> None:
    given = [{"id": f"p{number}", **one} for number, one in enumerate(permissions)]

    assert docs("permissions", tool(actions=[], fields=FIELDS[:4], permissions=given))[0] == said
