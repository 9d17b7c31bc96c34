"""One request to a process that does everything wrong: what the person gets, what is ended, and
that nothing is done twice.
"""

import socket
import struct
import time
from collections.abc import Callable
from contextlib import ExitStack
from io import BytesIO
from typing import Any

import pytest

from apps.runners.errors import RunnerRefused, RunnerUnavailable
from apps.serving import exchange, limits
from apps.serving.exchange import Exchange
from apps.serving.targets import Target
from apps.serving.turned_away import BadRequest, Crashed, Hung, Later
from apps.versions.errors import Tampered
from apps.workspaces.waiting import MOST_OF_A_PERSON, waiting
from site_contract.frames import LARGEST, FrameSocket, Kind
from tests.unit.apps.serving.conftest import GOOD, Process, good, whole

Asked = Callable[..., Any]
ASKER = 4
HEAD = {"method": "GET", "path": "/"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(limits, "STREAM_SECONDS", 0.3)


def run(target: Target, request: Any) -> tuple[int, Any, Any]:
    return Exchange(target, ASKER).run(request, HEAD)


def raw(frames: FrameSocket, content: bytes) -> None:
    frames._socket.sendall(content)


def test_an_answer_comes_back_and_its_connection_is_kept(
    target: Target, process: Process, asked: Asked
) -> None:
    process.scripts = [good]
    assert run(target, asked()) == (200, [("content-type", "text/plain")], b"hello")
    assert (process.taken, len(process.given_back), process.ended) == (1, 1, [])
    assert process.given_back[0].frames.deadline is None


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 64 * 1024 + 1, 300_000])
def test_what_was_sent_arrives_whole(
    target: Target, process: Process, asked: Asked, size: int
) -> None:
    came: list[bytes] = []

    def echo(frames: FrameSocket) -> None:
        came.append(whole(frames)[1])
        frames.send_message(GOOD)
        frames.receive()

    process.scripts = [echo]
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert run(target, asked(method="post", data=content))[0] == 200
    assert came == [content]


GARBAGE: dict[str, bytes] = {
    "text": b"HTTP/1.1 200 OK\r\n\r\nhello",
    "an unknown kind": struct.pack("!cI", b"Z", 0),
    "a length beyond all": struct.pack("!cI", b"H", 2**32 - 1),
    "one byte too many": struct.pack("!cI", b"H", LARGEST + 1),
    "no JSON": struct.pack("!cI", b"H", 3) + b"abc",
    "a JSON list": struct.pack("!cI", b"H", 2) + b"[]",
    "JSON too deep": struct.pack("!cI", b"H", 200_000) + b"[" * 200_000,
    "no UTF-8": struct.pack("!cI", b"H", 2) + b"\xff\xfe",
    "an empty head": struct.pack("!cI", b"H", 2) + b"{}",
    "a body first": struct.pack("!cI", b"B", 1) + b"x",
    "an end first": struct.pack("!cI", b"E", 0),
    "a reply": struct.pack("!cI", b"R", 2) + b"{}",
    "progress of a job": struct.pack("!cI", b"P", 2) + b"{}",
    "half a header": b"H\x00\x00",
    "half a head": struct.pack("!cI", b"H", 100) + b"{",
    "nothing": b"",
}


@pytest.mark.parametrize("what", GARBAGE)
def test_garbage_is_a_broken_answer_and_its_connection_is_not_used_again(
    target: Target, process: Process, asked: Asked, what: str
) -> None:
    def answer(frames: FrameSocket) -> None:
        whole(frames)
        raw(frames, GARBAGE[what])

    process.scripts = [answer]
    with pytest.raises(Crashed):
        run(target, asked())
    assert process.given_back == []
    assert process.taken == 1


@pytest.mark.parametrize(
    "after",
    [
        struct.pack("!cI", b"H", 2) + b"{}",
        struct.pack("!cI", b"C", 2) + b"{}",
        struct.pack("!cI", b"Z", 0),
        b"",
    ],
)
def test_garbage_after_a_good_head_is_a_broken_answer_too(
    target: Target, process: Process, asked: Asked, after: bytes
) -> None:
    def answer(frames: FrameSocket) -> None:
        whole(frames)
        frames.send_json(Kind.HEAD, GOOD)
        frames.send(Kind.BODY, b"half of ")
        raw(frames, after)

    process.scripts = [answer]
    with pytest.raises(Crashed):
        run(target, asked())
    assert process.given_back == []


