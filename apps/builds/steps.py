"""What each step of a build does. Texts of files travel between steps as hashes; the blobs are in
the versions' storage.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from apps.access.queries import current_workspace
from apps.builds import leases, leftovers
from apps.builds.compiler import carried, compile_blueprint, format_sources, unsupported
from apps.builds.errors import PlanNotBuildable, RunnerMissing, SourceRefused, TrialFailed
from apps.builds.inspection import inspect_source
from apps.builds.models import Build
from apps.plans.blueprint.differences import changes_between
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load, shaped
from apps.plans.blueprint.whole import Blueprint
from apps.plans.models import Plan
from apps.plans.queries import asked_for, edits_since
from apps.runners import configs, databases
from apps.runners.client import RunnerUnavailable, run_job
from apps.sites.actions import name_site
from apps.versions import blobs
from apps.versions.actions import save_version
from apps.versions.models import Version
from apps.versions.queries import versions_of
from apps.versions.trees import files_of, write_tree
from site_contract.config import Database
from site_contract.jobs import JobResult

Output = dict[str, Any]
MIGRATIONS = "app/migrations/"


def write_source(build: Build, so_far: Output) -> Output:
    """Compile the plan's blueprint, and keep the migrations of the version it changes."""
    blueprint = _loaded(build)
    problems = unsupported(blueprint)
    if problems:
        raise PlanNotBuildable(" ".join(problem.message for problem in problems))
    files = compile_blueprint(blueprint) | {f"{MIGRATIONS}__init__.py": ""}
    base = versions_of(build.site).first()
    if base is not None:
        earlier = files_of(base)
        files |= {path: text for path, text in earlier.items() if path.startswith(MIGRATIONS)}
    return {"manifest": _keep(files), "base": base.number if base else None}


def write_migrations(build: Build, so_far: Output) -> Output:
    """Have Django's autodetector write what is missing, in a site process."""
    with _tree(build, so_far["manifest"]) as folder:
        result = _job(build, "write_migrations", folder, None, {"carried": _carried(build)})
    written = format_sources(result.data["files"])
    return {
        "manifest": so_far["manifest"] | _keep(written),
        "operations": result.data["operations"],
    }


def _carried(build: Build) -> list[Output]:
    """What rows need that were entered by the version before."""
    base = versions_of(build.site).first()
    if base is None:
        return []
    return carried(shaped(base.blueprint), _loaded(build), edits_since(build.plan))


def inspect(build: Build, so_far: Output) -> Output:
    """Read every file, run none."""
    findings = inspect_source(_texts(so_far["manifest"]))
    if findings:
        raise SourceRefused(" ".join(str(finding) for finding in findings[:5]))
    return {"inspected": len(so_far["manifest"])}


def try_out(build: Build, so_far: Output) -> Output:
    """Migrate an empty database, fill in the samples, run the acceptance tests, open every page as
    everybody.
    """
    workspace = current_workspace()
    blueprint = _blueprint(build)
    payload = {
        "samples": blueprint.get("samples", []),
        "roles": [role["id"] for role in blueprint.get("roles", [])],
    }
    databases.ensure_workspace_database(workspace.pk)
    with _tree(build, so_far["manifest"]) as folder, _schema(build) as owner:
        result = _job(build, "try", folder, owner, payload)
    checks = [
        check | {"table": result.data["access"]} if check["id"] == "access" else check
        for check in result.data["checks"]
    ]
    _demand_all(checks)
    statements = [line for migration in result.data["sql"] for line in migration["statements"]]
    return {"checks": checks, "sql": result.data["sql"], "statements": statements}


def save(build: Build, so_far: Output) -> Version:
    """Freeze it; called inside the transaction that ends the build."""
    plan, blueprint = build.plan, _blueprint(build)
    last = build.site.versions.order_by("-number").first()
    site = name_site(
        by=build.asked_by,
        site=build.site,
        name=blueprint["name"],
        summary=blueprint.get("summary", ""),
    )
    version = save_version(
        by=build.asked_by,
        site=site,
        files=_texts(so_far["manifest"]),
        blueprint=blueprint,
        asked=asked_for(plan),
        changes=changes_between(last.blueprint if last else None, blueprint),
        migration=_migration(last, so_far),
        checks=so_far["checks"],
        receipt=plan.receipt | {"planner": plan.planner},
    )
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.BUILT)
    return version


def _blueprint(build: Build) -> Output:
    blueprint: Output | None = build.plan.blueprint
    if blueprint is None:
        raise PlanNotBuildable("This plan has no blueprint, so there is nothing to build.")
    return blueprint


def _loaded(build: Build) -> Blueprint:
    """The blueprint by today's rules of the language, which may be stricter than the plan's."""
    try:
        return load(_blueprint(build)).blueprint
    except BlueprintErrors as error:
        raise PlanNotBuildable(
            f"This plan does not hold any more: ask for it anew. {error}"
        ) from error


def _migration(base: Version | None, so_far: Output) -> Output:
    """What this version does to the database: only the migrations that its base does not have."""
    known = set(base.manifest) if base else set()
    new = [m for m in so_far["sql"] if f"{MIGRATIONS}{m['migration']}.py" not in known]
    return {
        "operations": so_far["operations"],
        "sql": new,
        "statements": [line for migration in new for line in migration["statements"]],
        "names": [m["migration"] for m in so_far["sql"]],
    }


def _demand_all(checks: list[dict[str, Any]]) -> None:
    failed = [check for check in checks if not check["ok"]]
    if failed:
        said = "; ".join(f"{check['title']}: {check['detail']}" for check in failed[:3])
        raise TrialFailed(f"{len(failed)} of {len(checks)} checks do not hold. {said}")


def _job(
    build: Build, kind: str, folder: Path, database: Database | None, payload: Output
) -> JobResult:
    config = configs.trial(
        workspace=current_workspace(), site=build.site, folder=folder, database=database
    )
    try:
        result = run_job(kind, config, payload, lambda _: leases.renew(build), timeout=120)
    except RunnerUnavailable as error:
        raise RunnerMissing(str(error)) from error
    if not result.ok:
        raise TrialFailed(result.error)
    return result


@contextmanager
def _tree(build: Build, manifest: dict[str, str]) -> Iterator[Path]:
    """The files as a folder of their own, gone afterwards."""
    folder = leftovers.folder_of(build)
    write_tree(folder, {path: blobs.read(name) for path, name in manifest.items()})
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _schema(build: Build) -> Iterator[Database]:
    """A schema for this worker alone, gone afterwards: an older worker that wakes up clears away
    its own, not the one that its successor works in.
    """
    workspace, schema = current_workspace(), leftovers.schema_of(build.pk, build.fence)
    access = databases.provision_schema(workspace.pk, schema)
    try:
        yield access.owner
    finally:
        databases.drop_schema(workspace.pk, schema)


def _keep(files: dict[str, str]) -> dict[str, str]:
    return {path: blobs.keep(text.encode()) for path, text in sorted(files.items())}


def _texts(manifest: dict[str, str]) -> dict[str, str]:
    return {path: blobs.read(name).decode() for path, name in manifest.items()}
