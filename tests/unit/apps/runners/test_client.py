"""Whoever cannot be asked is said so in a sentence."""

import socket
import threading
from pathlib import Path

import pytest
from django.conf import settings

from apps.runners import client
from apps.runners.configs import NOWHERE
from apps.runners.errors import RunnerRefused, RunnerUnavailable
from site_contract.config import SiteConfig

CONFIG = SiteConfig(
    site="acme/keys",
    kind="trial",
    digest="d",
    code="/nowhere",
    database=NOWHERE,
    visitor_key="ab" * 32,
    environment={},
    name="Keys",
    language="en",
    timezone="UTC",
    currency="EUR",
    address="http://keys--acme.localhost:8000",
    portal_address="http://acme.localhost:8000/tools/keys/",
)


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "runner.sock"
    mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": path})
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)
    return path


def answering(path: Path, answer: bytes) -> threading.Thread:
    """A runner that gives one answer to one question."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(path))
    listener.listen()

    def serve() -> None:
        with listener, listener.accept()[0] as asked:
            asked.recv(200_000)
            if answer:
                asked.send(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


def test_no_runner_is_a_sentence(at: Path) -> None:
    with pytest.raises(RunnerUnavailable, match="no tool can run"):
        client.acquire(CONFIG)
    with pytest.raises(RunnerUnavailable):
        client.run_job("try", CONFIG, {})


def test_without_a_runner_there_is_nothing_to_retire(at: Path) -> None:
    assert client.retire(site="acme/keys") == 0


@pytest.mark.parametrize("answer", [b"", b"nonsense", b'{"ok": true}'])
def test_a_runner_that_answers_nonsense_is_a_sentence(at: Path, answer: bytes) -> None:
    thread = answering(at, answer)
    with pytest.raises(RunnerUnavailable):
        client.acquire(CONFIG)
    thread.join()


def test_a_refusal_carries_the_runners_sentence(at: Path) -> None:
    thread = answering(at, b'{"ok": false, "error": "The tool keeps crashing."}')
    with pytest.raises(RunnerRefused, match="keeps crashing"):
        client.acquire(CONFIG)
    thread.join()


def test_more_values_than_fit_are_refused_before_anything_is_sent(at: Path) -> None:
    from dataclasses import replace

    with pytest.raises(RunnerRefused, match="too long together"):
        client.acquire(replace(CONFIG, environment={"A": "x" * 200_000}))
