"""The demo's two live tools: the same briefs, builds, reviews and deployments as anybody's."""

from collections.abc import Iterator
from typing import Any

from apps.access.actions import give_tool_role, set_access
from apps.access.models import Mode
from apps.accounts.models import User
from apps.pipeline.carry import approved, deployed, plan_of, version_of
from apps.pipeline.demo_rows import enter_rows
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

INVOICES: dict[str, Any] = {
    "entity": "invoice",
    "columns": ["number", "supplier", "amount", "po_number", "po_amount", "received_on"],
    "rows": [
        ["NP-1051", "Northwind Paper", "312.40", "PO-341", "", "today"],
        ["HB-2231", "Hartley Boxes", "1980.00", "PO-344", "", "today"],
        ["LE-0907", "Lumen Electric", "86.15", "PO-339", "", "today"],
        ["NP-1038", "Northwind Paper", "1240.00", "PO-330", "1240.00", "today-8"],
        ["OF-71", "Orla Freight", "415.00", "PO-327", "400.00", "today-12"],
        ["KC-118", "Kestrel Cleaning", "190.00", "PO-326", "190.00", "today-16"],
        ["HB-2190", "Hartley Boxes", "2105.00", "PO-318", "2100.00", "today-20"],
        ["NP-1027", "Northwind Paper", "760.00", "PO-315", "760.00", "today-24"],
        ["LE-0871", "Lumen Electric", "133.00", "", "", "today-30"],
        ["OF-66", "Orla Freight", "520.00", "PO-309", "520.00", "today-36"],
        ["KC-109", "Kestrel Cleaning", "190.00", "PO-305", "190.00", "today-44"],
        ["NP-1011", "Northwind Paper", "905.50", "PO-301", "905.50", "today-51"],
        ["HB-2140", "Hartley Boxes", "1760.00", "PO-296", "1600.00", "today-58"],
        ["LE-0833", "Lumen Electric", "92.30", "PO-293", "92.30", "today-59"],
        ["NP-0998", "Northwind Paper", "1180.00", "PO-290", "1180.00", "today-65"],
        ["KC-101", "Kestrel Cleaning", "190.00", "PO-288", "190.00", "today-66"],
        ["OF-58", "Orla Freight", "610.00", "", "", "today-72"],
        ["HB-2113", "Hartley Boxes", "2240.00", "PO-283", "2240.00", "today-73"],
        ["NP-1019", "Northwind Paper", "455.00", "PO-307", "455.00", "today-37"],
        ["OF-69", "Orla Freight", "530.00", "PO-320", "500.00", "today-17"],
    ],
}
"""Invoices of the weeks before, so that the chart has something to tell."""


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
            samples = version.blueprint.get("samples", [])
            more = [INVOICES] if brief == BRIEFS[1] else []
            enter_rows(
                workspace,
                version,
                [*samples, *more],
                entering=[clerk, builder],
                deciding=approver,
            )
            yield f"{version.site.name} is live at {workspace.site_address(version.site.slug)}"
