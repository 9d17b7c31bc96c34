"""Finding builds."""

from apps.builds.models import Build
from apps.sites.models import Site


def latest_build(site: Site) -> Build | None:
    """The newest build of a site."""
    return site.builds.select_related("plan", "version").prefetch_related("steps").first()


def open_build(site: Site) -> Build | None:
    """The build of a site that is under way, if there is one."""
    return site.builds.filter(state__in=Build.OPEN).first()
