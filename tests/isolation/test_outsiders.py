"""A public form of a live tool: anybody may send it, and nothing else is anybody's."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.access.actions import ask_to_open_form, close_form, open_form, set_access, set_switch
from apps.access.models import PublicForm
from apps.deployments.models import Preview
from apps.plans.blueprint.outsiders import public_forms
from apps.runners import databases
from apps.serving import limits, outsiders
from apps.serving.programs import Rate
from apps.sites.actions import go_live
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.isolation.tools import files_of, make_tables, number_sites_from
from tests.made import a_site, a_version

Browse = Callable[..., Client]
FORM = "/tell/"
BLUEPRINT: dict[str, Any] = {
    "name": "Unruly notes",
    "entities": [{"id": "note", "fields": [{"kind": "text", "id": "title", "required": True}]}],
    "pages": [
        {"kind": "table", "id": "notes", "entity": "note"},
        {"kind": "form", "id": "tell", "entity": "note", "fields": ["title"], "public": True},
    ],
}


@pytest.fixture
def tool(
    runner: Path, unruly_tree: Path, acme: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> Site:
    """The unruly tool with a form, live, and open to its list: Mara. It has no tables yet."""
    for name in ("looks", "sends", "sent_to"):
        monkeypatch.setattr(outsiders, name, Rate())
    number_sites_from(7100)
    site = a_site(cast.bea, "Unruly")
    version = a_version(cast.bea, site, files=files_of(unruly_tree), blueprint=BLUEPRINT)
    go_live(by=cast.bea, site=site, version=version)
    site.refresh_from_db()
    set_access(by=cast.bea, site=site, mode="custom", people=[cast.mara])
    for role in ("owner", "admin"):
        set_switch(by=cast.ada, role=role, capability="make_public", on=True)
    return site


@pytest.fixture
def tables(tool: Site, unruly_tree: Path, acme: Workspace) -> Iterator[None]:
    """Its tables, gone afterwards."""
    make_tables(acme, tool, unruly_tree)
    yield
    databases.drop_schema(acme.pk, tool.schema)


@pytest.fixture
def asked(tool: Site, cast: Cast) -> PublicForm:
    (promised,) = public_forms(BLUEPRINT)
    return ask_to_open_form(
        by=cast.bea,
        site=tool,
        page=promised.page,
        name=promised.name,
        digest=promised.digest,
        says=list(promised.says),
    )


@pytest.fixture
def opened(asked: PublicForm, cast: Cast) -> PublicForm:
    return open_form(by=cast.ada, form=asked, digest=asked.digest)


@pytest.fixture
def browse(browser_of: Any, tool: Site) -> Browse:
    def make(person: Any = None, host: str = "unruly--acme.localhost:8000") -> Client:
        made: Client = browser_of(person, host)
        return made

    return make


# What an outsider, a member on the list, and somebody signed in without access get.
ADDRESSES = """
/tell/                     200 200 200
/tell/status/              404 404 404
/tell/sent/                404 404 404
/static/tool.css           200 200 200
/static/../tell/           400 400 400
/                          302 200 403
/notes/                    302 200 403
/notes/export.csv          302 200 403
/note/new/                 302 200 403
/note/1/                   302 404 403
/note/1/edit/              302 404 403
/note/1/file/scan/         302 404 403
/note/import/              302 200 403
/api/v1/                   302 200 403
/api/v1/note/              401 200 403
/api/v1/openapi.json       401 200 403
/x/echo/                   302 200 403
/x/ping/                   302 200 403
/tell                      302 404 403
/tell/x/                   302 404 403
/TELL/                     302 404 403
/static/tool.css/          302 404 403
/favicon.ico               302 404 403
/__gate/nothing            404 404 404
"""


@pytest.mark.usefixtures("tables")
def test_the_form_is_anybodys_and_nothing_else_is(
    browse: Browse, cast: Cast, opened: PublicForm
) -> None:
    people = (browse(), browse(cast.mara), browse(cast.tom))
    found = []
    for line in ADDRESSES.strip().splitlines():
        address, *_ = line.split()
        statuses = [str(browser.get(address).status_code) for browser in people]
        found.append(f"{address:<27}{' '.join(statuses)}")
    assert "\n".join(found) == ADDRESSES.strip()
    for person in (cast.otto, cast.nils):
        assert browse(person).get(FORM).status_code == 200
        assert browse(person).get("/notes/").status_code == 404
    answer = browse().post(FORM, {"title": "The lamp is out"})
    assert answer["Location"].startswith("/tell/sent/?said=")
    assert not answer.cookies
    assert b"It has been sent" in browse().get(answer["Location"]).content
    assert b"The lamp is out" in browse(cast.mara).get("/notes/").content


def test_nothing_but_reading_and_sending_its_own_page(browse: Browse, opened: PublicForm) -> None:
    for method in ("put", "patch", "delete", "options"):
        assert getattr(browse(), method)(FORM).status_code == 401
    assert browse().post("/static/tool.css").status_code == 401
    assert browse().post("/tell/sent/").status_code == 401
    for origin in ("https://evil.example", "null", "http://acme.localhost:8000"):
        assert browse().post(FORM, {"title": "x"}, HTTP_ORIGIN=origin).status_code == 403


def test_too_much_at_once_and_too_often_is_refused_and_says_so(
    browse: Browse, opened: PublicForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browse().post(FORM, {"title": "x" * (limits.OUTSIDER_BYTES + 1)}).status_code == 413
    monkeypatch.setattr(limits, "OUTSIDER_SENDS", 2)
    browser = browse()
    statuses = [browser.post(FORM, {"_go": "back"}).status_code for _ in range(3)]
    assert statuses == [200, 429, 429]  # the large one counts
    assert browser.post(FORM, {"title": "x"}, HTTP_X_KIT="part").status_code == 429
    assert browser.post(FORM, {"title": "x"}, HTTP_X_KIT="look").status_code == 200
    over = browser.post(FORM, {"title": "x"})
    assert "Nothing was sent this time" in over.content.decode()
    assert over["Retry-After"] == "60"
    assert browser.get(FORM).status_code == 200
    others = {"REMOTE_ADDR": "198.51.100.7"}
    assert browser.post(FORM, {"_go": "back"}, **others).status_code == 200


def test_a_network_of_the_newer_kind_counts_as_one(
    browse: Browse, opened: PublicForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OUTSIDER_LOOKS", 1)
    addresses = ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    statuses = [browse().get(FORM, REMOTE_ADDR=one).status_code for one in addresses]
    assert statuses == [200, 429, 200]


class TestShut:
    """Each of these shuts it at the next request, for everybody who is not let in."""

    def is_shut(self, browse: Browse, cast: Cast) -> bool:
        statuses = [browse(who).get(FORM).status_code for who in (None, cast.otto, cast.tom)]
        sent = browse().post(FORM, {"title": "x"}).status_code
        return (statuses, sent) == ([302, 404, 403], 401)

    def test_while_it_waits(self, browse: Browse, cast: Cast, asked: PublicForm) -> None:
        assert self.is_shut(browse, cast)

    def test_once_it_is_taken_back(self, browse: Browse, cast: Cast, opened: PublicForm) -> None:
        assert browse().get(FORM).status_code == 200
        close_form(by=cast.bea, form=opened)
        assert self.is_shut(browse, cast)

    def test_once_the_workspace_forbids_it(
        self, browse: Browse, cast: Cast, opened: PublicForm
    ) -> None:
        for role in ("owner", "admin"):
            set_switch(by=cast.ada, role=role, capability="make_public", on=False)
        assert self.is_shut(browse, cast)

    def test_while_the_tool_is_stopped_or_not_live(
        self, browse: Browse, cast: Cast, opened: PublicForm, tool: Site
    ) -> None:
        Site.objects.filter(pk=tool.pk).update(state=Site.State.SUSPENDED)
        assert browse().get(FORM).status_code == 302

    @pytest.mark.parametrize("change", [{"fields": ["title", "body"]}, {"public": False}])
    def test_once_another_version_promises_something_else(
        self, browse: Browse, cast: Cast, opened: PublicForm, tool: Site, change: dict[str, Any]
    ) -> None:
        body = {"kind": "long_text", "id": "body"}
        table, form = BLUEPRINT["pages"]
        fields = [*BLUEPRINT["entities"][0]["fields"], body]
        other = BLUEPRINT | {
            "entities": [{"id": "note", "fields": fields}],
            "pages": [table, form | change],
        }
        version = a_version(cast.bea, tool, blueprint=other)
        go_live(by=cast.bea, site=tool, version=version)
        assert self.is_shut(browse, cast)

    def test_a_preview_is_never_public(
        self, browse: Browse, cast: Cast, opened: PublicForm, tool: Site
    ) -> None:
        Preview.objects.create(
            label="pv-abc124",
            version=tool.live_version,
            opened_by=cast.bea,
            schema="pv_abc124",
            persona="admin",
            expires_at=timezone.now() + timedelta(hours=1),
        )
        host = "pv-abc124--acme.localhost:8000"
        assert browse(None, host).get(FORM).status_code == 302
        assert browse(cast.otto, host).get(FORM).status_code == 404
