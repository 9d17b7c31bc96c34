"""A job in a process of its own: progress, result, and every way in which it can end badly."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from apps.runners import client
from site_contract.frames import FrameError, FrameSocket, Kind
from site_contract.jobs import JobProgress
from tests.unit.apps.runners.test_client import CONFIG

Script = Callable[[FrameSocket], None]


class Runner:
    """Answers each question with a connection to a script."""

    def __init__(self, path: Path) -> None:
        self.questions: list[dict[str, Any]] = []
        self.script: Script = lambda frames: None
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(str(path))
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                asked, _ = self._listener.accept()
            except OSError:
                return
            with asked:
                content = asked.recv(200_000)
                if not content:
                    return
                self.questions.append(json.loads(content))
                self._answer(asked)

    def _answer(self, asked: socket.socket) -> None:
        ours, theirs = socket.socketpair()
        said = json.dumps({"ok": True, "pid": 4711, "ended": 2}).encode()
        if self.questions[-1]["do"] in {"job", "acquire"}:
            socket.send_fds(asked, [said], [ours.fileno()])
        else:
            asked.send(said)
        ours.close()
        far = FrameSocket(theirs)
        try:
            self.script(far)
        except FrameError:
            pass
        finally:
            far.close()

    def close(self, path: Path) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as last:
            last.connect(str(path))
        self._thread.join(5)
        self._listener.close()


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    path = tmp_path / "runner.sock"
    made = Runner(path)
    mine = settings.SITEWRIGHT.model_copy(update={"runner_socket": path})
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)
    yield made
    made.close(path)


def take(frames: FrameSocket) -> tuple[dict[str, Any], Any]:
    head = frames.expect(Kind.HEAD).json()
    return head, json.loads(b"".join(frames.content(Kind.BODY, at_most=10**8)))


def test_a_job_is_asked_for_and_its_result_comes_back(runner: Runner) -> None:
    came: list[Any] = []

    def work(frames: FrameSocket) -> None:
        came.append(take(frames))
        frames.send_message({"ok": True, "error": ""}, json.dumps({"rows": [1, "ä"]}).encode())

    runner.script = work
    result = client.run_job("try", CONFIG, {"words": "ß"}, timeout=7)
    assert (result.ok, result.data, result.error) == (True, {"rows": [1, "ä"]}, "")
    assert came == [({"kind": "try"}, {"words": "ß"})]
    assert (runner.questions[0]["do"], runner.questions[0]["seconds"]) == ("job", 7)
    assert runner.questions[0]["config"]["site"] == "acme/keys"


def test_progress_is_told_as_it_comes(runner: Runner) -> None:
    def work(frames: FrameSocket) -> None:
        take(frames)
        for number in range(3):
            frames.send_json(Kind.PROGRESS, {"step": f"s{number}", "title": "Trying"})
        frames.send_message({"ok": True, "error": ""}, b"{}")

    runner.script = work
    told: list[JobProgress] = []
    assert client.run_job("try", CONFIG, {}, told.append).ok
    assert told == [JobProgress(f"s{number}", "Trying") for number in range(3)]


def silent(frames: FrameSocket) -> None:
    take(frames)
    frames.receive()


def dies(frames: FrameSocket) -> None:
    take(frames)


def faults(frames: FrameSocket) -> None:
    take(frames)
    frames.send_json(Kind.FAULT, {"error": "The tool could not start. NameError"})


def half(frames: FrameSocket) -> None:
    take(frames)
    frames.send_json(Kind.HEAD, {"ok": True, "error": ""})
    frames.send(Kind.BODY, b'{"a":')


def strange(frames: FrameSocket) -> None:
    take(frames)
    frames.send(Kind.DATA, b"x")


def answers(head: object, body: bytes = b"{}") -> Script:
    def work(frames: FrameSocket) -> None:
        take(frames)
        frames.send_message(head, body)  # type: ignore[arg-type]

    return work


def odd_progress(frames: FrameSocket) -> None:
    take(frames)
    frames.send_json(Kind.PROGRESS, {"step": 1})


ENDED = "Its process ended before it was done."
OK = {"ok": True, "error": ""}


@pytest.mark.parametrize(
    "script",
    [
        answers({}),
        answers({"ok": "yes"}),
        answers(OK | {"approved": True}),
        answers(OK, b"[]"),
        answers(OK, b"half"),
        answers(OK, b"[" * 200_000),
        odd_progress,
    ],
)
def test_an_answer_that_is_none_is_a_bad_end_too(runner: Runner, script: Script) -> None:
    runner.script = script
    result = client.run_job("try", CONFIG, {}, lambda _: None, timeout=3)
    assert (result.ok, result.data, result.error) == (False, {}, ENDED)


def test_the_reason_that_a_process_gives_is_one_short_line(runner: Runner) -> None:
    runner.script = answers({"ok": False, "error": "no\n\x1b[31mDeployed." + "x" * 9000})
    said = client.run_job("try", CONFIG, {}, timeout=3).error
    assert (said[:15], said.isprintable(), len(said) < 2000) == ("no [31mDeployed", True, True)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (silent, "It was not done after 1 seconds and was stopped."),
        (dies, "Its process ended before it was done."),
        (half, "Its process ended before it was done."),
        (strange, "Its process ended before it was done."),
        (faults, "The tool could not start. NameError"),
    ],
)
def test_a_bad_end_is_a_result_with_a_sentence(
    runner: Runner, script: Script, sentence: str
) -> None:
    runner.script = script
    result = client.run_job("try", CONFIG, {}, timeout=0.6)
    assert (result.ok, result.data, result.error) == (False, {}, sentence)


def test_the_other_questions_say_what_they_mean(runner: Runner) -> None:
    assert client.retire(site="acme/keys", digest="d") == 2
    client.kill(4711)
    assert client.status()["ok"] is True
    assert runner.questions == [
        {"do": "retire", "site": "acme/keys", "digest": "d"},
        {"do": "kill", "pid": 4711},
        {"do": "status"},
    ]


def test_a_connection_comes_with_its_process(runner: Runner) -> None:
    frames, pid = client.acquire(replace(CONFIG, kind="live"))
    frames.close()
    assert pid == 4711
    assert runner.questions[0]["do"] == "acquire"
