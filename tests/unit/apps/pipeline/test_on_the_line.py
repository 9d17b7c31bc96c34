"""The commands of `manage.py`: the same actions with the same rights as on the pages, and a
sentence for each wrong name.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.pipeline import carry
from apps.pipeline.management.commands import build_site, create_demo, deploy_site
from apps.pipeline.named import person_named, site_named, workspace_named
from apps.plans.models import Plan
from apps.reviews.models import Review
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_ready_plan, a_version
from tests.unit.apps.pipeline.conftest import approved_version, put_live

pytestmark = pytest.mark.usefixtures("queued")
AS_BEA = ["--workspace=acme", "--as=bea@acme.example"]
AS_OMAR = ["--workspace=acme", "--as=omar@acme.example"]
LOSES = {
    "operations": [{"kind": "DeleteModel", "words": "The table goes.", "risk": "loses"}],
    "statements": ["DROP TABLE key"],
    "names": ["0001_initial", "0002_none"],
}
Said = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Said:
    """`run("deploy_site", …)`: what it says."""

    def do(*arguments: str) -> str:
        call_command(*arguments)
        return capsys.readouterr().out.strip()

    return do


@pytest.fixture
def version(site: Site, cast: Cast) -> Version:
    """The tool's first."""
    return a_version(cast.bea, site)


@pytest.fixture
def brief(tmp_path: Path) -> str:
    """A file with a sentence in it."""
    file = tmp_path / "brief.txt"
    file.write_text("Track keys")
    return str(file)


@pytest.mark.parametrize(
    ("find", "name", "says"),
    [
        (workspace_named, "nowhere", "There is no workspace with the address “nowhere”."),
        (site_named, "nothing", "There is no tool with the address “nothing” here."),
        (person_named, "who@acme.example", "Nobody here has the address who@acme.example."),
    ],
)
def test_a_name_that_is_nothing_gives_a_sentence(
    acme: Workspace, find: Callable[[str], Any], name: str, says: str
) -> None:
    with pytest.raises(CommandError) as caught:
        find(name)
    assert str(caught.value) == says


def test_an_address_is_read_in_capitals_too(acme: Workspace, cast: Cast) -> None:
    assert person_named("Bea@ACME.example") == cast.bea


def test_a_tool_of_another_workspace_is_none_here(site: Site, northwind: Workspace) -> None:
    with pytest.raises(CommandError, match="There is no tool"):
        site_named("office-keys")


def test_a_brief_is_planned_and_built_by_the_worker(
    acme: Workspace, cast: Cast, run: Said, brief: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = a_ready_plan(cast.bea)
    asked: dict[str, Any] = {}

    def plan_of(**given: Any) -> Plan:
        asked.update(given)
        return plan

    monkeypatch.setattr(build_site, "plan_of", plan_of)
    said = run("build_site", *AS_BEA, f"--brief-file={brief}", "--json")
    assert asked == {"by": cast.bea, "brief": "Track keys", "site": None}
    build = Build.objects.get(plan=plan)
    assert json.loads(said) == {"build": build.pk, "plan": 1}


def test_a_build_that_is_waited_for_gives_the_version(
    version: Version, run: Said, brief: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_site, "plan_of", lambda **given: given["site"].plans.first())
    monkeypatch.setattr(build_site, "version_of", lambda **given: version)
    where = [*AS_BEA, f"--brief-file={brief}", "--site=office-keys", "--wait"]
    assert run("build_site", *where) == f"office-keys 1 {version.digest}"


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be read from .*: No such file"), (b"\xff\xfe", "is not text in UTF-8")],
    ids=["not there", "not text"],
)
def test_a_brief_that_cannot_be_read_is_a_sentence(
    acme: Workspace, tmp_path: Path, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "brief").write_bytes(content)
    with pytest.raises(CommandError, match=says):
        call_command("build_site", *AS_BEA, f"--brief-file={tmp_path / 'brief'}")


def test_what_was_not_carried_is_the_command_s_error(
    acme: Workspace, brief: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**given: Any) -> Plan:
        raise carry.NotCarried("No plan came of it (refused): no payments.")

    monkeypatch.setattr(build_site, "plan_of", fail)
    with pytest.raises(CommandError, match="no payments"):
        call_command("build_site", *AS_BEA, f"--brief-file={brief}")


@pytest.mark.parametrize(
    ("who", "text", "says"),
    [
        ("bea", "", "Say in a sentence what the tool should do"),
        ("mara", "Track keys", "may not"),
        ("nora", "Track keys", "Only members of this workspace"),
    ],
)
def test_the_line_has_no_more_rights_than_the_page(
    acme: Workspace, brief: str, who: str, text: str, says: str
) -> None:
    Path(brief).write_text(text)
    domain = "northwind" if who == "nora" else "acme"
    with pytest.raises(CommandError, match=says):
        call_command(
            "build_site",
            "--workspace=acme",
            f"--as={who}@{domain}.example",
            f"--brief-file={brief}",
        )
    assert not Plan.objects.exists()


