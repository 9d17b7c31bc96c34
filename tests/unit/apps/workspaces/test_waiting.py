"""Whoever sends slowly holds a few threads of the server, and never all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory

from apps.workspaces.hosts import Place
from apps.workspaces.middleware import ContentFirst
from apps.workspaces.waiting import (
    MOST_OF_A_PERSON,
    MOST_OF_STRANGERS,
    TooManyWaiting,
    waiting,
)
from tests.cast import Cast

SIGN_IN = "/accounts/login/"
FORM = {"login": "mara@acme.example", "password": "wrong"}


@pytest.fixture
def held() -> Iterator[Callable[..., None]]:
    """`held(person, many)`: so many requests of theirs have not come in whole yet."""
    with ExitStack() as slow:

        def hold(person: int | None, many: int) -> None:
            for _ in range(many):
                slow.enter_context(waiting.turn(person))

        yield hold


def test_one_more_than_a_person_may_is_refused_at_once(held: Callable[..., None]) -> None:
    held(1, MOST_OF_A_PERSON)
    with pytest.raises(TooManyWaiting), waiting.turn(1):
        pass
    with waiting.turn(2), waiting.turn(None):
        pass


def test_a_turn_that_is_over_is_free_again_whatever_its_end() -> None:
    for _ in range(3 * MOST_OF_A_PERSON):
        with pytest.raises(OSError, match="hung up"), waiting.turn(1):
            raise OSError("hung up")
    with waiting.turn(1):
        pass


def test_strangers_who_send_slowly_keep_nobody_from_reading(
    browser_of: Any, cast: Cast, held: Callable[..., None]
) -> None:
    held(None, MOST_OF_STRANGERS)
    portal: Client = browser_of(None, "portal.localhost:8000")
    refused = portal.post(SIGN_IN, FORM)
    assert (refused.status_code, "Too much at once" in refused.content.decode()) == (503, True)
    assert portal.get(SIGN_IN).status_code == 200
    mara: Client = browser_of(cast.mara, "acme.localhost:8000")
    assert mara.get("/").status_code == 200
    assert mara.post("/nowhere").status_code == 404, "members have turns of their own"


def take_turns(many: int) -> None:
    with ExitStack() as turns:
        for _ in range(many):
            turns.enter_context(waiting.turn(None))


def test_what_has_not_come_yet_holds_a_turn() -> None:
    """As the server gives it: `read` comes back when the content does."""
    asked, come = threading.Event(), threading.Event()

    class Slow(BytesIO):
        def read(self, *_: Any) -> bytes:
            asked.set()
            come.wait(5)
            return b""

    sent: Any = {"wsgi.input": Slow(), "CONTENT_LENGTH": "5"}
    request: Any = RequestFactory().post(SIGN_IN, **sent)
    request.place, request.user = Place("portal", None, ""), AnonymousUser()
    thread = threading.Thread(target=ContentFirst(lambda _: HttpResponse()), args=(request,))
    thread.start()
    assert asked.wait(5)
    with pytest.raises(TooManyWaiting):
        take_turns(MOST_OF_STRANGERS)
    come.set()
    thread.join(5)
    take_turns(MOST_OF_STRANGERS)
