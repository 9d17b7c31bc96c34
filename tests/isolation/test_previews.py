"""A preview is on a random host, for whoever opened it, with invented people and own rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from apps.deployments.models import Preview
from apps.serving.personas import ADA, INES, MARA
from apps.sites.models import Site
from tests.cast import Cast

Browse = Callable[..., Client]
HOST = "pv-abc123--acme.localhost:8000"


@pytest.fixture
def preview(open_site: Site, cast: Cast) -> Preview:
    """Bea's preview of the tool, seen as an admin; its tables are not needed here."""
    return Preview.objects.create(
        label="pv-abc123",
        version=open_site.live_version,
        opened_by=cast.bea,
        schema="pv_abc123",
        persona="admin",
        expires_at=timezone.now() + timedelta(hours=1),
    )


def echo(browser: Client) -> Any:
    return browser.get("/x/echo/").json()


def test_whoever_opened_it_sees_it_as_one_of_the_cast(
    browse: Browse, cast: Cast, preview: Preview
) -> None:
    asker = echo(browse(cast.bea, HOST))["asker"]
    assert (asker["id"], asker["name"]) == (ADA.id, "Ada Marsh")
    assert "admin" in asker["roles"]


@pytest.mark.parametrize(
    ("persona", "who", "roles"),
    [("member", MARA, ["member"]), ("approver", INES, ["approver", "member"])],
)
def test_it_can_be_seen_as_a_member_and_as_a_role(
    browse: Browse, cast: Cast, preview: Preview, persona: str, who: Any, roles: list[str]
) -> None:
    Preview.objects.update(persona=persona)
    asker = echo(browse(cast.bea, HOST))["asker"]
    assert (asker["id"], asker["roles"]) == (who.id, roles)


@pytest.mark.parametrize("who", ["ada", "omar", "mara", "otto", "nora"])
def test_a_link_to_it_is_no_right(browse: Browse, cast: Cast, preview: Preview, who: str) -> None:
    assert browse(getattr(cast, who), HOST).get("/x/ping/").status_code == 404


def test_nobody_is_sent_to_sign_in(browse: Browse, preview: Preview) -> None:
    assert browse(None, HOST).get("/x/ping/").status_code == 302


def test_it_ends(browse: Browse, cast: Cast, preview: Preview) -> None:
    browser = browse(cast.bea, HOST)
    assert browser.get("/x/ping/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert browser.get("/x/ping/").status_code in {302, 404}
    preview.delete()
    assert browser.get("/x/ping/").status_code == 404


def test_a_guessed_host_is_not_there(browse: Browse, cast: Cast, preview: Preview) -> None:
    host = "pv-abc124--acme.localhost:8000"
    assert browse(cast.bea, host).get("/x/ping/").status_code == 404


def test_it_runs_beside_the_live_site_with_its_own_schema_and_no_values(
    browse: Browse, cast: Cast, preview: Preview
) -> None:
    live, shown = echo(browse(cast.bea)), echo(browse(cast.bea, HOST))
    assert live["pid"] != shown["pid"]
    assert live["database"] != shown["database"]
    assert shown["given"] == {}


def test_the_cast_is_the_kits(runner: Any, unruly_tree: Any) -> None:
    """The portal does not import the kit, so the names are compared as text."""
    from pathlib import Path

    text = Path("site_kit/testing/cast.py").read_text()
    for one in (ADA, INES, MARA):
        at = text.index(f'"{one.name}"')
        assert f"{one.id},\n" in text[at - 60 : at]
        assert one.email in text[at : at + 120]
        for group in one.groups:
            assert group in text[at : at + 200]
