"""What can be done to builds."""

from apps.builds.actions.cancel_build import cancel_build
from apps.builds.actions.fail_build import fail_build
from apps.builds.actions.give_up_builds import give_up_builds
from apps.builds.actions.start_build import start_build

__all__ = ["cancel_build", "fail_build", "give_up_builds", "start_build"]
