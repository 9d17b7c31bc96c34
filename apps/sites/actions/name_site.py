"""Give a tool its name and, the first time, its address."""

import re
import unicodedata

from django.db import IntegrityError, transaction
from django.db.models import Q

from apps.accounts.models import User
from apps.audit.actions import record
from apps.sites.models import Site
from apps.workspaces.hosts import valid_slug

TRIES = 20


@transaction.atomic
def name_site(*, by: User | None, site: Site, name: str, summary: str = "") -> Site:
    """The site under this name. Its address follows the name once, before anybody can know it, and
    never moves again.

    Called by the platform when a version is saved; the right was checked when its build was asked
    for.
    """
    site = Site.objects.select_for_update().get(pk=site.pk)
    name = name[:200]
    changed = (site.name, site.named) != (name, True)
    site.name, site.summary = name, summary[:500]
    if site.named:
        site.save(update_fields=["name", "summary"])
    else:
        _settle(site, name)
    if changed:
        record(by=by, verb="name_site", of=site, detail={"slug": site.slug})
    return site


def _settle(site: Site, name: str) -> None:
    """Save it under a free address; somebody else may take the same one in the same moment."""
    site.named = True
    for _ in range(TRIES):
        site.slug = free_slug(name, site)
        try:
            with transaction.atomic():
                site.save(update_fields=["name", "summary", "slug", "named"])
        except IntegrityError:
            continue
        return
    raise LookupError(f"No free address was found for “{name}” in {TRIES} tries.")


def free_slug(name: str, site: Site) -> str:
    """An address made of a name's words that no other site of the workspace has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32].strip("-")
    if not valid_slug(base):
        base = f"tool-{base}".strip("-") if valid_slug(f"tool-{base}".strip("-")) else "tool"
    slug, number = base, 2
    others = Site.objects.exclude(pk=site.pk)
    while others.filter(Q(slug=slug) | Q(first_slug=slug)).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
