"""Close builds that worker after worker died of."""

from apps.builds import leases
from apps.builds.actions.fail_build import fail_build
from apps.builds.errors import WorkersLost
from apps.builds.models import Build, BuildStep


def give_up_builds() -> None:
    """Fail the builds of the current workspace that are not tried again. Called by the reconciler;
    without it such a build would stand there as running, and its tool could never be built again.
    """
    for build in leases.given_up():
        fail_build(build_id=build.pk, fence=build.fence, error=WorkersLost(_sentence(build)))


def _sentence(build: Build) -> str:
    step = build.steps.filter(state=BuildStep.State.RUNNING).first()
    where = f" in the step “{step}”" if step else ""
    return (
        f"The worker stopped{where}, and so did the {leases.MOST_ATTEMPTS - 1} before it. "
        "The plan is kept: build it again, and if it happens again, tell your admin: "
        f"build {build.pk}."
    )
