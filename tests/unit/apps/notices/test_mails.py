"""Mails: each once, plain, to one reader; tried again after a fault, and never to who may not."""

from datetime import timedelta
from email import message_from_string
from smtplib import SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from apps.access.actions import set_access
from apps.notices.actions import mail_out, tell
from apps.notices.actions.mail_out import TOO_LATE
from apps.notices.models import Notice
from apps.sites.actions import resume_site, suspend_site
from apps.sites.models import Site
from apps.workspaces.models import Membership, Workspace
from tests.at_once import at_once
from tests.cast import Cast

EVIL = "Due\r\nBcc: all@evil.example\r\n\r\n<script>x</script>"


def told(site: Site, *people: Any, text: str = "A key is due.", **more: Any) -> None:
    given = {"key": f"k{Notice.objects.count()}", "in_tool": True, "by_mail": True} | more
    tell(people=[person.pk for person in people], text=text, site=site, path="/key/1/", **given)


def now_due() -> None:
    Notice.objects.filter(mail="waiting").update(mail_at=timezone.now())


def states() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("mail", flat=True))


def test_each_reader_gets_a_mail_of_their_own_once(
    tool: Site, cast: Cast, post_office: list[Any]
) -> None:
    told(tool, cast.mara, cast.jon)
    assert mail_out() == 2
    assert mail_out() == 0
    assert sorted(mail.to[0] for mail in post_office) == ["jon@acme.example", "mara@acme.example"]
    mail = post_office[0]
    assert mail.subject == "Office keys: A key is due."
    assert mail.body.splitlines() == [
        "A key is due.",
        "",
        "http://office-keys--acme.localhost:8000/key/1/",
        "",
        "--",
        "Office keys, Acme Foods",
    ]
    assert (mail.cc, mail.bcc, mail.attachments, mail.content_subtype) == ([], [], [], "plain")
    assert states() == ["sent", "sent"]


def test_a_text_writes_no_header_and_no_markup(
    tool: Site, cast: Cast, post_office: list[Any]
) -> None:
    tool.name = "Keys\r\nBcc: more@evil.example"
    tool.save()
    told(tool, cast.mara, text=EVIL)
    mail_out()
    raw = message_from_string(post_office[0].message().as_string())
    assert raw["Bcc"] is None
    assert raw["To"] == "mara@acme.example"
    assert raw["Subject"] == "Keys: Due"
    assert raw.get_content_type() == "text/plain"
    assert "<script>" in post_office[0].body


def test_a_portal_notice_leads_into_the_portal(
    tool: Site, cast: Cast, post_office: list[Any]
) -> None:
    told(tool, cast.bea, in_tool=False)
    mail_out()
    assert "http://acme.localhost:8000/key/1/" in post_office[0].body


def test_who_may_not_open_the_tool_any_more_gets_none(
    tool: Site, cast: Cast, post_office: list[Any], acme: Workspace
) -> None:
    told(tool, cast.mara, cast.jon, cast.tom)
    told(tool, cast.tom, in_tool=False)
    set_access(by=cast.bea, site=tool, mode="custom", people=[cast.mara, cast.jon])
    Membership.objects.filter(user__in=[cast.jon, cast.tom]).update(is_active=False)
    assert mail_out() == 1
    assert [mail.to for mail in post_office] == [["mara@acme.example"]]
    assert states() == ["sent", "none", "none", "none"]


def test_of_a_tool_that_is_stopped_mails_wait(
    tool: Site, cast: Cast, post_office: list[Any]
) -> None:
    told(tool, cast.mara)
    suspend_site(by=cast.bea, site=tool, reason="Wrong texts")
    assert mail_out() == 0
    assert states() == ["waiting"]
    resume_site(by=cast.bea, site=tool)
    assert mail_out() == 1


class Broken(EmailBackend):
    """A mail server that refuses one reader, or is gone."""

    refuses = ""
    is_gone = False
    goes_after: tuple[int, OSError] | None = None

    def open(self) -> bool:
        if self.is_gone:
            raise ConnectionRefusedError
        return True

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == [self.refuses]:
            raise SMTPRecipientsRefused({})
        if self.goes_after is not None and len(mail.outbox) >= self.goes_after[0]:
            raise self.goes_after[1]
        return super().send_messages(messages)


