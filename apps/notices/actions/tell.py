"""Tell people something, once."""

from collections.abc import Iterable

from django.utils import timezone

from apps.notices.models import Notice
from apps.notices.queries import mail_is_set
from apps.notices.words import own_path, plain
from apps.sites.models import Site


def tell(
    *,
    people: Iterable[int],
    text: str,
    key: str,
    site: Site | None = None,
    path: str = "/",
    in_tool: bool = False,
    by_mail: bool = False,
) -> int:
    """Put a notice before each person who was not told of this `key` yet; how many people.

    Whom a tool may tell was decided by the caller. Safe to call again.
    """
    mail = Notice.Mail.WAITING if by_mail and mail_is_set() else Notice.Mail.NONE
    rows = [
        Notice(
            person_id=person,
            site=site,
            text=plain(text),
            path=own_path(path),
            in_tool=in_tool,
            key=key,
            mail=mail,
            mail_at=timezone.now() if mail == Notice.Mail.WAITING else None,
        )
        for person in dict.fromkeys(people)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)
