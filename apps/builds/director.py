"""The story of a build, step by step. Each step is done once, whatever happens to the worker in
between.

Not in charge of queues, time limits and retries: that is `pipeline.tasks`.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.builds import leases, steps
from apps.builds.models import Build, BuildStep
from apps.builds.signals import build_finished
from apps.versions.models import Version

Output = dict[str, Any]
Step = Callable[[Build, Output], Output]

STORY: tuple[tuple[str, str, Step], ...] = (
    ("source", "Writing the source", steps.write_source),
    ("migrations", "Working out the database change", steps.write_migrations),
    ("inspection", "Reading the source for anything forbidden", steps.inspect),
    ("trial", "Trying it out as each role", steps.try_out),
)
"""Name, what people read, and what is done. Each step sees what the ones before it gave."""


def run(build: Build) -> Version:
    """Carry a build, whose lease the caller has taken, to its version. Raises `BuildError`."""
    so_far: Output = {}
    for name, title, step in STORY:
        so_far |= _once(build, name, title, step, so_far)
    return _save(build, so_far)


def _once(build: Build, name: str, title: str, step: Step, so_far: Output) -> Output:
    done = build.steps.filter(name=name, state=BuildStep.State.DONE).first()
    if done is not None:
        output: Output = done.output
        return output
    _begin(build, name, title)
    output = step(build, so_far)
    with transaction.atomic():
        leases.hold(build)
        build.steps.filter(name=name).update(
            state=BuildStep.State.DONE, output=output, finished_at=timezone.now()
        )
    return output


@transaction.atomic
def _begin(build: Build, name: str, title: str) -> None:
    leases.hold(build)
    begun = {
        "title": title,
        "state": BuildStep.State.RUNNING,
        "started_at": timezone.now(),
        "finished_at": None,
    }
    BuildStep.objects.update_or_create(build=build, name=name, defaults=begun)


def _save(build: Build, so_far: Output) -> Version:
    _begin(build, "version", "Saving the version")
    with transaction.atomic():
        row = leases.hold(build)
        version = steps.save(build, so_far)
        row.state, row.version, row.finished_at, row.lease_until = (
            Build.State.SUCCEEDED,
            version,
            timezone.now(),
            None,
        )
        row.save(update_fields=["state", "version", "finished_at", "lease_until"])
        row.steps.filter(name="version").update(
            state=BuildStep.State.DONE, finished_at=timezone.now()
        )
        build_finished.send(sender=Build, build=row)
    return version
