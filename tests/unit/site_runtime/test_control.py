"""The runner's socket: who may speak there, and what is a question."""

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_runtime.runner import control
from site_runtime.runner.loop import Runner

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        yield ours, theirs


def test_only_its_owner_can_open_the_socket(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with control.listen(tmp_path / "run" / "runner.sock"):
            assert (tmp_path / "run" / "runner.sock").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


def test_listening_leaves_the_mask_as_it_was(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        control.listen(tmp_path / "runner.sock").close()
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_a_second_runner_at_the_same_address_is_refused(tmp_path: Path) -> None:
    with (
        control.listen(tmp_path / "runner.sock"),
        pytest.raises(control.NotFree, match="Another runner listens at"),
    ):
        control.listen(tmp_path / "runner.sock")


def test_a_process_of_the_same_user_is_ours(pair: Pair) -> None:
    assert control.is_ours(pair[0])


def test_roots_questions_are_answered_whoever_runs_the_runner(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.getuid() != 0:
        pytest.skip("asks as root")
    monkeypatch.setattr(control.os, "getuid", lambda: 12345)
    assert control.is_ours(pair[0])


def test_another_users_process_is_not_ours() -> None:
    if os.getuid() != 0:
        pytest.skip("needs root to become somebody else")
    name = f"\0sitewright-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.settimeout(10)
        listener.bind(name)
        listener.listen()
        child = os.fork()
        if child == 0:
            os.setresuid(65534, 65534, 65534)
            asking = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            asking.connect(name)
            asking.recv(1)
            os._exit(0)
        client, _ = listener.accept()
        with client:
            assert not control.is_ours(client)
        os.waitpid(child, 0)


def test_a_stranger_is_hung_up_on_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = Runner(tmp_path / "runner.sock", tmp_path / "logs", spares=0)
    try:
        monkeypatch.setattr(control, "is_ours", lambda _: False)
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
            asking.settimeout(10)
            asking.connect(str(tmp_path / "runner.sock"))
            runner._accept()
            assert asking.recv(1) == b""
    finally:
        runner._close()


def test_a_question_is_an_object(pair: Pair) -> None:
    ours, theirs = pair
    theirs.send(json.dumps({"do": "status"}).encode())
    assert control.receive(ours) == {"do": "status"}


def test_nobody_there_is_no_question(pair: Pair) -> None:
    ours, theirs = pair
    theirs.close()
    assert control.receive(ours) is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nonsense", "must be JSON"),
        (b"\xff\xfe", "must be JSON"),
        (b"[]", "must be an object"),
        (b"1", "must be an object"),
        (b"null", "must be an object"),
    ],
)
def test_what_is_no_question_is_said_to_be_none(pair: Pair, content: bytes, sentence: str) -> None:
    ours, theirs = pair
    theirs.send(content)
    with pytest.raises(control.BadMessage, match=sentence):
        control.receive(ours)


def test_a_question_that_is_too_long_is_not_read_in_part(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    monkeypatch.setattr(control, "LARGEST", 100)
    theirs.send(b'{"do": "status"}' + b" " * 100)
    with pytest.raises(control.BadMessage, match="at most 100 bytes"):
        control.receive(ours)


def test_an_answer_may_carry_one_descriptor(pair: Pair) -> None:
    ours, theirs = pair
    one, other = socket.socketpair()
    with one, other:
        control.answer(ours, {"ok": True}, one)
        content, fds, _, _ = socket.recv_fds(theirs, 1000, 4)
        assert json.loads(content) == {"ok": True}
        assert len(fds) == 1
        with socket.socket(fileno=fds[0]) as carried:
            carried.send(b"x")
            assert other.recv(1) == b"x"


def test_a_client_that_has_gone_is_not_waited_for(pair: Pair) -> None:
    ours, theirs = pair
    theirs.close()
    control.answer(ours, {"ok": True}, None)


def test_a_client_that_does_not_read_is_not_waited_for(pair: Pair) -> None:
    ours, _ = pair
    ours.settimeout(None)
    for _ in range(2000):
        control.answer(ours, {"ok": True, "much": "x" * 1000}, None)
