"""What a command in the conversation does, once its asker has confirmed it. Rights are checked by
the actions.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from apps.access.actions import set_access
from apps.access.models import Mode
from apps.access.queries import audience, current_workspace, mode_of
from apps.accounts.models import User
from apps.builds.actions import start_build
from apps.deployments.actions import deploy, roll_back
from apps.deployments.errors import DeployRefused
from apps.deployments.queries import lost_by_rolling_back, previous_version
from apps.plans.errors import PlanRefused
from apps.plans.models import Plan
from apps.plans.queries import waiting_plan
from apps.reviews.actions import ask_for_review
from apps.sites.models import Site
from apps.versions.models import Version
from apps.versions.queries import versions_of

EVERYBODY = frozenset({"workspace", "everyone", "everybody", "all"})
EXCEPT = frozenset({"not", "no", "nobody", "except", "without", "but", "never"})


@dataclass(frozen=True, slots=True)
class Command:
    """A thing that can be said: what it will do in words, and the doing. Both get the site and the
    target that was named.
    """

    says: Callable[[Site, str], str]
    does: Callable[[User, Site, str], str]
    button: str


def what_it_will_do(plan: Plan) -> str:
    """For a plan that is a command: the sentence to confirm."""
    return _command(plan).says(plan.site, plan.outcome["command"].get("target", ""))


def button(plan: Plan) -> str:
    """The word on the button that confirms it; empty where there is nothing to do but read."""
    return _command(plan).button


@transaction.atomic
def confirm(*, by: User, plan: Plan) -> str:
    """Do it, once, and say what was done. Raises what the action raises; then nothing is done."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("site").get(pk=plan.pk)
    if plan.state != Plan.State.COMMAND:
        raise PlanRefused("This was confirmed already.")
    said = _command(plan).does(by, plan.site, plan.outcome["command"].get("target", ""))
    plan.state = Plan.State.BUILT
    plan.save(update_fields=["state"])
    return said


def _command(plan: Plan) -> Command:
    return COMMANDS.get(plan.outcome["command"]["name"], UNKNOWN)


def _newest(site: Site) -> Version:
    version = versions_of(site).first()
    if version is None:
        raise DeployRefused("There is no version yet. Build the plan first.")
    return version


def _save_says(site: Site, target: str) -> str:
    if waiting_plan(site):
        return f"Build the plan of {site.name} and save it as a version that can be reviewed."
    return (
        f"Ask for a review of the newest version of {site.name}: source, database change, checks."
    )


def _save(by: User, site: Site, target: str) -> str:
    plan = waiting_plan(site)
    if plan:
        start_build(by=by, plan=plan)
        return "The version is being built."
    review = ask_for_review(by=by, version=_newest(site))
    return f"Version {review.version.number} waits for a review."


def _deploy_says(site: Site, target: str) -> str:
    address = current_workspace().site_address(site.slug)
    return (
        f"Put the newest version of {site.name} live at {address}, if it is approved. "
        "Who can open it does not change."
    )


def _deploy(by: User, site: Site, target: str) -> str:
    deployment = deploy(by=by, version=_newest(site))
    address = current_workspace().site_address(site.slug)
    return f"Version {deployment.version.number} is going live at {address}."


def _access_says(site: Site, target: str) -> str:
    address = current_workspace().site_address(site.slug)
    mode = Mode(mode_of(site)).label
    now = f"{site.name} is at {address}. {audience(site)} people can open it now ({mode})."
    return f"{now} Change that to: {_mode(target).label}."


def _access(by: User, site: Site, target: str) -> str:
    set_access(by=by, site=site, mode=_mode(target))
    return f"{audience(site)} people can open {site.name} now."


def _mode(target: str) -> Mode:
    """Everybody only where everybody was said and nobody was taken out; whatever is not clear is
    private.
    """
    words = set(re.findall(r"\w+", target.lower()))
    return Mode.WORKSPACE if words & EVERYBODY and not words & EXCEPT else Mode.PRIVATE


def _back_says(site: Site, target: str) -> str:
    to = previous_version(site)
    if to is None:
        return (
            f"No earlier version of {site.name} has been live, so there is nothing to go back to."
        )
    lost = lost_by_rolling_back(site, to)
    return f"Bring back version {to.number} of {site.name}. " + (
        " ".join(lost) if lost else "No data is lost."
    )


def _back(by: User, site: Site, target: str) -> str:
    return f"Version {roll_back(by=by, site=site).version.number} is coming back."


def _explain_says(site: Site, target: str) -> str:
    """What is known of a tool, in a few sentences: what it keeps, who opens it, where it is."""
    version = versions_of(site).first()
    if version is None:
        return "Nothing has been built yet: the plan says what is meant."
    live = site.live_version
    address = current_workspace().site_address(site.slug)
    where = f"Version {live.number} is live at {address}." if live else "It is not live yet."
    who = f"{audience(site)} people can open it ({Mode(mode_of(site)).label})."
    summary = version.blueprint.get("summary", "")
    return (
        f"{summary} {where} {who} What each role may do stands in its plan and on Access.".strip()
    )


def _nothing(by: User, site: Site, target: str) -> str:
    return "Nothing was changed."


COMMANDS = {
    "save": Command(_save_says, _save, "Save a version"),
    "deploy": Command(_deploy_says, _deploy, "Deploy"),
    "access": Command(_access_says, _access, "Change who can open it"),
    "roll_back": Command(_back_says, _back, "Roll back"),
    "explain": Command(_explain_says, _nothing, ""),
}
UNKNOWN = Command(
    lambda site, target: "This cannot be done by a sentence yet. Use the tool's pages.",
    _nothing,
    "",
)
