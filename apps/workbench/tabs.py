"""What every page of one tool shows above its content: name, tabs and their counts."""

from typing import Any

from apps.access.queries import current_workspace, may_change
from apps.automations.models import Delivery
from apps.deployments.queries import empty_values
from apps.sites.models import Site
from apps.versions.queries import versions_of
from apps.workbench.answering import typed
from apps.workbench.asking import Request


def tool_context(request: Request, site: Site, tab: str) -> dict[str, Any]:
    """The context that `workbench/tool_base.html` needs, with `tab` as the one that is open."""
    newest = versions_of(site).first()
    return {
        "place": "tools",
        "site": site,
        "tab": tab,
        "address": current_workspace().site_address(site.slug),
        "newest": newest,
        "versions_count": site.versions.count(),
        "empty_names": empty_values(newest) if newest else [],
        "held_count": site.deliveries.filter(state=Delivery.State.HELD).count(),
        "requests_count": site.access_requests.filter(answered_at=None).count(),
        "may_change": may_change(request.user, site),
        "typed": typed(request, "text"),
    }
