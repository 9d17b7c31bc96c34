"""What the platform says in a conversation. It speaks of what the database holds."""

from apps.access.models import PublicForm
from apps.access.queries import current_workspace
from apps.builds.models import Build
from apps.deployments.models import Deployment
from apps.pipeline import commands
from apps.plans.models import Plan
from apps.reviews.models import Review


def of_plan(plan: Plan) -> str:
    """What was understood of a prompt."""
    outcome = plan.outcome
    match plan.state:
        case Plan.State.READY if plan.changes:
            said = " ".join(change["text"] for change in plan.changes)
            return f"{said} Read the plan, then build it."
        case Plan.State.READY:
            return f"The plan for {plan.site.name} is ready. Read it, then build it."
        case Plan.State.ASKING:
            return " ".join(question["text"] for question in outcome["questions"])
        case Plan.State.REFUSED:
            return f"{outcome['reason']} {outcome['instead']}".strip()
        case Plan.State.COMMAND if outcome["command"]["name"] == "explain":
            return commands.what_it_will_do(plan)
        case Plan.State.COMMAND:
            return "This is a command. Confirm it on its page, and it is done."
        case _:
            return plan.error


def of_build(build: Build) -> str:
    """How a build went."""
    if build.state == Build.State.SUCCEEDED and build.version is not None:
        return (
            f"Version {build.version.number} is saved. All {len(build.version.checks)} checks hold."
        )
    if build.state == Build.State.CANCELLED:
        return "The build was cancelled. The plan is still here."
    return f"The build did not succeed. {build.error}"


def of_review(review: Review) -> str:
    """Where a review stands."""
    number = review.version.number
    match review.state:
        case Review.State.WAITING:
            return f"Version {number} waits for a second person to review it."
        case Review.State.APPROVED:
            return f"{review.decided_by} approved version {number}. It can go live."
        case Review.State.CHANGES:
            return f"{review.decided_by} asks for changes to version {number}: {review.reason}"
        case Review.State.REJECTED:
            return f"{review.decided_by} rejected version {number}: {review.reason}"
        case _:
            return f"Version {number} must be reviewed again. {review.reason}"


def of_form_asked(form: PublicForm, changes: list[str]) -> str:
    """That somebody wants a form opened, and what is otherwise than when it last was."""
    since = f" Since it was last opened: {' '.join(changes)}" if changes else ""
    return f"{form.asked_by.name} asks to open the form “{form.name}” to outsiders.{since}"


def of_shut_form(form: PublicForm, changes: list[str]) -> str:
    """That an open form is shut, and why."""
    said = f"“{form.name}” is shut to outsiders, since it is not what was opened."
    return f"{said} {' '.join(changes)}"


def of_deployment(deployment: Deployment) -> str:
    """How going live went."""
    number = deployment.version.number
    if deployment.state == Deployment.State.LIVE:
        back = "back at" if deployment.kind == Deployment.Kind.ROLL_BACK else "live at"
        return (
            f"Version {number} is {back} {current_workspace().site_address(deployment.site.slug)}"
        )
    return f"Version {number} did not go live; what was live still is. {deployment.error}"
