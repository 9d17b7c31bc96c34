"""The clock and the outboxes, as tasks: fair between workspaces, and one fault is nobody else's."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from apps.automations import actions as automations
from apps.pipeline import tasks
from apps.runners.errors import OutboxUnavailable
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from apps.workspaces.queries import by_slug
from tests.cast import Cast
from tests.unit.apps.automations.conftest import POST, REMIND, put_live

Sent = list[tuple[str, str, tuple[int, ...]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """In the place of the broker: what was sent, by workspace, task and ids."""
    found: Sent = []

    def keep(name: str) -> Callable[..., None]:
        def send(args: tuple[int, ...] = (), **options: Any) -> None:
            assert options["expires"] > 0, "what is late is found again, and not done twice"
            found.append((connection.schema_name.removeprefix("ws_"), name, args))

        return send

    for name in ("look", "deliver", "post"):
        monkeypatch.setattr(getattr(tasks, name), "apply_async", keep(name))
    return found


@pytest.fixture
def both(db: None, cast: Cast) -> Iterator[dict[str, list[Site]]]:
    """Seven tools that remind at Acme Foods, and one at Northwind Paper."""
    made: dict[str, list[Site]] = {}
    for slug, owner, number in (("acme", cast.bea, 7), ("northwind", cast.nora, 1)):
        connection.set_schema_to_public()
        workspace = by_slug(slug)
        assert workspace is not None
        with workspace:
            made[slug] = [put_live(owner, automations=[REMIND, POST]) for _ in range(number)]
    connection.set_schema_to_public()
    cache.clear()
    yield made
    connection.set_schema_to_public()


def test_a_workspace_with_many_tools_holds_up_none_with_one(
    both: dict[str, list[Site]], sent: Sent
) -> None:
    tasks.clock()
    assert {name for _, name, _ in sent} == {"look"}
    assert sorted(of for of, _, _ in sent) == ["acme"] * tasks.LOOKS_EACH + ["northwind"]
    assert "northwind" in [of for of, _, _ in sent[:2]]


def test_no_more_are_begun_than_there_is_room_for(
    both: dict[str, list[Site]], sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "LOOKS", 2)
    tasks.clock()
    assert sorted(of for of, _, _ in sent) == ["acme", "northwind"]


def test_a_workspace_that_breaks_keeps_the_others_from_nothing(
    both: dict[str, list[Site]], sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tasks.to_look_at

    def breaks(*what: Any) -> list[int]:
        if connection.schema_name.endswith("acme"):
            raise RuntimeError("broken")
        return known(*what)

    monkeypatch.setattr(tasks, "to_look_at", breaks)
    tasks.clock()
    assert [of for of, _, _ in sent] == ["northwind"]


def test_each_workspace_has_its_outboxes_emptied_by_a_task_of_its_own(
    both: dict[str, list[Site]], sent: Sent
) -> None:
    tasks.outboxes()
    assert {(of, name) for of, name, _ in sent} == {("acme", "deliver"), ("northwind", "deliver")}


def test_one_tool_whose_outbox_breaks_keeps_the_others_from_nothing(
    both: dict[str, list[Site]], sent: Sent, monkeypatch: pytest.MonkeyPatch, acme: Workspace
) -> None:
    collected, delivered = [], []
    first, second, third, *_ = both["acme"]

    def collect(site: Site) -> None:
        collected.append(site.pk)
        if site == first:
            raise OutboxUnavailable("gone")

    def deliver(site: Site) -> None:
        delivered.append(site.pk)
        if site == second:
            raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(automations, "collect", collect)
    monkeypatch.setattr(automations, "deliver", deliver)
    tasks.deliver()
    assert sorted(collected) == sorted(delivered) == [site.pk for site in both["acme"]]
    assert third.pk in delivered


def test_while_one_worker_delivers_in_a_workspace_no_second_begins(
    both: dict[str, list[Site]], monkeypatch: pytest.MonkeyPatch, acme: Workspace
) -> None:
    begun = []

    def again(site: Site) -> None:
        begun.append(site.pk)
        tasks.deliver()

    monkeypatch.setattr(automations, "collect", again)
    tasks.deliver()
    assert len(begun) == len(both["acme"])
    tasks.deliver()
    assert len(begun) == 2 * len(both["acme"])


def test_what_a_look_brought_about_is_delivered_at_once(
    both: dict[str, list[Site]], monkeypatch: pytest.MonkeyPatch, acme: Workspace
) -> None:
    spoken = []
    first, second, *_ = both["acme"]
    monkeypatch.setattr(
        automations, "look", lambda site_id: object() if site_id == first.pk else None
    )
    monkeypatch.setattr(automations, "collect", lambda site: spoken.append(site.pk))
    tasks.look(first.pk)
    tasks.look(second.pk)
    assert spoken == [first.pk]