def test_what_a_process_says_of_itself_is_a_broken_answer(
    target: Target, process: Process, asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(frames: FrameSocket) -> None:
        whole(frames)
        frames.send_json(Kind.FAULT, {"error": "No module named app.pages"})

    process.scripts = [answer]
    with pytest.raises(Crashed) as turned:
        run(target, asked())
    assert turned.value.context == {}, "the person is not told of its inside"
    assert "No module named app.pages" in caplog.text


def test_what_a_process_says_of_itself_is_one_plain_line_of_the_log(
    target: Target, process: Process, asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(frames: FrameSocket) -> None:
        whole(frames)
        said = "no.\nERROR sitewright.gate: Ada\r\x1b[2K\u202eapproved" + "x" * 5000
        frames.send_json(Kind.FAULT, {"error": said})

    process.scripts = [answer]
    with pytest.raises(Crashed):
        run(target, asked())
    (line,) = [record.getMessage() for record in caplog.records]
    assert "no. ERROR sitewright.gate: Ada [2K approved" in line
    assert line.isprintable()
    assert len(line) < 2000


def silent(frames: FrameSocket) -> None:
    whole(frames)
    frames.receive()


def test_silence_is_ended_in_time_with_its_process(
    target: Target, process: Process, asked: Asked
) -> None:
    process.scripts = [silent]
    began = time.monotonic()
    with pytest.raises(Hung):
        run(target, asked())
    assert time.monotonic() - began < 3
    assert process.ended == [process.pid]
    assert process.given_back == []


def drop_by_drop(frames: FrameSocket) -> None:
    whole(frames)
    for _ in range(1000):
        raw(frames, b"H\x00\x0f\xff\xff" if not _ else b" ")
        time.sleep(0.05)


def drops_of_body(frames: FrameSocket) -> None:
    whole(frames)
    frames.send_json(Kind.HEAD, GOOD)
    for _ in range(1000):
        frames.send(Kind.BODY, b".")
        time.sleep(0.05)


def calls_forever(frames: FrameSocket) -> None:
    whole(frames)
    for _ in range(100_000):
        frames.send_json(Kind.CALL, {"op": "nothing"})
        frames.expect(Kind.REPLY)


def never_reads(frames: FrameSocket) -> None:
    time.sleep(1)


@pytest.mark.parametrize("script", [drop_by_drop, drops_of_body, calls_forever])
def test_the_time_is_for_the_whole_answer_and_not_for_each_piece(
    target: Target, process: Process, asked: Asked, script: Any
) -> None:
    process.scripts = [script]
    began = time.monotonic()
    with pytest.raises(Hung):
        run(target, asked())
    assert time.monotonic() - began < 3
    assert process.ended == [process.pid]


def test_a_process_that_does_not_read_is_ended_too(
    target: Target, process: Process, asked: Asked
) -> None:
    process.scripts = [never_reads]
    with pytest.raises(Hung):
        run(target, asked(method="post", data=b"x" * 5_000_000))
    assert process.ended == [process.pid]


def test_a_process_that_cannot_be_ended_is_still_a_sentence(
    target: Target, process: Process, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: int) -> None:
        raise RunnerUnavailable("The runner is not there, so no tool can run.")

    monkeypatch.setattr(exchange.client, "kill", away)
    process.scripts = [silent]
    with pytest.raises(Hung):
        run(target, asked())


class TestAskedAgain:
    """A process that has ended took nothing, so another is asked; one that took a byte is not."""

    def test_one_that_ended_before_taking_anything_is_replaced(
        self, target: Target, process: Process, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        process.scripts = [good]
        first = Exchange(target, ASKER)
        first.connection.frames._socket.shutdown(socket.SHUT_RDWR)
        status, _, content = first.run(asked(method="post", data=b"once"), HEAD)
        assert (status, content, process.taken) == (200, b"hello", 2)

    def test_it_is_not_tried_for_ever(
        self, target: Target, process: Process, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        process.scripts = [good]
        connect = process.connect

        def dead(one: object) -> Any:
            made = connect(one)
            made.frames._socket.shutdown(socket.SHUT_RDWR)
            return made

        monkeypatch.setattr(exchange.pool, "take", dead)
        with pytest.raises(Crashed):
            run(target, asked())
        assert process.taken == 1 + exchange.MOST_ENDED

    @pytest.mark.parametrize("method", ["get", "post", "delete"])
    def test_one_that_took_a_byte_is_never_asked_twice(
        self, target: Target, process: Process, asked: Asked, method: str
    ) -> None:
        def takes_and_ends(frames: FrameSocket) -> None:
            frames._socket.recv(1)

        process.scripts = [takes_and_ends, good]
        with pytest.raises(Crashed):
            run(target, asked(method=method, data=b"once"))
        assert process.taken == 1

    def test_one_that_ended_with_half_of_it_is_not_replaced(
        self, target: Target, process: Process, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Less fits in between than is sent, so the end is seen while sending."""
        connect = process.connect

        def narrow(one: object) -> Any:
            made = connect(one)
            made.frames._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            return made

        def takes_a_little(frames: FrameSocket) -> None:
            frames._socket.recv(2000)

        monkeypatch.setattr(exchange.pool, "take", narrow)
        process.scripts = [takes_a_little, good]
        with pytest.raises(Crashed):
            run(target, asked(method="post", data=b"x" * 60_000))
        assert process.taken == 1

    def test_a_change_is_done_once_though_its_answer_was_lost(
        self, target: Target, process: Process, asked: Asked
    ) -> None:
        done: list[bytes] = []

        def does_and_dies(frames: FrameSocket) -> None:
            done.append(whole(frames)[1])

        process.scripts = [does_and_dies]
        with pytest.raises(Crashed):
            run(target, asked(method="post", data=b"pay"))
        assert done == [b"pay"]


class TestLongAnswers:
    """They are passed on as they come."""

    @staticmethod
    def long(frames: FrameSocket, pieces: int = 20, last: bool = True) -> None:
        whole(frames)
        frames.send_json(Kind.HEAD, GOOD)
        for _ in range(pieces):
            frames.send(Kind.BODY, b"x" * 60_000)
        if last:
            frames.send(Kind.END)
            frames.receive()

    def test_one_comes_whole_and_its_connection_is_kept(
        self, target: Target, process: Process, asked: Asked
    ) -> None:
        process.scripts = [self.long]
        content = run(target, asked())[2]
        assert process.given_back == []
        assert len(b"".join(content)) == 20 * 60_000
        content.close()
        assert len(process.given_back) == 1

    def test_one_that_is_left_in_the_middle_takes_its_connection_along(
        self, target: Target, process: Process, asked: Asked
    ) -> None:
        process.scripts = [self.long]
        content = run(target, asked())[2]
        next(content)
        content.close()
        assert process.given_back == []
        assert content.connection.frames.fileno() == -1

    def test_one_without_an_end_is_not_passed_as_whole(
        self, target: Target, process: Process, asked: Asked
    ) -> None:
        process.scripts = [lambda frames: self.long(frames, last=False)]
        content = run(target, asked())[2]
        with pytest.raises(ConnectionError, match="broke off in the middle"):
            b"".join(content)
        assert process.given_back == []

    def test_one_beyond_all_measure_is_cut(
        self, target: Target, process: Process, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(limits, "RESPONSE_BYTES", 500_000)
        process.scripts = [lambda frames: self.long(frames, pieces=40)]
        content = run(target, asked())[2]
        with pytest.raises(ConnectionError):
            b"".join(content)
        assert process.given_back == []

    def test_one_that_stops_is_cut_in_time(
        self, target: Target, process: Process, asked: Asked
    ) -> None:
        def stops(frames: FrameSocket) -> None:
            self.long(frames, pieces=6, last=False)
            frames.receive()

        process.scripts = [stops]
        began = time.monotonic()
        with pytest.raises(ConnectionError):
            b"".join(run(target, asked())[2])
        assert time.monotonic() - began < 3


def test_a_sender_who_breaks_off_is_a_bad_request_and_no_fault_of_the_tool(
    target: Target, process: Process, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.http.request import UnreadablePostError

    process.scripts = [silent]
    request = asked(method="post", data=b"x" * 100)

    def broken(*_: int) -> bytes:
        raise UnreadablePostError("gone")

    monkeypatch.setattr(request, "read", broken)
    with pytest.raises(BadRequest):
        run(target, request)
    assert process.ended == []
    assert process.given_back == []


def test_a_person_whose_requests_fill_their_turns_waits_and_nobody_else_does(
    target: Target, process: Process, asked: Asked
) -> None:
    process.scripts = [good]
    with ExitStack() as slow:
        for _ in range(MOST_OF_A_PERSON):
            slow.enter_context(waiting.turn(ASKER))
        with pytest.raises(Later):
            run(target, asked(method="post", data=b"x"))
        assert run(target, asked())[0] == 200, "reading a page needs no turn"
        assert Exchange(target, 5).run(asked(method="post", data=b"x"), HEAD)[0] == 200
    assert run(target, asked(method="post", data=b"x"))[0] == 200


@pytest.mark.parametrize("size", [100, 300_000])
def test_half_of_what_was_announced_is_not_carried_out(
    target: Target, process: Process, asked: Asked, size: int
) -> None:
    done: list[bytes] = []

    def does(frames: FrameSocket) -> None:
        done.append(whole(frames)[1])

    process.scripts = [does]
    come = {"CONTENT_LENGTH": str(size + 1), "wsgi.input": BytesIO(b"x" * size)}
    with pytest.raises(BadRequest):
        run(target, asked(method="post", **come))
    process.close()
    assert done == []


@pytest.mark.parametrize(
    ("error", "turned"),
    [
        (RunnerRefused("The tool keeps crashing."), Crashed),
        (RunnerUnavailable("The runner is not there."), Later),
        (Tampered("The files are not those that were saved."), Later),
    ],
)
def test_a_process_that_cannot_be_had_is_the_sentence_of_whoever_must_act(
    target: Target, monkeypatch: pytest.MonkeyPatch, error: Exception, turned: type[Exception]
) -> None:
    def refuse(_: object) -> None:
        raise error

    monkeypatch.setattr(exchange.pool, "take", refuse)
    with pytest.raises(turned):
        Exchange(target, ASKER)
