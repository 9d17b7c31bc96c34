"""A message to another system, from the outbox to its end: held, sent once, tried, given up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.automations import posting
from apps.automations.actions import collect, deliver, post, wake
from apps.automations.errors import NoAddress, NotPosted
from apps.automations.models import Delivery
from apps.automations.queries import to_post, values_missed
from apps.deployments.queries import empty_values, live_config
from apps.environment.actions import remove_value, set_value
from apps.notices.models import Notice
from apps.sites.actions import suspend_site
from apps.sites.models import Site
from apps.versions.queries import webhooks_of
from apps.workspaces.models import Workspace
from tests.at_once import at_once
from tests.cast import Cast
from tests.made import BLUEPRINT, a_version
from tests.unit.apps.automations.conftest import NEEDS, POST, Live, Say, put_live

ADDRESS = "https://hooks.example.com/T0P-S3CRET"
TO = {"secret": "CHAT_URL", "host": "hooks.example.com"}


class Sent:
    """Stands where the network stands."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.numbers: list[str] = []
        self.fault: Exception | None = None

    def post(self, address: str, *, key: str, host: str, text: str, number: str) -> None:
        assert (address, key, host) == (ADDRESS, "CHAT_URL", "hooks.example.com")
        self.numbers.append(number)
        if self.fault is not None:
            raise self.fault
        self.texts.append(text)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    made = Sent()
    monkeypatch.setattr(posting, "post", made.post)
    return made


@pytest.fixture
def filled(site: Site, cast: Cast) -> Site:
    """The tool, with its address filled in."""
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text=ADDRESS)
    return site


def post_due(site: Site) -> list[str]:
    """Send what is due; the states of all, the oldest first."""
    for key in to_post(site):
        post(delivery_id=key)
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def make_due() -> None:
    Delivery.objects.filter(state="waiting").update(next_at=timezone.now())


def a_message(site: Site, **given: Any) -> Delivery:
    number = Delivery.objects.count()
    values = {"number": number, "said_at": timezone.now(), "kind": "webhook", "to": TO} | given
    return Delivery.objects.create(site=site, text=f"Key {number}", **values)


def test_from_the_outbox_to_the_other_system_once(filled: Site, say: Say, sent: Sent) -> None:
    say(to=TO, text="New key")
    collect(site=filled)
    assert deliver(site=filled) == 0
    assert post_due(filled) == ["delivered"]
    collect(site=filled)
    post_due(filled)
    assert sent.texts == ["New key"]
    assert not Notice.objects.exists()


def test_a_missing_value_holds_it_and_nothing_is_lost(
    site: Site, say: Say, sent: Sent, cast: Cast
) -> None:
    for text in ("First", "Second"):
        say(to=TO, text=text)
    collect(site=site)
    assert post_due(site) == ["held", "held"]
    assert values_missed(site) == ["CHAT_URL"]
    told = Notice.objects.get()
    assert told.person == cast.bea
    assert told.text == (
        "A message of Office keys to hooks.example.com does not go out. CHAT_URL has no value."
    )
    assert post_due(site) == ["held", "held"]
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text=ADDRESS)
    assert wake(site=site) == 2
    assert post_due(site) == ["delivered", "delivered"]
    assert sent.texts == ["First", "Second"]
    assert values_missed(site) == []


def test_a_value_that_is_readable_is_no_secret_and_not_used(
    site: Site, sent: Sent, cast: Cast
) -> None:
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="env", text=ADDRESS)
    a_message(site)
    assert post_due(site) == ["held"]
    version = site.live_version
    assert version is not None
    assert empty_values(version) == ["CHAT_URL"], "so that it does not go live and fall silent"
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text=ADDRESS)
    assert empty_values(version) == []


def test_a_value_of_the_process_is_filled_in_either_way(live: Live, cast: Cast) -> None:
    needs = [{"key": key, "kind": "env", "why": "Where"} for key in ("REGION", "PLACE", "TOWN")]
    version = live(settings_needed=needs).live_version
    assert version is not None
    for key, kind in (("REGION", "env"), ("PLACE", "secret")):
        set_value(by=cast.bea, site=version.site, key=key, kind=kind, text="north")
    assert empty_values(version) == ["TOWN"]


def test_a_value_that_is_no_address_on_the_host_holds_it_too(filled: Site, sent: Sent) -> None:
    sent.fault = NoAddress("CHAT_URL is no address that begins with https://hooks.example.com/.")
    a_message(filled)
    assert post_due(filled) == ["held"]
    assert Delivery.objects.get().tries == 0


def test_a_fault_is_tried_again_later_and_given_up_at_last_with_a_line_for_the_owner(
    filled: Site, sent: Sent, cast: Cast
) -> None:
    sent.fault = NotPosted("hooks.example.com answered with 500.")
    a_message(filled)
    waits = []
    for _ in range(6):
        before = timezone.now()
        assert post_due(filled) == ["waiting"]
        waits.append(round((Delivery.objects.get().next_at - before).total_seconds() / 60))
        assert post_due(filled) == ["waiting"]
        make_due()
    assert waits == [1, 5, 30, 120, 360, 1440]
    assert not Notice.objects.exists()
    assert post_due(filled) == ["given_up"]
    assert Delivery.objects.get().error == "hooks.example.com answered with 500."
    assert len(sent.numbers) == 7
    assert len(set(sent.numbers)) == 1, "one key, so that the other side can tell a second copy"
    assert "answered with 500" in Notice.objects.get(person=cast.bea).text


