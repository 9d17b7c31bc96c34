"""A deployment from the queue to its end: every arrow of docs/states.md, and every one that is not
there; workers that die, come back, or meet; and what was live stays live.
"""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.access.errors import NotAllowed
from apps.access.models import CapabilitySwitch
from apps.audit.models import Line
from apps.deployments.actions import carry_out, deploy, roll_back
from apps.deployments.actions.carry_out import MOST_ATTEMPTS
from apps.deployments.errors import DeployFailed, DeployRefused
from apps.deployments.models import Deployment
from apps.deployments.queries import (
    latest_deployment,
    live_version,
    lost_by_rolling_back,
    previous_version,
)
from apps.deployments.signals import deployment_finished
from apps.environment.actions import set_value
from apps.prompts.models import Message
from apps.reviews.actions import ask_for_changes, ask_for_review
from apps.reviews.errors import ReviewRefused
from apps.reviews.models import Review
from apps.runners.client import RunnerUnavailable
from apps.sites.actions import resume_site, suspend_site
from apps.sites.models import Site
from apps.versions.errors import Tampered
from apps.workspaces.models import Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version
from tests.unit.apps.deployments.staged import approved, live

State = Deployment.State
carried = import_module("apps.deployments.actions.carry_out")


@pytest.fixture
def queued(site: Site, cast: Cast, runner: SimpleNamespace) -> Deployment:
    """Version 2 waits for a worker; version 1 is live."""
    live(cast, site)
    version = approved(cast, site, files={"app/models.py": "2\n"})
    return deploy(by=cast.bea, version=version)


def again(deployment: Deployment) -> Deployment:
    return Deployment.objects.get(pk=deployment.pk)


def served(site: Site) -> int:
    version = live_version(Site.objects.get(pk=site.pk))
    assert version is not None
    return version.number


def verbs() -> list[str]:
    lines = Line.objects.filter(object_kind="deployments.deployment").order_by("id")
    return list(lines.values_list("verb", flat=True))


class TestArrows:
    def test_from_the_queue_it_goes_live_and_replaces_what_was(
        self, site: Site, queued: Deployment
    ) -> None:
        assert queued.state == State.QUEUED
        done = carry_out(deployment_id=queued.pk)
        assert done is not None
        assert (done.state, served(site)) == (State.LIVE, 2)
        assert (done.lease_until, done.error) == (None, "")
        states = Deployment.objects.order_by("id").values_list("state", flat=True)
        assert list(states) == [State.REPLACED, State.LIVE]
        assert verbs()[-2:] == ["deploy", "deployment_live"]

    @pytest.mark.parametrize("state", [State.LIVE, State.FAILED, State.REPLACED])
    def test_what_is_settled_is_not_carried_out_again(
        self, site: Site, queued: Deployment, runner: SimpleNamespace, state: str
    ) -> None:
        Deployment.objects.filter(pk=queued.pk).update(state=state)
        before = len(runner.jobs)
        assert carry_out(deployment_id=queued.pk) is None
        assert (again(queued).state, len(runner.jobs)) == (state, before)

    def test_one_that_there_is_not_is_nothing(self, site: Site) -> None:
        assert carry_out(deployment_id=999_999) is None

    @pytest.mark.parametrize(
        "fault",
        [
            DeployFailed("The table is locked."),
            Tampered("The stored file abc is missing."),
            RunnerUnavailable("The runner does not answer."),
        ],
        ids=lambda fault: type(fault).__name__,
    )
    def test_a_fault_fails_it_with_its_sentence_and_serves_what_was(
        self,
        site: Site,
        queued: Deployment,
        monkeypatch: pytest.MonkeyPatch,
        fault: Exception,
    ) -> None:
        def fail(*given: Any, **named: Any) -> None:
            raise fault

        monkeypatch.setattr(carried.client, "run_job", fail)
        done = carry_out(deployment_id=queued.pk)
        assert done is not None
        assert (done.state, done.error, served(site)) == (State.FAILED, str(fault), 1)
        assert done.finished_at is not None
        line = Line.objects.filter(verb="deployment_failed").get()
        assert line.detail == {"error": str(fault)}

    def test_after_a_failure_the_same_version_can_be_tried_again(
        self, site: Site, cast: Cast, queued: Deployment, runner: SimpleNamespace
    ) -> None:
        runner.result.ok, runner.result.error = False, "The table is locked."
        carry_out(deployment_id=queued.pk)
        runner.result.ok = True
        carry_out(deployment_id=deploy(by=cast.bea, version=queued.version).pk)
        assert served(site) == 2

    def test_the_sql_that_ran_is_kept(self, queued: Deployment, runner: SimpleNamespace) -> None:
        runner.result.data = {"statements": ["ALTER TABLE key ADD fax text"]}
        carry_out(deployment_id=queued.pk)
        assert again(queued).statements == ["ALTER TABLE key ADD fax text"]


