"""The steps of a build: what each gives to the next, and whose turn it is when one fails."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps.builds import errors, leases, leftovers, steps
from apps.builds.actions import start_build
from apps.builds.models import Build
from apps.plans.models import Plan
from apps.runners.client import RunnerUnavailable
from apps.versions import blobs
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from site_contract.config import Database
from site_contract.jobs import JobResult
from tests.cast import Cast
from tests.made import BLUEPRINT, a_ready_plan, a_site, a_version

Output = dict[str, Any]
Jobs = list[tuple[str, Path, Any]]
FIRST = "app/migrations/0001_initial.py"
GOOD = {"id": "system", "title": "The tool starts", "ok": True, "detail": "", "seconds": 0.1}
ACCESS = GOOD | {"id": "access", "title": "Everybody gets what is theirs"}
TRIED = {
    "checks": [GOOD, ACCESS],
    "access": {"/": {"member": 200}},
    "sql": [{"migration": "0001_initial", "statements": ["CREATE TABLE a ()", "CREATE INDEX b"]}],
}
SHAPE = {
    "files": {FIRST: "X=1\n"},
    "operations": [{"kind": "CreateModel", "model": "Key"}],
}


def building(cast: Cast, **blueprint: Any) -> Build:
    """A build of Bea's that a worker is at."""
    plan = a_ready_plan(cast.bea, blueprint=BLUEPRINT | blueprint)
    held = leases.take(start_build(by=cast.bea, plan=plan).pk)
    assert held is not None
    return held


@pytest.fixture
def build(acme: Workspace, cast: Cast) -> Build:
    return building(cast)


