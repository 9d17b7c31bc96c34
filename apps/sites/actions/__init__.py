"""What can be done to a site."""

from apps.sites.actions.create_site import create_site
from apps.sites.actions.go_live import go_live
from apps.sites.actions.name_site import name_site
from apps.sites.actions.stop import resume_site, suspend_site

__all__ = ["create_site", "go_live", "name_site", "resume_site", "suspend_site"]
