"""Stop a build."""

from django.db import transaction
from django.utils import timezone

from apps.access.queries import may_change
from apps.accounts.models import User
from apps.audit.actions import record
from apps.builds.errors import BuildRefused
from apps.builds.models import Build
from apps.builds.signals import build_finished


@transaction.atomic
def cancel_build(*, by: User, build: Build) -> Build:
    """The build, cancelled: its worker can write nothing more. The plan stays. Raises `NotAllowed`,
    `BuildRefused`.
    """
    may_change(by, build.site).demand()
    build = Build.objects.select_for_update().get(pk=build.pk)
    if build.state not in Build.OPEN:
        raise BuildRefused("This build is over already.")
    build.state, build.finished_at = Build.State.CANCELLED, timezone.now()
    build.save(update_fields=["state", "finished_at"])
    record(by=by, verb="cancel_build", of=build)
    build_finished.send(sender=Build, build=build)
    return build
