"""Which tools are looked at by the clock: those that run and wait for it, and no others."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.automations.models import Clock
from apps.automations.queries import is_timed, talking, to_look_at
from apps.automations.turns import begun_elsewhere, in_turns
from apps.sites.actions import go_live, resume_site, suspend_site
from apps.sites.models import Site
from tests.cast import Cast
from tests.made import BLUEPRINT, a_site, a_version
from tests.unit.apps.automations.conftest import POST, REMIND, Live

TELL = POST | {"id": "tell", "do": [{"kind": "notify", "to": ["admin"], "text": "New"}]}
SET = POST | {"id": "set", "do": [{"kind": "update", "set": ["label = 'x'"]}]}
WEEKLY = SET | {"when": {"kind": "schedule", "every": "week"}}
ROUND = [BLUEPRINT["entities"][0] | {"rules": [{"kind": "approval", "steps": []}]}]
UNIQUE = [BLUEPRINT["entities"][0] | {"rules": [{"kind": "unique", "fields": ["label"]}]}]


@pytest.mark.parametrize(
    ("blueprint", "timed", "speaks"),
    [
        ({}, False, False),
        ({"automations": [SET]}, False, False),
        ({"automations": [TELL]}, False, True),
        ({"automations": [POST]}, False, True),
        ({"automations": [WEEKLY]}, True, False),
        ({"automations": [SET, REMIND]}, True, True),
        ({"entities": ROUND}, True, True),
        ({"entities": UNIQUE}, False, False),
    ],
)
def test_a_tool_is_looked_at_for_what_its_blueprint_says(
    live: Live, blueprint: dict[str, Any], timed: bool, speaks: bool
) -> None:
    site = live(**blueprint)
    assert is_timed(site) is timed
    assert to_look_at(timezone.now(), 9) == ([site.pk] if timed else [])
    assert list(talking()) == ([site] if speaks else [])


def test_one_that_is_stopped_or_a_draft_is_not(live: Live, cast: Cast) -> None:
    site = live(automations=[REMIND])
    a_version(cast.bea, a_site(cast.bea, "A draft"), blueprint=BLUEPRINT | {"automations": []})
    suspend_site(by=cast.bea, site=site, reason="Wrong texts")
    assert to_look_at(timezone.now(), 9) == []
    assert list(talking()) == []
    resume_site(by=cast.bea, site=site)
    assert to_look_at(timezone.now(), 9) == [site.pk]
    assert list(talking()) == [site]


def test_one_is_looked_at_when_its_moment_comes_and_at_once_after_a_new_version(
    live: Live, cast: Cast
) -> None:
    site, now = live(automations=[REMIND]), timezone.now()
    later = now + timedelta(hours=1)
    Clock.objects.create(site=site, version=site.live_version, next_at=later)
    assert to_look_at(now, 9) == []
    assert to_look_at(later, 9) == [site.pk]
    version = a_version(cast.bea, site, blueprint=BLUEPRINT | {"automations": [REMIND]})
    go_live(by=cast.bea, site=site, version=version)
    assert to_look_at(now, 9) == [site.pk]


def test_one_that_somebody_looks_at_is_left_to_them_while_the_lease_lasts(live: Live) -> None:
    site, now = live(automations=[REMIND]), timezone.now()
    Clock.objects.create(site=site, lease_until=now + timedelta(seconds=1))
    assert to_look_at(now, 9) == []
    assert to_look_at(now + timedelta(seconds=1), 9) == [site.pk]


def test_those_that_waited_longest_come_first_and_no_more_than_there_is_room(
    live: Live,
) -> None:
    now = timezone.now()
    sites: list[Site] = [live(automations=[REMIND]) for _ in range(3)]
    for minutes, site in enumerate(sites, 1):
        moment = now - timedelta(minutes=minutes)
        Clock.objects.create(site=site, version=site.live_version, next_at=moment)
    assert to_look_at(now, 2) == [sites[2].pk, sites[1].pk]
    assert to_look_at(now, 0) == []


@pytest.mark.parametrize(
    ("queues", "expected"),
    [
        ([], []),
        ([[]], []),
        ([[1, 2, 3], [4], [], [5, 6]], [1, 4, 5, 2, 6, 3]),
    ],
)
def test_a_long_queue_holds_up_no_short_one(queues: list[list[int]], expected: list[int]) -> None:
    assert in_turns(queues) == expected


def test_each_is_first_once_in_a_round() -> None:
    start = timezone.now()
    orders = [begun_elsewhere("abc", start + timedelta(minutes=n), 60) for n in range(3)]
    assert {order[0] for order in orders} == {"a", "b", "c"}
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)
    assert begun_elsewhere([], start, 60) == []
