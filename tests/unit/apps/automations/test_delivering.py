"""From a tool's outbox to the bell of its members: each message once, and to nobody else."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DataError
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from apps.access.actions import set_access
from apps.automations import actions
from apps.automations.actions import collect, deliver
from apps.automations.models import Delivery
from apps.notices.models import Notice
from apps.pipeline import tasks
from apps.runners import databases, outbox
from apps.runners.errors import OutboxUnavailable
from apps.runners.names import database_of
from apps.runners.server import connected
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.at_once import at_once
from tests.cast import Cast
from tests.unit.apps.automations.conftest import (
    NEEDS,
    POST,
    REMIND,
    Live,
    Say,
    left_in,
    make_outbox,
    put_in,
    put_live,
)


def speak(site: Site) -> int:
    collect(site=site)
    return deliver(site=site)


def told() -> list[tuple[str, str, str]]:
    """Who was told what, and where it leads."""
    rows = Notice.objects.order_by("person__name").select_related("person")
    return [(row.person.name.split()[0], row.text, row.path) for row in rows]


def test_a_message_reaches_those_it_names_once(
    acme: Workspace, site: Site, say: Say, cast: Cast
) -> None:
    set_access(by=cast.bea, site=site, mode="workspace")
    say(to={"people": [cast.mara.pk, cast.nora.pk], "roles": ["admin"]}, text="A key is due.")
    assert speak(site) == 1
    expected = [(name, "A key is due.", "/key/1/") for name in ("Ada", "Bea", "Mara", "Omar")]
    assert told() == expected
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reached, delivery.left_out) == ("delivered", 4, 1)
    assert left_in(acme, site) == 0
    assert speak(site) == 0
    assert told() == expected


def test_a_row_whose_mark_was_lost_is_not_delivered_again(
    acme: Workspace, site: Site, say: Say, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker dies between taking and marking; the next one finds the row a second time."""

    def dies(*what: Any) -> None:
        raise OutboxUnavailable

    say(to={"people": [cast.bea.pk]})
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "mark_taken", dies)
        with pytest.raises(OutboxUnavailable):
            collect(site=site)
    assert left_in(acme, site) == 1
    speak(site)
    speak(site)
    assert left_in(acme, site) == 0
    assert len(told()) == 1


def test_who_is_not_let_in_any_more_when_it_is_delivered_gets_nothing(
    site: Site, say: Say, cast: Cast
) -> None:
    set_access(by=cast.bea, site=site, mode="workspace")
    say(to={"people": [cast.mara.pk]})
    collect(site=site)
    set_access(by=cast.bea, site=site, mode="private")
    deliver(site=site)
    assert told() == []
    delivery = Delivery.objects.get()
    assert (delivery.reached, delivery.left_out) == (0, 1)
    assert delivery.error == "None of those it names can open this tool."


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "/ x",
        "",
        "/" + "x" * 600,
        "/\u202egnp",
    ],
)
def test_a_link_leads_to_the_tools_own_address_or_to_its_first_page(
    site: Site, say: Say, cast: Cast, link: str
) -> None:
    say(to={"people": [cast.bea.pk]}, link=link)
    speak(site)
    assert [path for _, _, path in told()] == ["/"]


def test_markup_and_signs_that_hide_are_plain_text(site: Site, say: Say, cast: Cast) -> None:
    say(to={"people": [cast.bea.pk]}, text="<b>Key</b>\n1\x1b[31m \u202edue\r" + "x" * 9000)
    speak(site)
    text = told()[0][1]
    assert text.startswith("<b>Key</b>\n1 [31m  due ")
    assert len(text) <= 4000


@pytest.mark.parametrize("number", ["1" + "0" * 400, "9" * 400 + ".5", "1.5", "1" + "0" * 18])
def test_numbers_that_are_no_key_name_nobody(
    acme: Workspace, site: Site, say: Say, cast: Cast, number: str
) -> None:
    """The database keeps them; read as they are, some are infinite, which no row here can hold."""
    hostile = say(to={"people": [cast.bea.pk]}, text="Hostile")
    say(to={"people": [cast.bea.pk]}, text="Honest")
    with connected(database_of(acme.pk)) as connection:
        connection.execute(
            SQL('UPDATE {}.kit_outbox SET "to" = %s::jsonb WHERE id = %s').format(
                Identifier(site.schema)
            ),
            [f'{{"people": [{cast.bea.pk}], "more": {number}}}', hostile],
        )
    speak(site)
    assert [text for _, text, _ in told()] == ["Honest"]


