"""A tool that does something by itself, on the whole road: built and deployed by the real runner,
looked at by the clock, heard by its people, another system and a language model, each thing once.
"""

import socket as sockets
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pydantic import SecretStr

from apps.access.actions import set_access
from apps.automations import posting
from apps.automations.models import Clock, Delivery
from apps.builds.actions import start_build
from apps.deployments.actions import deploy
from apps.deployments.models import Deployment
from apps.environment.actions import remove_value, set_value
from apps.notices.models import Notice
from apps.pipeline import tasks
from apps.reviews.actions import approve, ask_for_review
from apps.runners import databases
from apps.runners.local import private_runner
from apps.serving.pool import pool
from apps.sites.actions import resume_site, suspend_site
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.fakes.model_server import ModelServer, says
from tests.made import a_ready_plan
from tests.unit.apps.automations.hooks import HOST, Hooks, serving

BLUEPRINT: dict[str, Any] = {
    "name": "Office keys",
    "entities": [
        {
            "id": "key",
            "fields": [
                {"kind": "text", "id": "label", "required": True},
                {"kind": "datetime", "id": "due"},
                {"kind": "person", "id": "holder"},
                {"kind": "choice", "id": "place", "values": [{"id": "house"}, {"id": "garden"}]},
            ],
        }
    ],
    "automations": [
        {
            "id": "remind",
            "entity": "key",
            "when": {"kind": "date", "field": "due"},
            "do": [{"kind": "notify", "to": ["row.holder"], "text": "{label} is due: {link}"}],
        },
        {
            "id": "post",
            "entity": "key",
            "when": {"kind": "created"},
            "do": [
                {"kind": "webhook", "secret": "CHAT_URL", "host": HOST, "text": "New key: {label}"}
            ],
        },
        {
            "id": "sort",
            "entity": "key",
            "when": {"kind": "created"},
            "where": "label != 'Cellar'",
            "do": [{"kind": "agent", "instructions": "Where is {label}?", "may": ["place"]}],
        },
    ],
    "settings_needed": [{"key": "CHAT_URL", "kind": "secret", "why": "Where new keys are told"}],
}
ADDRESS = f"https://{HOST}/T0P-S3CRET"


@pytest.fixture(scope="module")
def runner_socket() -> Iterator[object]:
    with private_runner() as path:
        yield path


@pytest.fixture(autouse=True)
def _runner(runner_socket: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": runner_socket})
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)
    monkeypatch.setattr(tasks.post, "apply_async", lambda args, **more: tasks.post(*args))
    monkeypatch.setattr(tasks.ask, "apply_async", lambda args, **more: tasks.ask(*args))
    cache.clear()
    yield
    pool.close()


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    """The other system, which the portal takes to be far away."""
    known = sockets.getaddrinfo

    def look_up(host: str, *more: Any, **named: Any) -> Any:
        return known("127.0.0.1" if host == HOST else host, *more, **named)

    with serving(tmp_path) as hooks:
        monkeypatch.setattr(posting, "PORT", hooks.port)
        monkeypatch.setattr(posting, "context", hooks.context)
        monkeypatch.setattr(posting, "is_public", lambda address: address == "127.0.0.1")
        monkeypatch.setattr(posting.socket, "getaddrinfo", look_up)
        yield hooks


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Iterator[Site]:
    """The tool, live, open to the workspace."""
    build = start_build(by=cast.bea, plan=a_ready_plan(cast.bea, blueprint=BLUEPRINT))
    tasks.build(build.pk)
    build.refresh_from_db()
    version = build.version
    assert version is not None, build.error
    set_value(by=cast.bea, site=build.site, key="CHAT_URL", kind="secret", text=ADDRESS)
    review = ask_for_review(by=cast.bea, version=version)
    assert {f"host-{HOST}", "model-sort"} <= {item["id"] for item in review.red_items}
    ticked = [item["id"] for item in review.red_items]
    approve(by=cast.omar, review=review, digest=version.digest, ticked=ticked)
    deployment = deploy(by=cast.bea, version=version)
    tasks.deploy(deployment.pk)
    deployment.refresh_from_db()
    assert deployment.state == Deployment.State.LIVE, deployment.error
    set_access(by=cast.bea, site=build.site, mode="workspace")
    made = Site.objects.get(pk=build.site_id)
    yield made
    databases.drop_schema(acme.pk, made.schema)


