"""Give a tool its name and, the first time, its address."""

import re
import unicodedata

from django.db import transaction

from apps.accounts.models import User
from apps.audit.actions import record
from apps.sites.models import Site
from apps.workspaces.hosts import valid_slug


@transaction.atomic
def name_site(*, by: User | None, site: Site, name: str, summary: str = "") -> Site:
    """The site under this name. Its address follows the name once, before anybody can know it, and
    never moves again.

    Called by the platform when a version is saved; the right was checked when its build was asked
    for.
    """
    site = Site.objects.select_for_update().get(pk=site.pk)
    changed = (site.name, site.named) != (name, True)
    site.name, site.summary = name[:200], summary[:500]
    if not site.named:
        site.slug, site.named = free_slug(name, site), True
    site.save(update_fields=["name", "summary", "slug", "named"])
    if changed:
        record(by=by, verb="name_site", of=site, detail={"slug": site.slug})
    return site


def free_slug(name: str, site: Site) -> str:
    """An address made of a name's words that no other site of the workspace has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32].strip("-")
    if not valid_slug(base):
        base = f"tool-{base}".strip("-") if valid_slug(f"tool-{base}".strip("-")) else "tool"
    slug, number = base, 2
    while Site.objects.filter(slug=slug).exclude(pk=site.pk).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
