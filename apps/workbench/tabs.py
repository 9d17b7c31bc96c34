"""What every page of one tool shows above its content: name, tabs and their counts."""

from typing import Any

from django.db.models import Count, F, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from apps.access.models import Mode
from apps.access.queries import current_workspace, may_change
from apps.automations.models import Delivery
from apps.deployments.queries import empty_values
from apps.sites.models import Site
from apps.versions.queries import versions_of
from apps.workbench import asking
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
        "empty_names": empty_values(newest) if newest else [],
        "may_change": may_change(asking.member(request), site),
        "typed": typed(request, "text"),
        **_known(site),
    }


def _known(site: Site) -> dict[str, Any]:
    """The site's access mode, and how much there is under its tabs: in one query."""
    held = site.deliveries.filter(state=Delivery.State.HELD)
    asking_now = site.access_requests.filter(answered_at=None)
    facts = {
        "mode": Coalesce(F("access__mode"), Value(Mode.PRIVATE.value)),
        "versions_count": _count(site.versions.all()),
        "held_count": _count(held),
        "requests_count": _count(asking_now),
    }
    return dict(Site.objects.filter(pk=site.pk).values(**facts).get())


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("site").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
