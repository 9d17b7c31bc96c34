"""From a plan to a version through the real runner, for what few briefs say."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from apps.builds.actions import start_build
from apps.builds.models import Build
from apps.pipeline import tasks
from apps.runners.local import private_runner
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan

Data = dict[str, Any]
ROOM: Data = {
    "id": "room",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "people", "id": "crew"},
        {"kind": "file", "id": "plans", "many": True, "types": ["pdf"]},
        {"kind": "choice", "id": "kind", "managed": True, "values": [{"id": "hall"}]},
    ],
}
LADDER: Data = {
    "id": "ladder",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "relation", "id": "home", "to": "room"},
        {"kind": "person", "id": "holder", "expr": "last(loan.person, where=not returned)"},
        {"kind": "relation", "id": "place", "to": "room", "expr": "last(loan.room)"},
        {"kind": "people", "id": "crew", "expr": "home.crew"},
        {"kind": "text", "id": "called", "expr": "text(home.title, title)"},
        {"kind": "long_text", "id": "said", "expr": "comment"},
        {"kind": "url", "id": "where", "expr": "link"},
    ],
    "comments": True,
    "permissions": [
        {"by": ["member"], "can": ["view", "create"]},
        {"by": ["boss", "row.holder", "row.crew"], "can": ["edit"]},
    ],
}
LOAN: Data = {
    "id": "loan",
    "fields": [
        {"kind": "relation", "id": "ladder", "to": "ladder", "required": True},
        {"kind": "person", "id": "person", "required": True},
        {"kind": "relation", "id": "room", "to": "room"},
        {"kind": "boolean", "id": "returned"},
    ],
}
LADDERS: Data = {
    "kind": "table",
    "id": "ladders",
    "entity": "ladder",
    "columns": ["name", "holder", "place", "crew"],
    "filters": ["holder", "crew"],
    "sort": ["place"],
    "group_by": ["holder"],
}
TOOL: Data = {
    "name": "Ladders",
    "roles": [{"id": "boss", "from": "line_managers"}],
    "entities": [ROOM, LADDER, LOAN],
    "pages": [LADDERS],
    "samples": [
        {"entity": "room", "columns": ["name"], "rows": [["Hall"], ["Cellar"]]},
        {"entity": "ladder", "columns": ["name", "home"], "rows": [["Long", "Hall"]]},
        {
            "entity": "loan",
            "columns": ["ladder", "person", "room"],
            "rows": [["Long", "Mara Lind", "Cellar"]],
        },
    ],
}


@pytest.fixture(scope="module")
def socket() -> Iterator[object]:
    with private_runner() as path:
        yield path


@pytest.fixture(autouse=True)
def _runner(socket: object, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": socket})
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)


def test_a_plan_becomes_a_version_whose_checks_all_hold(acme: Workspace, cast: Cast) -> None:
    build = start_build(by=cast.bea, plan=a_ready_plan(cast.bea, blueprint=TOOL))
    tasks.build(build.pk)
    build = Build.objects.get(pk=build.pk)
    assert build.version is not None, build.error
    assert [check for check in build.version.checks if not check["ok"]] == []
