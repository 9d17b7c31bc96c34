"""Frames arrive as they were sent, and whatever else arrives is refused with a sentence."""

import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from site_contract.frames import LARGEST, Fault, FrameError, FrameSocket, Gone, Kind, TooSlow

Ends = tuple[FrameSocket, FrameSocket, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = socket.socketpair()
    yield FrameSocket(ours), FrameSocket(theirs), theirs
    ours.close()
    theirs.close()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_arrives_as_it_was_sent(ends: Ends, kind: Kind) -> None:
    here, there, _ = ends
    there.send(kind, b"content")
    frame = here.receive()
    assert (frame.kind, frame.content) == (kind, b"content")


def test_an_empty_frame_arrives(ends: Ends) -> None:
    here, there, _ = ends
    there.send(Kind.END)
    assert here.receive().content == b""


def test_json_arrives_with_every_letter(ends: Ends) -> None:
    here, there, _ = ends
    there.send_json(Kind.HEAD, {"name": "Zoë 東京", "n": 1})
    assert here.receive().json() == {"name": "Zoë 東京", "n": 1}


def test_content_of_any_length_arrives_whole(ends: Ends) -> None:
    here, there, _ = ends
    content = bytes(range(256)) * 1000
    sender = threading.Thread(target=_send_body, args=(there, content))
    sender.start()
    assert b"".join(here.content(Kind.BODY, at_most=len(content))) == content
    sender.join()


def _send_body(there: FrameSocket, content: bytes) -> None:
    there.send_content(Kind.BODY, content)
    there.send(Kind.END)


def test_content_beyond_the_limit_is_refused(ends: Ends) -> None:
    here, there, _ = ends
    _send_body(there, b"12345")
    with pytest.raises(FrameError, match="More than 4 bytes"):
        list(here.content(Kind.BODY, at_most=4))


def test_two_frames_in_one_piece_are_two_frames(ends: Ends) -> None:
    here, there, _ = ends
    there.send(Kind.BODY, b"a")
    there.send(Kind.END)
    assert here.receive().kind is Kind.BODY
    assert here.has_more()
    assert here.receive().kind is Kind.END
    assert not here.has_more()


def test_a_frame_in_many_pieces_is_one_frame(ends: Ends) -> None:
    here, _, raw = ends
    for byte in struct.pack("!cI", b"B", 3) + b"abc":
        raw.send(bytes([byte]))
    assert here.receive().content == b"abc"


def test_a_kind_that_is_none_is_refused(ends: Ends) -> None:
    here, _, raw = ends
    raw.send(struct.pack("!cI", b"?", 0))
    with pytest.raises(FrameError, match="No frame is of the kind"):
        here.receive()


def test_a_frame_that_says_it_is_huge_is_refused_before_it_is_read(ends: Ends) -> None:
    here, _, raw = ends
    raw.send(struct.pack("!cI", b"B", 0xFFFFFFFF))
    with pytest.raises(FrameError, match="more than"):
        here.receive()


def test_a_frame_of_ours_that_is_too_large_is_our_mistake(ends: Ends) -> None:
    here, _, _ = ends
    with pytest.raises(ValueError, match="at most"):
        here.send(Kind.BODY, b"x" * (LARGEST + 1))


@pytest.mark.parametrize("content", [b"", b"not json", b"[1]", b"\xff"])
def test_a_head_that_is_no_object_is_refused(ends: Ends, content: bytes) -> None:
    here, there, _ = ends
    there.send(Kind.HEAD, content)
    with pytest.raises(FrameError):
        here.receive().json()


def test_a_frame_out_of_turn_is_refused(ends: Ends) -> None:
    here, there, _ = ends
    there.send(Kind.BODY, b"x")
    with pytest.raises(FrameError, match="A BODY frame came where HEAD was due"):
        here.expect(Kind.HEAD)


def test_a_fault_is_raised_as_its_sentence(ends: Ends) -> None:
    here, there, _ = ends
    there.send_json(Kind.FAULT, {"error": "The tool could not start."})
    with pytest.raises(Fault, match="could not start"):
        here.expect(Kind.HEAD)


def test_a_closed_connection_says_so_on_both_ways(ends: Ends) -> None:
    here, there, _ = ends
    there.close()
    with pytest.raises(Gone):
        here.receive()
    with pytest.raises(Gone):
        here.send(Kind.END)


def test_a_connection_that_breaks_in_the_middle_of_a_frame_is_gone(ends: Ends) -> None:
    here, _, raw = ends
    raw.send(struct.pack("!cI", b"B", 10) + b"abc")
    raw.close()
    with pytest.raises(Gone):
        here.receive()


def test_silence_ends_at_the_deadline(ends: Ends) -> None:
    here, _, _ = ends
    here.deadline = time.monotonic() + 0.05
    with pytest.raises(TooSlow):
        here.receive()


def test_drops_of_bytes_do_not_move_the_deadline(ends: Ends) -> None:
    here, _, raw = ends
    here.deadline = time.monotonic() + 0.2
    stop = threading.Event()

    def drip() -> None:
        raw.send(struct.pack("!cI", b"B", 1000))
        while not stop.wait(0.02):
            raw.send(b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()
    began = time.monotonic()
    with pytest.raises(TooSlow):
        here.receive()
    stop.set()
    dripping.join()
    assert time.monotonic() - began < 1


def test_a_reader_that_does_not_read_ends_at_the_deadline(ends: Ends) -> None:
    here, _, _ = ends
    here.deadline = time.monotonic() + 0.05
    with pytest.raises(TooSlow):
        here.send_content(Kind.BODY, b"x" * 10_000_000)


def test_a_waiting_connection_is_quiet_until_something_comes_or_it_is_closed(ends: Ends) -> None:
    here, there, _ = ends
    assert here.is_quiet()
    there.send(Kind.END)
    assert not here.is_quiet()
    here.receive()
    assert here.is_quiet()
    there.close()
    assert not here.is_quiet()
