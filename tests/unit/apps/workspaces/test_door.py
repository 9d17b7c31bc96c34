"""Who gets through to a workspace's pages, and the portal's side of a hand-off."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from apps.accounts.actions import end_host_sessions_of, open_handoff, redeem_handoff
from apps.accounts.models import HandoffCode, User
from apps.workspaces.hosts import place_of
from apps.workspaces.middleware import HostSession, MembersOnly
from apps.workspaces.models import Membership, Workspace
from tests.cast import Cast

HOST = "acme.localhost:8000"
SITE = "office-keys--acme.localhost:8000"
PORTAL = "portal.localhost:8000"


def asked(host: str = HOST, path: str = "/tools/", person: User | None = None, **more: Any) -> Any:
    """A request whose host is known, by somebody who has signed in there."""
    request = RequestFactory().generic(more.get("method", "GET"), path, HTTP_HOST=host)
    vars(request)["place"] = place_of(host)
    request.user = AnonymousUser()
    if person is not None:
        code = open_handoff(by=person, host=host, state="mine", session_key="s1")
        token = redeem_handoff(code=code, state="mine", host=host)
        request.COOKIES[settings.GATE_COOKIE_NAME] = token
    return request


def through(request: Any) -> tuple[HttpResponse, list[HttpRequest]]:
    """What the two doors answer, and the requests that came through."""
    inside: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        inside.append(request)
        return HttpResponse("inside")

    return HostSession(MembersOnly(page))(request), inside


class TestMembersOnly:
    @pytest.mark.parametrize("who", ["ada", "omar", "bea", "mara", "tom"])
    def test_members_come_through_with_their_membership(
        self, acme: Workspace, cast: Cast, who: str
    ) -> None:
        person = getattr(cast, who)
        answer, inside = through(asked(person=person))
        assert answer.content == b"inside"
        membership = vars(inside[0])["membership"]
        assert (membership.user, membership.workspace) == (person, acme)

    @pytest.mark.parametrize("who", ["nils", "nora", "otto"])
    @pytest.mark.parametrize("path", ["/", "/tools/", "/admin/", "/nowhere", "/__gate", "/static"])
    def test_for_others_nothing_is_there(
        self, acme: Workspace, cast: Cast, who: str, path: str
    ) -> None:
        answer, inside = through(asked(path=path, person=getattr(cast, who)))
        assert (answer.status_code, inside) == (404, [])

    def test_nobody_is_sent_to_sign_in_and_comes_back_to_where_they_wanted(
        self, acme: Workspace
    ) -> None:
        answer, inside = through(asked(path="/tools/?tab=live&q=a%20b"))
        assert (answer.status_code, inside) == (302, [])
        assert answer["Location"] == "/__gate/start?next=%2Ftools%2F%3Ftab%3Dlive%26q%3Da%2520b"

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
    def test_what_nobody_sends_is_not_sent_again_after_the_sign_in(
        self, acme: Workspace, method: str
    ) -> None:
        answer, inside = through(asked(path="/tools/x/stop", method=method))
        assert (answer["Location"], inside) == ("/__gate/start?next=%2F", [])

    @pytest.mark.parametrize("path", ["/__gate/start", "/__gate/callback", "/static/look.css"])
    def test_the_way_to_sign_in_is_open(self, acme: Workspace, path: str) -> None:
        assert len(through(asked(path=path))[1]) == 1

    def test_a_workspace_that_there_is_not_is_not_there_for_members_of_others(
        self, acme: Workspace, cast: Cast
    ) -> None:
        host = "nowhere.localhost:8000"
        assert through(asked(host=host, person=cast.ada))[0].status_code == 404
        assert through(asked(host=host))[0].status_code == 302

    def test_who_leaves_is_out_with_the_next_request(self, acme: Workspace, cast: Cast) -> None:
        request = asked(person=cast.mara)
        assert through(request)[0].status_code == 200
        Membership.objects.filter(user=cast.mara).update(is_active=False)
        assert through(request)[0].status_code == 404

    def test_whose_sign_in_ends_is_nobody_with_the_next_request(
        self, acme: Workspace, cast: Cast
    ) -> None:
        request = asked(person=cast.mara)
        end_host_sessions_of(user=cast.mara)
        assert through(request)[0].status_code == 302

    def test_a_cookie_of_a_tools_host_opens_no_workspace(self, acme: Workspace, cast: Cast) -> None:
        of_site = asked(host=SITE, person=cast.mara)
        request = asked()
        request.COOKIES = of_site.COOKIES
        assert through(request)[0].status_code == 302

    def test_the_other_hosts_are_not_its_business(self, acme: Workspace) -> None:
        """The portal knows people by Django's session, the gate asks by itself."""
        for host in (PORTAL, SITE):
            answer, inside = through(asked(host=host))
            assert answer.content == b"inside"
            assert not inside[0].user.is_authenticated

    def test_the_portals_session_is_not_replaced_by_a_cookie(
        self, acme: Workspace, cast: Cast
    ) -> None:
        request = asked(host=PORTAL, person=cast.mara)
        request.user = cast.jon
        assert through(request)[1][0].user == cast.jon


