"""From a brief to a version, and on to a live tool: by the real queue, worker and runner."""

import ast
import json
import statistics
import time
from collections.abc import Sequence

from apps.access.actions import set_access
from apps.accounts.models import User
from apps.builds.compiler import compile_blueprint
from apps.pipeline.carry import approved, deployed, plan_of, version_of
from apps.pipeline.demo_tools import BRIEFS
from apps.plans.blueprint.loading import load
from apps.plans.templates_gallery import Template, templates
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from bench.measure import Measure, median_of, stopwatch

TARGET_VERSION = 6.0
TARGET_COMPILE = 50.0
RUNS, COMPILED, FOUR = 3, 10, 4


def person(email: str) -> User:
    """One of the demo's people."""
    return User.objects.get(email=email)


def version(workspace: Workspace, brief: str) -> Version:
    """A version of a brief, as a builder gets it."""
    builder = person("bea@acme.example")
    with workspace:
        return version_of(by=builder, plan=plan_of(by=builder, brief=brief))


def brief_to_version(workspace: Workspace, floor: float) -> tuple[Measure, list[Version]]:
    """The invoice brief, asked several times; all checks included."""
    versions = [version(workspace, BRIEFS[0])]
    times: list[float] = []
    for _ in range(RUNS):
        with stopwatch(times):
            versions.append(version(workspace, BRIEFS[1]))
    value = statistics.median(times)
    named = "a Python process that sets Django up"
    return Measure("brief_to_version", value, floor, named, TARGET_VERSION, "s", RUNS), versions


def compiling() -> list[Measure]:
    """Blueprint to source for each tool of the gallery with four entities; formatting left out:
    that is another program.
    """
    several = [one for one in templates() if len(one.blueprint["entities"]) == FOUR]
    return [_compiling(one) for one in several]


def _compiling(tool: Template) -> Measure:
    blueprint = load(tool.blueprint).blueprint
    source = compile_blueprint(blueprint)
    text = json.dumps(tool.blueprint)

    def least() -> None:
        json.loads(text)
        for path, written in source.items():
            if path.endswith(".py"):
                ast.parse(written)

    # Nothing is waited for here, so the processor's time is the time, however busy the machine.
    value = median_of(lambda: compile_blueprint(blueprint), COMPILED, time.process_time) * 1000
    floor = median_of(least, COMPILED, time.process_time) * 1000
    named = "parsing blueprint and result"
    name = f"compile_{tool.id.replace('-', '_')}"
    return Measure(name, value, floor, named, TARGET_COMPILE, "ms", COMPILED)


def live(workspace: Workspace, versions: Sequence[Version]) -> Site:
    """The first of the versions, approved by another person, live and open to the workspace."""
    builder, reviewer = person("bea@acme.example"), person("omar@acme.example")
    with workspace:
        approved(by=builder, reviewer=reviewer, version=versions[0])
        site = deployed(by=builder, version=versions[0]).site
        set_access(by=builder, site=site, mode="workspace")
    return site