@pytest.fixture
def schemas(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happens to schemas, without any."""
    done: list[str] = []

    def provision(key: int, schema: str) -> Any:
        done.append(f"make {schema}")
        owner = Database("127.0.0.1", 1, "w_1", f"w_1_{schema}_owner", "", schema)
        return type("Access", (), {"owner": owner})

    monkeypatch.setattr(steps.databases, "ensure_workspace_database", lambda key: "w_1")
    monkeypatch.setattr(steps.databases, "provision_schema", provision)
    monkeypatch.setattr(
        steps.databases, "drop_schema", lambda key, schema: done.append(f"drop {schema}")
    )
    return done


Answer = Callable[[str], JobResult]


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], Jobs]:
    """`jobs(answer)`: the runner answers so; the jobs that it was given, with the files it saw."""

    def told(answer: Answer) -> Jobs:
        given: Jobs = []

        def run_job(kind: str, config: Any, payload: Output, *_: Any, timeout: float) -> JobResult:
            folder = Path(config.code)
            seen = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.py"))
            given.append((kind, folder, {"seen": seen, **payload}))
            return answer(kind)

        monkeypatch.setattr(steps, "run_job", run_job)
        return given

    return told


def answers(**data: Any) -> Answer:
    return lambda kind: JobResult(ok=True, data=data, error="")


def refuses(sentence: str) -> Answer:
    return lambda kind: JobResult(ok=False, data={}, error=sentence)


def away(kind: str) -> JobResult:
    raise RunnerUnavailable("The runner does not answer.")


def kept(**files: str) -> dict[str, str]:
    return {path: blobs.keep(text.encode()) for path, text in files.items()}


def test_the_source_is_kept_by_hash_without_migrations(build: Build) -> None:
    given = steps.write_source(build, {})

    assert given["base"] is None
    assert "app/models.py" in given["manifest"]
    assert [path for path in given["manifest"] if path.startswith(steps.MIGRATIONS)] == [
        "app/migrations/__init__.py"
    ]
    assert "class Key(kit.Row):" in blobs.read(given["manifest"]["app/models.py"]).decode()


def test_a_change_builds_on_the_migrations_of_the_newest_version(
    acme: Workspace, cast: Cast
) -> None:
    site = a_site(cast.bea)
    a_version(cast.bea, site, files={FIRST: "FIRST = 1\n", "app/models.py": "OLD = 1\n"})
    plan = a_ready_plan(cast.bea, site=site)
    held = leases.take(start_build(by=cast.bea, plan=plan).pk)
    assert held is not None

    given = steps.write_source(held, {})

    assert given["base"] == 1
    assert blobs.read(given["manifest"][FIRST]) == b"FIRST = 1\n"
    assert b"OLD" not in blobs.read(given["manifest"]["app/models.py"])


def test_a_plan_that_asks_for_too_much_is_the_askers_turn(acme: Workspace, cast: Cast) -> None:
    line = {"kind": "chart", "id": "c", "entity": "key", "x": "label", "shape": "line"}
    build = building(cast, pages=[{"kind": "dashboard", "id": "all", "parts": [line]}])

    with pytest.raises(errors.PlanNotBuildable) as refused:
        steps.write_source(build, {})

    assert str(refused.value).startswith("A line needs a date along x")
    assert refused.value.id == "builds:person:plan"


def test_a_plan_that_the_language_has_outgrown_says_what_does_not_hold(
    acme: Workspace, cast: Cast
) -> None:
    build = building(cast, pages=[{"kind": "table", "id": "keys", "entity": "gone"}])

    with pytest.raises(errors.PlanNotBuildable) as refused:
        steps.write_source(build, {})

    assert str(refused.value).startswith("This plan does not hold any more: ask for it anew. ")
    assert "pages.keys" in str(refused.value)


def test_a_plan_without_a_blueprint_is_nothing_to_build(build: Build) -> None:
    build.plan.blueprint = None

    with pytest.raises(errors.PlanNotBuildable, match="has no blueprint"):
        steps.write_source(build, {})


def test_the_runner_writes_the_migrations_and_they_are_laid_out(
    build: Build, jobs: Callable[[Answer], Jobs]
) -> None:
    given = jobs(answers(**SHAPE))

    out = steps.write_migrations(build, {"manifest": kept(**{"app/models.py": "A = 1\n"})})

    assert blobs.read(out["manifest"][FIRST]) == b"X = 1\n"
    assert out["operations"] == SHAPE["operations"]
    assert [(kind, more["seen"]) for kind, _, more in given] == [
        ("write_migrations", ["app/models.py"])
    ]


def test_a_step_leaves_no_folder_behind(build: Build, jobs: Callable[[Answer], Jobs]) -> None:
    given = jobs(refuses("The models cannot be loaded."))

    with pytest.raises(errors.TrialFailed, match="The models cannot be loaded"):
        steps.write_migrations(build, {"manifest": kept(**{"app/models.py": "A = 1\n"})})

    ((_, folder, _),) = given
    assert folder == leftovers.folder_of(build)
    assert not folder.exists()


def test_without_a_runner_it_is_the_operators_turn(
    build: Build, jobs: Callable[[Answer], Jobs]
) -> None:
    jobs(away)

    with pytest.raises(errors.RunnerMissing, match="does not answer") as missing:
        steps.write_migrations(build, {"manifest": kept(**{"app/models.py": ""})})

    assert missing.value.id == "builds:operator:runner"


def test_source_that_is_fine_is_counted(build: Build) -> None:
    found = steps.inspect(build, {"manifest": kept(**{"app/__init__.py": "", "README.md": "# A"})})

    assert found == {"inspected": 2}


def test_source_that_may_not_be_is_refused_with_file_and_line(build: Build) -> None:
    manifest = kept(**{"app/models.py": '"""X."""\n\nimport os\n'})

    with pytest.raises(errors.SourceRefused) as refused:
        steps.inspect(build, {"manifest": manifest})

    assert "app/models.py:3: Importing os" in str(refused.value)
    assert refused.value.id == "builds:operator:source"


def test_of_many_findings_five_are_said(build: Build) -> None:
    manifest = kept(**{"app/models.py": "import os\n" * 9})

    with pytest.raises(errors.SourceRefused) as refused:
        steps.inspect(build, {"manifest": manifest})

    assert str(refused.value).count("[import]") == 5


def try_out(build: Build) -> Output:
    return steps.try_out(build, {"manifest": kept(**{"app/__init__.py": ""})})


def test_a_trial_is_told_the_samples_and_the_roles(
    acme: Workspace, cast: Cast, schemas: list[str], jobs: Callable[[Answer], Jobs]
) -> None:
    samples = [{"entity": "key", "columns": ["label"], "rows": [["K1"]]}]
    build = building(cast, samples=samples, roles=[{"id": "keeper"}])
    given = jobs(answers(**TRIED))

    try_out(build)

    ((kind, _, more),) = given
    assert (kind, more["samples"], more["roles"]) == ("try", samples, ["keeper"])


def test_a_trial_has_a_schema_of_its_own_that_is_gone_afterwards(
    build: Build, schemas: list[str], jobs: Callable[[Answer], Jobs]
) -> None:
    jobs(answers(**TRIED))

    try_out(build)

    assert schemas == [f"make t_{build.pk}_1", f"drop t_{build.pk}_1"]


@pytest.mark.parametrize("answer", [away, refuses("It broke.")])
def test_the_schema_goes_when_the_trial_fails_too(
    build: Build, schemas: list[str], jobs: Callable[[Answer], Jobs], answer: Answer
) -> None:
    jobs(answer)

    with pytest.raises(errors.BuildError):
        try_out(build)

    assert schemas[-1] == f"drop t_{build.pk}_1"


def test_a_trial_gives_its_checks_its_sql_and_the_table_of_access(
    build: Build, schemas: list[str], jobs: Callable[[Answer], Jobs]
) -> None:
    jobs(answers(**TRIED))

    given = try_out(build)

    assert given["statements"] == ["CREATE TABLE a ()", "CREATE INDEX b"]
    assert given["sql"] == TRIED["sql"]
    assert given["checks"] == [GOOD, ACCESS | {"table": TRIED["access"]}]


def test_checks_that_do_not_hold_are_named_three_at_most(
    build: Build, schemas: list[str], jobs: Callable[[Answer], Jobs]
) -> None:
    bad = [GOOD | {"title": f"Wish {n}", "ok": False, "detail": f"no {n}"} for n in range(4)]
    jobs(answers(**TRIED | {"checks": [GOOD, *bad]}))

    with pytest.raises(errors.TrialFailed) as failed:
        try_out(build)

    assert str(failed.value) == (
        "4 of 5 checks do not hold. Wish 0: no 0; Wish 1: no 1; Wish 2: no 2"
    )
    assert failed.value.id == "builds:person:trial"


@pytest.fixture
def so_far() -> Output:
    """What the steps before saving give."""
    manifest = kept(**{FIRST: "X = 1\n", "app/__init__.py": ""})
    return {"manifest": manifest, "operations": SHAPE["operations"], **TRIED}


def test_saving_names_the_tool_closes_the_plan_and_keeps_what_was_asked(
    build: Build, so_far: Output
) -> None:
    version = steps.save(build, so_far)

    assert (version.number, version.asked) == (1, "Who has which key?")
    assert version.manifest == so_far["manifest"]
    assert version.site.name == "Office keys"
    assert Plan.objects.get(pk=build.plan_id).state == Plan.State.BUILT
    assert version.created_by == build.asked_by


def test_the_receipt_says_which_planner_it_was(build: Build, so_far: Output) -> None:
    Plan.objects.filter(pk=build.plan_id).update(planner="builtin", receipt={"tokens": 3})
    build.plan.refresh_from_db()

    assert steps.save(build, so_far).receipt == {"tokens": 3, "planner": "builtin"}


def test_a_first_version_has_all_migrations(build: Build, so_far: Output) -> None:
    migration = steps.save(build, so_far).migration

    assert migration["names"] == ["0001_initial"]
    assert migration["statements"] == ["CREATE TABLE a ()", "CREATE INDEX b"]


def test_a_later_version_has_only_what_is_new(acme: Workspace, cast: Cast, so_far: Output) -> None:
    site = a_site(cast.bea)
    a_version(cast.bea, site, files={FIRST: "X = 1\n"})
    held = leases.take(start_build(by=cast.bea, plan=a_ready_plan(cast.bea, site=site)).pk)
    assert held is not None
    second = {"migration": "0002_more", "statements": ["ALTER TABLE a ADD b int"]}

    version = steps.save(held, so_far | {"sql": [*so_far["sql"], second]})

    assert version.number == 2
    assert version.migration["sql"] == [second]
    assert version.migration["statements"] == ["ALTER TABLE a ADD b int"]
    assert version.migration["names"] == ["0001_initial", "0002_more"]


def test_a_first_version_changes_nothing_whatever_its_plan_changed(
    build: Build, so_far: Output
) -> None:
    build.plan.changes = [{"where": "name", "text": "The name changes.", "risk": "moves"}]

    assert steps.save(build, so_far).changes == []


def test_a_later_version_says_what_is_other_than_in_the_one_before(
    acme: Workspace, cast: Cast, so_far: Output
) -> None:
    site = a_site(cast.bea)
    a_version(cast.bea, site, files={FIRST: "X = 1\n"}, blueprint=BLUEPRINT)
    plan = a_ready_plan(cast.bea, site=site, blueprint=BLUEPRINT | {"name": "Key box"})
    held = leases.take(start_build(by=cast.bea, plan=plan).pk)
    assert held is not None

    assert ["Key box" in change["text"] for change in steps.save(held, so_far).changes] == [True]


def test_a_version_is_frozen_with_the_checks_that_it_passed(build: Build, so_far: Output) -> None:
    version = Version.objects.get(pk=steps.save(build, so_far).pk)

    assert [check["ok"] for check in version.checks] == [True, True]


WHOSE_TURN = {
    errors.PlanNotBuildable: "person",
    errors.TrialFailed: "person",
    errors.BuildRefused: "person",
    errors.SourceRefused: "operator",
    errors.RunnerMissing: "operator",
    errors.WorkersLost: "operator",
    errors.BuildError: "operator",
    errors.LostLease: "nobody",
}


@pytest.mark.parametrize("kind", WHOSE_TURN)
def test_every_failure_says_whose_turn_it_is(kind: type[Exception]) -> None:
    room, who, name = kind.id.split(":")  # type: ignore[attr-defined]

    assert (room, who) == ("builds", WHOSE_TURN[kind])
    assert name


def test_no_two_failures_share_an_id() -> None:
    ids = [kind.id for kind in WHOSE_TURN]  # type: ignore[attr-defined]

    assert len(set(ids)) == len(ids)


def test_every_failure_of_a_build_is_in_that_table() -> None:
    found = {one for one in vars(errors).values() if isinstance(one, type)}

    assert found == set(WHOSE_TURN)
