"""Deployments: only what was approved, unchanged, with all values; and what was live stays live
when it fails.
"""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from apps.access.errors import NotAllowed
from apps.audit.models import Line
from apps.deployments.actions import carry_out, deploy, roll_back
from apps.deployments.errors import DeployRefused
from apps.deployments.models import Deployment
from apps.deployments.queries import live_version, lost_by_rolling_back, previous_version
from apps.environment.actions import set_value
from apps.reviews.actions import ask_for_review, reject
from apps.sites.actions import suspend_site
from apps.sites.models import Site
from tests.cast import Cast
from tests.made import BLUEPRINT, a_version
from tests.unit.apps.deployments.staged import approved, live


def test_an_approved_version_goes_live(site: Site, cast: Cast, runner: SimpleNamespace) -> None:
    version = live(cast, site)
    assert live_version(site) == version
    assert Deployment.objects.get().statements == ["CREATE TABLE key ()"]
    assert Line.objects.filter(verb="go_live").first().detail["digest"] == version.digest


def test_what_nobody_approved_does_not(site: Site, cast: Cast) -> None:
    with pytest.raises(DeployRefused, match="not approved"):
        deploy(by=cast.bea, version=a_version(cast.bea, site))


def test_what_was_rejected_does_not(site: Site, cast: Cast) -> None:
    version = a_version(cast.bea, site)
    reject(by=cast.omar, review=ask_for_review(by=cast.bea, version=version), reason="No")
    with pytest.raises(DeployRefused, match="not approved"):
        deploy(by=cast.bea, version=version)


@pytest.mark.parametrize("who", ["mara", "nora", "otto"])
def test_others_deploy_nothing(site: Site, cast: Cast, who: str) -> None:
    version = approved(cast, site)
    with pytest.raises(NotAllowed):
        deploy(by=getattr(cast, who), version=version)


def test_two_deployments_at_once_are_one_too_many(site: Site, cast: Cast) -> None:
    version = approved(cast, site)
    deploy(by=cast.bea, version=version)
    with pytest.raises(DeployRefused, match="at this moment"):
        deploy(by=cast.bea, version=version)


def test_an_empty_value_stops_it(site: Site, cast: Cast, runner: SimpleNamespace) -> None:
    needs = {"settings_needed": [{"key": "CHAT_URL", "kind": "secret", "why": "Where to tell."}]}
    version = approved(cast, site, blueprint=BLUEPRINT | needs)
    with pytest.raises(DeployRefused, match="Nobody has filled in CHAT_URL"):
        deploy(by=cast.bea, version=version)
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text="x")
    assert deploy(by=cast.bea, version=version).state == Deployment.State.QUEUED


def test_a_byte_changed_after_approval_is_not_deployed(
    site: Site, cast: Cast, runner: SimpleNamespace
) -> None:
    version = approved(cast, site, files={"app/models.py": '"""Altered in this test alone."""'})
    queued = deploy(by=cast.bea, version=version)
    name = version.manifest["app/models.py"]
    storages["versions"].delete(f"{name[:2]}/{name[2:]}")
    storages["versions"].save(f"{name[:2]}/{name[2:]}", ContentFile(b"import os\n"))
    done = carry_out(deployment_id=queued.pk)
    storages["versions"].delete(f"{name[:2]}/{name[2:]}")
    assert done is not None
    assert (done.state, runner.jobs) == (Deployment.State.FAILED, [])


def test_a_database_change_that_fails_leaves_live_what_was(
    site: Site, cast: Cast, runner: SimpleNamespace
) -> None:
    first = live(cast, site)
    second = approved(cast, site, files={"app/models.py": "2"})
    runner.result.ok, runner.result.error = False, "The table is locked."
    done = carry_out(deployment_id=deploy(by=cast.bea, version=second).pk)
    site.refresh_from_db()
    assert done is not None
    assert (done.state, live_version(site)) == (Deployment.State.FAILED, first)
    assert "The table is locked." in done.error


def test_a_deployment_is_carried_out_once(site: Site, cast: Cast, runner: SimpleNamespace) -> None:
    queued = deploy(by=cast.bea, version=approved(cast, site))
    carry_out(deployment_id=queued.pk)
    assert carry_out(deployment_id=queued.pk) is None
    assert len(runner.jobs) == 1


def test_rolling_back_brings_the_version_before_and_undoes_its_migrations(
    site: Site, cast: Cast, runner: SimpleNamespace
) -> None:
    first = live(cast, site)
    changed = {
        "operations": [{"kind": "AddField", "model": "key", "field": "fax", "words": "x"}],
        "statements": ["ALTER"],
        "names": ["0001_initial", "0002_fax"],
    }
    live(cast, site, files={"app/models.py": "2"}, migration=changed)
    assert previous_version(site) == first
    assert lost_by_rolling_back(site, first) == [
        "The column fax of key goes, with what was entered there."
    ]
    done = carry_out(deployment_id=roll_back(by=cast.bea, site=site).pk)
    site.refresh_from_db()
    assert done is not None
    assert (done.kind, live_version(site)) == (Deployment.Kind.ROLL_BACK, first)
    assert runner.jobs[-1] == ("migrate", {"target": "0001_initial"})


def test_there_is_nothing_to_roll_back_to_at_first(
    site: Site, cast: Cast, runner: SimpleNamespace
) -> None:
    live(cast, site)
    with pytest.raises(DeployRefused, match="nothing to go back to"):
        roll_back(by=cast.bea, site=site)


def test_a_suspended_site_serves_no_version(
    site: Site, cast: Cast, runner: SimpleNamespace
) -> None:
    live(cast, site)
    assert live_version(suspend_site(by=cast.omar, site=site, reason="Look first")) is None