def test_the_newest_version_goes_live(
    site: Site, cast: Cast, run: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved_version(cast, site)
    newest = approved_version(cast, site, files={"app/models.py": "# two\n"})
    monkeypatch.setattr(carry, "_wait", lambda row, done, seconds: row)
    said = run("deploy_site", *AS_BEA, "--site=office-keys")
    assert said.startswith(f"{newest} is live at http://office-keys--acme.localhost")
    assert Deployment.objects.get().version == newest


def test_the_version_before_comes_back(
    site: Site, cast: Cast, run: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = approved_version(cast, site)
    put_live(cast, first)
    put_live(cast, approved_version(cast, site, files={"app/models.py": "# two\n"}))
    monkeypatch.setattr(deploy_site, "settled", lambda deployment: deployment)
    assert run("deploy_site", *AS_BEA, "--site=office-keys", "--roll-back").startswith(str(first))


@pytest.mark.parametrize("command", [["deploy_site"], ["review_site", "ask"]])
def test_without_a_version_there_is_nothing_to_decide(site: Site, command: list[str]) -> None:
    with pytest.raises(CommandError, match=r"This tool has no version yet. Build one first."):
        call_command(*command, *AS_BEA, "--site=office-keys")


def test_what_nobody_approved_does_not_go_live_from_the_line(version: Version) -> None:
    with pytest.raises(CommandError, match="approve"):
        call_command("deploy_site", *AS_BEA, "--site=office-keys")
    assert not Deployment.objects.exists()


def test_a_review_is_asked_for_and_its_red_items_are_shown(
    site: Site, cast: Cast, run: Said
) -> None:
    put_live(cast, a_version(cast.bea, site))
    a_version(cast.bea, site, migration=LOSES, files={"app/models.py": "# none\n"})
    said = run("review_site", *AS_BEA, "--site=office-keys", "ask")
    review = Review.objects.get()
    assert said.splitlines()[0].endswith(": waiting")
    assert review.red_items
    for item in review.red_items:
        assert f"to tick: {item['id']}  {item['title']}" in said


@pytest.mark.parametrize(
    ("decision", "state"),
    [("approve", "approved"), ("changes", "changes"), ("reject", "rejected")],
)
def test_a_decision_from_the_line_is_the_reviewer_s(
    version: Version, cast: Cast, run: Said, decision: str, state: str
) -> None:
    run("review_site", *AS_BEA, "--site=office-keys", "ask")
    ticks = [f"--tick={item['id']}" for item in Review.objects.get().red_items]
    run("review_site", *AS_OMAR, "--site=office-keys", decision, "--reason=Read it all.", *ticks)
    review = Review.objects.get()
    assert (review.state, review.decided_by, review.reason) == (state, cast.omar, "Read it all.")


def test_what_is_red_is_ticked_one_by_one_on_the_line_too(
    site: Site, cast: Cast, run: Said
) -> None:
    put_live(cast, a_version(cast.bea, site))
    a_version(cast.bea, site, migration=LOSES, files={"app/models.py": "# none\n"})
    run("review_site", *AS_BEA, "--site=office-keys", "ask")
    approve = ["review_site", *AS_OMAR, "--site=office-keys", "approve"]
    with pytest.raises(CommandError):
        call_command(*approve)
    assert Review.objects.get().state == Review.State.WAITING
    run(*approve, *(f"--tick={item['id']}" for item in Review.objects.get().red_items))
    assert Review.objects.get().state == Review.State.APPROVED


@pytest.mark.parametrize("decision", ["approve", "changes", "reject"])
def test_nobody_decides_on_what_was_not_asked(version: Version, decision: str) -> None:
    with pytest.raises(CommandError, match="Nobody has asked for a review of"):
        call_command("review_site", *AS_OMAR, "--site=office-keys", decision)


def test_nobody_approves_their_own_work_from_the_line_either(version: Version, run: Said) -> None:
    run("review_site", *AS_BEA, "--site=office-keys", "ask")
    with pytest.raises(CommandError):
        call_command("review_site", *AS_BEA, "--site=office-keys", "approve")
    assert Review.objects.get().state == Review.State.WAITING


def test_the_demo_s_tools_are_said_as_they_go_live(
    acme: Workspace, run: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["Invoice matching is live at …", "Project requests is live at …"]
    monkeypatch.setattr(create_demo, "create_tools", lambda workspace: iter(lines))
    assert run("create_demo", "--tools").splitlines() == lines
