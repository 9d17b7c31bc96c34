"""Programs at the gate, in front of a real process: what a token opens, and what it never does."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.access.actions import set_access, set_switch
from apps.access.models import SiteAccess
from apps.audit.models import Line
from apps.data_api import queries
from apps.data_api.actions import make_token, revoke_token
from apps.data_api.models import ApiToken
from apps.serving import exchange, programs
from apps.serving.programs import Rate
from apps.sites.models import Site
from apps.workspaces.models import Membership, Workspace
from tests.cast import Cast
from tests.isolation.conftest import HOST

Browse = Callable[..., Client]
NOTES = "/api/v1/note/"


@pytest.fixture(autouse=True)
def fresh_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "wrong", Rate())
    monkeypatch.setattr(programs, "requests", Rate())


@pytest.fixture
def token(open_site: Site, cast: Cast) -> Callable[..., str]:
    """`token()`: a new one of Bea's, whose tool it is."""

    def make(scope: str = "write", by: Any = None, **more: Any) -> str:
        given = {"name": "Nightly", "scope": scope, "days": 30} | more
        return make_token(by=by or cast.bea, site=open_site, **given)[1]

    return make


@pytest.fixture
def ask() -> Callable[..., Any]:
    """`ask(token, "POST", address, {…})`: what a program gets."""

    def send(
        text: str | None, method: str = "GET", address: str = NOTES, said: Any = None, **more: Any
    ) -> Any:
        headers = {"HTTP_HOST": HOST} | more
        if text is not None:
            headers = {"HTTP_AUTHORIZATION": f"Bearer {text}"} | headers
        body = json.dumps(said) if said is not None else ""
        return Client().generic(method, address, body, "application/json", **headers)

    return send


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test if anything is carried to a process."""

    def never(*args: Any) -> None:
        raise AssertionError("the request was carried to the site")

    monkeypatch.setattr(exchange.pool, "take", never)


class TestOpens:
    """What a token is for."""

    def test_rows_are_made_read_and_listed_in_the_persons_name(
        self, tables: Site, token: Any, ask: Any
    ) -> None:
        text = token()
        made = ask(text, "POST", NOTES, {"title": "From a program"})
        assert made.status_code == 201, made.content
        row = made.json()
        assert [one["id"] for one in ask(text).json()["rows"]] == [row["id"]]
        assert ask(text, "GET", f"{NOTES}{row['id']}/").json() == row
        assert ApiToken.objects.get().used_at is not None

    def test_one_that_reads_changes_nothing(self, tables: Site, token: Any, ask: Any) -> None:
        reads, writes = token("read"), token("write")
        row = ask(writes, "POST", NOTES, {"title": "There"}).json()
        assert ask(reads).status_code == 200
        address = f"{NOTES}{row['id']}/"
        for method, where, said in (
            ("POST", NOTES, {"title": "x"}),
            ("PATCH", address, {"title": "x"}),
            ("PUT", address, {"title": "x"}),
            ("DELETE", address, None),
            ("POST", f"{address}comments/", {"text": "x"}),
        ):
            answer = ask(reads, method, where, said)
            assert (answer.status_code, answer.json()["id"]) == (403, "only_reads"), method
        assert ask(reads, "GET", address).json() == row

    def test_an_agent_with_one_that_reads_is_refused_by_the_tool_itself(
        self, tables: Site, token: Any, ask: Any
    ) -> None:
        def calls(text: str, method: str, **params: Any) -> Any:
            said = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
            return ask(text, "POST", "/api/mcp", said).json()

        reads, writes = token("read"), token("write")
        named = {one["name"] for one in calls(reads, "tools/list")["result"]["tools"]}
        assert "list_note" in named
        assert "create_note" not in named
        given = {"name": "create_note", "arguments": {"title": "x"}}
        assert "error" in calls(reads, "tools/call", **given)
        assert ask(writes).json()["rows"] == []
        assert calls(writes, "tools/call", **given)["result"]["isError"] is False
        assert len(ask(writes).json()["rows"]) == 1

    def test_a_session_asks_too_by_its_own_page(
        self, tables: Site, browse: Browse, cast: Cast
    ) -> None:
        mara = browse(cast.mara)
        assert mara.get(NOTES).json() == {"rows": [], "next": None}
        body, kind = json.dumps({"title": "x"}), "application/json"
        for origin, status in (("https://evil.example", 403), (f"http://{HOST}", 201)):
            answer = mara.post(NOTES, body, kind, headers={"origin": origin})
            assert answer.status_code == status


@pytest.mark.usefixtures("nothing_runs")
class TestRefused:
    """None of these reaches a process; each that does not work reads like every other."""

    def refused(self, answer: Any) -> None:
        assert answer.status_code == 401
        said = {"error": "This token does not work here.", "id": "bad_token", "errors": {}}
        assert answer.json() == said
        assert answer["WWW-Authenticate"] == "Bearer"
        assert "no-store" in answer["Cache-Control"]

    def test_what_is_no_token(self, token: Any, ask: Any) -> None:
        text = token()
        for wrong in (
            "",
            "x",
            text[:-1],
            f"{text}x",
            text.upper(),
            text.swapcase(),
            text.replace("sitewright", "other"),
            f"{text[:-1]}{'A' if text[-1] != 'A' else 'B'}",
            f"sitewright_00000000_{text[-43:]}",
            "é" * 63,
        ):
            self.refused(ask(wrong))

    def test_one_that_ended_or_was_taken_back(
        self, token: Any, ask: Any, cast: Cast, nothing_runs: None
    ) -> None:
        ended, taken = token(), token()
        first, last = ApiToken.objects.order_by("pk")
        ApiToken.objects.filter(pk=first.pk).update(expires_at=timezone.now())
        revoke_token(by=cast.omar, token=last)
        self.refused(ask(ended))
        self.refused(ask(taken))

    def test_of_another_tool(self, token: Any, ask: Any, open_site: Site, cast: Cast) -> None:
        from tests.made import a_site

        other = a_site(cast.bea, "Other")
        text = make_token(by=cast.bea, site=other, name="Other", scope="write", days=1)[1]
        self.refused(ask(text))

    def test_of_another_workspace(self, token: Any, ask: Any, acme: Workspace, cast: Cast) -> None:
        text = token()
        self.refused(ask(text, HTTP_HOST="unruly--northwind.localhost:8000"))

    def test_whoever_lost_their_right(
        self, token: Any, ask: Any, open_site: Site, cast: Cast
    ) -> None:
        """At once, whatever it was: the tool, the switch, the membership, the account."""
        text = token()
        Site.objects.filter(pk=open_site.pk).update(owner=cast.omar)
        self.refused(ask(text))
        Site.objects.filter(pk=open_site.pk).update(owner=cast.bea)
        set_switch(by=cast.ada, role="builder", capability="use_api", on=False)
        self.refused(ask(text))
        set_switch(by=cast.ada, role="builder", capability="use_api", on=True)
        Membership.objects.filter(user=cast.bea).update(is_active=False)
        self.refused(ask(text))
        Membership.objects.filter(user=cast.bea).update(is_active=True)
        type(cast.bea).objects.filter(pk=cast.bea.pk).update(is_active=False)
        self.refused(ask(text))

    @pytest.mark.parametrize("address", ["/", "/notes/", "/note/1/", "/api/", "/static/tool.css"])
    def test_no_page_is_opened(self, token: Any, ask: Any, address: str) -> None:
        self.refused(ask(token(), "GET", address))

    def test_no_preview_and_no_other_host(self, token: Any, ask: Any) -> None:
        text = token()
        self.refused(ask(text, HTTP_HOST="pv-0123456789ab--acme.localhost:8000"))
        self.refused(ask(text, HTTP_HOST="nothing--acme.localhost:8000"))

    def test_a_cookie_beside_it_does_not_count(
        self, token: Any, browse: Browse, cast: Cast
    ) -> None:
        token()
        answer = browse(cast.ada).get(NOTES, HTTP_AUTHORIZATION="Bearer nothing")
        self.refused(answer)

    def test_in_the_address_it_is_refused(self, token: Any, ask: Any) -> None:
        text = token()
        for query in (f"access_token={text}", f"q={text}", text):
            assert ask(None, "GET", f"{NOTES}?{query}").status_code == 400
            assert ask(text, "GET", f"{NOTES}?{query}").status_code == 400

    def test_a_page_elsewhere_that_has_one(self, token: Any, ask: Any) -> None:
        text = token()
        for headers in (
            {"HTTP_ORIGIN": "https://evil.example"},
            {"HTTP_ORIGIN": "null"},
            {"HTTP_SEC_FETCH_SITE": "cross-site"},
            {"HTTP_SEC_FETCH_SITE": "same-site"},
        ):
            for method in ("GET", "POST"):
                assert ask(text, method, NOTES, None, **headers).status_code == 403, headers

    def test_without_origin_and_token_nothing_is_changed(self, browse: Browse, cast: Cast) -> None:
        mara = browse(cast.mara)
        mara.defaults.pop("HTTP_ORIGIN")
        for method in ("POST", "PATCH", "PUT", "DELETE"):
            answer = mara.generic(method, NOTES, "{}", "application/json")
            assert (answer.status_code, answer.json()["id"]) == (403, "from_elsewhere")

    def test_nobody_is_told_as_json_that_a_token_is_needed(self, open_site: Site, ask: Any) -> None:
        for method in ("GET", "POST"):
            answer = ask(None, method)
            assert (answer.status_code, answer.json()["id"]) == (401, "sign_in")

    def test_guesses_are_counted_and_keep_nobody_else_out(
        self, token: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = token(), token()
        guess = f"{first[:-1]}{'A' if first[-1] != 'A' else 'B'}"
        for _ in range(programs.WRONG_IN_A_MINUTE):
            self.refused(ask(guess))
        looked: list[object] = []
        monkeypatch.setattr(programs, "holder_of", looked.append)
        for text in (guess, first):
            answer = ask(text)
            assert (answer.status_code, answer["Retry-After"]) == (429, "60")
        assert looked == []
        assert ask(first, REMOTE_ADDR="10.0.0.9").status_code == 401
        assert ask(second).status_code == 401
        assert len(looked) == 2

    def test_a_program_that_asks_too_often_waits(
        self, token: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = token()
        monkeypatch.setattr(programs, "REQUESTS_IN_A_MINUTE", 0)
        answer = ask(text)
        assert (answer.status_code, answer.json()["id"]) == (429, "too_many")


class TestKept:
    """What is written of a token, and what is not."""

    def test_only_a_hash_and_its_beginning_are_kept(self, token: Any) -> None:
        text = token()
        row = ApiToken.objects.values().get()
        assert text not in str(row)
        assert text[-43:] not in str(row)
        assert len(row["token_hash"]) == 64

    def test_no_log_no_line_and_no_answer_has_it(
        self, tables: Site, token: Any, ask: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        text = token("read")
        answers = [
            ask(text),
            ask(text, "POST", NOTES, {"title": "x"}),
            ask(text, "GET", "/notes/"),
            ask(text, "GET", f"{NOTES}99/"),
            ask(None, "GET", f"{NOTES}?access_token={text}"),
        ]
        for answer in answers:
            assert text not in (answer.content.decode() + str(answer.headers))
        said = caplog.text.replace(f"?access_token={text}", "")
        assert text not in said
        assert text not in str(list(Line.objects.values()))

    def test_each_act_leaves_a_line(self, open_site: Site, token: Any, cast: Cast) -> None:
        token()
        revoke_token(by=cast.omar, token=ApiToken.objects.get())
        revoke_token(by=cast.omar, token=ApiToken.objects.get())
        lines = Line.objects.filter(verb__in=["make_token", "revoke_token"]).order_by("pk")
        assert [(one.verb, one.person_name) for one in lines] == [
            ("make_token", cast.bea.name),
            ("revoke_token", cast.omar.name),
        ]
        assert lines[0].detail["name"] == "Nightly"

    def test_the_tool_is_given_neither_token_nor_cookie(
        self, token: Any, open_site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from apps.serving.incoming import headers_of

        request = Client().get("/", HTTP_HOST=HOST).wsgi_request
        request.META |= {"HTTP_AUTHORIZATION": f"Bearer {token()}", "HTTP_COOKIE": "theme=dark"}
        vars(request).pop("headers", None)
        assert "Authorization" not in dict(headers_of(request))
        assert "Cookie" not in dict(headers_of(request, cookies=False))

    def test_a_mode_that_shuts_the_door_shuts_it_to_the_token(
        self, open_site: Site, token: Any, ask: Any, cast: Cast
    ) -> None:
        """An owner is always let in; so the token of one who is none any more is not."""
        text = token()
        Site.objects.filter(pk=open_site.pk).update(owner=cast.omar)
        set_access(by=cast.ada, site=open_site, mode="private")
        assert SiteAccess.objects.get(site=open_site).mode == "private"
        assert ask(text).status_code == 401

    def test_it_is_noted_once_a_minute(self, open_site: Site, token: Any) -> None:
        token()
        row = ApiToken.objects.get()
        queries.note_use(row)
        first = ApiToken.objects.get().used_at
        queries.note_use(ApiToken.objects.get())
        assert ApiToken.objects.get().used_at == first
        ApiToken.objects.update(used_at=timezone.now() - timedelta(minutes=2))
        queries.note_use(ApiToken.objects.get())
        assert ApiToken.objects.get().used_at > timezone.now() - timedelta(minutes=1)


def test_a_rate_begins_anew_each_minute() -> None:
    now = [0.0]
    rate = Rate(lambda: now[0])
    assert [rate.add("a") for _ in range(3)] == [1, 2, 3]
    assert (rate.count("a"), rate.count("b")) == (3, 0)
    now[0] = 61.0
    assert rate.count("a") == 0
