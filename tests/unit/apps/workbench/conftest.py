"""A tool with something of everything, for tests of how it is said and drawn."""

from typing import Any

import pytest

from apps.plans.blueprint.loading import load
from apps.plans.blueprint.resolved import resolve
from apps.workbench.words.tool import Tool

WORKSHOP: dict[str, Any] = {
    "name": "Workshop",
    "summary": "Orders, their parts and who repairs them.",
    "roles": [{"id": "repairer"}, {"id": "chief", "name": "Head of repairs"}],
    "entities": [
        {
            "id": "customer",
            "fields": [
                {"kind": "text", "id": "name", "required": True},
                {"kind": "email", "id": "email"},
                {"kind": "phone", "id": "phone"},
                {"kind": "url", "id": "homepage"},
                {"kind": "rating", "id": "rating"},
            ],
        },
        {
            "id": "order",
            "name": "Repair order",
            "plural": "Repair orders",
            "comments": True,
            "fields": [
                {"kind": "reference", "id": "number", "pattern": "RO-{number}"},
                {"kind": "relation", "id": "customer", "to": "customer", "required": True},
                {"kind": "person", "id": "repairer"},
                {"kind": "person", "id": "owner"},
                {"kind": "long_text", "id": "fault"},
                {"kind": "money", "id": "price", "edited_by": ["chief"]},
                {"kind": "integer", "id": "hours", "seen_by": ["repairer", "chief"]},
                {"kind": "decimal", "id": "weight"},
                {"kind": "boolean", "id": "express"},
                {"kind": "date", "id": "due"},
                {"kind": "datetime", "id": "brought_in"},
                {"kind": "file", "id": "papers", "many": True},
                {"kind": "image", "id": "photo"},
                {
                    "kind": "choice",
                    "id": "place",
                    "values": [{"id": "bench"}, {"id": "yard"}, {"id": "outside"}],
                },
                {
                    "kind": "status",
                    "id": "status",
                    "values": [
                        {"id": "new"},
                        {"id": "in_work"},
                        {"id": "done", "closed": True},
                    ],
                },
            ],
            "actions": [
                {
                    "kind": "transition",
                    "id": "begin",
                    "from": ["new"],
                    "to": "in_work",
                    "by": ["repairer"],
                },
                {
                    "kind": "transition",
                    "id": "finish",
                    "from": ["in_work"],
                    "to": "done",
                    "by": ["chief"],
                    "when": "hours > 0",
                    "not_by": ["row.repairer"],
                },
            ],
            "permissions": [
                {"id": "read", "by": ["member"], "can": ["view", "create"]},
                {"id": "own", "by": ["row.owner"], "can": ["edit"], "where": "status == 'new'"},
                {"id": "chiefs", "by": ["chief"], "can": ["all"]},
            ],
            "rules": [
                {"kind": "validation", "id": "paid", "expr": "price >= 0"},
                {"kind": "required_if", "id": "when_due", "field": "due", "when": "express"},
                {"kind": "empty_if", "id": "no_hours", "field": "hours", "when": "status == 'new'"},
                {"kind": "unique", "id": "once", "fields": ["customer", "fault"]},
                {"kind": "lock", "id": "locked", "when": "status.closed"},
                {"kind": "limit", "id": "most", "max": "5", "per": ["repairer"]},
            ],
        },
        {
            "id": "part",
            "child_of": "order",
            "fields": [
                {"kind": "relation", "id": "order", "to": "order", "required": True},
                {"kind": "text", "id": "label", "required": True},
            ],
        },
        {
            "id": "note",
            "append_only": True,
            "fields": [{"kind": "text", "id": "text", "required": True}],
        },
    ],
    "pages": [
        {
            "kind": "table",
            "id": "today",
            "name": "Due today",
            "entity": "order",
            "scope": "due == today",
            "columns": ["number", "customer.name", "status"],
            "filters": ["status", "repairer"],
            "counts": [{"id": "waiting", "where": "status == 'new'"}],
            "parts": [
                {
                    "kind": "chart",
                    "id": "trend",
                    "name": "Orders a week",
                    "entity": "order",
                    "shape": "bar",
                    "x": "brought_in",
                    "grain": "week",
                    "last": 12,
                }
            ],
        },
        {"kind": "board", "id": "bench", "entity": "order", "group_by": ["status"]},
        {"kind": "form", "id": "bring", "entity": "order", "description": "For the counter"},
        {"kind": "text", "id": "help", "body": "Ask the chief."},
    ],
}


@pytest.fixture(scope="session")
def tool() -> Tool:
    """The workshop by its words."""
    return Tool(resolve(load(WORKSHOP).blueprint))
