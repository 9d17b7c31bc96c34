"""Say that a build has failed, and whose turn it is."""

from django.db import transaction
from django.utils import timezone

from apps.audit.actions import record
from apps.builds.errors import BuildError
from apps.builds.models import Build, BuildStep
from apps.builds.signals import build_finished


@transaction.atomic
def fail_build(*, build_id: int, fence: int, error: BuildError) -> None:
    """The build, failed with a sentence. Does nothing when another worker holds it by now."""
    build = (
        Build.objects.select_for_update()
        .filter(pk=build_id, fence=fence, state__in=Build.OPEN)
        .first()
    )
    if build is None:
        return
    build.state, build.finished_at = Build.State.FAILED, timezone.now()
    build.error_id, build.error = error.id, str(error) or error.title
    build.save(update_fields=["state", "finished_at", "error_id", "error"])
    build.steps.filter(state=BuildStep.State.RUNNING).update(
        state=BuildStep.State.FAILED, finished_at=timezone.now()
    )
    record(by=None, verb="fail_build", of=build, detail={"error": error.id})
    build_finished.send(sender=Build, build=build)
