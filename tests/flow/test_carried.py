"""An edit of a tool's fields builds a version whose migration carries the rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from pydantic import TypeAdapter

from apps.builds.actions import start_build
from apps.builds.models import Build
from apps.pipeline import tasks
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.edits import apply
from apps.plans.blueprint.edits.kinds import AnyEdit
from apps.plans.blueprint.loading import load
from apps.plans.models import Plan
from apps.runners.local import private_runner
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan

TOOL: dict[str, Any] = {
    "name": "Keys",
    "entities": [
        {
            "id": "key",
            "fields": [
                {"kind": "text", "id": "label", "required": True},
                {"kind": "text", "id": "door"},
                {"kind": "status", "id": "state", "values": ["here", "lent", "lost"]},
            ],
        },
        {"id": "place", "fields": [{"kind": "text", "id": "name", "required": True}]},
    ],
}
DOOR = {"kind": "relation", "id": "door", "to": "place"}
EDITS = [
    {"kind": "remove", "at": "entities.key.fields.state.values.lost", "to": "lent"},
    {"kind": "convert", "at": "entities.key.fields.door", "item": DOOR},
]


@pytest.fixture
def _runner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with private_runner() as path:
        mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": path})
        monkeypatch.setattr(settings, "SITEWRIGHT", mine)
        yield


def built(cast: Cast, plan: Plan) -> Build:
    build = start_build(by=cast.bea, plan=plan)
    tasks.build(build.pk)
    build.refresh_from_db()
    assert build.version is not None, build.error
    return build


@pytest.mark.usefixtures("_runner")
def test_the_rows_get_what_the_edits_say(acme: Workspace, cast: Cast) -> None:
    first = load(TOOL).blueprint
    build = built(cast, a_ready_plan(cast.bea, blueprint=canonical_data(first)))
    second = apply(first, [TypeAdapter(AnyEdit).validate_python(edit) for edit in EDITS])
    plan = a_ready_plan(
        cast.bea, site=Site.objects.get(pk=build.site_id), blueprint=canonical_data(second)
    )
    plan.outcome = {"outcome": "plan", "edits": EDITS}
    plan.save()
    version = built(cast, plan).version
    assert version is not None
    assert [one["kind"] for one in version.migration["operations"][:2]] == [
        "TextsToRows",
        "Altered",
    ]
    assert "MoveValues" in {one["kind"] for one in version.migration["operations"]}