@pytest.mark.parametrize(
    "to",
    [
        {"secret": "OTHER", "host": "hooks.example.com"},
        {"secret": "CHAT_URL", "host": "evil.example.com"},
        {"secret": "CHAT_URL"},
        {"secret": ["CHAT_URL"], "host": {"a": 1}},
        {"secret": None, "host": None},
    ],
)
def test_a_process_cannot_use_another_secret_or_another_host(
    filled: Site, sent: Sent, cast: Cast, to: dict[str, Any]
) -> None:
    set_value(by=cast.bea, site=filled, key="OTHER", kind="secret", text=ADDRESS)
    a_message(filled, to=to)
    assert post_due(filled) == ["given_up"]
    assert sent.numbers == []


def test_the_address_is_never_given_to_the_tools_process(
    live: Live, cast: Cast, acme: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs = [*NEEDS, {"key": "REGION", "kind": "env", "why": "Where"}]
    site = live(automations=[POST], settings_needed=needs)
    for key, kind, text in (("CHAT_URL", "secret", ADDRESS), ("REGION", "env", "north")):
        set_value(by=cast.bea, site=site, key=key, kind=kind, text=text)
    version = site.live_version
    assert version is not None
    assert webhooks_of(version) == [("CHAT_URL", "hooks.example.com")]
    assert live_config(acme, version).environment == {"REGION": "north"}


def test_an_address_of_an_earlier_version_is_not_given_to_a_later_ones_process(
    live: Live, cast: Cast, acme: Workspace
) -> None:
    """The later one sends nothing any more, and names the value as its own."""
    site = live(automations=[POST], settings_needed=NEEDS)
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text=ADDRESS)
    blueprint = BLUEPRINT | {"settings_needed": [{**NEEDS[0], "kind": "env"}]}
    later = a_version(cast.bea, site, blueprint=blueprint)
    assert webhooks_of(later) == []
    assert later.env_names == ["CHAT_URL"]
    assert live_config(acme, later).environment == {}


def test_of_a_tool_that_is_stopped_nothing_goes_out(filled: Site, sent: Sent, cast: Cast) -> None:
    message = a_message(filled)
    suspend_site(by=cast.bea, site=filled, reason="Wrong texts")
    assert post(delivery_id=message.pk) is None
    assert sent.numbers == []


def test_a_message_that_is_over_or_not_due_is_not_sent(filled: Site, sent: Sent) -> None:
    later = timezone.now() + timedelta(minutes=1)
    over = [a_message(filled, state=state) for state in ("delivered", "given_up", "held")]
    ahead = a_message(filled)
    Delivery.objects.filter(pk=ahead.pk).update(next_at=later)
    to_people = a_message(filled, kind="message")
    for message in (*over, ahead, to_people):
        assert post(delivery_id=message.pk) is None
    assert sent.numbers == []


def test_more_than_an_hour_has_room_for_waits(
    filled: Site, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.automations import queries

    monkeypatch.setattr(queries, "MOST_POSTED", 2)
    for _ in range(4):
        a_message(filled)
    assert post_due(filled) == post_due(filled) == ["delivered", "delivered", "waiting", "waiting"]


def test_a_worker_that_comes_back_late_changes_nothing(
    filled: Site, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lease was over, another one sent it."""
    message = a_message(filled)
    known: Callable[..., None] = sent.post

    def slowly(*what: Any, **more: Any) -> None:
        monkeypatch.setattr(posting, "post", known)
        make_due()
        post(delivery_id=message.pk)
        raise NotPosted("hooks.example.com did not answer in time.")

    monkeypatch.setattr(posting, "post", slowly)
    post(delivery_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.error) == ("delivered", "")
    assert len(sent.texts) == 1


def test_a_value_that_is_taken_away_holds_what_comes_after(
    filled: Site, sent: Sent, cast: Cast
) -> None:
    a_message(filled)
    post_due(filled)
    remove_value(by=cast.bea, site=filled, key="CHAT_URL")
    a_message(filled)
    assert post_due(filled) == ["delivered", "held"]


def test_of_three_workers_at_once_one_sends(
    shared_acme: Workspace, shared_cast: Cast, sent: Sent
) -> None:
    site = put_live(shared_cast.bea, automations=[POST], settings_needed=NEEDS)
    set_value(by=shared_cast.bea, site=site, key="CHAT_URL", kind="secret", text=ADDRESS)
    message = a_message(site)
    found = at_once(shared_acme, *[lambda: post(delivery_id=message.pk)] * 3)
    assert sum(isinstance(one, Delivery) for one in found) == 1, found
    assert sent.texts == ["Key 0"]
