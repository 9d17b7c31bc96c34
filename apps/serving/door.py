"""A site as a member finds it: one query for all that decides, asked anew on each request."""

from dataclasses import dataclass

from django.db.models import CharField, DateField, IntegerField, QuerySet
from django.utils import timezone

from apps.access.decisions import Decision
from apps.access.queries import door_facts, opens_to, roles_in
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Membership
from apps.workspaces.prepared import Given, Prepared, loaded, plain_fields

SITE_FIELDS = plain_fields(Site)
# Its long texts are read when its process starts, not on each request.
VERSION_FIELDS = plain_fields(Version, without=("asked",))


@dataclass(frozen=True, slots=True)
class Door:
    """A site, whether it opens to a member, and their roles inside."""

    site: Site
    decision: Decision
    roles: tuple[str, ...]


def door_of(slug: str, membership: Membership) -> Door | None:
    """The site of an address in the workspace at hand, for this member."""
    found = AT_THE_DOOR.first(
        slug=slug,
        membership=membership.pk,
        person=membership.user_id,
        today=timezone.localdate(),
    )
    if found is None:
        return None
    *columns, mode, listed, held = found
    site = loaded(Site, SITE_FIELDS, tuple(columns[: len(SITE_FIELDS)]))
    if site.live_version_id is not None:
        site.live_version = loaded(Version, VERSION_FIELDS, tuple(columns[len(SITE_FIELDS) :]))
        site.live_version.site = site
    decision = opens_to(membership, site, mode=mode, listed=listed)
    return Door(site, decision, roles_in(membership, site, held))


def _sites_at_the_door() -> "QuerySet[Site, tuple[object, ...]]":
    facts = door_facts(
        membership=Given("membership", IntegerField()),
        person=Given("person", IntegerField()),
        today=Given("today", DateField()),
    )
    of_version = (f"live_version__{name}" for name in VERSION_FIELDS)
    return (
        Site.objects.filter(slug=Given("slug", CharField()))
        .order_by()
        .annotate(**facts)
        .values_list(*SITE_FIELDS, *of_version, *facts)
    )


AT_THE_DOOR = Prepared(_sites_at_the_door)
