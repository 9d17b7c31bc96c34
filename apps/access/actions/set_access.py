"""Say who can open a site."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.capabilities import Capability
from apps.access.models import Mode, SiteAccess, SiteGrant
from apps.access.queries import current_workspace, may_manage, mode_of
from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.models import Group
from apps.workspaces.queries import groups_of, members_of

if TYPE_CHECKING:
    from apps.sites.models import Site


@transaction.atomic
def set_access(
    *,
    by: User,
    site: "Site",
    mode: str,
    people: Iterable[User] = (),
    groups: Iterable[Group] = (),
    until: date | None = None,
) -> SiteAccess:
    """The site's audience as it stands afterwards; it holds from the next request on. Raises
    `NotAllowed`.

    People and groups count in the mode Custom; they are kept, so that going back to Custom finds
    the same list. Those who are not of this workspace are left out.
    """
    may_manage(by, site, Capability.WIDEN_ACCESS).demand()
    before = mode_of(site)
    access, _ = SiteAccess.objects.update_or_create(site=site, defaults={"mode": Mode(mode)})
    if mode == Mode.CUSTOM:
        _replace_grants(site, people, groups, until)
    detail = {"before": before, "after": mode, "list": [str(grant) for grant in site.grants.all()]}
    record(by=by, verb="set_access", of=site, detail=detail)
    return access


def _replace_grants(
    site: "Site", people: Iterable[User], groups: Iterable[Group], until: date | None
) -> None:
    workspace = current_workspace()
    of_here = set(members_of(workspace).values_list("user_id", flat=True))
    groups_here = set(groups_of(workspace).values_list("id", flat=True))
    site.grants.all().delete()
    grants = [
        SiteGrant(site=site, person=person, until=until)
        for person in people
        if person.pk in of_here
    ]
    grants += [
        SiteGrant(site=site, group=group, until=until)
        for group in groups
        if group.pk in groups_here
    ]
    SiteGrant.objects.bulk_create(grants)
