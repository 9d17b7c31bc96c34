"""Send the mails that wait: each by one worker, tried again after a fault, given up at last."""

import logging
import time
from datetime import timedelta
from smtplib import SMTPException, SMTPResponseException, SMTPServerDisconnected
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from apps.access.queries import current_workspace, may_open
from apps.notices.actions.tell import tell
from apps.notices.backing_off import wait_after
from apps.notices.mails import mail_of
from apps.notices.models import Notice
from apps.notices.queries import mail_is_set
from apps.sites.models import Site
from apps.workspaces.queries import membership_of

log = logging.getLogger(__name__)

AT_ONCE = 50
LONGEST = 60.0
MOST_AN_HOUR = 1000
LEASE = timedelta(minutes=5)
TOO_LATE = timedelta(days=3)
SOON = timedelta(minutes=1)
CLOSING = 421
GAVE_UP = "A mail of {site} could not be sent. What it said is under the bell of whom it was for."


def mail_out() -> int:
    """Send some of what waits in the workspace at hand; how many were sent.

    Nobody gets a mail of a tool that is stopped, or that they may not open any more. While the mail
    server does not answer, all of it waits.
    """
    if not mail_is_set() or not waiting().exists():
        return 0
    try:
        with get_connection() as server:
            return _send(server)
    except (SMTPException, OSError) as error:
        log.warning("The mail server does not answer: %s", type(error).__name__)
        return 0


def _send(server: Any) -> int:
    sent, until = 0, time.monotonic() + LONGEST
    for _ in range(AT_ONCE):
        notice = _taken() if time.monotonic() < until else None
        if notice is None:
            break
        if timezone.now() - notice.at > TOO_LATE:
            _give_up(notice)
        elif not _is_still_for(notice):
            _settle(notice, mail=Notice.Mail.NONE)
        else:
            try:
                sent += _sent(notice, server)
            except (SMTPException, OSError) as error:
                log.warning("The mail server went away: %s", type(error).__name__)
                break
    return sent


def _sent(notice: Notice, server: Any) -> bool:
    """Whether it went out. Raises where the server went away: that is no try of this mail, and
    others have their turn before it.
    """
    message = mail_of(notice)
    message.connection = server
    try:
        message.send()
    except (SMTPException, OSError) as error:
        if _is_gone(error):
            _settle(notice, tries=notice.tries - 1, mail_at=timezone.now() + SOON)
            raise
        log.warning("A mail could not be sent: %s", type(error).__name__)
        wait = wait_after(notice.tries)
        if wait is None:
            _give_up(notice)
        else:
            _settle(notice, mail_at=timezone.now() + wait)
        return False
    _settle(notice, mail=Notice.Mail.SENT, mail_at=timezone.now())
    return True


def _is_gone(error: OSError) -> bool:
    """Whether a fault is the server's with everybody, and not with one mail or its reader."""
    if isinstance(error, SMTPResponseException):
        return error.smtp_code == CLOSING
    return isinstance(error, SMTPServerDisconnected) or not isinstance(error, SMTPException)


@transaction.atomic
def _taken() -> Notice | None:
    """One that is due, ours for as long as the lease; who comes beside us takes another."""
    now = timezone.now()
    due = waiting().filter(mail_at__lte=now).exclude(site__in=_too_many())
    found = (
        due.select_related("person", "site")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("mail_at", "pk")
        .first()
    )
    if found is not None:
        found.tries += 1
        found.mail_at = now + LEASE
        found.save(update_fields=["tries", "mail_at"])
    return found


def waiting() -> "QuerySet[Notice]":
    """All that wait for their mail, but those of tools that are stopped."""
    stopped = Q(in_tool=True) & ~Q(site__state=Site.State.LIVE)
    return Notice.objects.filter(mail=Notice.Mail.WAITING).exclude(stopped)


def _too_many() -> list[int]:
    """The tools of which enough mails went out within the hour; theirs wait for the next."""
    hour = Notice.objects.filter(
        mail=Notice.Mail.SENT, mail_at__gt=timezone.now() - timedelta(hours=1), site__isnull=False
    )
    counted = hour.order_by().values("site").annotate(n=Count("pk")).filter(n__gte=MOST_AN_HOUR)
    return list(counted.values_list("site", flat=True))


def _is_still_for(notice: Notice) -> bool:
    if notice.in_tool and notice.site is not None:
        return bool(may_open(person=notice.person, site=notice.site))
    return membership_of(notice.person, current_workspace()) is not None


def _give_up(notice: Notice) -> None:
    """Now the bell is all there is; the tool's owner reads of it once a day."""
    _settle(notice, mail=Notice.Mail.GIVEN_UP)
    if notice.site is not None:
        tell(
            people=[notice.site.owner_id],
            text=GAVE_UP.format(site=notice.site),
            key=f"mail-{notice.site_id}-{timezone.localdate()}",
            site=notice.site,
            path=f"/tools/{notice.site.slug}/automations",
        )


def _settle(notice: Notice, **values: object) -> None:
    """Write down what came of it, unless another worker has it by now."""
    mine = Notice.objects.filter(pk=notice.pk, mail=Notice.Mail.WAITING, tries=notice.tries)
    mine.update(**values)
