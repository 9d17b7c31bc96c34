"""The demo's two live tools: the same briefs, builds, reviews and deployments as anybody's."""

from collections.abc import Iterator

from apps.access.actions import give_tool_role, set_access
from apps.access.models import Mode
from apps.accounts.models import User
from apps.pipeline.carry import approved, deployed, plan_of, version_of
from apps.pipeline.demo_rows import enter_samples
from apps.sites.models import Site
from apps.workspaces.models import Workspace

BRIEFS = (
    "Build a project request dashboard for my operations team. Let team members submit requests, "
    "see who owns each one, update the status, and filter the list. Require people to sign in with "
    "their workspace account, and keep the request data saved between visits.",
    "Build an invoice matching tool. It should show a table of today's unmatched invoices with "
    "columns for invoice number, supplier, amount, PO number, match status, and agent notes. "
    "Include approve and reject buttons on each row. Show a summary bar at the top with counts of "
    "matched, flagged, and exception invoices. Add a weekly trend chart.",
)


def create_tools(workspace: Workspace) -> Iterator[str]:
    """Make the tools where the workspace has none yet; a line for each as it goes live."""
    builder, reviewer, approver, clerk = (
        User.objects.get(email=f"{who}@acme.example") for who in ("bea", "omar", "ines", "mara")
    )
    with workspace:
        if Site.objects.exists():
            return
        for brief in BRIEFS:
            version = version_of(by=builder, plan=plan_of(by=builder, brief=brief))
            approved(by=builder, reviewer=reviewer, version=version)
            site = deployed(by=builder, version=version).site
            set_access(by=builder, site=site, mode=Mode.WORKSPACE)
            for role in version.blueprint.get("roles", []):
                give_tool_role(by=builder, site=site, role=role["id"], person=approver)
            enter_samples(workspace, version, [clerk, builder])
            yield f"{version.site.name} is live at {workspace.site_address(version.site.slug)}"
