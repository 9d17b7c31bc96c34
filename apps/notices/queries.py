"""What a person has been told, and may still read."""

from django.conf import settings
from django.db.models import Q, QuerySet

from apps.notices.models import Notice
from apps.sites.queries import openable_to
from apps.workspaces.models import Membership


def notices_of(membership: Membership) -> "QuerySet[Notice]":
    """The notices of a member, the newest first. What a tool said goes with the right to it."""
    own = Notice.objects.filter(person=membership.user_id).select_related("site")
    return own.filter(Q(in_tool=False) | Q(site__in=openable_to(membership).values("pk")))


def unread_count(membership: Membership) -> int:
    """How many of them were not read yet."""
    return notices_of(membership).filter(read_at=None).count()


def mail_is_set() -> bool:
    """Whether there is a server for mails; without one the portal is the only place."""
    return bool(settings.SITEWRIGHT.email_url.get_secret_value())