@pytest.fixture
def broken(settings: Any, monkeypatch: pytest.MonkeyPatch, post_office: list[Any]) -> type[Broken]:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    monkeypatch.setattr(Broken, "refuses", "")
    monkeypatch.setattr(Broken, "is_gone", False)
    monkeypatch.setattr(Broken, "goes_after", None)
    return Broken


def test_while_the_mail_server_is_gone_all_waits_and_no_try_is_used_up(
    tool: Site, cast: Cast, post_office: list[Any], broken: type[Broken]
) -> None:
    broken.is_gone = True
    told(tool, cast.mara)
    assert [mail_out() for _ in range(9)] == [0] * 9
    assert Notice.objects.get().tries == 0
    broken.is_gone = False
    assert mail_out() == 1


@pytest.mark.parametrize(
    "fault", [SMTPServerDisconnected(), TimeoutError(), SMTPSenderRefused(421, b"", "")]
)
def test_a_server_that_goes_away_in_the_middle_ends_the_pass_and_uses_up_no_try(
    tool: Site, cast: Cast, post_office: list[Any], broken: type[Broken], fault: OSError
) -> None:
    told(tool, cast.mara, cast.jon, cast.bea)
    broken.goes_after = (1, fault)
    assert mail_out() == 1
    assert sorted(Notice.objects.values_list("mail", "tries")) == [
        ("sent", 1),
        ("waiting", 0),
        ("waiting", 0),
    ]
    broken.goes_after = None
    assert mail_out() == 1, "the one that was not tried"
    now_due()
    assert mail_out() == 1


def test_one_reader_who_is_refused_holds_up_nobody_and_is_given_up_at_last(
    tool: Site, cast: Cast, post_office: list[Any], broken: type[Broken]
) -> None:
    broken.refuses = "mara@acme.example"
    told(tool, cast.mara, cast.jon)
    waits = []
    for _ in range(7):
        before = timezone.now()
        mail_out()
        notice = Notice.objects.get(person=cast.mara)
        assert notice.mail_at is not None
        waits.append(round((notice.mail_at - before).total_seconds() / 60))
        assert mail_out() == 0
        now_due()
    assert waits[:6] == [1, 5, 30, 120, 360, 1440]
    assert [mail.to for mail in post_office] == [["jon@acme.example"]]
    assert Notice.objects.get(person=cast.mara).mail == "given_up"
    owner = Notice.objects.get(person=cast.bea)
    assert owner.text.startswith("A mail of Office keys could not be sent.")
    assert owner.mail == "none"


def test_what_is_days_late_is_not_sent_any_more(
    tool: Site, cast: Cast, post_office: list[Any]
) -> None:
    told(tool, cast.mara)
    Notice.objects.update(at=timezone.now() - TOO_LATE - timedelta(minutes=1))
    assert mail_out() == 0
    assert Notice.objects.get(person=cast.mara).mail == "given_up"


def test_a_second_copy_after_a_crash_is_known_as_one(
    tool: Site, cast: Cast, post_office: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail went out, and the worker died before it could say so."""
    told(tool, cast.mara)
    mail_out()
    Notice.objects.update(mail="waiting", mail_at=timezone.now())
    mail_out()
    first, second = (mail.message()["Message-ID"] for mail in post_office)
    assert first == second


def test_a_tool_that_mails_too_much_waits_for_the_next_hour_and_others_do_not(
    tool: Site, cast: Cast, post_office: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import import_module

    monkeypatch.setattr(import_module("apps.notices.actions.mail_out"), "MOST_AN_HOUR", 2)
    for _ in range(4):
        told(tool, cast.mara)
    tell(people=[cast.mara.pk], text="Of the house", key="house", by_mail=True)
    assert mail_out() == 3
    assert states() == ["sent", "sent", "waiting", "waiting", "sent"]
    Notice.objects.filter(mail="sent").update(mail_at=timezone.now() - timedelta(minutes=61))
    assert mail_out() == 2


def test_of_three_workers_at_once_each_mail_is_sent_by_one(
    shared_acme: Workspace, shared_cast: Cast, post_office: list[Any]
) -> None:
    try:
        for number in range(9):
            tell(people=[shared_cast.mara.pk], text=f"{number}", key=f"{number}", by_mail=True)
        found = at_once(shared_acme, mail_out, mail_out, mail_out)
        assert sum(found) == 9, found
        assert len({mail.message()["Message-ID"] for mail in post_office}) == len(post_office) == 9
    finally:
        Notice.objects.all().delete()