@pytest.fixture
def at_portal(acme: Workspace, cast: Cast) -> Callable[..., Any]:
    """`at_portal(person, host=, state=)`: ask the portal to carry a sign-in over."""

    def ask(person: User | None, **words: str) -> Any:
        browser = Client(HTTP_HOST=PORTAL)
        if person is not None:
            browser.force_login(
                person, backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return browser.get("/handoff/authorize", words)

    return ask


class TestTheHandOff:
    def test_a_member_is_sent_on_with_a_code_for_that_host(
        self, at_portal: Callable[..., Any], cast: Cast
    ) -> None:
        answer = at_portal(cast.mara, host=SITE, state="mine", next="/requests/?q=1")
        where = urlsplit(answer["Location"])
        sent = {name: value[0] for name, value in parse_qs(where.query).items()}
        assert (where.netloc, where.path) == (SITE, "/__gate/callback")
        assert (sent["state"], sent["next"]) == ("mine", "/requests/?q=1")
        assert redeem_handoff(code=sent["code"], state="mine", host=SITE)

    @pytest.mark.parametrize(
        "host",
        [
            "northwind.localhost:8000",
            "nowhere.localhost:8000",
            "template.localhost:8000",
            "evil.example",
            "acme.localhost:8000.evil.example",
            "evil.example/acme.localhost:8000",
            "acme.localhost:8000@evil.example",
            "acme.localhost:8000\r\nX: y",
            "ACME.localhost:8000",
            "portal.localhost:8000",
            "",
        ],
    )
    def test_to_any_other_host_nothing_is_sent(
        self, at_portal: Callable[..., Any], cast: Cast, host: str
    ) -> None:
        answer = at_portal(cast.mara, host=host, state="mine")
        assert answer.status_code == 404
        assert not HandoffCode.objects.exists()

    def test_a_workspace_that_is_not_theirs_answers_like_none(
        self, at_portal: Callable[..., Any], cast: Cast
    ) -> None:
        theirs = at_portal(cast.mara, host="northwind.localhost:8000", state="mine")
        nowhere = at_portal(cast.mara, host="nowhere.localhost:8000", state="mine")
        assert theirs.content == nowhere.content

    def test_without_a_state_nothing_is_sent(
        self, at_portal: Callable[..., Any], cast: Cast
    ) -> None:
        assert at_portal(cast.mara, host=HOST).status_code == 404
        assert at_portal(cast.mara, host=HOST, state="").status_code == 404

    def test_nobody_signs_in_first_and_then_goes_on(self, at_portal: Callable[..., Any]) -> None:
        answer = at_portal(None, host=HOST, state="mine")
        where = urlsplit(answer["Location"])
        assert (answer.status_code, where.path) == (302, "/accounts/login/")
        onward = parse_qs(where.query)["next"][0]
        assert onward == "/handoff/authorize?host=acme.localhost%3A8000&state=mine"

    def test_the_code_is_in_no_cookie_and_no_log_line(
        self, at_portal: Callable[..., Any], cast: Cast, caplog: pytest.LogCaptureFixture
    ) -> None:
        answer = at_portal(cast.mara, host=HOST, state="mine")
        code = parse_qs(urlsplit(answer["Location"]).query)["code"][0]
        assert code not in str(answer.cookies)
        assert code not in caplog.text
