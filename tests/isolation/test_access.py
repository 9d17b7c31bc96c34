"""The gate decides first, on each request: who gets in, and what the others may learn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from apps.access.actions import set_access
from apps.access.models import AccessRequest, SiteAccess
from apps.serving import admission, exchange
from apps.sites.models import Site
from apps.workspaces.models import Group, Membership, Workspace
from tests.cast import Cast

Browse = Callable[..., Client]


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test if anything is carried to a process."""

    def never(*args: Any) -> None:
        raise AssertionError("the request was carried to the site")

    monkeypatch.setattr(exchange.pool, "take", never)


@pytest.mark.usefixtures("nothing_runs")
class TestTurnedAway:
    """None of these requests reaches a process."""

    def test_nobody_is_sent_to_sign_in(self, browse: Browse) -> None:
        answer = browse().get("/notes/?status=open")
        assert answer.status_code == 302
        assert answer["Location"] == "/__gate/start?next=%2Fnotes%2F%3Fstatus%3Dopen"

    def test_nobody_learns_whether_a_site_is_there(self, browse: Browse) -> None:
        here, not_here = browse(), browse(host="nothing--acme.localhost:8000")
        assert here.get("/")["Location"] == not_here.get("/")["Location"]

    def test_nobodys_post_is_a_sentence_and_no_redirect(self, browse: Browse) -> None:
        answer = browse().post("/note/new/", {"title": "x"})
        assert answer.status_code == 401
        assert "Nothing was changed" in answer.content.decode()

    def test_a_script_of_nobodys_is_told(self, browse: Browse) -> None:
        assert browse().get("/notes/", HTTP_HX_REQUEST="true").status_code == 401
        assert browse().get("/notes/", HTTP_SEC_FETCH_MODE="cors").status_code == 401

    @pytest.mark.parametrize("who", ["otto", "nora", "nils"])
    def test_others_find_what_is_not_there(self, browse: Browse, cast: Cast, who: str) -> None:
        person = getattr(cast, who)
        here = browse(person).get("/notes/")
        not_here = browse(person, "nothing--acme.localhost:8000").get("/notes/")
        assert here.status_code == not_here.status_code == 404
        assert here.content == not_here.content
        assert b"Unruly" not in here.content

    def test_a_member_is_refused_with_the_reason(
        self, browse: Browse, cast: Cast, open_site: Site
    ) -> None:
        set_access(by=cast.ada, site=open_site, mode="private")
        answer = browse(cast.mara).get("/notes/")
        assert answer.status_code == 403
        assert "Only its owner and the workspace" in answer.content.decode()

    def test_an_unknown_mode_is_a_no(self, browse: Browse, cast: Cast, open_site: Site) -> None:
        SiteAccess.objects.filter(site=open_site).update(mode="everybody")
        assert browse(cast.mara).get("/notes/").status_code == 403

    def test_a_suspended_tool_rests(self, browse: Browse, cast: Cast, open_site: Site) -> None:
        Site.objects.filter(pk=open_site.pk).update(state=Site.State.SUSPENDED)
        answer = browse(cast.mara).get("/notes/")
        assert answer.status_code == 503
        assert "suspended" in answer.content.decode()

    def test_a_tool_that_was_never_live_rests(
        self, browse: Browse, cast: Cast, open_site: Site
    ) -> None:
        Site.objects.filter(pk=open_site.pk).update(live_version=None)
        assert browse(cast.bea).get("/notes/").status_code == 503

    def test_a_fault_while_deciding_lets_nobody_in(
        self, browse: Browse, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any) -> None:
            raise OperationalError("the database is away")

        monkeypatch.setattr(admission, "door_of", fail)
        answer = browse(cast.mara).get("/notes/")
        assert answer.status_code == 503
        assert b"database is away" not in answer.content

    @pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "delete"])
    def test_every_method_gets_the_same_decision(
        self, browse: Browse, cast: Cast, method: str
    ) -> None:
        assert getattr(browse(cast.otto), method)("/notes/").status_code == 404

    @pytest.mark.parametrize(
        "address", ["/static/tool.css", "/note/1/file/scan/", "/favicon.ico", "/notes/export.csv"]
    )
    def test_every_address_is_behind_the_decision(
        self, browse: Browse, cast: Cast, address: str
    ) -> None:
        assert browse(cast.otto).get(address).status_code == 404
        known = {"HTTP_IF_NONE_MATCH": '"x"', "HTTP_RANGE": "bytes=0-1"}
        assert browse(cast.otto).get(address, **known).status_code == 404

    def test_a_host_of_ours_without_its_workspace_is_not_there(
        self, browse: Browse, cast: Cast
    ) -> None:
        assert browse(cast.mara, "unruly--nobody.localhost:8000").get("/").status_code == 404

    @pytest.mark.parametrize(
        "host", ["127.0.0.2:8000", "evil.example", "unruly--acme.localhost:9", "a.b.localhost:8000"]
    )
    def test_another_host_is_misdirected(self, browse: Browse, cast: Cast, host: str) -> None:
        assert browse(cast.mara, host).get("/").status_code == 421