class TestWorkers:
    def held(self, queued: Deployment, **other: Any) -> None:
        values = {"state": State.RUNNING, "attempts": 1, "fence": 1} | other
        Deployment.objects.filter(pk=queued.pk).update(**values)

    def test_one_that_another_worker_holds_is_left_to_it(
        self, queued: Deployment, runner: SimpleNamespace
    ) -> None:
        self.held(queued, lease_until=timezone.now() + timedelta(seconds=5))
        before = len(runner.jobs)
        assert carry_out(deployment_id=queued.pk) is None
        assert (again(queued).state, len(runner.jobs)) == (State.RUNNING, before)

    def test_one_whose_worker_died_is_taken_over_when_the_lease_is_over(
        self, site: Site, queued: Deployment
    ) -> None:
        self.held(queued, lease_until=timezone.now() - timedelta(seconds=1))
        carry_out(deployment_id=queued.pk)
        assert (again(queued).state, again(queued).attempts, served(site)) == (State.LIVE, 2, 2)

    def test_a_worker_that_comes_back_from_the_dead_writes_nothing(
        self, site: Site, queued: Deployment, runner: SimpleNamespace, monkeypatch: Any
    ) -> None:
        """While it migrates, its lease runs out and another worker takes over."""

        def slow(*given: Any, **named: Any) -> Any:
            Deployment.objects.filter(pk=queued.pk).update(fence=7)
            return runner.result

        monkeypatch.setattr(carried.client, "run_job", slow)
        carry_out(deployment_id=queued.pk)
        assert (again(queued).state, again(queued).fence, served(site)) == (State.RUNNING, 7, 1)

    def test_after_the_third_death_it_is_closed_and_another_may_go(
        self, site: Site, cast: Cast, queued: Deployment, runner: SimpleNamespace
    ) -> None:
        gone = timezone.now() - timedelta(seconds=1)
        self.held(queued, attempts=MOST_ATTEMPTS, lease_until=gone)
        before = len(runner.jobs)
        closed = carry_out(deployment_id=queued.pk)
        assert closed is not None
        assert (closed.state, served(site), len(runner.jobs)) == (State.FAILED, 1, before)
        assert closed.error.startswith("The worker stopped in the middle, 3 times. Deploy it again")
        assert deploy(by=cast.bea, version=queued.version).state == State.QUEUED

    def test_the_third_worker_is_not_given_up_while_it_works(self, queued: Deployment) -> None:
        later = timezone.now() + timedelta(seconds=5)
        self.held(queued, attempts=MOST_ATTEMPTS, lease_until=later)
        assert carry_out(deployment_id=queued.pk) is None
        assert again(queued).state == State.RUNNING

    def test_what_a_worker_does_not_expect_leaves_the_row_to_the_next(
        self, site: Site, queued: Deployment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def burst(*given: Any, **named: Any) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(carried.client, "run_job", burst)
        with pytest.raises(ZeroDivisionError):
            carry_out(deployment_id=queued.pk)
        assert (again(queued).state, served(site)) == (State.RUNNING, 1)

    def test_when_a_listener_fails_nothing_is_switched(
        self, site: Site, queued: Deployment
    ) -> None:
        def fail(**given: Any) -> None:
            raise LookupError

        deployment_finished.connect(fail)
        try:
            with pytest.raises(LookupError), transaction.atomic():
                carry_out(deployment_id=queued.pk)
        finally:
            deployment_finished.disconnect(fail)
        assert (again(queued).state, served(site)) == (State.QUEUED, 1)
        assert "deployment_live" not in verbs()[2:]


class TestWhatMayGoLive:
    def test_an_older_version_goes_by_rolling_back_only(
        self, site: Site, cast: Cast, queued: Deployment
    ) -> None:
        carry_out(deployment_id=queued.pk)
        first = site.versions.get(number=1)
        with pytest.raises(
            DeployRefused, match=r"Version 2 is live already\. To go back, roll back"
        ):
            deploy(by=cast.bea, version=first)

    def test_the_live_version_does_not_go_live_again(
        self, site: Site, cast: Cast, runner: SimpleNamespace
    ) -> None:
        version = live(cast, site)
        with pytest.raises(DeployRefused, match="Version 1 is live already"):
            deploy(by=cast.bea, version=version)

    @pytest.mark.parametrize(
        "state", [one for one in Review.State.values if one != Review.State.APPROVED]
    )
    def test_only_an_approved_one(self, site: Site, cast: Cast, state: str) -> None:
        version = a_version(cast.bea, site)
        ask_for_review(by=cast.bea, version=version)
        Review.objects.update(state=state)
        with pytest.raises(DeployRefused, match="Version 1 is not approved"):
            deploy(by=cast.bea, version=version)
        assert not Deployment.objects.exists()

    def test_a_yes_to_another_digest_is_none(self, site: Site, cast: Cast) -> None:
        version = approved(cast, site)
        Review.objects.update(digest="0" * 64)
        with pytest.raises(DeployRefused, match="not approved"):
            deploy(by=cast.bea, version=version)

    def test_a_yes_to_one_version_is_none_to_the_next(self, site: Site, cast: Cast) -> None:
        approved(cast, site)
        with pytest.raises(DeployRefused, match="Version 2 is not approved"):
            deploy(by=cast.bea, version=a_version(cast.bea, site))

    def test_a_yes_taken_from_the_row_in_the_queue_stops_it(
        self, site: Site, queued: Deployment, runner: SimpleNamespace
    ) -> None:
        before = len(runner.jobs)
        Review.objects.filter(version=queued.version).update(state=Review.State.REJECTED)
        done = carry_out(deployment_id=queued.pk)
        assert done is not None
        assert (done.state, served(site), len(runner.jobs)) == (State.FAILED, 1, before)
        assert "is not what was approved" in done.error

    def test_another_runtime_between_approval_and_deployment_stops_it(
        self,
        site: Site,
        queued: Deployment,
        runner: SimpleNamespace,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("apps.versions.digest.runtime_lock", lambda: "another")
        before = len(runner.jobs)
        done = carry_out(deployment_id=queued.pk)
        assert done is not None
        assert (done.state, served(site), len(runner.jobs)) == (State.FAILED, 1, before)
        assert "or what it would run on, is not what was approved" in done.error

    def test_all_missing_values_are_named(self, site: Site, cast: Cast) -> None:
        needs = [{"key": key, "kind": "env", "why": "x"} for key in ("A_URL", "B_URL")]
        version = approved(cast, site, blueprint=BLUEPRINT | {"settings_needed": needs})
        with pytest.raises(DeployRefused, match=r"A_URL, B_URL\. Do so under Environment first"):
            deploy(by=cast.bea, version=version)
        set_value(by=cast.bea, site=site, key="A_URL", kind="env", text="x")
        with pytest.raises(DeployRefused, match="filled in B_URL"):
            deploy(by=cast.bea, version=version)

    def test_of_a_stopped_tool_a_version_goes_live_and_stays_stopped(
        self, site: Site, cast: Cast, queued: Deployment
    ) -> None:
        suspend_site(by=cast.omar, site=site, reason="Look first.")
        carry_out(deployment_id=queued.pk)
        assert live_version(Site.objects.get()) is None
        resume_site(by=cast.omar, site=site)
        assert served(site) == 2

    def test_the_log_has_the_digest_and_the_version(self, queued: Deployment) -> None:
        line = Line.objects.filter(verb="deploy").first()
        assert line is not None
        assert line.detail == {"version": 2, "digest": queued.version.digest}

    def test_a_secret_that_it_is_given_is_in_no_line_and_no_message(
        self, site: Site, cast: Cast, runner: SimpleNamespace
    ) -> None:
        needs = [{"key": "CHAT_URL", "kind": "secret", "why": "x"}]
        set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text="canary-4711")
        runner.result.ok, runner.result.error = False, "It did not start."
        version = approved(cast, site, blueprint=BLUEPRINT | {"settings_needed": needs})
        carry_out(deployment_id=deploy(by=cast.bea, version=version).pk)
        written = [*Line.objects.values(), *Message.objects.values(), *Deployment.objects.values()]
        assert "canary-4711" not in str(written)


class TestGoingBack:
    @pytest.fixture
    def second(self, site: Site, queued: Deployment) -> Deployment:
        done = carry_out(deployment_id=queued.pk)
        assert done is not None
        site.refresh_from_db()
        return done

    def test_it_is_a_deployment_of_the_version_before(
        self, site: Site, cast: Cast, second: Deployment
    ) -> None:
        back = roll_back(by=cast.bea, site=site)
        assert (back.kind, back.version.number) == (Deployment.Kind.ROLL_BACK, 1)
        assert back.review is not None
        carry_out(deployment_id=back.pk)
        assert served(site) == 1
        assert verbs()[-2:] == ["roll_back", "deployment_live"]

    def test_another_runtime_does_not_keep_what_was_live_from_coming_back(
        self, site: Site, cast: Cast, second: Deployment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("apps.versions.digest.runtime_lock", lambda: "another")
        carry_out(deployment_id=roll_back(by=cast.bea, site=site).pk)
        assert served(site) == 1

    def test_a_failure_leaves_the_newer_one(
        self, site: Site, cast: Cast, second: Deployment, runner: SimpleNamespace
    ) -> None:
        runner.result.ok, runner.result.error = False, "A row does not fit."
        done = carry_out(deployment_id=roll_back(by=cast.bea, site=site).pk)
        assert done is not None
        assert (done.state, served(site)) == (State.FAILED, 2)
        assert "nothing of it was kept. A row does not fit." in done.error

    def test_twice_in_a_row_it_finds_nothing_more(
        self, site: Site, cast: Cast, second: Deployment
    ) -> None:
        carry_out(deployment_id=roll_back(by=cast.bea, site=site).pk)
        with pytest.raises(DeployRefused, match="nothing to go back to"):
            roll_back(by=cast.bea, site=Site.objects.get())

    def test_forward_again_it_needs_no_new_approval(
        self, site: Site, cast: Cast, second: Deployment
    ) -> None:
        carry_out(deployment_id=roll_back(by=cast.bea, site=site).pk)
        carry_out(deployment_id=deploy(by=cast.bea, version=second.version).pk)
        assert served(site) == 2

    def test_a_version_that_failed_is_not_one_to_go_back_to(
        self, site: Site, cast: Cast, second: Deployment, runner: SimpleNamespace
    ) -> None:
        third = approved(cast, site, files={"app/models.py": "3\n"})
        runner.result.ok, runner.result.error = False, "No."
        carry_out(deployment_id=deploy(by=cast.bea, version=third).pk)
        runner.result.ok = True
        fourth = approved(cast, site, files={"app/models.py": "4\n"})
        carry_out(deployment_id=deploy(by=cast.bea, version=fourth).pk)
        before = previous_version(Site.objects.get())
        assert before is not None
        assert before.number == 2

    def test_a_tool_that_was_never_live_has_nothing_before(self, site: Site) -> None:
        assert previous_version(site) is None
        assert latest_deployment(site) is None


OPERATIONS = {
    "CreateModel": "The table fax goes, with all its rows.",
    "AddField": "The column number of fax goes, with what was entered there.",
    "DeleteModel": "The table fax comes back empty.",
    "RemoveField": "The column number of fax comes back empty.",
    "AlterField": "The column number of fax is what it was; what does not fit it stops this.",
}


class TestWhatIsLost:
    @pytest.mark.parametrize("kind", OPERATIONS)
    def test_each_operation_in_words(
        self, site: Site, cast: Cast, runner: SimpleNamespace, kind: str
    ) -> None:
        self.two(cast, site, {"kind": kind, "model": "fax", "field": "number", "words": "x"})
        assert lost_by_rolling_back(site, site.versions.get(number=1)) == [OPERATIONS[kind]]

    @pytest.mark.parametrize(
        "kind",
        ["AddIndex", "RemoveIndex", "AddConstraint", "RemoveConstraint", "AlterModelOptions"],
    )
    def test_what_holds_no_data_loses_none(
        self, site: Site, cast: Cast, runner: SimpleNamespace, kind: str
    ) -> None:
        self.two(cast, site, {"kind": kind, "model": "fax", "field": "x", "words": "x"})
        assert lost_by_rolling_back(site, site.versions.get(number=1)) == []

    def test_versions_that_are_not_live_yet_are_not_counted(
        self, site: Site, cast: Cast, runner: SimpleNamespace
    ) -> None:
        self.two(cast, site, {"kind": "AddField", "model": "fax", "field": "number"})
        more = {"operations": [{"kind": "CreateModel", "model": "pen", "field": ""}]}
        a_version(cast.bea, site, migration=more | {"statements": [], "names": []})
        found = lost_by_rolling_back(site, site.versions.get(number=1))
        assert found == [OPERATIONS["AddField"]]

    def two(self, cast: Cast, site: Site, operation: dict[str, str]) -> None:
        live(cast, site)
        names = ["0001_initial", "0002_fax"]
        changed = {"operations": [operation], "statements": [], "names": names}
        live(cast, site, files={"app/models.py": "2\n"}, migration=changed)


class TestAtOnce:
    def test_the_database_holds_one_on_its_way(
        self, site: Site, cast: Cast, queued: Deployment
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Deployment.objects.create(site=site, version=queued.version, asked_by=cast.bea)

    def test_two_who_deploy_at_once_deploy_once(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        version = approved(shared_cast, a_site(shared_cast.bea))

        def go(person: Any) -> Callable[[], Deployment]:
            return lambda: deploy(by=person, version=version)

        people = (shared_cast.bea, shared_cast.omar, shared_cast.ada)
        found = at_once(shared_acme, *[go(person) for person in people])
        assert errors(found) == [DeployRefused, DeployRefused]
        assert Deployment.objects.count() == 1
        assert Line.objects.filter(verb="deploy").count() == 1

    def test_two_workers_carry_it_out_once(
        self, shared_acme: Workspace, shared_cast: Cast, runner: SimpleNamespace
    ) -> None:
        version = approved(shared_cast, a_site(shared_cast.bea))
        queued = deploy(by=shared_cast.bea, version=version)
        found = at_once(shared_acme, *[lambda: carry_out(deployment_id=queued.pk)] * 4)
        assert errors(found) == []
        assert len(runner.jobs) == 1
        assert Line.objects.filter(verb="deployment_live").count() == 1

    def test_a_deployment_and_a_way_back_at_once_are_one_of_them(
        self, shared_acme: Workspace, shared_cast: Cast, runner: SimpleNamespace
    ) -> None:
        site = a_site(shared_cast.bea)
        for text in ("1\n", "2\n"):
            live(shared_cast, site, files={"app/models.py": text})
        third = approved(shared_cast, site, files={"app/models.py": "3\n"})
        found = at_once(
            shared_acme,
            lambda: deploy(by=shared_cast.bea, version=third),
            lambda: roll_back(by=shared_cast.omar, site=site),
        )
        assert errors(found) == [DeployRefused]


def test_what_is_asked_for_without_the_capability_is_not_queued(site: Site, cast: Cast) -> None:
    version = approved(cast, site)
    CapabilitySwitch.objects.create(
        role="builder", capability="deploy", on=False, changed_by=cast.ada
    )
    with pytest.raises(NotAllowed, match="Builders may not put an approved version live"):
        deploy(by=cast.bea, version=version)
    assert not Deployment.objects.exists()


def test_a_lease_runs_as_long_as_the_settings_say(
    site: Site, cast: Cast, runner: SimpleNamespace, settings: Any, monkeypatch: Any
) -> None:
    queued = deploy(by=cast.bea, version=approved(cast, site))
    seen: list[Any] = []

    def look(*given: Any, **named: Any) -> Any:
        seen.append(again(queued).lease_until)
        return runner.result

    monkeypatch.setattr(carried.client, "run_job", look)
    with time_machine.travel(timezone.now(), tick=False):
        carry_out(deployment_id=queued.pk)
        wanted = timezone.now() + timedelta(seconds=settings.SITEWRIGHT.build_lease_seconds)
    assert seen == [wanted]


def test_a_review_that_asks_for_changes_after_a_yes_is_refused(site: Site, cast: Cast) -> None:
    """A yes is not taken back; who does not want the version any more asks for the next."""
    version = approved(cast, site)
    with pytest.raises(ReviewRefused, match="settled already: approved"):
        ask_for_changes(by=cast.ada, review=version.reviews.get(), reason="Wait.")
    assert deploy(by=cast.bea, version=version).state == State.QUEUED
