"""Carrying a sign-in to another host: one code, once, for one browser, one host, one minute."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.signals import user_logged_out
from django.utils import timezone

from apps.accounts.actions import end_host_session, open_handoff, redeem_handoff
from apps.accounts.errors import HandoffRefused
from apps.accounts.models import HandoffCode, HostSession
from apps.accounts.queries import person_for_token
from tests.cast import Cast

HOST = "acme.localhost:8000"


def code_for(cast: Cast, host: str = HOST) -> str:
    return open_handoff(by=cast.bea, host=host, state="mine", session_key="s1")


def test_a_code_becomes_a_session_on_its_host(cast: Cast) -> None:
    token = redeem_handoff(code=code_for(cast), state="mine", host=HOST)
    assert person_for_token(token=token, host=HOST) == cast.bea


def test_a_code_works_once(cast: Cast) -> None:
    code = code_for(cast)
    redeem_handoff(code=code, state="mine", host=HOST)
    with pytest.raises(HandoffRefused):
        redeem_handoff(code=code, state="mine", host=HOST)


@pytest.mark.parametrize(
    ("state", "host"), [("other", HOST), ("mine", "northwind.localhost:8000"), ("", HOST)]
)
def test_a_code_is_for_its_browser_and_host(cast: Cast, state: str, host: str) -> None:
    with pytest.raises(HandoffRefused):
        redeem_handoff(code=code_for(cast), state=state, host=host)


def test_a_guessed_code_is_refused(cast: Cast) -> None:
    with pytest.raises(HandoffRefused):
        redeem_handoff(code="guess", state="mine", host=HOST)


def test_a_code_is_too_old_after_a_minute(cast: Cast) -> None:
    code = code_for(cast)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)), pytest.raises(HandoffRefused):
        redeem_handoff(code=code, state="mine", host=HOST)


def test_a_person_who_was_switched_off_gets_no_session(cast: Cast) -> None:
    code = code_for(cast)
    cast.bea.is_active = False
    cast.bea.save()
    with pytest.raises(HandoffRefused):
        redeem_handoff(code=code, state="mine", host=HOST)


def test_only_hashes_are_kept(cast: Cast) -> None:
    code = code_for(cast)
    assert not HandoffCode.objects.filter(code_hash=code).exists()
    token = redeem_handoff(code=code, state="mine", host=HOST)
    assert not HostSession.objects.filter(token_hash=token).exists()


@pytest.fixture
def token(cast: Cast) -> str:
    return redeem_handoff(code=code_for(cast), state="mine", host=HOST)


def test_a_token_is_for_its_host_only(token: str) -> None:
    assert person_for_token(token=token, host="requests--acme.localhost:8000") is None


def test_a_token_ends_after_twelve_hours(token: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=12, seconds=1)):
        assert person_for_token(token=token, host=HOST) is None


def test_a_person_switched_off_is_nobody_at_once(cast: Cast, token: str) -> None:
    cast.bea.is_active = False
    cast.bea.save()
    assert person_for_token(token=token, host=HOST) is None


def test_an_ended_session_is_nobody(token: str) -> None:
    end_host_session(token=token)
    assert person_for_token(token=token, host=HOST) is None


def test_logging_out_on_the_portal_ends_it_everywhere(cast: Cast, token: str) -> None:
    user_logged_out.send(sender=type(cast.bea), request=None, user=cast.bea)
    assert person_for_token(token=token, host=HOST) is None
