"""Read what one was told."""

from django.utils import timezone

from apps.notices.models import Notice
from apps.workspaces.models import Membership


def read_notice(*, by: Membership, notice: Notice) -> None:
    """It is read from now on. Somebody else's stays as it is."""
    Notice.objects.filter(pk=notice.pk, person=by.user_id, read_at=None).update(
        read_at=timezone.now()
    )


def read_all(*, by: Membership) -> int:
    """All that a member was told is read from now on; how many it were."""
    unread = Notice.objects.filter(person=by.user_id, read_at=None)
    return unread.update(read_at=timezone.now())