@pytest.fixture
def add(site: Site, cast: Cast, browser_of: Callable[..., Client]) -> Callable[..., str]:
    """`add("Attic", due=…)`: a key that Bea adds on the tool's own page; its path."""
    client = browser_of(cast.bea, f"{site.slug}--acme.localhost:8000")

    def make(label: str, **values: Any) -> str:
        answer = client.post("/key/new/", {"label": label, **values}, "application/json")
        assert answer.status_code == 200, answer.content[:2000]
        return f"/key/{answer.json()['id']}/"

    return make


def later(site: Site) -> None:
    """The clock strikes again, as if minutes had passed."""
    Clock.objects.update(next_at=timezone.now())
    tasks.look(site.pk)


def told(person: Any) -> list[tuple[str, str]]:
    found = Notice.objects.filter(person=person, in_tool=True).order_by("pk")
    return list(found.values_list("text", "path"))


def test_what_becomes_due_is_told_once_and_made_up_for_after_a_pause(
    site: Site, cast: Cast, add: Callable[..., str], chat: Hooks
) -> None:
    tasks.look(site.pk)
    clock = Clock.objects.get()
    assert (clock.error, clock.done) == ("", 0)
    assert clock.next_at is not None
    assert clock.next_at - timezone.now() < timedelta(minutes=5)

    due = timezone.now() + timedelta(seconds=1)
    path = add("Attic", due=due.isoformat(), holder=cast.mara.pk)
    ahead = timezone.now() + timedelta(days=3)
    add("Cellar", due=ahead.isoformat(), holder=cast.mara.pk)
    suspend_site(by=cast.bea, site=site, reason="A pause")
    while timezone.now() <= due:
        later(site)
    assert told(cast.mara) == []

    resume_site(by=cast.bea, site=site)
    for _ in range(3):
        later(site)
        tasks.deliver()
    address = f"http://{site.slug}--acme.localhost:8000{path}"
    assert told(cast.mara) == [(f"Attic is due: {address}", path)]
    assert Clock.objects.get().error == ""


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """The language model that is set up."""
    with ModelServer(says({"set": {"place": "garden"}, "why": "Sheds are outside."})) as server:
        here = {"model": "openai:house-1", "model_base_url": server.url}
        mine = settings.SITEWRIGHT.model_copy(update=here | {"model_api_key": SecretStr("key")})
        monkeypatch.setattr(settings, "SITEWRIGHT", mine)
        yield server


def test_a_new_row_is_posted_and_asked_about_once_and_the_answer_is_written(
    site: Site,
    cast: Cast,
    add: Callable[..., str],
    chat: Hooks,
    model: ModelServer,
    browser_of: Callable[..., Client],
) -> None:
    path = add('Shed "north"')
    tasks.deliver()
    tasks.deliver()
    asked = Delivery.objects.get(kind="task")
    assert (asked.state, asked.error, asked.receipt["model"]) == ("delivered", "", "house-1")
    (request,) = model.requests
    assert "Where is {label}?" in request["messages"][-1]["content"]
    assert 'Shed "north"' in request["messages"][-1]["content"]
    client = browser_of(cast.bea, f"{site.slug}--acme.localhost:8000")
    assert "Garden" in client.get(path).content.decode()
    assert [(path, body) for path, _, body in chat.came] == [
        ("/T0P-S3CRET", {"text": 'New key: Shed "north"'})
    ]
    remove_value(by=cast.bea, site=site, key="CHAT_URL")
    add("Cellar")
    tasks.deliver()
    assert Delivery.objects.get(state="held").text == "New key: Cellar"
    set_value(by=cast.bea, site=site, key="CHAT_URL", kind="secret", text=ADDRESS)
    Delivery.objects.filter(state="held").update(state="waiting", next_at=timezone.now())
    tasks.deliver()
    assert [body["text"] for _, _, body in chat.came][1:] == ["New key: Cellar"]
