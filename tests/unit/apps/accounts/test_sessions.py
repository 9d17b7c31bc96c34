"""Sign-ins on other hosts: what ends them, and what is left of them; people and their names."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.signals import password_changed, password_reset, password_set
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.test import Client, RequestFactory
from django.utils import timezone

from apps.accounts.actions import (
    end_host_session,
    end_host_sessions_of,
    open_handoff,
    redeem_handoff,
)
from apps.accounts.adapter import AccountAdapter
from apps.accounts.cookies import person_of, token_of
from apps.accounts.errors import HandoffRefused
from apps.accounts.models import HandoffCode, HostSession, User
from apps.accounts.queries import person_for_token
from apps.accounts.tokens import hash_of, new_token
from apps.workspaces.models import Workspace
from tests.at_once import at_once, errors
from tests.cast import Cast

HOST = "acme.localhost:8000"
SITE = "office-keys--acme.localhost:8000"
PORTAL = "portal.localhost:8000"
PASSWORD = "demo-password"  # of the cast


def signed_in(person: User, host: str = HOST) -> str:
    code = open_handoff(by=person, host=host, state="mine", session_key="s1")
    return redeem_handoff(code=code, state="mine", host=host)


def at_the_portal(person: User) -> Client:
    """A browser that has signed in on the portal with the password."""
    browser = Client(HTTP_HOST=PORTAL, HTTP_ORIGIN=f"http://{PORTAL}")
    sent = browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert sent.status_code == 302, sent.content.decode()[:500]
    return browser


class TestWhatEndsASignIn:
    @pytest.mark.parametrize(
        "signal",
        [user_logged_out, password_changed, password_reset, password_set],
        ids=["log-out", "password changed", "password reset", "password set"],
    )
    def test_it_ends_on_every_host_and_in_every_browser(self, cast: Cast, signal: Signal) -> None:
        tokens = [(signed_in(cast.bea, host), host) for host in (HOST, SITE, HOST)]
        signal.send(sender=User, request=None, user=cast.bea)
        assert [person_for_token(token=token, host=host) for token, host in tokens] == [None] * 3

    def test_nobody_elses_ends(self, cast: Cast) -> None:
        token = signed_in(cast.mara)
        end_host_sessions_of(user=cast.bea)
        assert person_for_token(token=token, host=HOST) == cast.mara

    def test_a_code_on_its_way_ends_too(self, cast: Cast) -> None:
        code = open_handoff(by=cast.bea, host=HOST, state="mine", session_key="s1")
        end_host_sessions_of(user=cast.bea)
        with pytest.raises(HandoffRefused):
            redeem_handoff(code=code, state="mine", host=HOST)

    def test_a_log_out_of_nobody_is_nothing(self, cast: Cast) -> None:
        token = signed_in(cast.bea)
        user_logged_out.send(sender=User, request=None, user=None)
        assert person_for_token(token=token, host=HOST) == cast.bea

    def test_ending_one_leaves_the_others_of_the_person(self, cast: Cast) -> None:
        one, other = signed_in(cast.bea), signed_in(cast.bea)
        end_host_session(token=one)
        end_host_session(token=one)
        assert person_for_token(token=one, host=HOST) is None
        assert person_for_token(token=other, host=HOST) == cast.bea

    def test_a_new_password_typed_in_on_the_portal_ends_it(
        self, cast: Cast, acme: Workspace
    ) -> None:
        browser, token = at_the_portal(cast.bea), signed_in(cast.bea)
        new = dict.fromkeys(("password1", "password2"), "another-long-password")
        sent = browser.post("/accounts/password/change/", {"oldpassword": PASSWORD} | new)
        assert sent.status_code == 302
        assert person_for_token(token=token, host=HOST) is None

    def test_a_wrong_old_password_ends_nothing(self, cast: Cast, acme: Workspace) -> None:
        browser, token = at_the_portal(cast.bea), signed_in(cast.bea)
        new = dict.fromkeys(("password1", "password2"), "another-long-password")
        browser.post("/accounts/password/change/", {"oldpassword": "guess"} | new)
        assert person_for_token(token=token, host=HOST) == cast.bea

    def test_signing_out_on_the_portal_ends_it(self, cast: Cast, acme: Workspace) -> None:
        browser, token = at_the_portal(cast.bea), signed_in(cast.bea)
        assert browser.post("/accounts/logout/").status_code == 302
        assert person_for_token(token=token, host=HOST) is None


class TestWhatIsLeft:
    def test_sessions_that_are_over_are_forgotten_at_the_next_sign_in(self, cast: Cast) -> None:
        signed_in(cast.bea)
        of_mara = signed_in(cast.mara)
        with time_machine.travel(timezone.now() + timedelta(hours=12, seconds=1)):
            signed_in(cast.bea)
            assert HostSession.objects.filter(user=cast.bea).count() == 1
        assert person_for_token(token=of_mara, host=HOST) == cast.mara

    def test_a_session_in_another_browser_is_not_over(self, cast: Cast) -> None:
        one = signed_in(cast.bea)
        with time_machine.travel(timezone.now() + timedelta(hours=11)):
            signed_in(cast.bea)
            assert person_for_token(token=one, host=HOST) == cast.bea

    def test_codes_that_nobody_came_back_with_are_forgotten(self, cast: Cast) -> None:
        open_handoff(by=cast.bea, host=HOST, state="mine", session_key="s1")
        with time_machine.travel(timezone.now() + timedelta(seconds=61)):
            open_handoff(by=cast.mara, host=HOST, state="mine", session_key="s2")
        assert [code.user for code in HandoffCode.objects.all()] == [cast.mara]

    def test_a_refused_code_leaves_no_session(self, cast: Cast) -> None:
        code = open_handoff(by=cast.bea, host=HOST, state="mine", session_key="s1")
        for state, host in (("other", HOST), ("mine", SITE)):
            with pytest.raises(HandoffRefused):
                redeem_handoff(code=code, state=state, host=host)
        assert not HostSession.objects.exists()

    def test_a_second_is_enough_and_a_minute_is_not(self, cast: Cast) -> None:
        start = timezone.now()
        with time_machine.travel(start, tick=False) as clock:
            code = open_handoff(by=cast.bea, host=HOST, state="mine", session_key="s1")
            clock.shift(60)
            with pytest.raises(HandoffRefused):
                redeem_handoff(code=code, state="mine", host=HOST)
            clock.shift(-1)
            assert redeem_handoff(code=code, state="mine", host=HOST)

    def test_a_clock_that_jumps_forward_ends_sign_ins_and_prolongs_none(self, cast: Cast) -> None:
        with time_machine.travel(timezone.now() - timedelta(hours=1)):
            earlier = signed_in(cast.bea)
        with time_machine.travel(timezone.now() + timedelta(hours=11, seconds=5)):
            assert person_for_token(token=earlier, host=HOST) is None

    def test_one_code_in_two_browsers_at_the_same_moment_is_one_session(
        self, shared_acme: Workspace, shared_cast: Cast
    ) -> None:
        code = open_handoff(by=shared_cast.bea, host=HOST, state="mine", session_key="s1")

        def redeem() -> str:
            return redeem_handoff(code=code, state="mine", host=HOST)

        try:
            found = at_once(shared_acme, *[redeem] * 4)
            assert errors(found) == [HandoffRefused] * 3
            assert HostSession.objects.filter(user=shared_cast.bea).count() == 1
        finally:
            HostSession.objects.all().delete()


class TestTokens:
    def test_no_two_are_the_same_and_none_is_short(self) -> None:
        several = {new_token() for _ in range(200)}
        assert len(several) == 200
        assert min(len(token) for token in several) >= 43

    def test_a_token_fits_a_cookie_and_an_address(self) -> None:
        assert all(sign.isalnum() or sign in "-_" for sign in new_token())

    def test_the_hash_of_a_token_is_not_the_token(self) -> None:
        token = new_token()
        assert hash_of(token) != token
        assert len(hash_of(token)) == 64

    def test_nothing_in_the_database_signs_a_browser_in(self, cast: Cast) -> None:
        """Whoever reads the tables holds hashes, and a hash is no token."""
        signed_in(cast.bea)
        row = HostSession.objects.get()
        for value in (row.token_hash, row.session_key, str(row.pk), row.host):
            assert person_for_token(token=value, host=HOST) is None


class TestTheCookie:
    def asked(self, host: str, **cookies: str) -> object:
        request = RequestFactory().get("/", HTTP_HOST=host)
        request.COOKIES.update(cookies)
        return person_of(request)

    def test_it_says_whose_the_browser_is_on_its_host(self, cast: Cast) -> None:
        token = signed_in(cast.bea)
        assert self.asked(HOST, **{settings.GATE_COOKIE_NAME: token}) == cast.bea
        assert self.asked(SITE, **{settings.GATE_COOKIE_NAME: token}) is None

    @pytest.mark.parametrize("name", ["portal", "sessionid", "Gate", "gate_", "csrf"])
    def test_under_another_name_it_says_nothing(self, cast: Cast, name: str) -> None:
        assert self.asked(HOST, **{name: signed_in(cast.bea)}) is None

    def test_without_one_nothing_is_asked_of_the_database(
        self, cast: Cast, django_assert_num_queries: object
    ) -> None:
        request = RequestFactory().get("/", HTTP_HOST=HOST)
        assert token_of(request) == ""
        with django_assert_num_queries(0):  # type: ignore[operator]
            assert person_of(request) is None


class TestPeople:
    @pytest.mark.parametrize(
        ("name", "initials"),
        [
            ("Bea Lund", "BL"),
            ("Ada", "A"),
            ("maria de la cruz", "MC"),
            ("  Tom   Hale ", "TH"),
            ("Ann Ann", "AA"),
            ("Étienne Ørsted", "ÉØ"),
            ("   ", "B"),
            ("", "B"),
        ],
    )
    def test_the_round_mark_has_one_or_two_letters(self, name: str, initials: str) -> None:
        assert User(name=name, email="bea@acme.example").initials == initials

    def test_an_address_is_kept_in_lower_case(self, db: None) -> None:
        made = User.objects.create_user("New.Person@Acme.Example", "a-long-password", name="New")
        assert made.email == "new.person@acme.example"
        assert User.objects.get_by_natural_key("NEW.person@acme.example") == made

    @pytest.mark.parametrize("email", ["BEA@ACME.EXAMPLE", "bea@acme.example"])
    def test_one_address_is_one_person(self, cast: Cast, email: str) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user(email, "a-long-password", name="Another Bea")

    @pytest.mark.parametrize(
        "email", ["bea@acme.example,x", "bea+x@acme.example", "beа@acme.example", "", None]
    )
    def test_an_address_that_only_looks_alike_is_somebody_else(
        self, cast: Cast, email: str | None
    ) -> None:
        with pytest.raises(User.DoesNotExist):
            User.objects.get_by_natural_key(email)

    def test_a_person_without_a_password_signs_in_with_none(self, db: None) -> None:
        made = User.objects.create_user("new@acme.example", name="New")
        assert not made.has_usable_password()
        assert not any(made.check_password(guess) for guess in ("", "None", "!"))

    def test_no_flag_of_djangos_gives_a_right(self, cast: Cast) -> None:
        for person in (cast.ada, cast.bea):
            assert not person.has_perm("sites.change_site")
            assert not person.has_module_perms("sites")
            assert not hasattr(person, "is_superuser")
            assert not hasattr(person, "is_staff")

    def test_nobody_signs_up_alone(self, acme: Workspace) -> None:
        assert AccountAdapter().is_open_for_signup(RequestFactory().get("/")) is False
        browser = Client(HTTP_HOST=PORTAL, HTTP_ORIGIN=f"http://{PORTAL}")
        sent = {"email": "eve@elsewhere.example"} | dict.fromkeys(
            ("password1", "password2"), "a-long-password"
        )
        browser.post("/accounts/signup/", sent)
        assert not User.objects.filter(email="eve@elsewhere.example").exists()

    @pytest.mark.parametrize("email", ["bea@acme.example", "nobody@acme.example"])
    def test_a_wrong_password_tells_nothing_about_the_address(
        self, acme: Workspace, cast: Cast, email: str
    ) -> None:
        browser = Client(HTTP_HOST=PORTAL, HTTP_ORIGIN=f"http://{PORTAL}")
        sent = browser.post("/accounts/login/", {"login": email, "password": "guessed-password"})
        assert sent.status_code == 200
        page = sent.content.decode().replace(email, "")
        assert "The email address and/or password you specified are not correct." in page

    def test_who_was_switched_off_does_not_sign_in(self, acme: Workspace, cast: Cast) -> None:
        User.objects.filter(pk=cast.bea.pk).update(is_active=False)
        browser = Client(HTTP_HOST=PORTAL, HTTP_ORIGIN=f"http://{PORTAL}")
        browser.post("/accounts/login/", {"login": cast.bea.email, "password": PASSWORD})
        assert "_auth_user_id" not in browser.session