def test_a_withdrawn_right_holds_from_the_next_request(
    browse: Browse, cast: Cast, open_site: Site
) -> None:
    browser = browse(cast.mara)
    assert browser.get("/x/ping/").status_code == 200
    set_access(by=cast.ada, site=open_site, mode="private")
    assert browser.get("/x/ping/").status_code == 403


def test_a_member_who_has_left_is_out_at_once(browse: Browse, cast: Cast, acme: Workspace) -> None:
    browser = browse(cast.mara)
    assert browser.get("/x/ping/").status_code == 200
    Membership.objects.filter(workspace=acme, user=cast.mara).update(is_active=False)
    assert browser.get("/x/ping/").status_code == 404


def test_a_deactivated_account_is_nobody(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.mara)
    assert browser.get("/x/ping/").status_code == 200
    cast.mara.is_active = False
    cast.mara.save()
    assert browser.get("/x/ping/").status_code == 302


def test_a_signed_out_browser_is_nobody(browse: Browse, cast: Cast) -> None:
    from apps.accounts.actions import end_host_sessions_of

    browser = browse(cast.mara)
    assert browser.get("/x/ping/").status_code == 200
    end_host_sessions_of(user=cast.mara)
    assert browser.get("/x/ping/").status_code == 302


def test_a_group_lets_its_members_in_and_an_emptied_one_does_not(
    browse: Browse, cast: Cast, open_site: Site, acme: Workspace
) -> None:
    operations = Group.objects.get(workspace=acme, name="Operations")
    set_access(by=cast.ada, site=open_site, mode="custom", groups=[operations])
    assert browse(cast.mara).get("/x/ping/").status_code == 200
    assert browse(cast.jon).get("/x/ping/").status_code == 403
    operations.members.clear()
    assert browse(cast.mara).get("/x/ping/").status_code == 403


def test_a_session_of_one_host_is_none_on_another(browse: Browse, cast: Cast) -> None:
    elsewhere = browse(cast.mara, "acme.localhost:8000")
    here = browse()
    here.cookies["gate"] = elsewhere.cookies["gate"].value
    assert here.get("/x/ping/").status_code == 302


def test_a_refused_member_asks_to_be_let_in(browse: Browse, cast: Cast, open_site: Site) -> None:
    set_access(by=cast.ada, site=open_site, mode="private")
    browser = browse(cast.mara)
    assert b'action="/__gate/ask"' in browser.get("/notes/").content
    for _ in range(2):
        assert browser.post("/__gate/ask").status_code == 200
    asked = AccessRequest.objects.filter(site=open_site, person=cast.mara)
    assert asked.count() == 1


def test_a_stranger_cannot_ask(browse: Browse, cast: Cast) -> None:
    assert browse(cast.otto).post("/__gate/ask").status_code == 404
    assert browse().post("/__gate/ask").status_code == 401
    assert not AccessRequest.objects.exists()


def test_another_page_cannot_ask_in_somebodys_name(browse: Browse, cast: Cast) -> None:
    answer = browse(cast.mara).post("/__gate/ask", HTTP_ORIGIN="http://evil.example")
    assert answer.status_code == 403
    assert not AccessRequest.objects.exists()
