"""Previews: one for a person and a version, filled or not there, gone when they are over."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
import time_machine
from django.utils import timezone

from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.deployments.actions import close_previews, open_preview
from apps.deployments.errors import DeployFailed
from apps.deployments.models import Preview
from apps.deployments.queries import preview_by_host
from apps.runners.client import RunnerUnavailable
from apps.sites.models import Site
from apps.versions.errors import Tampered
from apps.versions.models import Version
from apps.workspaces.hosts import place_of
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import BLUEPRINT, a_version
from tests.unit.apps.deployments.conftest import closed, opened

AFTER = timedelta(hours=2, seconds=1)


@pytest.fixture
def version(site: Site, cast: Cast) -> Version:
    samples = [{"entity": "key", "rows": [{"label": "Cellar"}]}]
    return a_version(cast.bea, site, blueprint=BLUEPRINT | {"samples": samples})


@pytest.fixture
def preview(version: Version, cast: Cast, runner: SimpleNamespace) -> Preview:
    return open_preview(by=cast.bea, version=version)


class TestOpening:
    def test_it_is_migrated_and_filled_with_the_versions_samples(
        self, preview: Preview, runner: SimpleNamespace, version: Version
    ) -> None:
        assert runner.jobs == [
            ("migrate", {}),
            ("load_samples", {"samples": version.blueprint["samples"]}),
        ]
        assert runner.made == [preview.schema]

    def test_its_host_is_random_and_one_of_ours(self, preview: Preview, acme: Workspace) -> None:
        assert len(preview.label) == len("pv-") + 20
        place = place_of(f"{preview.label}--acme.localhost:8000")
        assert place is not None
        assert (place.kind, place.workspace, place.label) == ("preview", acme, preview.label)

    def test_its_rows_are_not_those_of_the_live_tool(self, preview: Preview, site: Site) -> None:
        assert preview.schema != site.schema
        assert preview.schema == preview.label.replace("-", "_")

    def test_opened_again_it_is_the_same_with_its_rows(
        self, preview: Preview, version: Version, cast: Cast, runner: SimpleNamespace
    ) -> None:
        again = open_preview(by=cast.bea, version=version, persona="member")
        assert (again.pk, again.persona, len(runner.made)) == (preview.pk, "member", 1)

    def test_everybody_has_their_own(self, preview: Preview, version: Version, cast: Cast) -> None:
        other = open_preview(by=cast.omar, version=version)
        assert other.schema != preview.schema
        assert Preview.objects.count() == 2

    def test_every_version_has_its_own(self, preview: Preview, site: Site, cast: Cast) -> None:
        other = open_preview(by=cast.bea, version=a_version(cast.bea, site))
        assert other.pk != preview.pk

    def test_one_that_is_over_is_not_used_again(
        self, preview: Preview, version: Version, cast: Cast
    ) -> None:
        with time_machine.travel(timezone.now() + AFTER):
            assert open_preview(by=cast.bea, version=version).pk != preview.pk

    def test_it_is_written_down_once(self, preview: Preview, version: Version, cast: Cast) -> None:
        open_preview(by=cast.bea, version=version, persona="member")
        lines = Line.objects.filter(verb="open_preview")
        assert [(line.person_name, line.detail) for line in lines] == [
            ("Bea Lund", {"persona": "admin"})
        ]

    @pytest.mark.parametrize("who", ["mara", "tom", "nils", "nora", "otto"])
    def test_others_open_none(
        self, version: Version, cast: Cast, runner: SimpleNamespace, who: str
    ) -> None:
        with pytest.raises(NotAllowed):
            open_preview(by=getattr(cast, who), version=version)
        assert (runner.made, Preview.objects.count()) == ([], 0)


class TestAFault:
    @pytest.mark.parametrize("kind", ["migrate", "load_samples"])
    def test_a_job_that_fails_is_a_sentence_and_leaves_nothing(
        self,
        version: Version,
        cast: Cast,
        runner: SimpleNamespace,
        monkeypatch: pytest.MonkeyPatch,
        kind: str,
    ) -> None:
        def run_job(this: str, *given: Any, **named: Any) -> Any:
            failed = SimpleNamespace(ok=False, data={}, error="A sample does not fit.")
            return failed if this == kind else runner.result

        monkeypatch.setattr(opened.client, "run_job", run_job)
        with pytest.raises(DeployFailed, match=r"could not be filled\. A sample does not fit"):
            open_preview(by=cast.bea, version=version)
        assert runner.dropped == runner.made
        assert not Preview.objects.exists()
        assert not Line.objects.filter(verb="open_preview").exists()

    def test_without_a_runner_nothing_is_left_either(
        self,
        version: Version,
        cast: Cast,
        runner: SimpleNamespace,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def away(*given: Any, **named: Any) -> None:
            raise RunnerUnavailable("The runner does not answer.")

        monkeypatch.setattr(opened.client, "run_job", away)
        with pytest.raises(RunnerUnavailable):
            open_preview(by=cast.bea, version=version)
        assert runner.dropped == runner.made

    def test_altered_files_are_not_laid_out_and_leave_no_schema(
        self,
        version: Version,
        cast: Cast,
        runner: SimpleNamespace,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def altered(version: Version) -> None:
            raise Tampered("The stored file abc is missing.")

        monkeypatch.setattr(opened, "folder_of", altered)
        with pytest.raises(Tampered):
            open_preview(by=cast.bea, version=version)
        assert (runner.jobs, runner.made) == ([], [])


class TestTheEnd:
    def test_after_two_hours_its_host_leads_nowhere(self, preview: Preview) -> None:
        assert preview_by_host(preview.label) == preview
        with time_machine.travel(timezone.now() + AFTER):
            assert preview_by_host(preview.label) is None

    @pytest.mark.parametrize("label", ["", "pv-", "pv-guess", "PV-X"])
    def test_a_guess_finds_none(self, preview: Preview, label: str) -> None:
        assert preview_by_host(label) is None

    def test_in_another_workspace_it_is_not_there(
        self, preview: Preview, northwind: Workspace
    ) -> None:
        with northwind:
            assert preview_by_host(preview.label) is None
            assert close_previews() == 0

    def test_one_that_lasts_is_left(self, preview: Preview, runner: SimpleNamespace) -> None:
        assert close_previews() == 0
        assert (runner.dropped, Preview.objects.count()) == ([], 1)

    def test_one_that_is_over_goes_with_its_rows(
        self, preview: Preview, runner: SimpleNamespace
    ) -> None:
        with time_machine.travel(timezone.now() + AFTER):
            assert close_previews() == 1
            assert close_previews() == 0
        assert (runner.dropped, Preview.objects.count()) == ([preview.schema], 0)

    def test_one_that_cannot_go_keeps_no_other_and_is_tried_again(
        self,
        preview: Preview,
        version: Version,
        cast: Cast,
        runner: SimpleNamespace,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        other = open_preview(by=cast.omar, version=version)

        def drop(key: int, schema: str) -> None:
            if schema == preview.schema:
                raise psycopg.OperationalError("the server closed the connection")

        monkeypatch.setattr(closed.databases, "drop_schema", drop)
        with time_machine.travel(timezone.now() + AFTER):
            assert close_previews() == 1
            assert [one.pk for one in Preview.objects.all()] == [preview.pk]
            monkeypatch.setattr(closed.databases, "drop_schema", lambda key, schema: None)
            assert close_previews() == 1
        assert not Preview.objects.filter(pk=other.pk).exists()
