"""A tool with a public form, from its blueprint to a version through the real runner."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from apps.builds.actions import start_build
from apps.pipeline import tasks
from apps.runners.local import private_runner
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan

EXAMPLES = Path(__file__).parents[1] / "unit/apps/plans/blueprint/examples"


def test_a_public_form_passes_every_check_and_is_all_that_strangers_get(
    acme: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    blueprint = json.loads((EXAMPLES / "room-free-example.json").read_text("utf-8"))
    with private_runner() as path:
        mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": path})
        monkeypatch.setattr(settings, "SITEWRIGHT", mine)
        build = start_build(by=cast.bea, plan=a_ready_plan(cast.bea, blueprint=blueprint))
        tasks.build(build.pk)
    build.refresh_from_db()
    assert build.version is not None, build.error
    assert [check["title"] for check in build.version.checks if not check["ok"]] == []
    (proof,) = [check["table"] for check in build.version.checks if check.get("table")]
    reached = {name: got["no account"] for name, got in proof.items() if got["no account"] != 401}
    assert reached == {"/book/": 200}