def test_a_fault_of_one_tool_keeps_no_other_waiting(
    site: Site, live: Live, say: Say, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what another says, nor what it said before that waits here."""
    other = live(name="Other keys", automations=[REMIND])
    say(to={"people": [cast.bea.pk]}, text="Said")
    collect(site=site)
    asked: list[str] = []

    def waiting(key: int | str, schema: str) -> list[outbox.Said]:
        asked.append(schema)
        raise DataError

    monkeypatch.setattr(outbox, "waiting", waiting)
    tasks.deliver()
    assert sorted(asked) == sorted([site.schema, other.schema])
    assert [text for _, text, _ in told()] == ["Said"]


@pytest.mark.parametrize("slow", ["collect", "deliver"])
def test_whoever_runs_out_of_time_stops_at_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    def out_of_time(*, site: Site) -> int:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(actions, slow, out_of_time)
    with pytest.raises(SoftTimeLimitExceeded):
        tasks.deliver()


def test_a_tool_reads_and_marks_nothing_but_its_own(
    acme: Workspace, site: Site, say: Say, cast: Cast
) -> None:
    """The outbox is read as the tool itself: behind its name may lie whatever the tool made."""
    with connected(database_of(acme.pk)) as connection:
        owner = databases.access_to(acme.pk, site.schema).owner.user
        connection.execute(SQL("SET ROLE {}").format(Identifier(owner)))
        place = Identifier(site.schema)
        connection.execute(SQL("DROP TABLE {}.kit_outbox").format(place))
        connection.execute(
            SQL(
                "CREATE VIEW {}.kit_outbox AS SELECT 1 AS id, now() AS at, '{{}}'::jsonb AS \"to\","
                " current_user::text AS text, '/' AS link, NULL::timestamptz AS sent_at"
            ).format(place)
        )
        runtime = Identifier(databases.access_to(acme.pk, site.schema).runtime.user)
        connection.execute(SQL("GRANT SELECT ON {}.kit_outbox TO {}").format(place, runtime))
    assert [said.text for said in outbox.waiting(acme.pk, site.schema)] == [
        databases.access_to(acme.pk, site.schema).runtime.user
    ]


def test_a_tool_without_an_outbox_has_nothing_to_say_and_one_that_is_gone_is_a_fault(
    acme: Workspace, site: Site
) -> None:
    with connected(database_of(acme.pk)) as connection:
        connection.execute(SQL("DROP TABLE {}.kit_outbox").format(Identifier(site.schema)))
    assert collect(site=site) == 0
    databases.drop_schema(acme.pk, site.schema)
    with pytest.raises(OutboxUnavailable):
        collect(site=site)


def test_more_than_an_hour_has_room_for_waits_and_the_owner_reads_of_it_once(
    site: Site, say: Say, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("apps.automations.actions.deliver")
    monkeypatch.setattr(module, "MOST_AN_HOUR", 3)
    for number in range(5):
        say(to={"people": [cast.omar.pk]}, text=f"Message {number}")
    assert speak(site) == 3
    assert speak(site) == 0
    owners = Notice.objects.filter(person=cast.bea)
    assert [one.text for one in owners] == [
        "Office keys sends more than 3 messages an hour. The rest waits, and nothing is lost."
    ]
    an_hour_ago = timezone.now() - timedelta(hours=1, minutes=1)
    Delivery.objects.filter(state="delivered").update(finished_at=an_hour_ago)
    assert speak(site) == 2
    texts = Notice.objects.filter(person=cast.omar).order_by("pk").values_list("text", flat=True)
    assert list(texts) == [f"Message {number}" for number in range(5)]


def test_a_tool_that_floods_its_outbox_fills_it_and_not_the_portal(
    acme: Workspace, site: Site, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("apps.automations.actions.collect")
    monkeypatch.setattr(module, "MOST_OPEN", 4)
    monkeypatch.setattr(outbox, "MOST", 3)
    for _ in range(20):
        say(to={"people": []})
    assert [collect(site=site) for _ in range(4)] == [3, 3, 0, 0]
    assert left_in(acme, site) == 14


def test_of_three_workers_at_once_each_message_is_delivered_by_one(
    shared_acme: Workspace, shared_cast: Cast
) -> None:
    cast = shared_cast
    site = put_live(cast.bea, automations=[REMIND, POST], settings_needed=NEEDS)
    make_outbox(shared_acme, site)
    try:
        for number in range(8):
            put_in(shared_acme, site, to={"people": [cast.bea.pk]}, text=f"Message {number}")
        found = at_once(shared_acme, *[lambda: speak(site)] * 3)
        assert all(isinstance(one, int) for one in found), found
        speak(site)
        assert sorted(text for _, text, _ in told()) == [f"Message {n}" for n in range(8)]
        assert Delivery.objects.filter(state="delivered").count() == 8
    finally:
        databases.drop_schema(shared_acme.pk, site.schema)
